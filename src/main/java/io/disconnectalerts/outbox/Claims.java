package io.disconnectalerts.outbox;

import io.disconnectalerts.outbox.Backlog.Known;
import io.disconnectalerts.outbox.ClaimResult.Claimed;
import io.disconnectalerts.outbox.ClaimResult.Idle;
import io.disconnectalerts.outbox.ClaimResult.Quiet;
import io.disconnectalerts.outbox.ClaimResult.Wait;
import io.disconnectalerts.outbox.Pacing.Decision.WaitUntil;
import io.disconnectalerts.store.Database;
import io.disconnectalerts.store.Dialect;
import io.disconnectalerts.store.Session;
import io.disconnectalerts.store.Writer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes permits and claims batches. Whoever changes how an outbox stands locks its row first, so all processes agree on
 * one order; a claim is known by its attempt, so who lost a batch to another process can do nothing to it.
 */
final class Claims {
    /** Rows claimed in one transaction; the writer stores messages between two. */
    static final int SLICE = 5_000;
    /** Messages one batch accounts for at most. */
    static final int LARGEST_BATCH = 100_000;

    /** PostgreSQL would look through all that is pending, and not by key, if it were asked whether batch is null. */
    private static final String TAKE = "UPDATE delivery SET batch = ? WHERE coalesce(batch, 0) = 0 AND outbox = ? "
            + "AND message ";

    private final Writer writer;
    private final Dialect dialect;
    private final Duration lease;
    private final Backlog backlog;

    /**
     * @param lease how long a batch belongs to who claimed it, and a permit counts as just used, without a sign of life
     */
    Claims(Database database, Duration lease) {
        this.writer = database.writer();
        this.dialect = database.dialect();
        this.lease = lease;
        backlog = new Backlog(dialect, lease);
    }

    /**
     * Takes the permit and the first slice of what is pending in one commit, if it is the outbox's turn.
     *
     * @param quiet whether it is to tell only what quiet hours do not keep
     */
    ClaimResult claim(String outbox, Pacing pacing, boolean quiet) throws SQLException {
        return writer.join(session -> begin(session, outbox, pacing, quiet));
    }

    /** Takes one more slice; true if there may be another. */
    boolean extend(Claimed claimed) throws SQLException {
        return writer.execute(session -> {
            backlog.lock(session, claimed.outbox());
            return slice(session, claimed.outbox(), claimed.batch(), claimed.attempt(), claimed.quiet(),
                    room(session, claimed.batch(), claimed.attempt()));
        });
    }

    /**
     * Renews lease and permit before the send of a batch that took several slices; false if the batch is another
     * process's by now.
     */
    boolean sending(Claimed claimed) throws SQLException {
        return writer.execute(session -> {
            long until = session.now() + lease.toMillis();
            session.update("UPDATE permit SET answered_at = ? WHERE id = ?", until, claimed.permit());
            return session.update("UPDATE batch SET lease_until = ? WHERE id = ? AND attempts = ?", until,
                    claimed.batch(), claimed.attempt()) == 1;
        });
    }

    private ClaimResult begin(Session session, String outbox, Pacing pacing, boolean quiet) throws SQLException {
        Known known = backlog.read(session, outbox, pacing, quiet);
        long now = known.now();
        if (pacing.over(known.situation(), now)) {
            session.update("UPDATE outbox SET digest_size = 0 WHERE name = ?", outbox);
        }
        if (known.kind().isEmpty()) {
            return known.kept() ? new Quiet() : new Idle();
        }
        if (known.pausedUntil() > now) {
            return new Wait(Duration.ofMillis(known.pausedUntil() - now), WaitReason.PAUSE, false, Integer.MAX_VALUE);
        }
        return pacing.decide(known.situation(), now) instanceof WaitUntil wait
                ? new Wait(Duration.ofMillis(wait.time() - now), wait.why(), wait.unlessCritical(), wait.unlessMore())
                : take(session, outbox, pacing, known, quiet);
    }

    private ClaimResult take(Session session, String outbox, Pacing pacing, Known known, boolean quiet)
            throws SQLException {
        long now = known.now();
        long batch = known.open();
        int attempt = 1;
        Room room = new Room(LARGEST_BATCH, known.kind());
        if (batch == 0) {
            batch = session.number(0, "INSERT INTO batch (outbox, kind, size, attempts, claimed_at, lease_until) "
                    + "VALUES (?, ?, 0, 1, ?, ?) RETURNING id", outbox, known.kind(), now, now);
        } else {
            Endings.untold(session, batch);
            attempt = (int) session.number(0,
                    "UPDATE batch SET attempts = attempts + 1, claimed_at = ? WHERE id = ? RETURNING attempts", now,
                    batch);
            room = room(session, batch, attempt);
        }
        long permit = pacing.off() ? 0 : permit(session, outbox, now);
        session.update("UPDATE outbox SET last_sent_at = ? WHERE name = ?", now, outbox);
        boolean more = slice(session, outbox, batch, attempt, quiet, room);
        return new Claimed(batch, outbox, attempt, permit, now, more, quiet, BatchReader.single(session, batch),
                known.only() && !more && !quiet);
    }

    private long permit(Session session, String outbox, long now) throws SQLException {
        session.update("DELETE FROM permit WHERE outbox = ? AND answered_at < ?", outbox,
                now - Duration.ofMinutes(2).toMillis());
        return session.number(0, "INSERT INTO permit (outbox, answered_at) VALUES (?, ?) RETURNING id", outbox,
                now + lease.toMillis());
    }

    /** What a batch has room for, of which kind. */
    private record Room(int messages, String kind) {
    }

    /** A batch in its plainest form stays as it is, and so does one that another process has by now. */
    private static Room room(Session session, long batch, int attempt) throws SQLException {
        return session.first(row -> new Room(row.getInt(1), row.getString(2)), new Room(0, ""),
                "SELECT CASE plain WHEN 0 THEN ? - size ELSE 0 END, kind FROM batch WHERE id = ? AND attempts = ?",
                LARGEST_BATCH, batch, attempt);
    }

    /** Adds pending messages to the batch. True if there may be more. */
    private boolean slice(Session session, String outbox, long batch, int attempt, boolean quiet, Room room)
            throws SQLException {
        int most = Math.min(SLICE, room.messages());
        int taken = most <= 0 ? 0 : take(session, outbox, batch, room.kind(), most, quiet);
        session.update("UPDATE batch SET size = size + ?, lease_until = " + dialect.now
                + " + ? WHERE id = ? AND attempts = ?",
                taken, lease.toMillis(), batch, attempt);
        return taken == SLICE;
    }

    private int take(Session session, String outbox, long batch, String kind, int most, boolean quiet)
            throws SQLException {
        List<Object> parameters = new ArrayList<>(List.of(batch, outbox));
        parameters.addAll(List.of(Backlog.waiting(outbox, kind, most, quiet)));
        return session.update(TAKE + dialect.among(Backlog.messages(quiet)), parameters.toArray());
    }
}
