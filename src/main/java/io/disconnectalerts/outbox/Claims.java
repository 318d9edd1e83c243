package io.disconnectalerts.outbox;

import io.disconnectalerts.delivery.DeliveryFailure.RetryAfter;
import io.disconnectalerts.outbox.Pacing.Storm;
import io.disconnectalerts.outbox.Turn.Claimed;
import io.disconnectalerts.outbox.Turn.Idle;
import io.disconnectalerts.outbox.Turn.Wait;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Takes permits and claims batches. Whoever changes how an outbox stands locks its row first, so all processes agree on
 * one order; a claim is known by its attempt, so who lost a batch to another process can do nothing to it.
 */
final class Claims {
    /** Rows claimed in one transaction; the writer stores messages between two. */
    static final int SLICE = 5_000;
    /** Messages one batch accounts for at most. */
    static final int LARGEST_BATCH = 100_000;
    /** A time may lie so much further ahead than its length: another process read the clock later, or it was nudged. */
    private static final Duration SKEW = Duration.ofSeconds(30);

    private final Writer writer;
    private final Dialect dialect;
    private final Duration lease;

    /** @param lease how long a batch belongs to who claimed it, and a permit counts as just used, without a sign of life */
    Claims(Writer writer, Dialect dialect, Duration lease) {
        this.writer = writer;
        this.dialect = dialect;
        this.lease = lease;
    }

    private record State(long now, long pausedUntil, Storm storm, int lastPriority) {
    }

    /** Takes the permit and the first slice of what is pending in one transaction, if it is the outbox's turn. */
    Turn claim(String outbox, Pacing pacing) throws SQLException {
        return writer.execute(session -> begin(session, outbox, pacing));
    }

    /** Takes one more slice; true if there may be another. */
    boolean extend(Claimed claimed) throws SQLException {
        return writer.execute(session -> {
            lock(session, claimed.outbox());
            return slice(session, claimed.outbox(), claimed.batch(), claimed.attempt());
        });
    }

    /** Renews lease and permit before the send of a batch that took several slices; false if the batch is another process's by now. */
    boolean sending(Claimed claimed) throws SQLException {
        return writer.execute(session -> {
            long until = now(session) + lease.toMillis();
            session.update("UPDATE permit SET answered_at = ? WHERE id = ?", until, claimed.permit());
            return session.update("UPDATE batch SET lease_until = ? WHERE id = ? AND attempts = ?", until, claimed.batch(), claimed.attempt()) == 1;
        });
    }

    private long now(Session session) throws SQLException {
        return session.number(0, "SELECT " + dialect.now);
    }

    private State lock(Session session, String outbox) throws SQLException {
        State state = state(session, outbox);
        return forgetFuture(session, outbox, state.now()) ? state(session, outbox) : state;
    }

    /**
     * The furthest that any stored time may lie ahead, in ms since 1970. What lies beyond was written before the clock
     * was set back, and counts as now: nobody waits until the clock is there again.
     */
    static long furthest(long now) {
        return now + RetryAfter.LONGEST.plus(SKEW).toMillis();
    }

    /** Brings back to now what lies beyond a pause, or beyond a lease. */
    private boolean forgetFuture(Session session, String outbox, long now) throws SQLException {
        long leased = now + lease.plus(SKEW).toMillis();
        return session.update("UPDATE outbox SET paused_until = ? WHERE name = ? AND paused_until > ?",
                now, outbox, furthest(now))
                + session.update("UPDATE batch SET lease_until = ?, claimed_at = ? WHERE outbox = ? "
                + "AND settled_at IS NULL AND lease_until > ?", now, now, outbox, leased)
                + session.update("UPDATE permit SET answered_at = ? WHERE outbox = ? AND answered_at > ?",
                now, outbox, leased) > 0;
    }

    private State state(Session session, String outbox) throws SQLException {
        return session.first(row -> new State(row.getLong(1), row.getLong(2), new Storm(row.getLong(3), row.getInt(4), row.getLong(5)),
                row.getInt(6)), null, "SELECT " + dialect.now + ", paused_until, storm_began_at, storm_sends, last_sent_at, last_priority "
                + "FROM outbox WHERE name = ?" + dialect.forUpdate, outbox);
    }

    private Turn begin(Session session, String outbox, Pacing pacing) throws SQLException {
        State state = lock(session, outbox);
        long now = state.now();
        long open = session.number(0, "SELECT id FROM batch WHERE outbox = ? AND settled_at IS NULL AND lease_until <= ? ORDER BY id LIMIT 1",
                outbox, now);
        long pending = session.number(-1, "SELECT priority FROM delivery WHERE outbox = ? AND batch IS NULL ORDER BY priority DESC, message LIMIT 1",
                outbox);
        if (open == 0 && pending < 0) {
            return new Idle();
        }
        if (state.pausedUntil() > now) {
            return new Wait(Duration.ofMillis(state.pausedUntil() - now), WaitsFor.PAUSE, false);
        }
        long released = session.number(-1, "SELECT priority FROM delivery WHERE batch = ? ORDER BY priority DESC, message LIMIT 1", open);
        boolean afterLesser = state.lastPriority() < Message.CRITICAL;
        boolean urgent = afterLesser && Math.max(pending, released) >= Message.CRITICAL;
        long quota = quota(session, outbox, pacing);
        long pace = urgent ? 0 : pacing.next(inFlight(session, outbox, now, pacing.at(now, state.storm())));
        long allowed = Math.max(quota, pace);
        boolean paced = pace > quota;
        return allowed <= now ? take(session, outbox, pacing, now, open)
                : new Wait(Duration.ofMillis(allowed - now), paced ? WaitsFor.PACE : WaitsFor.QUOTA, afterLesser && paced);
    }

    /** The storm, with what other processes are sending right now. */
    private static Storm inFlight(Session session, String outbox, long now, Storm storm) throws SQLException {
        Storm sofar = storm;
        for (long claimedAt : session.all(row -> row.getLong(1), "SELECT claimed_at FROM batch WHERE outbox = ? AND settled_at IS NULL "
                + "AND lease_until > ? ORDER BY claimed_at", outbox, now)) {
            sofar = sofar.sent(Math.max(claimedAt, sofar.lastSentAt()));
        }
        return sofar;
    }

    private Turn take(Session session, String outbox, Pacing pacing, long now, long open) throws SQLException {
        long batch = open != 0 ? open : session.number(0, "INSERT INTO batch (outbox, size, attempts, claimed_at, lease_until) "
                + "VALUES (?, 0, 0, ?, ?) RETURNING id", outbox, now, now);
        long permit = pacing.off() ? 0 : permit(session, outbox, now);
        int attempt = (int) session.number(0,
                "UPDATE batch SET attempts = attempts + 1, claimed_at = ? WHERE id = ? RETURNING attempts", now, batch);
        return new Claimed(batch, outbox, attempt, permit, slice(session, outbox, batch, attempt));
    }

    private long permit(Session session, String outbox, long now) throws SQLException {
        session.update("DELETE FROM permit WHERE outbox = ? AND answered_at < ?", outbox, now - Duration.ofMinutes(2).toMillis());
        return session.number(0, "INSERT INTO permit (outbox, answered_at) VALUES (?, ?) RETURNING id", outbox, now + lease.toMillis());
    }

    /** Send n + quota starts no sooner than the quota's window after send n was answered. */
    private long quota(Session session, String outbox, Pacing pacing) throws SQLException {
        if (pacing.off()) {
            return 0;
        }
        long minute = window(session, outbox, pacing.perMinute(), pacing.minute());
        return pacing.perSecond() == 0 ? minute
                : Math.max(minute, window(session, outbox, pacing.perSecond(), Duration.ofSeconds(1)));
    }

    private static long window(Session session, String outbox, int sends, Duration length) throws SQLException {
        long answered = session.number(0, "SELECT answered_at FROM permit WHERE outbox = ? ORDER BY answered_at DESC "
                + "LIMIT 1 OFFSET ?", outbox, sends - 1);
        return answered == 0 ? 0 : answered + length.toMillis() + 1;
    }

    /** Adds pending messages to the batch; a batch in its plainest form stays as it is. True if there may be more. */
    private boolean slice(Session session, String outbox, long batch, int attempt) throws SQLException {
        int room = (int) session.number(0, "SELECT CASE plain WHEN 0 THEN ? - size ELSE 0 END FROM batch WHERE id = ? AND attempts = ?",
                LARGEST_BATCH, batch, attempt);
        int most = Math.min(SLICE, room);
        int taken = most <= 0 ? 0 : session.update("UPDATE delivery SET batch = ? WHERE batch IS NULL AND outbox = ? AND message "
                + dialect.among("SELECT message FROM delivery WHERE outbox = ? AND batch IS NULL ORDER BY priority DESC, message LIMIT ?"),
                batch, outbox, outbox, most);
        session.update("UPDATE batch SET size = size + ?, lease_until = " + dialect.now + " + ? WHERE id = ? AND attempts = ?",
                taken, lease.toMillis(), batch, attempt);
        return taken == SLICE;
    }
}
