package io.disconnectalerts.outbox;

import io.disconnectalerts.outbox.ClaimResult.Claimed;
import io.disconnectalerts.outbox.Pacing.Storm;
import io.disconnectalerts.store.Database;
import io.disconnectalerts.store.Names;
import io.disconnectalerts.store.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The storms that the outboxes told, until nobody looks after them any more. */
final class ToldStorms {
    /** The latest message of every subject that a storm told of. */
    private static final String LATEST = "SELECT m.subject AS subject, max(m.id) AS id FROM batch b "
            + "JOIN delivery d ON d.batch = b.id JOIN message m ON m.id = d.message WHERE b.settled_at >= ? "
            + "AND b.outcome = 'told' AND b.outbox = ? AND b.kind = ? AND b.claimed_at >= ? AND b.claimed_at <= ? "
            + "GROUP BY m.subject";
    private final Database database;

    ToldStorms(Database database) {
        this.database = database;
    }

    /** One more digest was told. */
    static void told(Session session, Claimed claimed, Batch batch, Storm storm) throws SQLException {
        session.update("INSERT INTO storm (outbox, kind, began_at, last_at, messages) VALUES (?, ?, ?, ?, ?) "
                + "ON CONFLICT (outbox, kind, began_at) DO UPDATE SET last_at = excluded.last_at, "
                + "messages = storm.messages + excluded.messages", claimed.outbox(), batch.kind(), storm.beganAt(),
                claimed.at(), batch.size());
    }

    List<ToldStorm> all() throws SQLException {
        try (Session session = database.reading()) {
            return session.all(row -> new ToldStorm(row.getString(1), row.getString(2),
                    Instant.ofEpochMilli(row.getLong(3)), Instant.ofEpochMilli(row.getLong(4)), row.getInt(5),
                    row.getInt(6)), "SELECT outbox, kind, began_at, last_at, messages, followed FROM storm "
                    + "ORDER BY began_at, outbox, kind");
        }
    }

    /**
     * As one batch: its size is how many subjects the storm told of, and what is over is who does not {@code still}.
     *
     * @param still     a condition on a message {@code m}
     * @param forgotten one as well: which subjects are left out
     * @param silent    of the others, which are left out too; null if none is
     * @return null if all is over
     */
    Batch read(ToldStorm storm, String still, String forgotten, Predicate<Message> silent) throws SQLException {
        List<Object> asked = new ArrayList<>(List.of(storm.beganAt().toEpochMilli(), storm.outbox(), storm.kind(),
                storm.beganAt().toEpochMilli(), storm.lastAt().toEpochMilli()));
        String known = "FROM (" + LATEST + ") AS latest JOIN message m ON m.id = latest.id WHERE NOT " + forgotten;
        String columns = "SELECT m.key, m.family, '" + storm.kind()
                + "', m.subject, m.priority, m.time, m.received_at, m.facets, m.body ";
        try (Session session = database.reading()) {
            if (silent != null) {
                Set<String> keys = new TreeSet<>();
                session.all(row -> silent.test(BatchReader.message(row)) && keys.add(row.getString(1)),
                        columns + known + " AND " + still, asked.toArray());
                known += " AND m.key NOT IN (" + database.dialect().names() + ")";
                asked.add(Names.json(keys));
            }
            String going = known + " AND " + still;
            Object[] which = asked.toArray();
            List<Message> first = session.all(BatchReader::message, columns + going
                    + " ORDER BY m.priority DESC, m.id LIMIT " + Batch.LISTED, which);
            int all = (int) session.number(0, "SELECT count(*) " + known, which);
            Map<String, List<Batch.Count>> facets = BatchReader.counts(session, database.dialect(), going, which);
            return first.isEmpty() ? null : session.first(row -> new Batch(0, storm.outbox(), all,
                    all - row.getInt(1), false, Instant.ofEpochMilli(row.getLong(2)),
                    Instant.ofEpochMilli(row.getLong(3)), Instant.ofEpochMilli(row.getLong(4)),
                    first.get(0).priority() >= Message.CRITICAL, false, first, facets), null,
                    "SELECT count(*), min(m.time), max(m.time), min(m.received_at) " + going, which);
        }
    }

    /**
     * It was looked after so often; false if another process was faster.
     *
     * @param last whether nobody does so any more
     */
    static boolean follow(Session session, ToldStorm storm, int times, boolean last) throws SQLException {
        String where = " WHERE outbox = ? AND kind = ? AND began_at = ? AND followed = ?";
        Object[] which = {storm.outbox(), storm.kind(), storm.beganAt().toEpochMilli(), storm.followed()};
        return last ? session.update("DELETE FROM storm" + where, which) == 1
                : session.update("UPDATE storm SET followed = " + times + where, which) == 1;
    }
}
