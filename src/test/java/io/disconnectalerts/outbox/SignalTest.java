package io.disconnectalerts.outbox;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SignalTest {
    private static final int NONE = Integer.MAX_VALUE;

    @Test
    void whatIsSentDuringAPauseEndsTheWaitBehindIt() {
        Signal signal = new Signal();
        signal.send(1);
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            signal.pause(Duration.ofMillis(1), NONE, NONE);
            signal.await(Duration.ofMinutes(5), NONE, 1);
        });
    }
}
