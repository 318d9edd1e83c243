package io.disconnectalerts.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorableTest {
    @ParameterizedTest
    @CsvSource(nullValues = "null", value = {
            "null, null",
            "'', ''",
            "sensor?, sensor?",
            "\u4e09\u53f7\u95e8, \u4e09\u53f7\u95e8",
            "a\ud83d\ude00b, a\ud83d\ude00b",
            "a\ud83d, a\ufffd",
            "\ude00b, \ufffdb",
            "\ude00\ud83d, \ufffd\ufffd",
            "?\ud83d\ud83d\ude00, ?\ufffd\ud83d\ude00",
            "a\u0000b, a\ufffdb",
            "\ufffd, \ufffd"})
    void whatNoDatabaseHoldsIsReplaced(String text, String stored) {
        assertEquals(stored, Storable.text(text));
    }
}
