package io.disconnectalerts.outbox;

import io.disconnectalerts.store.Database;
import io.disconnectalerts.store.Session;
import io.disconnectalerts.store.StoredTime;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/** What was told, until it is purged, and how the outboxes stand. */
final class History {
    /** Messages deleted in one transaction. */
    static final int STEP = 500;
    private final Database database;

    History(Database database) {
        this.database = database;
    }

    /**
     * Deletes a small step of what is older; true if there is more. What is pending or parked is never touched. Of
     * several processes one at a time, or each would leave a message to the other that lost its last delivery.
     */
    boolean purge(Duration older) throws SQLException {
        return database.writer().execute(session -> {
            if (!session.alone()) {
                return false;
            }
            long now = session.now();
            session.update("UPDATE batch SET settled_at = ? WHERE settled_at > ? AND outcome <> 'parked'",
                    now, StoredTime.latest(now, Duration.ZERO));
            long batch = session.number(0, "SELECT id FROM batch WHERE settled_at < ? AND outcome <> 'parked' "
                    + "ORDER BY settled_at LIMIT 1", now - older.toMillis());
            if (batch == 0) {
                return false;
            }
            List<Long> messages = session.all(row -> row.getLong(1),
                    "SELECT message FROM delivery WHERE batch = ? ORDER BY priority DESC, message LIMIT " + STEP,
                    batch);
            for (long message : messages) {
                long end = session.number(0, "DELETE FROM delivery WHERE message = ? AND batch = ? RETURNING over_by",
                        message, batch);
                forget(session, message);
                forget(session, end);
            }
            if (messages.size() < STEP) {
                session.update("DELETE FROM batch WHERE id = ?", batch);
            }
            return true;
        });
    }

    /** Unless some outbox still tells it, or that it is over. */
    private static void forget(Session session, long message) throws SQLException {
        session.update("DELETE FROM message WHERE id = ? AND NOT EXISTS (SELECT 1 FROM delivery WHERE message = ?) "
                + "AND NOT EXISTS (SELECT 1 FROM delivery WHERE over_by = ?)", message, message, message);
    }

    /** How many messages of a kind there are, counted no further than to a number. */
    int count(String kind, int most) throws SQLException {
        try (Session session = database.reading()) {
            return (int) session.number(0, "SELECT count(*) FROM (SELECT DISTINCT message FROM delivery WHERE kind = ? "
                    + "LIMIT " + most + ") AS counted", kind);
        }
    }

    /**
     * How every known outbox stands, also those nobody consumes from any more.
     *
     * @param quiet which of them tell only what quiet hours do not keep
     */
    List<OutboxState> states(Predicate<String> quiet) throws SQLException {
        try (Session session = database.reading()) {
            return session.all(row -> {
                boolean kept = quiet.test(row.getString(1));
                long oldest = row.getLong(kept ? 10 : 9);
                return new OutboxState(row.getString(1), row.getInt(2), Instant.ofEpochMilli(row.getLong(3)),
                        row.getString(4), row.getString(5), row.getString(6),
                        Duration.ofMillis(Math.max(0, row.getLong(7))), row.getInt(8),
                        oldest == 0 ? null : Instant.ofEpochMilli(oldest), kept ? row.getInt(11) : 0);
            }, """
                    SELECT o.name, o.failures, o.failing_since, o.failed_how, o.blocked_setting, o.blocked_why,
                      o.paused_until - %1$s, coalesce(p.messages, 0) + coalesce(c.messages, 0),
                      (SELECT min(received_at) FROM message WHERE id IN (p.oldest, c.oldest)),
                      (SELECT min(received_at) FROM message WHERE id IN (p.critical, h.oldest, c.urgent)),
                      coalesce(p.messages, 0) - coalesce(p.criticals, 0) - coalesce(h.messages, 0)
                        + coalesce(c.messages, 0) - coalesce(c.urgents, 0)
                    FROM outbox o
                    LEFT JOIN (SELECT outbox, count(*) AS messages, min(message) AS oldest,
                        count(CASE WHEN priority >= %2$d THEN 1 END) AS criticals,
                        min(CASE WHEN priority >= %2$d THEN message END) AS critical
                      FROM delivery WHERE batch IS NULL GROUP BY outbox) AS p ON p.outbox = o.name
                    LEFT JOIN (SELECT outbox, count(*) AS messages, min(message) AS oldest
                      FROM delivery WHERE hurries = 1 AND batch IS NULL GROUP BY outbox) AS h ON h.outbox = o.name
                    LEFT JOIN (SELECT outbox, sum(size) AS messages, min(oldest) AS oldest,
                        sum(CASE WHEN urgent THEN size END) AS urgents, min(CASE WHEN urgent THEN oldest END) AS urgent
                      FROM (SELECT outbox, size, (SELECT min(message) FROM delivery WHERE batch = b.id) AS oldest,
                          b.lease_until > %1$s OR %3$s AS urgent
                        FROM batch b WHERE b.settled_at IS NULL) AS open GROUP BY outbox) AS c ON c.outbox = o.name
                    ORDER BY o.name
                    """.formatted(database.dialect().now, Message.CRITICAL, Backlog.BATCH_IS_URGENT));
        }
    }
}
