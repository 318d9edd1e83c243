package io.disconnectalerts.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.disconnectalerts.outbox.Batch.Count;
import io.disconnectalerts.store.Database;
import io.disconnectalerts.store.Dialect;
import io.disconnectalerts.store.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what a claimed batch has to tell, without ever loading it whole. */
final class BatchReader {
    /** A facet's values that are counted out; the rest is what is missing to the batch's size. */
    static final int VALUES = 10;
    /** Values of all facets: what most messages have comes first, so that nobody fills the memory with names. */
    static final int ROWS = 500;
    private static final ObjectReader FACETS = new ObjectMapper().readerForMapOf(String.class);
    private static final String IN_BATCH = "FROM delivery d JOIN message m ON m.id = d.message WHERE d.batch = ?";
    private static final String ENDS = IN_BATCH.replace("d.message", "d.over_by");
    /**
     * What it is about is not over, whatever else the batch tells of it. No row looks for another: PostgreSQL, which
     * takes for short what it has no statistics of, would look through the whole batch for each.
     */
    private static final String GOING = "FROM (SELECT d.message, d.kind, d.priority, count(CASE WHEN NOT "
            + Endings.OVER + " THEN 1 END) OVER (PARTITION BY m.subject) AS going " + IN_BATCH + ") AS d "
            + "JOIN message m ON m.id = d.message WHERE d.going > 0";
    /** How many of it are about what is over, and how many subjects that is. */
    private static final String BACK = "SELECT coalesce(sum(events), 0), count(*) FROM (SELECT count(*) AS events "
            + IN_BATCH + " GROUP BY m.subject HAVING count(CASE WHEN NOT " + Endings.OVER + " THEN 1 END) = 0) AS back";
    private static final String SINGLE = "SELECT m.key, m.family, CASE WHEN " + Endings.OVER
            + " THEN d.over_kind ELSE d.kind END, m.subject, m.priority, m.time, m.received_at, m.facets, m.body, "
            + "b.outbox, b.plain FROM batch b JOIN delivery d ON d.batch = b.id JOIN message m ON m.id = CASE WHEN "
            + Endings.OVER + " THEN d.over_by ELSE d.message END WHERE b.id = ? AND b.size = 1";
    private final Database database;

    BatchReader(Database database) {
        this.database = database;
    }

    Batch read(long id) throws SQLException {
        try (Session session = database.reading()) {
            return read(session, id, session.first(row -> which(session, id, row.getLong(1), row.getLong(2)), null,
                    "SELECT count(*), count(CASE WHEN " + Endings.OVER + " THEN 1 END) FROM delivery d "
                    + "WHERE d.batch = ?", id));
        }
    }

    /** The batch if it is of one message, else null. */
    static Batch single(Session session, long id) throws SQLException {
        return session.first(row -> {
            Message message = message(row);
            return new Batch(id, row.getString(10), 1, 0, row.getInt(11) != 0, message.time(), message.time(),
                    message.receivedAt(), message.priority() >= Message.CRITICAL, false, List.of(message), Map.of());
        }, null, SINGLE, id);
    }

    /**
     * Which messages a batch tells.
     *
     * @param from what they are listed from
     * @param over how many others there are
     * @param back of how many subjects these are
     */
    private record Which(String message, String kind, String from, int over, int back) {
    }

    private static Which which(Session session, long id, long all, long over) throws SQLException {
        if (all == 0) {
            throw new SQLException("batch " + id + " holds no message");
        }
        return over == 0 ? new Which("d.message", "d.kind", IN_BATCH, 0, 0)
                : over == all ? new Which("d.over_by", "d.over_kind", ENDS, 0, 0)
                : session.first(row -> new Which("d.message", "d.kind", GOING, row.getInt(1), row.getInt(2)), null,
                BACK, id);
    }

    private Batch read(Session session, long id, Which which) throws SQLException {
        List<Message> first = first(session, id, which);
        return session.first(row -> new Batch(id, row.getString(1), row.getInt(2), which.over, which.back,
                row.getInt(3) != 0, Instant.ofEpochMilli(row.getLong(4)), Instant.ofEpochMilli(row.getLong(5)),
                Instant.ofEpochMilli(row.getLong(6)), first.get(0).priority() >= Message.CRITICAL,
                row.getInt(7) == 0, first,
                counts(session, database.dialect(), IN_BATCH, id)), null,
                "SELECT b.outbox, b.size, b.plain, min(m.time), max(m.time), min(m.received_at), "
                + "(SELECT digest_size FROM outbox WHERE name = b.outbox) FROM batch b "
                + "JOIN delivery d ON d.batch = b.id JOIN message m ON m.id = " + which.message
                + " WHERE b.id = ? GROUP BY b.outbox, b.size, b.plain", id);
    }

    /** The most urgent. */
    private static List<Message> first(Session session, long batch, Which which) throws SQLException {
        return session.all(BatchReader::message, "SELECT m.key, m.family, " + which.kind + ", m.subject, m.priority, "
                + "m.time, m.received_at, m.facets, m.body " + which.from
                + " ORDER BY d.priority DESC, d.message LIMIT " + Batch.LISTED, batch);
    }

    /**
     * Facets that are the same are taken apart once.
     *
     * @param from where the messages {@code m} come from, and which they are
     */
    static Map<String, List<Count>> counts(Session session, Dialect dialect, String from, Object... parameters)
            throws SQLException {
        Map<String, List<Count>> counts = new LinkedHashMap<>();
        session.all(row -> counts.computeIfAbsent(row.getString(1), facet -> new ArrayList<>()).add(
                new Count(row.getString(2), row.getInt(3))),
                """
                SELECT facet, value, n FROM (
                  SELECT facet, value, n, sum(n) OVER (PARTITION BY facet) AS total,
                    row_number() OVER (PARTITION BY facet ORDER BY n DESC, value) AS place FROM (
                    SELECT f.key AS facet, f.value AS value, sum(told.times) AS n
                    FROM (SELECT m.facets AS facets, count(*) AS times %s GROUP BY m.facets) AS told, %s AS f
                    GROUP BY f.key, f.value) AS counted) AS ranked
                WHERE place <= %d ORDER BY total DESC, facet, place LIMIT %d
                """.formatted(from, dialect.each("told.facets"), VALUES, ROWS), parameters);
        return counts;
    }

    static Message message(ResultSet row) throws SQLException {
        try {
            return new Message(row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getInt(5),
                    Instant.ofEpochMilli(row.getLong(6)), Instant.ofEpochMilli(row.getLong(7)),
                    FACETS.readValue(row.getString(8)), row.getString(9));
        } catch (JsonProcessingException unreadable) {
            throw new SQLException("a message's facets are not JSON", unreadable);
        }
    }
}
