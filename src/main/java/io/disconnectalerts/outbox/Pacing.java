package io.disconnectalerts.outbox;

import java.time.Duration;

/**
 * How fast an outbox may speak, in two bounds: the receiver's quota, and the patience of the people who read it.
 *
 * @param perMinute sends the receiver takes a minute; 0 switches all pacing off
 * @param perSecond sends the receiver takes a second; 0 for no such bound
 * @param minute    how long a minute lasts; only tests shorten it
 */
record Pacing(int perMinute, int perSecond, Duration minute) {

    /** So many sends of a storm go out as soon as the quota allows. */
    static final int BURST = 5;

    boolean off() {
        return perMinute == 0;
    }

    /**
     * When the next send of a storm may start, in ms since 1970: after the burst, the pause is the larger of the quota's
     * even spacing and a fifth of the storm's age when it ends, at most half a minute.
     */
    long next(Storm storm) {
        if (off() || storm.sends() < BURST) {
            return 0;
        }
        long spacing = minute.toMillis() / perMinute;
        long fifth = (storm.lastSentAt() - storm.beganAt()) / 4; // p = (age + p) / 5
        return storm.lastSentAt() + Math.min(minute.toMillis() / 2, Math.max(spacing, fifth));
    }

    /** The storm as it stands now: a new one after a quiet minute, or when the clock was set back. */
    Storm at(long now, Storm storm) {
        long quiet = now - storm.lastSentAt();
        return quiet < 0 || quiet >= minute.toMillis() ? new Storm(now, 0, now) : storm;
    }

    /** Sends without a quiet minute between them. Times in ms since 1970. */
    record Storm(long beganAt, int sends, long lastSentAt) {

        Storm sent(long now) {
            return new Storm(beganAt, sends + 1, now);
        }
    }
}
