package io.disconnectalerts.demo;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The product's own database, read while it works. Times are ms since 1970. */
final class StoreView implements AutoCloseable {

    /** What is told of the end of what was told, besides the event that ends it. */
    private static final String ENDS = "('client.back', 'client.steady', 'client.still_gone', 'alarm.steady', "
            + "'alarm.still_active', 'silence.ended')";

    private static final String NOT_SILENCED = " AND NOT EXISTS (SELECT 1 FROM batch b WHERE b.id = d.batch "
            + "AND b.outcome = 'silenced')";

    /**
     * An alert that is to be told; {@code rule} is the triage rule that decided, which is also the class.
     *
     * @param kind what is told: {@code client.disconnected}, {@code client.back}; empty if it is told with its loss
     */
    record Alert(long id, long receivedAt, long committedAt, String clientid, long disconnectedAt, String reason,
            String rule, String severity, String kind) {}

    /** A loss that waits until its time whether its device comes back. */
    record Waiting(String clientid, long disconnectedAt, long receivedAt, long dueAt, String rule, String severity) {}

    /** One message to a group, from its permit to its end; {@code settledAt} is 0 while it is open. */
    record Batch(long id, String robot, int size, int attempts, long permitAt, long settledAt, String outcome) {}

    /** How an outbox stands: {@code ends} tell of no new event, {@code permits} were spent in the last minute. */
    record Outbox(String robot, long addressed, long ends, long pending, int permits, long pausedUntil, int failures,
            String blockedSetting) {}

    private final Connection connection;

    StoreView(Path file) throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite:file:" + file + "?mode=ro");
        connection.createStatement().execute("PRAGMA busy_timeout = 2000");
    }

    List<Alert> alerts(long after) throws SQLException {
        return read("SELECT id, received_at, committed_at, coalesce(json_extract(body, '$.clientid'), "
                + "json_extract(body, '$.name'), subject), time, "
                + "coalesce(json_extract(body, '$.reason'), json_extract(body, '$.event'), family), "
                + "json_extract(body, '$.class'), json_extract(body, '$.severity'), "
                + "(SELECT coalesce(min(d.kind), '') FROM delivery d WHERE d.message = id) "
                + "FROM message WHERE id > ? AND subject LIKE '%:%' ORDER BY id LIMIT 20000",
                after,
                row -> new Alert(row.getLong(1), row.getLong(2), row.getLong(3), row.getString(4), row.getLong(5),
                        row.getString(6),
                        row.getString(7), row.getString(8), row.getString(9)));
    }

    List<Waiting> waiting() throws SQLException {
        return read("SELECT coalesce(json_extract(h.body, '$.fields.clientid'), json_extract(h.body, '$.fields.name')),"
                + " json_extract(h.body, '$.at'), json_extract(h.body, '$.receivedAt'), s.due_at,"
                + " json_extract(h.body, '$.verdict') FROM held h"
                + " JOIN subject s ON s.name = json_extract(h.body, '$.subject') WHERE s.due_at > ?", 0, row -> {
            String[] verdict = row.getString(5).split(" ");
            return new Waiting(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), verdict[0],
                    verdict[1]);
        });
    }

    List<Batch> batches(long from) throws SQLException {
        return read("SELECT id, outbox, size, attempts, claimed_at, settled_at, outcome FROM batch WHERE id >= ? "
                + "AND kind LIKE '%.%' ORDER BY id", from,
                row -> new Batch(row.getLong(1), row.getString(2), row.getInt(3), row.getInt(4), row.getLong(5),
                        row.getLong(6), row.getString(7)));
    }

    List<Long> alertsOf(long batch) throws SQLException {
        return read("SELECT message FROM delivery WHERE batch = ?", batch, row -> row.getLong(1));
    }

    List<Outbox> outboxes() throws SQLException {
        return read("SELECT o.name, (SELECT count(*) FROM delivery d WHERE d.outbox = o.name AND d.kind LIKE '%.%'"
                + NOT_SILENCED + "), (SELECT count(*) FROM delivery d WHERE d.outbox = o.name AND d.kind IN " + ENDS
                + NOT_SILENCED + "), "
                + "(SELECT count(*) FROM delivery d WHERE d.outbox = o.name AND d.kind LIKE '%.%' AND d.batch IS "
                + "NULL) "
                + "+ (SELECT coalesce(sum(b.size), 0) FROM batch b WHERE b.outbox = o.name AND b.kind LIKE '%.%' "
                + "AND b.settled_at IS NULL), "
                + "(SELECT count(*) FROM permit p WHERE p.outbox = o.name AND p.answered_at > ?), "
                + "o.paused_until, o.failures, o.blocked_setting FROM outbox o", System.currentTimeMillis() - 60_000,
                row -> new Outbox(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getInt(5),
                        row.getLong(6), row.getInt(7), row.getString(8)));
    }

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> read(String sql, long argument, Row<T> shape) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setLong(1, argument);
            List<T> rows = new ArrayList<>();
            try (ResultSet result = query.executeQuery()) {
                while (result.next()) {
                    rows.add(shape.read(result));
                }
            }
            return rows;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
