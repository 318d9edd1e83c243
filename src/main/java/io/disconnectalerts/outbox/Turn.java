package io.disconnectalerts.outbox;

import java.time.Duration;

/** What an outbox may do now. */
sealed interface Turn {

    /**
     * A batch is claimed and its permit taken.
     *
     * @param attempt  counts the claims of the batch; who holds an older one has lost it to another process
     * @param permit   the permit's number, 0 without pacing
     * @param more     more is pending than the first slice took
     */
    record Claimed(long batch, String outbox, int attempt, long permit, boolean more) implements Turn {
    }

    /** Nothing before that time has passed; a critical message ends the wait early, if that is so. */
    record Wait(Duration time, WaitsFor why, boolean unlessCritical) implements Turn {
    }

    /** Nothing is pending. */
    record Idle() implements Turn {
    }
}
