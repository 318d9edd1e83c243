package io.disconnectalerts.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
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
    @CsvSource({"lost critical, lost critical, 0", "lost  critical after 90s, lost critical after 90s, 90",
        "lost critical after 5m, lost critical after 300s, 300",
        "lost critical after 1h, lost critical after 3600s, 3600",
        "lost critical after 168h, lost critical after 604800s, 604800",
        "lost critical after 604800s, lost critical after 604800s, 604800"})
    void aVerdictMayWait(String words, String written, long seconds) {
        assertEquals(Duration.ofSeconds(seconds), Verdict.of(words).grace());
        assertEquals(written, Verdict.of(words).toString());
    }

    @ParameterizedTest(name = "[{0}]")
    @CsvSource(quoteCharacter = '`', textBlock = """
            lost,            `a triage rule sets '<class> <severity>' or '<class> <severity> after <n>s|m|h', \
            not 'lost'`
            lost very much,  `a triage rule sets '<class> <severity>' or '<class> <severity> after <n>s|m|h', \
            not 'lost very much'`
            lost critical after,    `a triage rule sets '<class> <severity>' or '<class> <severity> after <n>s|m|h', \
            not 'lost critical after'`
            lost critical after 0s, `'0s' is no time such as 30s, 5m or 1h`
            lost critical after 5d, `'5d' is no time such as 30s, 5m or 1h`
            lost critical after 169h, `'169h' is longer than a week, 168h`
            lost critical after 604801s, `'604801s' is longer than a week, 168h`
            lost urgent,     `severity 'urgent' is none of quiet, notice, warning, critical`
            """)
    void aWrongVerdictSaysWhatItShouldBe(String words, String sentence) {
        assertEquals(sentence, assertThrows(IllegalArgumentException.class, () -> Verdict.of(words)).getMessage());
    }
}
