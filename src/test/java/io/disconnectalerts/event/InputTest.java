package io.disconnectalerts.event;

import static java.nio.charset.StandardCharsets.UTF_8;
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

    private static Input read(byte[] payload, String encoding, String contentType) throws Refusal {
        return Input.of(Input.unpacked(payload, encoding), contentType);
    }

    private static String why(byte[] payload, String encoding, String contentType) {
        return assertThrows(Refusal.class, () -> read(payload, encoding, contentType)).getMessage();
    }

    @ParameterizedTest(name = "{0} behind {1} as {2}")
    @MethodSource("charsets")
    void itIsDecoded(String charset, String before, String contentType) throws Exception {
        byte[] bytes = join(HexFormat.of().parseHex(before), EVENT.getBytes(charset));
        assertEquals(EVENT, read(bytes, null, contentType).text());
        byte[] kept = read(bytes, "", contentType).kept();
        assertEquals(EVENT, read(kept, "", "").text(), "what is kept of it is read as it was");
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Stream.of(parts).forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }

    /** Of three devices whose letters are replaced, two are taken for the first one's repetitions. */
    @ParameterizedTest(name = "{0} as {1}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            7B22B1C3227D       | -                 | UTF-8
            7B22B1C3227D       | ''                | UTF-8
            7B22B1C3227D       | application/json  | UTF-8
            7B22E6B0           | a/b; charset=     | UTF-8
            61C328             | -                 | UTF-8
            6120EDA080         | -                 | UTF-8
            EFBBBFFF           | -                 | UTF-8
            00FF               | -                 | UTF-8
            EFBFBDFF           | -                 | UTF-8
            FFFE7B00D8         | -                 | UTF-16
            FEFF007BD800007D   | -                 | UTF-16
            """)
    void noLetterIsReplaced(String hex, String contentType, String charset) {
        assertEquals("it is not " + charset + ": send UTF-8, or over HTTP say its charset in Content-Type",
                why(HexFormat.of().parseHex(hex), "", contentType));
    }

    @ParameterizedTest(name = "{0} as {1}")
    @CsvSource({"7B22B1C3227D,utf-8", "7B227D,utf-16", "7B22E6B0B4227D,US-ASCII", "6181,gbk", "61FF,GB18030"})
    void whatItSaysOfItsCharsetMustBeTrue(String hex, String charset) {
        assertEquals("its charset is '" + charset + "', but it is not, or is broken: send UTF-8",
                why(HexFormat.of().parseHex(hex), "", "a/b; charset=\"" + charset + "\""));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"a\uFFFDb,UTF-8", "\uFFFD,GB18030", "\uFFFD\uD83D\uDE00,UTF-16BE"})
    void whatSomebodyElseReplacedIsALetter(String text, String charset) throws Exception {
        assertEquals(text, read(text.getBytes(charset), "", "a/b; charset=" + charset).text());
    }

    @Test
    void whatIsParkedIsReadAsStrictly() {
        byte[] gbk = {'{', (byte) 0xB1, (byte) 0xC3};
        assertEquals("it is not UTF-8: send UTF-8, or over HTTP say its charset in Content-Type",
                assertThrows(Refusal.class, () -> Input.parked(gbk)).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "x-gzip", " gzip "})
    void itIsUnpacked(String encoding) throws Exception {
        assertEquals(EVENT, read(gzip(EVENT.getBytes(UTF_8)), encoding, "").text());
        Input gbk = read(gzip(EVENT.getBytes("GBK")), encoding, "a/b; charset=gbk");
        assertEquals(List.of(EVENT, EVENT), List.of(gbk.text(), new String(gbk.kept(), UTF_8)));
        byte[] twoMembers = join(gzip((EVENT + "\n").getBytes(UTF_8)), gzip(EVENT.getBytes(UTF_8)));
        assertEquals(EVENT + "\n" + EVENT, read(twoMembers, encoding, "").text());
    }

    @Test
    void moreThanOneMebibyteIsNotUnpacked() throws Exception {
        assertEquals(1 << 20, Input.unpacked(gzip(new byte[1 << 20]), "gzip").length);
        assertNull(Input.unpacked(gzip(new byte[(1 << 20) + 1]), "gzip"));
        assertNull(Input.unpacked(gzip(new byte[100 << 20]), "gzip"));
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
        assertEquals(why, why(EVENT.getBytes(UTF_8), encoding, contentType));
    }

    @Test
    void aPackedOneThatBreaksOffIsRefused() throws Exception {
        byte[] whole = gzip(EVENT.getBytes(UTF_8));
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThrows(Refusal.class, () -> Input.unpacked(part, "gzip"), length + " of " + whole.length + " bytes");
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
