package io.disconnectalerts.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * As much of an MQTT 5 broker as publishes to one subscriber with QoS 1, also on {@code $SYS} topics, which real
 * brokers let nobody publish to but themselves. Every subscription is granted, and gets everything.
 */
public final class PretendBroker implements AutoCloseable {
    private static final int CONNECT = 1;
    private static final int PUBACK = 4;
    private static final int SUBSCRIBE = 8;
    private static final int PINGREQ = 12;
    private static final int USER_PROPERTY = 0x26;

    private final ServerSocket port;
    private final CompletableFuture<DataOutputStream> subscriber = new CompletableFuture<>();
    private final Map<Integer, CompletableFuture<Void>> unacknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger packet = new AtomicInteger();

    public PretendBroker() throws IOException {
        port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "pretend broker");
        thread.setDaemon(true);
        thread.start();
    }

    public String url() {
        return "tcp://127.0.0.1:" + port.getLocalPort();
    }

    /** Returns when the subscriber has acknowledged. */
    public void publish(String topic, byte[] payload) throws Exception {
        publish(topic, Map.of(), payload);
    }

    /** Returns when the subscriber has acknowledged. */
    public void publish(String topic, Map<String, String> userProperties, byte[] payload) throws Exception {
        DataOutputStream out = subscriber.get(30, TimeUnit.SECONDS);
        int id = packet.incrementAndGet();
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        unacknowledged.put(id, acknowledged);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream publish = new DataOutputStream(bytes);
        writeText(publish, topic);
        publish.writeShort(id);
        byte[] properties = properties(userProperties);
        writeNumber(publish, properties.length);
        publish.write(properties);
        publish.write(payload);
        send(out, 0x32, bytes.toByteArray());
        acknowledged.get(30, TimeUnit.SECONDS);
    }

    private static byte[] properties(Map<String, String> user) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream properties = new DataOutputStream(bytes);
        for (Map.Entry<String, String> each : user.entrySet()) {
            properties.writeByte(USER_PROPERTY);
            writeText(properties, each.getKey());
            writeText(properties, each.getValue());
        }
        return bytes.toByteArray();
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        out.writeShort(text.getBytes(UTF_8).length);
        out.write(text.getBytes(UTF_8));
    }

    private static void writeNumber(DataOutputStream out, int number) throws IOException {
        int rest = number;
        for (; rest > 127; rest >>= 7) {
            out.writeByte(rest & 127 | 128);
        }
        out.writeByte(rest);
    }

    private void serve() {
        try (Socket socket = port.accept()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            while (true) {
                int type = in.readUnsignedByte() >> 4;
                answer(type, in.readNBytes(length(in)), out);
            }
        } catch (EOFException gone) {
            // the subscriber left
        } catch (IOException closed) {
            subscriber.completeExceptionally(closed);
        }
    }

    private void answer(int type, byte[] body, DataOutputStream out) throws IOException {
        switch (type) {
            case CONNECT -> send(out, 0x20, new byte[] {0, 0, 0});
            case SUBSCRIBE -> {
                send(out, 0x90, new byte[] {body[0], body[1], 0, 1});
                subscriber.complete(out);
            }
            case PUBACK -> unacknowledged.remove((body[0] & 255) << 8 | body[1] & 255).complete(null);
            case PINGREQ -> send(out, 0xD0, new byte[0]);
            default -> { }
        }
    }

    private static int length(DataInputStream in) throws IOException {
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            int digit = in.readUnsignedByte();
            length |= (digit & 127) << shift;
            if (digit < 128) {
                return length;
            }
        }
    }

    private static synchronized void send(DataOutputStream out, int head, byte[] body) throws IOException {
        out.writeByte(head);
        writeNumber(out, body.length);
        out.write(body);
        out.flush();
    }

    @Override
    public void close() {
        try {
            port.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
