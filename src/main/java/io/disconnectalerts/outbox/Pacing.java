package io.disconnectalerts.outbox;

import java.time.Duration;

/**
 * How fast an outbox may speak, in two bounds: the receiver's quota, and the patience of the people who read it.
 *
 * @param perMinute sends the receiver takes a minute; 0 switches all pacing off
 * @param perSecond sends the receiver takes a second; 0 for no such bound
 */
record Pacing(int perMinute, int perSecond) {

    /** So many sends of a storm go out as soon as the quota allows. */
    static final int BURST = 5;
    private static final long LONGEST_PAUSE = Duration.ofSeconds(30).toMillis();
    private static final long QUIET = Duration.ofMinutes(1).toMillis();

    boolean off() {
        return perMinute == 0;
    }

    /**
     * When the next send of a storm may start: after the burst, the pause is the larger of the quota's even spacing
     * and a fifth of the storm's age when it ends, at most 30 s. All times in ms.
     */
    long next(Storm storm) {
        if (off() || storm.sends() < BURST) {
            return 0;
        }
        long spacing = QUIET / perMinute;
        long fifth = (storm.lastSentAt() - storm.beganAt()) / 4; // of the age at the end of the pause: p = (a + p) / 5
        return storm.lastSentAt() + Math.min(LONGEST_PAUSE, Math.max(spacing, fifth));
    }

    /** Sends without a quiet minute between them. Times in ms since 1970. */
    record Storm(long beganAt, int sends, long lastSentAt) {

        Storm at(long now) {
            return now - lastSentAt >= QUIET ? new Storm(now, 0, now) : this;
        }

        Storm sent(long now) {
            return new Storm(beganAt, sends + 1, now);
        }
    }
}
