package io.disconnectalerts.outbox;

import io.disconnectalerts.outbox.ClaimResult.Claimed;
import io.disconnectalerts.outbox.ClaimResult.Wait;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * What a group reads of some events: an outbox is asked for its turn as its consumer asks, in a time that goes as fast
 * as it can. Times are in ms since the beginning.
 */
final class Timelapse {
    static final long SEND_MS = 50;
    static final long MINUTE = 60_000;
    private static final long POLL = 1_000;

    /** What is paced. */
    interface Outbox {

        void clock(long now) throws Exception;

        /** Events are committed at the time the clock shows; some arrived a little earlier. */
        void commit(long[] arrivals, int priority) throws Exception;

        ClaimResult claim() throws Exception;

        Told read(Claimed claimed) throws Exception;

        void settle(Claimed claimed) throws Exception;
    }

    /**
     * One message.
     *
     * @param at     when its send started
     * @param size   how many events it tells
     * @param waited how long the first of them had waited
     * @param urgent how long the first critical one had waited; 0 if there is none
     */
    record Told(long at, int size, long waited, long urgent) {
    }

    /** Events of one priority, in the order they arrive. */
    private static final class Arrivals {
        private final int priority;
        private final long[] times;
        private int committed;

        Arrivals(int priority, LongStream times) {
            this.priority = priority;
            this.times = times.toArray();
        }

        /** How many have arrived by then, and are not committed. */
        int by(long time) {
            int after = Arrays.binarySearch(times, committed, times.length, time + 1);
            int first = after < 0 ? -after - 1 : after;
            while (first > committed && times[first - 1] > time) {
                first--;
            }
            return first - committed;
        }

        void commit(Outbox outbox, long now) throws Exception {
            int count = by(now);
            if (count > 0) {
                outbox.commit(Arrays.copyOfRange(times, committed, committed + count), priority);
                committed += count;
            }
        }
    }

    private final Arrivals lesser;
    private final Arrivals critical;

    Timelapse(LongStream lesser, LongStream critical) {
        this.lesser = new Arrivals(Message.CRITICAL - 1, lesser);
        this.critical = new Arrivals(Message.CRITICAL, critical);
    }

    Timelapse(LongStream arrivals) {
        this(arrivals, LongStream.empty());
    }

    /** So many a minute at the same distance, for so many minutes. */
    static LongStream evenly(int perMinute, int minutes) {
        return LongStream.range(0, (long) perMinute * minutes).map(event -> event * MINUTE / perMinute);
    }

    /** So many a minute on average, each whenever it likes. */
    static LongStream atRandom(int perMinute, int minutes, long seed) {
        return new Random(seed).longs((long) perMinute * minutes, 0, minutes * MINUTE).sorted();
    }

    /** One message after the other, until all is told. */
    List<Told> of(Outbox outbox) throws Exception {
        List<Told> told = new ArrayList<>();
        int left = lesser.times.length + critical.times.length;
        long now = 0;
        pass(outbox, now);
        while (left > 0) {
            ClaimResult claim = outbox.claim();
            if (claim instanceof Claimed claimed) {
                Told message = outbox.read(claimed);
                told.add(message);
                left -= message.size();
                now += SEND_MS;
                pass(outbox, now);
                outbox.settle(claimed);
            } else {
                now = claim instanceof Wait wait ? wakes(now, wait) : arrives(now, now + POLL, 1);
                pass(outbox, now);
            }
        }
        return told;
    }

    private void pass(Outbox outbox, long now) throws Exception {
        outbox.clock(now);
        lesser.commit(outbox, now);
        critical.commit(outbox, now);
    }

    /** When the signal, the end of the wait or the next look ends it. */
    private long wakes(long now, Wait wait) {
        long time = arrives(now, now + Math.min(POLL, wait.time().toMillis()), wait.unlessMore());
        while (wait.unlessCritical() && critical.by(time - 1) > 0) {
            time--;
        }
        return time;
    }

    /** When so many have arrived, but no later than the latest. */
    private long arrives(long now, long latest, int count) {
        long time = latest;
        while (time > now + 1 && lesser.by(time - 1) + critical.by(time - 1) >= count) {
            time--;
        }
        return time;
    }
}
