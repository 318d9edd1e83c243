package io.disconnectalerts.mqtt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacketStreamTest {
    private static final HexFormat HEX = HexFormat.of();

    /** As hexadecimal digits: PUBLISH is 3x, its topic has two bytes of length, and 7 bytes 26... are a property. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
            "20 03 00 00 00, 20 03 00 00 00",
            "d0 00, d0 00",
            "32 08 00 01 61 00 07 00 7b 7d, 32 08 00 01 61 00 07 00 7b 7d",
            "32 08 00 01 01 00 07 00 7b 7d, 32 08 00 01 3f 00 07 00 7b 7d",
            "30 05 00 01 01 00 01, 30 05 00 01 3f 00 01",
            "32 0f 00 01 61 00 07 07 26 00 01 01 00 01 02 7b 7d, 32 08 00 01 61 00 07 00 7b 7d",
            "32 09 00 02 01 ff 00 07 00 7b 7d, 32 09 00 02 3f 3f 00 07 00 7b 7d",
            "32 07 00 00 00 07 00 7b 7d, 32 07 00 00 00 07 00 7b 7d",
    })
    void aPacketIsReadable(String sent, String read) throws IOException {
        String twice = sent + " " + sent;
        assertEquals((read + " " + read).replace(" ", ""),
                HEX.formatHex(new PacketStream(new ByteArrayInputStream(bytes(twice))).readAllBytes()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"32 01 00", "32 03 00 05 61", "32 05 00 01 61 00 07", "32 06 00 01 61 00 07 09", "32 09 00 01",
            "32 80 80 80 80 01"})
    void aPacketThatLacksItsPartsEndsTheConnection(String sent) {
        assertThrows(IOException.class, () -> new PacketStream(new ByteArrayInputStream(bytes(sent))).readAllBytes());
    }

    @Test
    void aReadThatTimesOutIsTakenUpWhereItWas() throws IOException {
        byte[] sent = bytes("32 88 01 00 01 01 00 07 00" + " 7b".repeat(130));
        InputStream slow = new InputStream() {
            private int read;
            private boolean late;

            @Override
            public int read() throws IOException {
                late = !late;
                if (late) {
                    throw new SocketTimeoutException();
                }
                return read == sent.length ? -1 : sent[read++] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int offset, int most) throws IOException {
                bytes[offset] = (byte) read();
                return 1;
            }
        };
        PacketStream stream = new PacketStream(slow);
        byte[] taken = new byte[sent.length];
        for (int length = 0; length < sent.length;) {
            try {
                length += stream.read(taken, length, sent.length - length);
            } catch (SocketTimeoutException later) {
                assertEquals(0, length);
            }
        }
        sent[5] = '?';
        assertArrayEquals(sent, taken);
    }

    private static byte[] bytes(String digits) {
        return HEX.parseHex(digits.replace(" ", ""));
    }
}
