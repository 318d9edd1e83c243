package io.disconnectalerts.outbox;

import io.disconnectalerts.outbox.ClaimResult.Claimed;
import io.disconnectalerts.outbox.Pacing.Storm;
import io.disconnectalerts.parking.ParkedItems.Item;
import io.disconnectalerts.parking.ParkedItems;
import io.disconnectalerts.store.Database;
import io.disconnectalerts.store.Dialect;
import io.disconnectalerts.store.Session;
import io.disconnectalerts.store.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Writes down how a send ended. Each can be repeated without harm until it succeeds, and answers false if the batch was
 * another process's by then: that one tells it again, and writes down its own end.
 */
final class Settlements {
    private static final String WELL = "failures = 0, blocked_setting = NULL, blocked_why = NULL, blocked_since = 0";

    private final Writer writer;
    private final Dialect dialect;
    private final ParkedItems parked;
    private final Consumer<String> waits;

    /** @param waits hears in which outbox something waits that was no message before */
    Settlements(Database database, ParkedItems parked, Consumer<String> waits) {
        this.writer = database.writer();
        this.dialect = database.dialect();
        this.parked = parked;
        this.waits = waits;
    }

    /**
     * The batch was told: it is history, and the outbox is well. A pause that another process's send brought stays.
     *
     * @param text what the receiver was told, or null if nobody knows
     */
    boolean settle(Claimed claimed, Batch batch, String text) throws SQLException {
        return writer.join(session -> {
            Answered answered = answered(session, claimed);
            long now = answered.now();
            if (!close(session, claimed, now, Outcome.TOLD)) {
                return false;
            }
            if (Endings.told(session, claimed.batch())) {
                session.afterCommit(() -> waits.accept(claimed.outbox()));
            }
            Storm storm = answered.storm().asOf(now).told(batch.size(), claimed.at());
            if (text != null) {
                Texts.told(session, claimed, batch, text, now);
            }
            if (batch.size() > 1) {
                ToldStorms.told(session, claimed, batch, storm);
            }
            session.update("UPDATE outbox SET " + WELL + ", last_priority = ?, storm_began_at = ?, digest_at = ?, "
                    + "digest_size = ? WHERE name = ?",
                    batch.first().get(0).priority(), storm.beganAt(), storm.lastAt(), storm.digest(), claimed.outbox());
            return true;
        });
    }

    /**
     * The batch was not told: it stays open, and the outbox pauses, and says why.
     *
     * @param setting what to mend, or null if the outbox is not blocked
     */
    boolean release(Claimed claimed, Duration pause, boolean plain, Outcome how, String setting, String why)
            throws SQLException {
        return writer.join(session -> {
            long now = answered(session, claimed).now();
            long until = now + pause.toMillis();
            session.update("UPDATE outbox SET paused_until = CASE WHEN paused_until > ? THEN paused_until ELSE ? END, "
                    + "failing_since = CASE WHEN failures = 0 THEN ? ELSE failing_since END, failures = failures + 1, "
                    + "failed_how = ?, blocked_setting = ?, blocked_why = ? WHERE name = ?", until, until, now,
                    how.toString(), setting, why, claimed.outbox());
            if (setting != null) {
                session.update("UPDATE outbox SET blocked_since = ? WHERE name = ? AND blocked_since NOT BETWEEN 1 "
                        + "AND ?", now, claimed.outbox(), now);
            }
            return session.update("UPDATE batch SET lease_until = 0, plain = ? WHERE id = ? AND attempts = ?",
                    plain ? 1 : 0, claimed.batch(), claimed.attempt()) == 1;
        });
    }

    /** Nothing was sent: batch and permit are free again. */
    boolean giveBack(Claimed claimed) throws SQLException {
        return writer.join(session -> {
            session.update("DELETE FROM permit WHERE id = ?", claimed.permit());
            return session.update("UPDATE batch SET lease_until = 0 WHERE id = ? AND attempts = ?", claimed.batch(),
                    claimed.attempt()) == 1;
        });
    }

    /** The batch's one message was refused for good: an operator finds it among the parked. */
    boolean park(Claimed claimed, Message message, String why) throws SQLException {
        return writer.execute(session -> {
            long now = answered(session, claimed).now();
            if (!close(session, claimed, now, Outcome.PARKED)) {
                return false;
            }
            Endings.untold(session, claimed.batch());
            session.update("UPDATE outbox SET " + WELL + " WHERE name = ?", claimed.outbox());
            long id = session.number(0, "SELECT message FROM delivery WHERE batch = ?", claimed.batch());
            byte[] payload = message.body().getBytes(StandardCharsets.UTF_8);
            parked.insert(session, new Item(claimed.outbox() + " message " + id, claimed.outbox(), "", null, why,
                    payload, id));
            return true;
        });
    }

    /** When a send was answered, and the storm as it was until then; the outbox's row is locked. */
    private record Answered(long now, Storm storm) {
    }

    private Answered answered(Session session, Claimed claimed) throws SQLException {
        Answered answered = session.first(row -> new Answered(row.getLong(1),
                new Storm(row.getLong(2), row.getLong(3), row.getInt(4))), null, "SELECT " + dialect.now
                + ", storm_began_at, digest_at, digest_size FROM outbox WHERE name = ?" + dialect.forUpdate,
                claimed.outbox());
        session.update("UPDATE permit SET answered_at = ? WHERE id = ?", answered.now() + 1, claimed.permit());
        return answered;
    }

    private static boolean close(Session session, Claimed claimed, long now, Outcome outcome) throws SQLException {
        return session.update("UPDATE batch SET settled_at = ?, outcome = ? WHERE id = ? AND attempts = ?", now,
                outcome.toString(), claimed.batch(), claimed.attempt()) == 1;
    }
}
