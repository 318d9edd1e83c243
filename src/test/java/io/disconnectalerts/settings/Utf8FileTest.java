package io.disconnectalerts.settings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.Charset;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A settings file may come from any editor. */
class Utf8FileTest {
    private static Utf8File file(byte[] bytes) {
        return new Utf8File("application.properties", bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dingtalk.keyword=告警\nhttp.port=1\n",
        "\uFEFFdingtalk.keyword = 告警\r\nhttp.port: 1",
        "dingtalk.keyword=\\u544A\\u8B66\nhttp.port=2\nhttp.port=1"})
    void chineseByteOrderMarkAndLineEndsOfWindowsAreRead(String text) {
        assertEquals(Map.of("dingtalk.keyword", "告警", "http.port", "1"), file(text.getBytes(UTF_8)).settings());
    }

    static Stream<Arguments> others() {
        return Stream.of(Arguments.of(Charset.forName("GBK"), 2), Arguments.of(UTF_16, 1), Arguments.of(ISO_8859_1, 2));
    }

    @ParameterizedTest
    @MethodSource("others")
    void anotherEncodingIsNamedWithItsLine(Charset charset, int line) {
        byte[] bytes = "http.port=1\ndingtalk.keyword=\u00e9告警\n".getBytes(charset);
        assertEquals("application.properties is not UTF-8 in line " + line + ": save it as UTF-8",
                assertThrows(SettingException.class, () -> file(bytes).settings()).getMessage());
    }

    @Test
    void aPathOfWindowsIsExplained() {
        byte[] bytes = "mqtt.ca=C:\\users\\me\\ca.pem".getBytes(UTF_8);
        assertEquals("application.properties cannot be read: behind a backslash and a u stand four hexadecimal digits;"
                + " for a backslash itself write two",
                assertThrows(SettingException.class, () -> file(bytes).settings()).getMessage());
    }

    @Test
    void whatIsDeclaredTwiceIsKnown() {
        assertEquals(Set.of("http.port"), file("http.port=1\nhttp.host=a\nhttp.port=2".getBytes(UTF_8)).repeated());
    }
}
