package io.disconnectalerts.outbox;

import io.disconnectalerts.delivery.DeliveryFailure.RetryAfter;
import io.disconnectalerts.outbox.Pacing.Permits;
import io.disconnectalerts.outbox.Pacing.Situation;
import io.disconnectalerts.outbox.Pacing.Storm;
import io.disconnectalerts.store.Dialect;
import io.disconnectalerts.store.Session;
import io.disconnectalerts.store.StoredTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What waits in an outbox, and how it stands; its row is locked until the transaction ends. While it is quiet, all that
 * is neither critical nor hurries is as if it were not there.
 */
final class Backlog {
    private static final String URGENT = "SELECT priority, message FROM delivery WHERE outbox = ? AND kind = ? "
            + "AND batch IS NULL AND priority >= " + Message.CRITICAL + " UNION ALL SELECT priority, message "
            + "FROM delivery WHERE hurries = 1 AND outbox = ? AND kind = ? AND batch IS NULL "
            + "ORDER BY priority DESC, message LIMIT ?";
    private static final String WAITING = "SELECT priority, message FROM delivery WHERE outbox = ? AND kind = ? "
            + "AND batch IS NULL ORDER BY priority DESC, message LIMIT ?";
    /** Of a batch {@code b}: something in it waits for no end of quiet hours. */
    static final String BATCH_IS_URGENT = "(EXISTS (SELECT 1 FROM delivery d WHERE d.batch = b.id AND d.priority >= "
            + Message.CRITICAL + ") OR EXISTS (SELECT 1 FROM delivery d WHERE d.hurries = 1 AND d.outbox = b.outbox "
            + "AND d.kind = b.kind AND d.batch = b.id))";
    private static final String OPEN = "SELECT id, kind, size, attempts, claimed_at, lease_until, %s FROM batch b "
            + "WHERE outbox = ? AND settled_at IS NULL ORDER BY claimed_at, id";
    private static final String OPEN_IN_QUIET = OPEN.formatted(BATCH_IS_URGENT);
    private static final String OPEN_OTHERWISE = OPEN.formatted("TRUE");
    private final Dialect dialect;
    private final Duration lease;

    /** @param lease how long a batch and a permit belong to who took them, without a sign of life */
    Backlog(Dialect dialect, Duration lease) {
        this.dialect = dialect;
        this.lease = lease;
    }

    /**
     * @param kind      what the next batch is about; empty if nothing waits
     * @param kept      something waits for the end of quiet hours, and nothing else does
     * @param open      a batch of that kind that was released or whose process is gone, which goes on first; 0 for none
     * @param situation what the pacing has to know
     * @param only      nothing of another kind waits, and no batch is open
     */
    record Known(long now, long pausedUntil, String kind, boolean kept, long open, Situation situation,
            boolean only) {
    }

    /** @param leasedUntil when the last lease of a batch or permit ends; 0 if there is none */
    private record Outbox(long now, long pausedUntil, long leasedUntil, long startedAt, int lastPriority,
            Storm storm) {
    }

    /**
     * A batch that is not settled.
     *
     * @param free     it was released, or its process is gone
     * @param tellable it is free, and quiet hours do not keep it
     */
    private record Open(long batch, String kind, int size, int attempts, long claimedAt, boolean free,
            boolean tellable) {
        static final Open NONE = new Open(0, "", 0, Integer.MAX_VALUE, 0, false, false);

        boolean before(Open other) {
            return attempts < other.attempts || attempts == other.attempts && batch < other.batch;
        }
    }

    private record Pending(int count, int priority) {
    }

    /** What is told first of a kind. */
    private record First(String kind, int priority, long message) {
        boolean before(First other) {
            return priority > other.priority || priority == other.priority && message < other.message;
        }
    }

    Known read(Session session, String name, Pacing pacing, boolean quiet) throws SQLException {
        Outbox outbox = lock(session, name);
        long now = outbox.now();
        List<Open> open = open(session, name, now, quiet);
        List<First> firsts = firsts(session, name);
        Storm storm = inFlight(open, outbox.storm().asOf(now));
        String kind = kind(quiet ? urgent(session, name, firsts) : firsts, open);
        boolean kept = kind.isEmpty() && (!firsts.isEmpty() || open.stream().anyMatch(Open::free));
        Open oldest = oldest(open, kind);
        Pending pending = pending(session, name, kind, pacing.counted(storm, now), quiet);
        int waiting = oldest.size() + pending.count();
        int priority = Math.max(pending.priority(), oldest.batch() == 0 ? -1 : priority(session, oldest.batch()));
        Permits permits = new Permits(Math.min(now, outbox.startedAt()), answered(session, name, pacing));
        return new Known(now, outbox.pausedUntil(), kind, kept, oldest.batch(), new Situation(permits, storm, waiting,
                outbox.lastPriority() < Message.CRITICAL, priority >= Message.CRITICAL,
                waiting > 0 && priority < Message.PRESSING), firsts.size() == 1 && open.isEmpty());
    }

    Outbox lock(Session session, String name) throws SQLException {
        Outbox outbox = outbox(session, name);
        return forgetFuture(session, name, outbox) ? outbox(session, name) : outbox;
    }

    /** Brings back to now what lies beyond a pause, or beyond a lease. */
    private boolean forgetFuture(Session session, String name, Outbox outbox) throws SQLException {
        long now = outbox.now();
        long paused = StoredTime.latest(now, RetryAfter.LONGEST);
        long leased = StoredTime.latest(now, lease);
        if (outbox.pausedUntil() <= paused && outbox.leasedUntil() <= leased) {
            return false;
        }
        session.update("UPDATE outbox SET paused_until = ? WHERE name = ? AND paused_until > ?", now, name, paused);
        session.update("UPDATE batch SET lease_until = ?, claimed_at = ? WHERE outbox = ? AND settled_at IS NULL "
                + "AND lease_until > ?", now, now, name, leased);
        session.update("UPDATE permit SET answered_at = ? WHERE outbox = ? AND answered_at > ?", now, name, leased);
        return true;
    }

    private Outbox outbox(Session session, String name) throws SQLException {
        return session.first(row -> new Outbox(row.getLong(1), row.getLong(2), Math.max(row.getLong(3), row.getLong(4)),
                row.getLong(5), row.getInt(6), new Storm(row.getLong(7), row.getLong(8), row.getInt(9))), null,
                "SELECT " + dialect.now + ", paused_until, (SELECT max(lease_until) FROM batch b "
                + "WHERE b.outbox = o.name AND b.settled_at IS NULL), (SELECT max(answered_at) FROM permit p "
                + "WHERE p.outbox = o.name), last_sent_at, last_priority, storm_began_at, digest_at, digest_size "
                + "FROM outbox o WHERE name = ?" + dialect.forUpdate, name);
    }

    private static List<Open> open(Session session, String outbox, long now, boolean quiet) throws SQLException {
        return session.all(row -> batch(row, now), quiet ? OPEN_IN_QUIET : OPEN_OTHERWISE, outbox);
    }

    private static Open batch(ResultSet row, long now) throws SQLException {
        boolean free = row.getLong(6) <= now;
        return new Open(row.getLong(1), row.getString(2), row.getInt(3), row.getInt(4), row.getLong(5), free,
                free && row.getBoolean(7));
    }

    /** The storm, with what other processes are sending right now. */
    private static Storm inFlight(List<Open> open, Storm stored) {
        Storm storm = stored;
        for (Open batch : open) {
            storm = batch.free() ? storm : storm.told(batch.size(), batch.claimedAt());
        }
        return storm;
    }

    /**
     * What the most urgent of what is in no batch is about; if there is none, what the batch is about that was tried
     * least often, so that a kind whose words are broken keeps no other from being told. Empty if there is neither.
     */
    private static String kind(List<First> firsts, List<Open> open) {
        First first = null;
        for (First each : firsts) {
            first = first == null || each.before(first) ? each : first;
        }
        Open least = Open.NONE;
        for (Open batch : open) {
            least = batch.tellable() && batch.before(least) ? batch : least;
        }
        return first == null ? least.kind() : first.kind();
    }

    /** The first of each kind of what is in no batch. */
    private static List<First> firsts(Session session, String outbox) throws SQLException {
        List<First> firsts = new ArrayList<>(); // the first of a kind is the next in the index behind the kind before
        for (First each = next(session, outbox, ""); each != null; each = next(session, outbox, each.kind())) {
            firsts.add(each);
        }
        return firsts;
    }

    /** The first of each kind that waits for no end of quiet hours. */
    private static List<First> urgent(Session session, String outbox, List<First> any) throws SQLException {
        List<First> urgent = new ArrayList<>();
        for (First each : any) {
            First told = each.priority() >= Message.CRITICAL ? each : session.first(row ->
                    new First(each.kind(), row.getInt(1), row.getLong(2)), null, URGENT, outbox, each.kind(), outbox,
                    each.kind(), 1);
            if (told != null) {
                urgent.add(told);
            }
        }
        return urgent;
    }

    private static First next(Session session, String outbox, String kind) throws SQLException {
        return session.first(row -> new First(row.getString(1), row.getInt(2), row.getLong(3)), null,
                "SELECT kind, priority, message FROM delivery WHERE outbox = ? AND batch IS NULL AND kind > ? "
                + "ORDER BY kind, priority DESC, message LIMIT 1", outbox, kind);
    }

    /** The oldest batch of a kind that can be told. */
    private static Open oldest(List<Open> open, String kind) {
        return open.stream().filter(batch -> batch.tellable() && batch.kind().equals(kind))
                .min(Comparator.comparingLong(Open::batch)).orElse(Open.NONE);
    }

    /** The highest in a batch. */
    private static int priority(Session session, long batch) throws SQLException {
        return (int) session.number(-1, "SELECT priority FROM delivery WHERE batch = ? "
                + "ORDER BY priority DESC, message LIMIT 1", batch);
    }

    /** What of a kind is in no batch: how many as far as they are counted, and the highest priority. */
    private static Pending pending(Session session, String outbox, String kind, int counted, boolean quiet)
            throws SQLException {
        return session.first(row -> new Pending(row.getInt(1), row.getInt(2)), null,
                "SELECT count(*), max(priority) FROM (" + (quiet ? URGENT : WAITING) + ") AS counted",
                waiting(outbox, kind, counted, quiet));
    }

    /** Messages that a batch takes: a query for {@link #waiting}. */
    static String messages(boolean quiet) {
        return "SELECT message FROM (" + (quiet ? URGENT : WAITING) + ") AS taken";
    }

    static Object[] waiting(String outbox, String kind, int most, boolean quiet) {
        return quiet ? new Object[]{outbox, kind, outbox, kind, most} : new Object[]{outbox, kind, most};
    }

    private static List<Long> answered(Session session, String outbox, Pacing pacing) throws SQLException {
        return session.all(row -> row.getLong(1), "SELECT answered_at FROM permit WHERE outbox = ? "
                + "ORDER BY answered_at DESC LIMIT ?", outbox, pacing.perMinute());
    }
}
