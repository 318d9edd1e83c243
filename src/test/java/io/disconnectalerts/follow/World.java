package io.disconnectalerts.follow;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A device as it really was, and what its brokers say of it: sessions on three nodes whose clocks differ by up to
 * 1.8 s, take-overs in the order of every version, connects that nobody reports, ends that nobody reports, ends that do
 * not say when their session began, ends that two entrances report, and, as EMQX up to 5.6.1 does, a second end of a
 * session that had ended already. The clock of one node may be hours ahead until it is set right. What no program
 * could know is left out: the latest session is always reported, by its beginning while it lasts, by its end when it is
 * over; so is the beginning of a session in which a clock is set. Each fact is received when it happens.
 */
final class World {
    enum End {
        OPEN, LOST, LEFT
    }

    /** What some devices and brokers do besides. */
    enum Habit {
        NONE,
        /** Some sessions last less than two nodes' clocks may differ; whoever comes after these is reported. */
        HASTY,
        /** An end says in whole seconds when it was and when its session began. */
        IN_SECONDS
    }

    private final String name;
    private final Random random;
    private final Duration grace;
    private final long[] skew = new long[3];
    /** By how many ms the first node's clock is ahead, until when. */
    private final long ahead;
    private final long set;
    private final Habit habit;
    private final boolean named;
    private final boolean both;
    private final List<Fact> facts = new ArrayList<>();
    private End end;
    private boolean hasty;

    World(String name, Random random, Duration grace) {
        this(name, random, grace, Duration.ZERO, Habit.NONE);
    }

    /** @param ahead how far the clock of one node is, before it is set right */
    World(String name, Random random, Duration grace, Duration ahead, Habit habit) {
        this.name = name;
        this.random = random;
        this.grace = grace;
        this.ahead = ahead.toMillis();
        this.habit = habit;
        set = ahead.isZero() ? 0 : 100_000 + random.nextInt(100_000);
        named = random.nextBoolean();
        both = random.nextInt(4) == 0;
        for (int i = 0; i < skew.length; i++) {
            skew[i] = random.nextInt(1_801) - 900;
        }
        int sessions = 1 + random.nextInt(5);
        long at = 100_000;
        for (int i = 0; i < sessions; i++) {
            at = session(i, at, i == sessions - 1);
        }
    }

    List<Fact> facts() {
        return facts;
    }

    /** How the device is in the end. */
    End end() {
        return end;
    }

    /** One session from a time on; when the next one begins. */
    private long session(int number, long began, boolean last) {
        int node = random.nextInt(3);
        String host = random.nextBoolean() ? "x" : "y";
        Place place = new Place("abc".substring(node, node + 1), host, host + ":" + number);
        boolean follows = hasty;
        hasty = habit == Habit.HASTY && !last && random.nextInt(3) > 0;
        long ended = began + (hasty ? 100 + random.nextInt(1_500) : 5_000 + random.nextInt(20_000));
        int how = random.nextInt(10);
        end = how < 4 ? End.OPEN : how < 8 ? End.LOST : End.LEFT;
        boolean unsaid = !last && !hasty && how == 0;
        boolean missed = random.nextInt(5) == 0 && !(last && end == End.OPEN) && !unsaid && !follows
                && (began > set || ended + 50 < set);
        Instant since = at(began, node);
        if (!missed) {
            facts.add(new Fact(Fact.Kind.BEGAN, name + "c" + number, since, since, place, "", null,
                    Words.ZERO.plusMillis(began)));
        }
        if (end != End.OPEN) {
            says(number, Fact.Kind.ENDED, ended, node, since, place, end == End.LEFT ? null : grace);
            long next = ended + random.nextInt(20_000);
            if (!last && random.nextInt(4) == 0) {
                says(number, Fact.Kind.REPLACED, next, node, since, place, grace);
            }
            return next;
        } else if (!last && !unsaid) {
            boolean reset = random.nextInt(5) == 0;
            says(number, reset ? Fact.Kind.ENDED : Fact.Kind.REPLACED, ended + random.nextInt(101) - 50, node, since,
                    place, grace);
        }
        return ended;
    }

    private void says(int number, Fact.Kind kind, long when, int node, Instant since, Place place, Duration waits) {
        String key = name + kind + number;
        ChronoUnit unit = habit == Habit.IN_SECONDS ? ChronoUnit.SECONDS : ChronoUnit.MILLIS;
        Instant time = at(when, node).truncatedTo(unit);
        Instant heard = Words.ZERO.plusMillis(when);
        if (named || both) {
            facts.add(new Fact(kind, key, time, since.truncatedTo(unit), place, "", waits, heard));
        }
        if (!named || both) {
            facts.add(new Fact(kind, key + "?", time, null, place, "", waits, heard));
        }
    }

    private Instant at(long time, int node) {
        return Words.ZERO.plusMillis(time + skew[node] + (node == 0 && time < set ? ahead : 0));
    }
}
