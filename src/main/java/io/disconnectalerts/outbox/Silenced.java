package io.disconnectalerts.outbox;

import io.disconnectalerts.outbox.MessageTable.Addressed;
import io.disconnectalerts.store.Session;
import io.disconnectalerts.store.Storable;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is kept from outboxes' groups: it is history as soon as it is there, in batches that nobody tells. */
final class Silenced {
    private static final String TAKE = "UPDATE delivery SET batch = ? WHERE outbox = ? "
            + "AND message = (SELECT id FROM message WHERE key = ?)";
    private final Session session;
    private final Map<Of, Long> batches = new LinkedHashMap<>();
    private final Map<Of, Integer> sizes = new LinkedHashMap<>();

    /** A batch holds messages of one kind, and of one silence. */
    private record Of(String silence, String outbox, String kind) {
    }

    Silenced(Session session) {
        this.session = session;
    }

    void add(String silence, Addressed row) throws SQLException {
        Of of = new Of(silence, row.outbox(), row.message().kind());
        if (!batches.containsKey(of)) {
            batches.put(of, session.number(0, "INSERT INTO batch (outbox, kind, size, attempts, claimed_at, "
                    + "lease_until, settled_at, outcome, silence) VALUES (?, ?, 0, 0, ?, 0, ?, 'silenced', ?) "
                    + "RETURNING id", of.outbox(), of.kind(), session.now(), session.now(), of.silence()));
        }
        sizes.merge(of, 1, Integer::sum);
        PreparedStatement take = session.prepare(TAKE);
        take.setLong(1, batches.get(of));
        take.setString(2, of.outbox());
        take.setString(3, Storable.text(row.message().key()));
        take.addBatch();
    }

    void settle() throws SQLException {
        if (!batches.isEmpty()) {
            session.prepare(TAKE).executeBatch();
            for (Map.Entry<Of, Integer> size : sizes.entrySet()) {
                session.update("UPDATE batch SET size = ? WHERE id = ?", size.getValue(), batches.get(size.getKey()));
            }
        }
    }
}
