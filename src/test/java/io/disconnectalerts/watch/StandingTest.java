package io.disconnectalerts.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.disconnectalerts.outbox.OutboxState;
import io.disconnectalerts.outbox.WaitReason;
import io.disconnectalerts.watch.Standing.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandingTest {
    private static final Instant NOW = Instant.parse("2025-09-16T09:45:33.200Z");

    @ParameterizedTest(name = "{0} for {1} s, waiting for {3} -> {6}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            - | 0 | - | - | 0 | 0 | well; 0 pending
            - | 0 | - | QUOTA | 12 | 4 | well, waits for its quota until 17:45:45 (in 12 s); 4 pending
            - | 0 | - | PACE | 3 | 4 | well, waits for its pace until 17:45:36 (in 3 s); 4 pending
            - | 0 | - | QUOTA | -1 | 4 | well; 4 pending
            back-off | 300 | HTTP 502, not an answer of the robot | PAUSE | 12 | 4 | \
            failing since 17:40:33: HTTP 502, not an answer of the robot; tried again at 17:45:45 (in 12 s); 4 pending
            back-off | 1 | UnknownHostException: x | QUOTA | 30 | 4 | \
            failing since 17:45:32: UnknownHostException: x; tried again at 17:46:03 (in 30 s); 4 pending
            back-off | 100000 | HTTP 502 | - | 0 | 1 | failing since 2025-09-15 13:58:53: HTTP 502; tried again at \
            17:45:33 (in 0 s); 1 pending
            retry-after |     20 | 45009 api freq out of limit | PAUSE | 580 | 4 | \
            failing since 17:45:13: 45009 api freq out of limit; left alone, as the platform demands, until 17:55:13 \
            (in 580 s); 4 pending
            - | 0 | - | QUIET | 40 | 7 | well, in quiet hours until 17:46:13 (in 40 s); 7 pending
            blocked | 20 | 93000 invalid webhook url | PAUSE | 60 | 4 | \
            blocked, mend wecom.token: 93000 invalid webhook url; tried again at 17:46:33 (in 60 s); 4 pending
            """)
    void itSaysWhatIsWrongAndForWhatItWaitsAndUntilWhen(String how, int since, String why, WaitReason wait, int seconds,
            int pending, String sentence) {
        OutboxState state = new OutboxState("wecom", how == null ? 0 : 1, NOW.minusSeconds(since), how,
                "blocked".equals(how) ? "token" : null, why,
                Duration.ofSeconds(how == null ? 0 : seconds), pending, NOW, 0);
        Waiting waiting = wait == null ? null : new Waiting(wait, NOW.plusSeconds(seconds));
        assertEquals(sentence, new Standing(state, "wecom.token", waiting, ZoneId.of("+08:00"), NOW).sentence());
    }
}
