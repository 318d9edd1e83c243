package io.disconnectalerts.outbox;

import java.time.Duration;
import java.util.List;

/**
 * When an outbox may speak: within its receiver's quota, and as often as somebody reads it. A value without a clock or
 * a store: what is known goes in, a decision comes out. Times are ms since 1970. The rule, for a quota of 20 messages a
 * minute, or as many fewer as the receiver takes, never more:
 * <ul>
 * <li>What waits alone goes at once; what waits with others goes as one digest, which takes all that waits.</li>
 * <li>The first digest begins a storm. After a digest of n messages the next send goes when 4n wait, as far as one
 * digest can tell 4n, or else after half the storm's age, at least 3 s and at most 30 s. The age is the time between
 * the starts of the storm's first digest and of its last, and the pause begins with the latter. The storm ends when
 * fewer than two messages wait as its pause ends.</li>
 * <li>If nothing that waits is pressing, the pause is at least 10 s, and nothing shortens it.</li>
 * <li>While fewer than half of the minute's permits are left, sends start a minute divided by the quota apart.</li>
 * <li>A digest leaves the minute's last two permits to what waits alone.</li>
 * <li>Something critical waits for the quota only, if what was told last holds nothing critical.</li>
 * <li>Send n + quota starts no sooner than a minute after send n was answered, and so for the second.</li>
 * </ul>
 *
 * @param perMinute sends a minute, at most {@value #MOST}; 0 switches all pacing off
 * @param perSecond sends a second; 0 for no such bound
 * @param minute    how long a minute lasts; only tests change it, and with it the pauses
 */
record Pacing(int perMinute, int perSecond, Duration minute) {
    /** Nobody reads more messages a minute, whatever more the receiver takes. */
    static final int MOST = 20;
    private static final int FOR_LONE = 2;
    private static final int GROWTH = 4;
    private static final Duration SECOND = Duration.ofSeconds(1);

    Pacing {
        perMinute = Math.min(MOST, perMinute);
    }

    boolean off() {
        return perMinute == 0;
    }

    Decision decide(Situation situation, long now) {
        if (off()) {
            return new Decision.Send();
        }
        Permits permits = situation.permits();
        boolean digest = situation.waiting() > 1;
        boolean urgent = situation.afterLesser() && situation.critical();
        int enough = situation.minor() ? Integer.MAX_VALUE : enough(situation.storm(), now);
        long quota = Math.max(permits.free(1, perMinute, minute), permits.free(1, perSecond, SECOND));
        long kept = digest && !urgent ? permits.free(1 + Math.min(FOR_LONE, perMinute - 1), perMinute, minute) : 0;
        long paused = situation.waiting() < enough ? ends(situation.storm(), situation.minor()) : 0;
        long permit = Math.max(quota, kept);
        long pace = urgent ? 0 : Math.max(spaced(permits), paused);
        long time = Math.max(permit, pace);
        return time <= now ? new Decision.Send()
                : new Decision.WaitUntil(time, permit >= pace ? WaitReason.QUOTA : WaitReason.PACE,
                        situation.afterLesser() && quota < time,
                        time == paused ? enough - situation.waiting() : Integer.MAX_VALUE);
    }

    /** When a send is far enough from the one before; while half of the permits are left, any is. */
    private long spaced(Permits permits) {
        long half = permits.free((perMinute + 1) / 2, perMinute, minute);
        return Math.min(permits.startedAt() + minute.toMillis() / perMinute, half);
    }

    /** How many have to wait to end the storm's pause before its time; more than any, if only time ends it. */
    private int enough(Storm storm, long now) {
        boolean told = storm.digest() <= Claims.LARGEST_BATCH / GROWTH;
        return told && now < ends(storm, false) ? GROWTH * storm.digest() : Integer.MAX_VALUE;
    }

    /** How far what waits has to be counted. */
    int counted(Storm storm, long now) {
        int enough = enough(storm, now);
        return enough == Integer.MAX_VALUE ? 2 : enough;
    }

    /** When the pause ends that follows the storm's last digest; 0 without a storm or a quota. */
    private long ends(Storm storm, boolean minor) {
        long half = (storm.lastAt() - storm.beganAt()) / 2;
        long pause = Math.min(minute.toMillis() / 2, Math.max(minute.toMillis() / (minor ? 6 : 20), half));
        return storm.on() && !off() ? storm.lastAt() + pause : 0;
    }

    /** Whether the storm has come to its end. */
    boolean over(Situation situation, long now) {
        return situation.storm().on() && situation.waiting() < 2
                && ends(situation.storm(), situation.minor()) <= now;
    }

    /**
     * What is known when an outbox asks for its turn.
     *
     * @param waiting     messages that the next send would tell, counted no further than {@link Pacing#counted}
     * @param afterLesser what was told last holds nothing critical
     * @param critical    something critical waits
     * @param minor       something waits, and nothing that is pressing
     */
    record Situation(Permits permits, Storm storm, int waiting, boolean afterLesser, boolean critical,
            boolean minor) {
    }

    /**
     * The last sends, however they ended.
     *
     * @param startedAt when the last of them started
     * @param answered  when each was answered, newest first; what is under way is answered when its lease ends
     */
    record Permits(long startedAt, List<Long> answered) {

        /** When at least that many permits are free, of so many a window; not ahead, if they are or need not be. */
        long free(int count, int of, Duration window) {
            int last = of - count;
            return of == 0 || last >= answered.size() ? 0 : answered.get(last) + window.toMillis() + 1;
        }
    }

    /**
     * Digests with no more than a pause between them.
     *
     * @param beganAt when the first of them started
     * @param lastAt  when the last of them started
     * @param digest  how many messages that one told; 0 if there is no storm
     */
    record Storm(long beganAt, long lastAt, int digest) {
        static final Storm NONE = new Storm(0, 0, 0);

        boolean on() {
            return digest > 0;
        }

        /** None, if it was written before the clock was set back. */
        Storm asOf(long now) {
            return lastAt > now ? NONE : this;
        }

        Storm told(int messages, long startedAt) {
            return messages < 2 ? this
                    : new Storm(on() ? beganAt : startedAt, Math.max(lastAt, startedAt), messages);
        }
    }

    /** What the outbox does now. */
    sealed interface Decision {

        /** Takes a permit, and tells all that waits. */
        record Send() implements Decision {
        }

        /**
         * Waits until that time, unless it is asked again before.
         *
         * @param unlessCritical something critical would have to wait less
         * @param unlessMore     so many messages more would have to wait less
         */
        record WaitUntil(long time, WaitReason why, boolean unlessCritical, int unlessMore) implements Decision {
        }
    }
}
