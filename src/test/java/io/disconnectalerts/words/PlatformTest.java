package io.disconnectalerts.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a device's text, and how much a platform takes. */
class PlatformTest {

    @ParameterizedTest(name = "[{0}]")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            dev-0001                  | dev-0001                      | dev-0001
            ``                        | -                             | -
            10.20.30.40:52911         | 10.20.30.40:52911             | 10.20.30.40:52911
            2025-09-16                | 2025-09-16                    | 2025-09-16
            keepalive_timeout         | keepalive_timeout             | keepalive\\_timeout
            *a* _b_ `c` ~d~           | ＊a＊ _b_ ｀c｀ ～d～           | ＊a＊ \\_b\\_ ｀c｀ ～d～
            `<@all> [x](y) a&b \\|`   | `＜@all＞ ［x］(y) a＆b ＼｜`    | `＜@all＞ ［x］(y) a＆b ＼｜`
            http://x.y www.x.y WWW.x  | http:／／x.y www．x.y WWW．x     | http:／／x.y www．x.y WWW．x
            # head                    | # head                        | \\# head
            - item                    | - item                        | \\- item
            1. item                   | 1. item                       | 1\\. item
            12)                       | 12)                           | 12\\)
            ---                       | ---                           | \\---
            ===                       | ===                           | \\===
            """)
    void text(String value, String wecom, String dingtalk) {
        assertEquals(wecom, Platform.WECOM.text(value, 64));
        assertEquals(wecom, Platform.FEISHU.text(value, 64));
        assertEquals(dingtalk, Platform.DINGTALK.text(value, 64));
    }

    @ParameterizedTest(name = "U+{0} is {1}")
    @CsvSource({"0009, a�b", "000A, a↵b", "000D, a↵b", "0000, a�b", "001B, a�b", "200B, a�b", "202E, a�b", "2066, a�b",
        "2028, a�b", "D83D, a�b", "E000, a�b", "10FFFF, a�b", "E0041, a�b", "FE0F, a�b", "E0100, a�b", "034F, a�b",
        "3164, a�b", "2800, a�b", "00A0, a b", "3000, a b", "0301, áb", "1F697, a🚗b", "0633, aسb"})
    void whatIsNotSeenIsShown(String hex, String expected) {
        assertEquals(expected, Platform.WECOM.text("a" + Character.toString(Integer.parseInt(hex, 16)) + "b", 64));
    }

    @ParameterizedTest(name = "[{0}]")
    @CsvSource(quoteCharacter = '`', textBlock = """
            ` `,                                   ␣
            `\u00A0\u3000`,                        ␣
            `á̂̃b`,                `á̂̃b`
            `á̂̃̄̅b`,    `á̂̃�b`
            `123456`,                              `123456`
            `1234567`,                             `12345…`
            `🚗🚗🚗🚗🚗🚗🚗`,                        `🚗🚗🚗🚗🚗…`
            """)
    void whatIsLongOrEmptyIsShort(String value, String expected) {
        assertEquals(expected, Platform.WECOM.text(value, 6));
    }

    @ParameterizedTest(name = "{0} takes {2} of {1}")
    @CsvSource({"WECOM, a, 2048", "WECOM, 告, 682", "WECOM, 🚗, 512", "DINGTALK, a, 19400", "DINGTALK, 告, 6466",
            "DINGTALK, 🚗, 1616", "DINGTALK, '\"', 9700", "FEISHU, a, 18700", "FEISHU, '\n', 9350"})
    void theMostItTakes(Platform platform, String character, int most) {
        assertTrue(platform.takes(character.repeat(most), 0));
        assertFalse(platform.takes(character.repeat(most + 1), 0));
    }
}
