package io.disconnectalerts.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/**
 * What a broker sends, so that Paho survives it. Brokers pass on characters in a topic or a user property that MQTT
 * only discourages (section 1.5.4), such as a device's in its client id; Paho's receiver dies of them, the connection
 * falls silent, and the broker sends the same again on the next. Here a {@code ?} stands for each in a topic; what has
 * properties loses them, as nothing reads any. A packet is handed on once it has arrived whole.
 */
final class PacketStream extends InputStream {
    private static final int PUBLISH = 3;
    private static final int MOST_LENGTH_BYTES = 4;
    private static final Pattern PLAIN = Pattern.compile("[ -~]*");

    private final InputStream in;
    /** The first byte and the length, as they arrive. */
    private final ByteBuffer head = ByteBuffer.allocate(1 + MOST_LENGTH_BYTES);
    /** All of a packet behind its head; null while that is not complete. */
    private ByteBuffer body;
    private ByteBuffer ready = ByteBuffer.allocate(0);

    PacketStream(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        return arrive() ? ready.get() & 0xFF : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int most) throws IOException {
        if (!arrive()) {
            return -1;
        }
        int length = Math.min(most, ready.remaining());
        ready.get(bytes, offset, length);
        return length;
    }

    @Override
    public int available() throws IOException {
        return ready.hasRemaining() ? ready.remaining() : in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** False at the end. A read that times out is taken up where it was. */
    private boolean arrive() throws IOException {
        while (!ready.hasRemaining()) {
            if (body == null) {
                int next = in.read();
                if (next < 0) {
                    return false;
                }
                head.put((byte) next);
                if (head.position() > 1 && next < 128) {
                    body = ByteBuffer.allocate(number(head.duplicate().position(1)));
                } else if (!head.hasRemaining()) {
                    throw new IOException("the length of a packet has more than " + MOST_LENGTH_BYTES + " bytes");
                }
            } else if (body.hasRemaining()) {
                int length = in.read(body.array(), body.position(), body.remaining());
                if (length < 0) {
                    throw new EOFException();
                }
                body.position(body.position() + length);
            }
            if (body != null && !body.hasRemaining()) {
                ready = whole(head.get(0), body.flip());
                head.clear();
                body = null;
            }
        }
        return true;
    }

    private static ByteBuffer whole(byte first, ByteBuffer body) throws IOException {
        if ((first >> 4 & 0xF) != PUBLISH) {
            return packet(first, body);
        }
        try {
            byte[] topic = new byte[body.getShort() & 0xFFFF];
            body.get(topic);
            byte[] id = new byte[(first & 0b110) == 0 ? 0 : 2];
            body.get(id);
            int properties = number(body);
            body.position(body.position() + properties);
            byte[] readable = readable(topic);
            if (properties == 0 && readable == topic) {
                return packet(first, body.rewind());
            }
            ByteBuffer rest = ByteBuffer.allocate(2 + readable.length + id.length + 1 + body.remaining());
            rest.putShort((short) readable.length).put(readable).put(id).put((byte) 0).put(body);
            return packet(first, rest.flip());
        } catch (BufferUnderflowException | IllegalArgumentException malformed) {
            throw new IOException("a message is shorter than its parts", malformed);
        }
    }

    private static ByteBuffer packet(byte first, ByteBuffer body) {
        ByteBuffer packet = ByteBuffer.allocate(1 + MOST_LENGTH_BYTES + body.remaining()).put(first);
        int length = body.remaining();
        for (; length > 127; length >>= 7) {
            packet.put((byte) (length & 127 | 128));
        }
        return packet.put((byte) length).put(body).flip();
    }

    /** A variable byte integer (section 1.5.5). */
    private static int number(ByteBuffer bytes) {
        int number = 0;
        for (int shift = 0; ; shift += 7) {
            byte digit = bytes.get();
            number |= (digit & 127) << shift;
            if (digit >= 0) {
                return number;
            }
        }
    }

    /** The same array if Paho can read it. */
    private static byte[] readable(byte[] topic) {
        String text = new String(topic, UTF_8);
        return PLAIN.matcher(text).matches() || text.codePoints().noneMatch(PacketStream::isDiscouraged) ? topic
                : text.codePoints().map(each -> each == 0xFFFD || isDiscouraged(each) ? '?' : each)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString()
                .getBytes(UTF_8);
    }

    private static boolean isDiscouraged(int character) {
        return Character.isISOControl(character) || character >= 0xFDD0 && character <= 0xFDEF
                || (character & 0xFFFE) == 0xFFFE;
    }
}
