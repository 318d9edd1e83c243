package io.disconnectalerts.store;

import java.time.Duration;

/**
 * Times that are stored. What lies further ahead than it can was written before the clock was set back, and counts as
 * now: nobody waits until the clock is there again.
 */
public final class StoredTime {
    /** How much further ahead it may lie: another process read the clock later, or it was nudged. */
    private static final Duration SKEW = Duration.ofSeconds(30);

    private StoredTime() {
    }

    /** The latest that a time of which that much is still to come may be, in ms since 1970. */
    public static long latest(long now, Duration ahead) {
        return now + ahead.plus(SKEW).toMillis();
    }
}
