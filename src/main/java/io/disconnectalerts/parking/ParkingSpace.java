package io.disconnectalerts.parking;

import io.disconnectalerts.parking.ParkedItems.Taken;
import io.disconnectalerts.store.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;

/**
 * How much may be parked. Beyond it the oldest go, of whoever holds the most: of the source that does, and in it of the
 * sender that does, so that a flood pushes out only its own. Only the writer's thread uses it.
 */
public final class ParkingSpace {
    /** Items parked at most. */
    private static final int ITEMS = 100_000;
    /** Senders who make room at once, and how often in one transaction. */
    private static final int SENDERS = 1_000;
    private static final int TIMES = 8;

    private final Held most;
    private final Held step;
    /** What this process has parked since it looked how much there is. */
    private Held since;

    /** How many items at most, and how many bytes they come to. */
    public ParkingSpace(long items, long bytes) {
        most = new Held("all", items, bytes);
        step = new Held("all", Math.max(1, items / 100), Math.max(1, bytes / 16));
        since = step;
    }

    /** @param most for all that is parked */
    public static ParkingSpace ofMib(int most) {
        return new ParkingSpace(ITEMS, (long) most << 20);
    }

    /** Takes away those that a query selects. */
    interface Removal {
        List<Taken> of(Session session, String which, Object... parameters) throws SQLException;
    }

    /** How much somebody has parked. */
    private record Held(String who, long items, long bytes) {
        static Held of(ResultSet row) throws SQLException {
            return new Held(row.getString(1), row.getLong(2), row.getLong(3));
        }

        static Held of(List<Taken> taken) {
            return new Held("gone", taken.size(), taken.stream().mapToLong(Taken::bytes).sum());
        }
    }

    /** What is bounded, and a sender's oldest that come to a given amount of it. */
    private enum Measure {
        ITEMS("items", "SELECT id FROM parked WHERE source = ? AND sender = ? ORDER BY id LIMIT ?"),
        BYTES("bytes", "SELECT id FROM (SELECT id, sum(bytes) OVER (ORDER BY id) - bytes AS older FROM parked "
                + "WHERE source = ? AND sender = ?) AS held WHERE older < ?");

        private final String column;
        private final String oldest;

        Measure(String column, String oldest) {
            this.column = column;
            this.oldest = oldest;
        }

        long of(Held held) {
            return this == ITEMS ? held.items() : held.bytes();
        }
    }

    /** One more was parked; whether it is time to {@link #clear}. */
    boolean taken(long bytes) {
        since = new Held("all", since.items() + 1, since.bytes() + bytes);
        return since.items() >= step.items() || since.bytes() >= step.bytes();
    }

    /**
     * Takes away what is too much, so that the bounds hold until the next look; of several processes one at a time.
     * Returns how many had to go.
     */
    int clear(Session session, Removal removal) throws SQLException {
        if (!session.alone()) {
            return 0;
        }
        since = new Held("all", 0, 0);
        int gone = 0;
        for (Measure measure : Measure.values()) {
            int times = 0;
            int last;
            do {
                last = clear(session, measure, removal);
                gone += last;
            } while (last > 0 && ++times < TIMES);
        }
        return gone;
    }

    private int clear(Session session, Measure measure, Removal removal) throws SQLException {
        List<Held> sources = session.all(Held::of, "SELECT source, count(*), sum(bytes) FROM parked GROUP BY source");
        long over = sources.stream().mapToLong(measure::of).sum() - measure.of(most) + measure.of(step);
        if (over <= 0) {
            return 0;
        }
        String source = sources.stream().max(Comparator.comparingLong(measure::of)).orElseThrow().who();
        List<Held> senders = session.all(Held::of, "SELECT sender, count(*) AS items, sum(bytes) AS bytes "
                + "FROM parked WHERE source = ? GROUP BY sender ORDER BY " + measure.column + " DESC, min(id) "
                + "LIMIT " + SENDERS, source);
        long left = Math.min(over, 2 * measure.of(step));
        long level = level(senders.stream().map(measure::of).toList(), left);
        int gone = 0;
        for (Held sender : senders) {
            long excess = Math.min(left, measure.of(sender) - level);
            if (excess > 0) {
                List<Taken> taken = removal.of(session, measure.oldest, source, sender.who(), excess);
                left -= measure.of(Held.of(taken));
                gone += taken.size();
            }
        }
        return gone;
    }

    /**
     * What nobody may hold more of, so that an amount becomes free.
     *
     * @param held the most first; if there are {@value #SENDERS}, others hold as much as the last
     */
    private static long level(List<Long> held, long amount) {
        long least = held.size() < SENDERS ? 0 : held.get(held.size() - 1) - 1;
        long sum = 0;
        for (int i = 0; i < held.size(); i++) {
            sum += held.get(i);
            long level = Math.floorDiv(sum - amount, i + 1L);
            if (level >= (i + 1 < held.size() ? held.get(i + 1) : least)) {
                return level;
            }
        }
        return least;
    }
}
