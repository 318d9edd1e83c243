package io.disconnectalerts.outbox;

import io.disconnectalerts.store.Database;
import io.disconnectalerts.store.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** The outboxes that are blocked, and through which others that was told. */
final class Troubles {
    private final Database database;

    Troubles(Database database) {
        this.database = database;
    }

    List<Trouble> blocked() throws SQLException {
        try (Session session = database.reading()) {
            return session.all(row -> new Trouble(row.getString(1), Instant.ofEpochMilli(row.getLong(2)),
                    row.getString(3), row.getString(4), row.getLong(5) > 0, told(row.getString(6))),
                    "SELECT o.name, o.blocked_since, o.blocked_setting, o.blocked_why, o.paused_until, t.told "
                    + "FROM outbox o LEFT JOIN trouble t ON t.outbox = o.name WHERE o.blocked_setting IS NOT NULL "
                    + "ORDER BY o.name");
        }
    }

    /** How many messages wait in an outbox; one by one, so that only who tells it should ask. */
    int pending(String outbox) throws SQLException {
        try (Session session = database.reading()) {
            return (int) session.number(0, """
                    SELECT (SELECT count(*) FROM delivery WHERE outbox = ? AND batch IS NULL)
                      + (SELECT coalesce(sum(size), 0) FROM batch WHERE outbox = ? AND settled_at IS NULL)
                    """, outbox, outbox);
        }
    }

    /** Of which others were told, and that are over. */
    List<Trouble> over() throws SQLException {
        try (Session session = database.reading()) {
            return session.all(row -> new Trouble(row.getString(1), Instant.ofEpochMilli(row.getLong(2)), null, null,
                    true, told(row.getString(3))), "SELECT t.outbox, t.since, t.told FROM trouble t JOIN outbox o "
                    + "ON o.name = t.outbox WHERE o.failures = 0 ORDER BY t.outbox");
        }
    }

    private static List<String> told(String names) {
        return names == null ? List.of() : List.of(names.split(","));
    }

    /** Others are told of it, unless another process was faster. */
    static boolean tell(Session session, Trouble trouble, Collection<String> others) throws SQLException {
        return session.update("INSERT INTO trouble (outbox, since, told) VALUES (?, ?, ?) ON CONFLICT (outbox) "
                + "DO NOTHING", trouble.outbox(), trouble.since().toEpochMilli(), String.join(",", others)) == 1;
    }

    /** That it is over is told, unless another process was faster. */
    static boolean end(Session session, Trouble trouble) throws SQLException {
        return session.update("DELETE FROM trouble WHERE outbox = ? AND since = ?", trouble.outbox(),
                trouble.since().toEpochMilli()) == 1;
    }
}
