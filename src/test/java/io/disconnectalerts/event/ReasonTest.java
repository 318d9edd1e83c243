package io.disconnectalerts.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasonTest {

    @ParameterizedTest(name = "[{0}]")
    @CsvSource(delimiter = '|', textBlock = """
            kicked      | kicked
            Kicked      | Kicked
            takeovered  | takenover
            0           | normal
            00          | normal
            0x00        | normal
            4           | disconnect_with_will_message
            8b          | server_shutting_down
            8D          | keepalive_timeout
            0x8d        | keepalive_timeout
            141         | keepalive_timeout
            142         | takenover
            8e          | takenover
            98          | administrative_action
            152         | administrative_action
            1001        | 1001
            7           | 7
            ''          | ''
            """)
    void rulesAndMeaningsKnowItByOneWord(String written, String word) {
        assertEquals(word, Reason.word(written));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"shutdown":"tcp_closed"}              | tcp_closed
            ["keepalive_timeout"]                  | keepalive_timeout
            [{"error":["tcp_closed"]}]             | tcp_closed
            {"cause":"invalid","at":7}             | {"cause":"invalid","at":7}
            ["shutdown", "kicked"]                 | ["shutdown","kicked"]
            {"code": 141}                          | {"code":141}
            {"text":""}                            | {"text":""}
            {}                                     | {}
            [ ]                                    | []
            """)
    void anObjectIsItsOneWordOrItsJson(String json, String text) throws Exception {
        assertEquals(text, Reason.inside(new ObjectMapper().readTree(json)));
    }
}
