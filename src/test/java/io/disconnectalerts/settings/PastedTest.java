package io.disconnectalerts.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PastedTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "\r\n", "\t", "\f", "\0", "\u0085", "\u00A0", "\u00AD", "\u1680", "\u2007",
        "\u200B", "\u200D", "\u200E", "\u2028", "\u202F", "\u2060", "\u3000", "\uFEFF", "\uDB40\uDC01",
        " \u200B\uFEFF\u00A0\r\n"})
    void whatNobodySeesAroundAValueIsNoPartOfIt(String stray) {
        for (String value : new String[] {"abc", "a b\u00A0c", "\uD83D\uDE00", "告警", ""}) {
            assertEquals(value, Pasted.clean(stray + value + stray));
            assertEquals(value, Pasted.clean("wecom.token", value + stray + stray));
            assertEquals(value, Pasted.clean("dingtalk.secret", stray + stray + value));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            `mqtt.password`,`\r\n pass \n`,` pass `
            `database.password`,`\u00A0pass\u200B`,`\u00A0pass\u200B`
            `mqtt.password`,`pass\n \n`,`pass\n `
            `mqtt.password-file`,` pass `,`pass`
            """)
    void aPasswordLosesLineBreaksOnly(String setting, String value, String used) {
        assertEquals(used, Pasted.clean(setting, value));
    }
}
