package io.disconnectalerts.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a triage rule may decide. */
class VerdictTest {

    @ParameterizedTest(name = "[{0}]")
    @CsvSource({"lost critical, lost, CRITICAL", "' lost   CRITICAL ', lost, CRITICAL", "mine quiet, mine, QUIET"})
    void aVerdictIsAClassAndASeverity(String words, String rule, Severity severity) {
        assertEquals(new Verdict(rule, severity), Verdict.of(words));
    }

    @ParameterizedTest(name = "[{0}]")
    @CsvSource(quoteCharacter = '`', textBlock = """
            lost,            `a triage rule sets '<class> <severity>', not 'lost'`
            lost very much,  `a triage rule sets '<class> <severity>', not 'lost very much'`
            lost urgent,     `severity 'urgent' in the triage rules is none of quiet, notice, warning, critical`
            """)
    void aWrongVerdictSaysWhatItShouldBe(String words, String sentence) {
        assertEquals(sentence, assertThrows(IllegalArgumentException.class, () -> Verdict.of(words)).getMessage());
    }
}
