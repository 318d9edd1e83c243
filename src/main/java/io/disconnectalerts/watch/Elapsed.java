package io.disconnectalerts.watch;

import java.time.Duration;
import java.time.Instant;

/** Pauses by a clock that may be set: if it is set back, nobody waits until it is there again. */
final class Elapsed {
    private Elapsed() {
    }

    /** Whether a pause is over, or the time since which it goes on lies further ahead than it is long. */
    static boolean isOver(Duration pause, Instant since, Instant now) {
        return Duration.between(since, now).abs().compareTo(pause) >= 0;
    }
}
