package io.disconnectalerts.follow;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * By how much brokers' clocks are ahead of ours, as a subject's facts tell it together: nothing is heard before it
 * happens, so a stamp that is later than its receipt says by how much its clock is ahead at least. What is ahead by
 * about as much was stamped by one setting: the stamp that was heard soonest tells by how much, and all of them keep
 * their order. What is ahead by another amount is of another setting, for a clock was set, or is another node's.
 */
final class Clocks {
    /**
     * Stamps are believed up to so much ahead, and settings told apart by more: a clock that nobody sets is wrong by
     * some seconds a day, and an event that is sent once more comes within a minute. What is heard of a device across
     * a step back by less may be misunderstood until its next event.
     */
    static final Duration MARGIN = Duration.ofMinutes(2);
    private static final Clocks RIGHT = new Clocks(new TreeMap<>());

    /** The ms by which stamps are ahead, and the most by which those of the same setting are. */
    private final NavigableMap<Long, Long> settings;

    private Clocks(NavigableMap<Long, Long> settings) {
        this.settings = settings;
    }

    static Clocks of(Collection<Fact> facts) {
        return areRight(facts) ? RIGHT : new Clocks(settings(facts));
    }

    private static boolean areRight(Collection<Fact> facts) {
        for (Fact fact : facts) {
            if (ahead(fact, latest(fact)) > MARGIN.toMillis()) {
                return false;
            }
        }
        return true;
    }

    private static NavigableMap<Long, Long> settings(Collection<Fact> facts) {
        NavigableMap<Long, Long> settings = new TreeMap<>(Map.of(0L, 0L));
        for (Fact fact : facts) {
            settings.put(ahead(fact, fact.at()), 0L);
            settings.put(ahead(fact, latest(fact)), 0L);
        }
        long last = settings.lastKey();
        long most = last;
        for (Map.Entry<Long, Long> each : settings.descendingMap().entrySet()) {
            most = last - each.getKey() > MARGIN.toMillis() ? each.getKey() : most;
            last = each.getKey();
            each.setValue(most);
        }
        return settings;
    }

    private static Instant latest(Fact fact) {
        return fact.since() == null || fact.at().isAfter(fact.since()) ? fact.at() : fact.since();
    }

    private static long ahead(Fact fact, Instant stamp) {
        return Math.max(0, stamp.toEpochMilli() - fact.receivedAt().toEpochMilli());
    }

    /** When it was by our clock. */
    Instant at(Fact fact) {
        return right(fact, fact.at(), fact.at());
    }

    /** When its session began by our clock: as long before its end as one setting says, and before it anyway. */
    Instant since(Fact fact) {
        Instant since = right(fact, fact.since(), latest(fact));
        return since.equals(fact.since()) || since.isBefore(at(fact)) ? since : at(fact);
    }

    private Instant right(Fact fact, Instant stamp, Instant by) {
        if (this == RIGHT) {
            return stamp;
        }
        long most = settings.get(ahead(fact, by));
        return most == settings.get(0L) ? stamp : stamp.minusMillis(most);
    }

    Comparator<Fact> order() {
        return Comparator.comparing(this::at).thenComparing(Fact::key);
    }
}
