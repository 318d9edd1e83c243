package io.disconnectalerts.silence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who wants a silence, and why, is read by whoever is called meanwhile. */
class WishTest {
    private static Silence wish(String by, String why) {
        String json = "{\"all\": true, \"until\": \"2h\", \"by\": \"" + by + "\", \"why\": \"" + why + "\"}";
        return Wish.read("id", json.getBytes(UTF_8), ZoneOffset.UTC, Instant.parse("2026-11-27T10:00:00Z"));
    }

    @Test
    void whatEndsAsItBeginsIsPastToTheSecond() {
        byte[] json = "{\"all\": true, \"until\": \"0h\", \"by\": \"li\", \"why\": \"pumps\"}".getBytes(UTF_8);
        assertEquals("until is past: 2026-11-27T10:00:01Z", assertThrows(IllegalArgumentException.class, () ->
                Wish.read("id", json, ZoneOffset.UTC, Instant.parse("2026-11-27T10:00:01.5Z"))).getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {“match”: {}} | it is no JSON: Unexpected character ('“' (code 8220 / 0x201c)): was expecting \
            double-quote to start field name; “ is a full-width character: write "
            {"all"： true} | it is no JSON: Unexpected character ('：' (code 65306 / 0xff1a)): was expecting a colon to \
            separate field name and value; ： is a full-width character: write :
            {"all": true， "by": "li"} | it is no JSON: Unexpected character ('，' (code 65292 / 0xff0c)): was expecting \
            comma to separate Object entries; ， is a full-width character: write ,
            {"all": true, "by": "张三" "why": "、"} | it is no JSON: Unexpected character ('"' (code 34)): was expecting \
            comma to separate Object entries
            {"all": true, "by": "li | it is no JSON: it ends too early
            {"all": true | it is no JSON: it ends too early
            {"all": true, "all": true} | it is no JSON: Duplicate field 'all'
            {"all": true} {} | it is no JSON: more stands behind its end
            {"ｍatch": {}} | ｍatch is none of match, all, from, until, by, why; ｍ is a full-width character: \
            write match
            {"all": true, "until": "２h"} | until is no time: write 90m, 2h, 3d, 2026-01-31T08:00 or \
            2026-01-31T08:00:00+08:00; ２ is a full-width character: write 2h
            {"match": {"ｎode": "a"}} | match.ｎode is none of clientid, username, node, reason, class, family, alarm \
            and 'attribute <name>'; ｎ is a full-width character: write node
            {"match": {"clientid": "pump-＊"}, "until": "2h", "by": "li", "why": "pumps"} | match.clientid pump-＊ is \
            not what it looks like; ＊ is a full-width character: write pump-*
            """)
    void whatLooksRightIsNamed(String json, String sentence) {
        assertEquals(sentence, assertThrows(IllegalArgumentException.class, () ->
                Wish.read("id", json.getBytes(UTF_8), ZoneOffset.UTC, Instant.parse("2026-11-27T10:00:00Z"))
                        .match().checked(Set.of())).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\\u0000", "\\u200b", "\\u202e\\ufeff", "\\u00a0", "\\u3000\\t"})
    void whatNobodySeesIsMissing(String nothing) {
        assertEquals("by is missing", assertThrows(IllegalArgumentException.class,
                () -> wish(nothing, "pumps")).getMessage());
        assertEquals("why is missing", assertThrows(IllegalArgumentException.class,
                () -> wish("li", nothing)).getMessage());
    }

    @ParameterizedTest
    @CsvSource({"li, li", "\\u200b li\\u0000, li", "\\u674e\\ud83d\\ude00, \u674E\uD83D\uDE00"})
    void whatIsSeenIsKept(String written, String by) {
        assertEquals(by, wish(written, "pumps").by());
    }
}
