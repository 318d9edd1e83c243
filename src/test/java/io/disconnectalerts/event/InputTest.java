package io.disconnectalerts.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How an input becomes text. */
class InputTest {
    private static final String EVENT = "{\"clientid\":\"水泵\"}";

    static Stream<Arguments> charsets() {
        return Stream.of(Arguments.of("UTF-8", "", ""), Arguments.of("UTF-8", "", "application/json"),
                Arguments.of("UTF-8", "", "application/json; charset=utf-8"),
                Arguments.of("UTF-8", "", "application/json; charset="), Arguments.of("UTF-8", "EFBBBF", ""),
                Arguments.of("UTF-8", "00", ""), Arguments.of("UTF-8", "00EFBBBF", ""),
                Arguments.of("GBK", "", "application/json;charset=gbk"),
                Arguments.of("GBK", "", "text/plain; q=1; Charset=\"GBK\""),
                Arguments.of("GB18030", "", "application/json; charset = GB18030"),
                Arguments.of("Big5", "", "a/b;charset='big5'"),
                Arguments.of("UTF-16", "", ""), Arguments.of("UTF-16LE", "FFFE", ""), Arguments.of("UTF-16BE", "", ""),
                Arguments.of("UTF-16LE", "", ""), Arguments.of("UTF-16LE", "", "application/json; charset=utf-16le"));
    }

    @ParameterizedTest(name = "{0} behind {1} as {2}")
    @MethodSource("charsets")
    void itIsDecoded(String charset, String before, String contentType) throws Exception {
        byte[] bytes = join(HexFormat.of().parseHex(before), EVENT.getBytes(charset));
        assertEquals(EVENT, Input.of(bytes, null, contentType).text());
        byte[] kept = Input.of(bytes, "", contentType).kept();
        assertEquals(EVENT, Input.of(kept, "", "").text(), "what is kept of it is read as it was");
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Stream.of(parts).forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }

    @Test
    void whatIsNoCharacterStaysApart() throws Exception {
        byte[] bytes = {'a', (byte) 0xFF, 'b', (byte) 0xC3, '(', (byte) 0xED, (byte) 0xA0};
        assertEquals("a\uDCFFb\uDCC3(\uDCED\uDCA0", Input.of(bytes, "", "").text());
        assertArrayEquals(bytes, Input.of(bytes, "", "").kept());
        assertEquals("a\uFFFD", Input.of(new byte[] {'a', (byte) 0x81}, "", "a/b; charset=gbk").text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "x-gzip", " gzip "})
    void itIsUnpacked(String encoding) throws Exception {
        assertEquals(EVENT, Input.of(gzip(EVENT.getBytes(UTF_8)), encoding, "").text());
        Input gbk = Input.of(gzip(EVENT.getBytes("GBK")), encoding, "a/b; charset=gbk");
        assertEquals(List.of(EVENT, EVENT), List.of(gbk.text(), new String(gbk.kept(), UTF_8)));
        byte[] twoMembers = join(gzip((EVENT + "\n").getBytes(UTF_8)), gzip(EVENT.getBytes(UTF_8)));
        assertEquals(EVENT + "\n" + EVENT, Input.of(twoMembers, encoding, "").text());
    }

    @Test
    void moreThanOneMebibyteIsNotUnpacked() throws Exception {
        assertEquals(1 << 20, Input.of(gzip("a".repeat(1 << 20).getBytes(UTF_8)), "gzip", "").text().length());
        assertNull(Input.of(gzip("a".repeat((1 << 20) + 1).getBytes(UTF_8)), "gzip", ""));
        assertNull(Input.of(gzip(new byte[100 << 20]), "gzip", ""));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            br | '' | its Content-Encoding is 'br': only gzip is unpacked, and only once
            gzip, gzip | '' | its Content-Encoding is 'gzip, gzip': only gzip is unpacked, and only once
            gzip,deflate | '' | its Content-Encoding is 'gzip,deflate': only gzip is unpacked, and only once
            <b>"x" | '' | its Content-Encoding is '?b??x?': only gzip is unpacked, and only once
            gzip | '' | its Content-Encoding is gzip, but it is not, or is broken
            identity | application/json; charset=klingon | its charset 'klingon' is none that is known: send UTF-8
            '' | application/json; charset=<%> | its charset '???' is none that is known: send UTF-8
            """)
    void whatItSaysOfItselfMustBeKnownAndTrue(String encoding, String contentType, String why) {
        byte[] event = EVENT.getBytes(UTF_8);
        assertEquals(why, assertThrows(Refusal.class, () -> Input.of(event, encoding, contentType)).getMessage());
    }

    @Test
    void aPackedOneThatBreaksOffIsRefused() throws Exception {
        byte[] whole = gzip(EVENT.getBytes(UTF_8));
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThrows(Refusal.class, () -> Input.of(part, "gzip", ""), length + " of " + whole.length + " bytes");
        }
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }
}
