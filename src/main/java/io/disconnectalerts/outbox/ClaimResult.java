package io.disconnectalerts.outbox;

import java.time.Duration;

/** What an outbox may do now. */
sealed interface ClaimResult {

    /**
     * A batch is claimed and its permit taken.
     *
     * @param attempt  counts the claims of the batch; who holds an older one has lost it to another process
     * @param permit   the permit's number, 0 without pacing
     * @param at       when it was claimed, in ms since 1970
     * @param more     more is pending than the first slice took
     * @param quiet    only what quiet hours do not keep is in it
     * @param single   the batch, if it is of one message, as most are; null if it is to be read
     * @param all      nothing else waits: what this process stores from now on is signalled
     */
    record Claimed(long batch, String outbox, int attempt, long permit, long at, boolean more, boolean quiet,
            Batch single, boolean all) implements ClaimResult {
    }

    /** Nothing before that time has passed; so many messages more end it early, or a critical one, if that is so. */
    record Wait(Duration time, WaitReason why, boolean unlessCritical, int unlessMore) implements ClaimResult {
    }

    /** What is pending waits for the end of quiet hours. */
    record Quiet() implements ClaimResult {
    }

    /** Nothing is pending. */
    record Idle() implements ClaimResult {
    }
}
