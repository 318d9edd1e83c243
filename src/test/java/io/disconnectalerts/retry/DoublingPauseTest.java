package io.disconnectalerts.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoublingPauseTest {

    @ParameterizedTest(name = "after {1} failures {2} s, at most {0}")
    @CsvSource(textBlock = """
            60, 1, 1
            60, 2, 2
            60, 3, 4
            60, 6, 32
            60, 7, 60
            60, 8, 60
            30, 5, 16
            30, 6, 30
            60, 31, 60
            60, 2147483647, 60
            """)
    void itDoublesUpToTheLongest(int longest, int failures, int seconds) {
        assertEquals(Duration.ofSeconds(seconds), new DoublingPause(Duration.ofSeconds(longest)).after(failures));
    }

    @ParameterizedTest(name = "after {0} failures around {1} ms")
    @CsvSource({"1, 1000", "7, 60000"})
    void thoseWhoFailedTogetherDoNotComeAgainTogether(int failures, long around) {
        DoublingPause pause = new DoublingPause(Duration.ofMinutes(1));
        LongSummaryStatistics pauses = LongStream.generate(() -> pause.scatteredAfter(failures).toMillis()).limit(1_000)
                .summaryStatistics();
        assertTrue(pauses.getMin() >= 0.8 * around && pauses.getMin() < 0.9 * around, pauses::toString);
        assertTrue(pauses.getMax() <= 1.2 * around && pauses.getMax() > 1.1 * around, pauses::toString);
    }
}
