package io.disconnectalerts.outbox;

import io.disconnectalerts.outbox.Writer.Entry;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;

/** How the {@link Writer} writes messages: each once, and one delivery an outbox. */
final class Inserts {
    /** All processes insert in this order, so that no two wait for each other. */
    static final Comparator<Entry> ORDER = Comparator.comparing((Entry entry) -> entry.message().key()).thenComparing(Entry::outbox);

    private static final String DELIVERY = "INSERT INTO delivery (message, outbox, priority) SELECT id, ?, priority FROM message WHERE key = ? "
            + "ON CONFLICT (message, outbox) DO NOTHING";
    private static final int PROBE_SIZE = 16_384;
    private final String message;

    Inserts(Dialect dialect) {
        message = "INSERT INTO message (key, priority, time, received_at, committed_at, facets, body) "
                + "VALUES (?, ?, ?, ?, " + dialect.now + ", " + dialect.json + ", ?) ON CONFLICT (key) DO NOTHING";
    }

    /** For each entry, how many rows it added: none if it was there already. */
    int[] insert(Session session, List<Entry> entries) throws SQLException {
        PreparedStatement messages = session.prepare(message);
        String last = null;
        for (Entry entry : entries) {
            Message message = entry.message();
            if (!message.key().equals(last)) {
                messages.setString(1, message.key());
                messages.setInt(2, message.priority());
                messages.setLong(3, message.time().toEpochMilli());
                messages.setLong(4, message.receivedAt().toEpochMilli());
                messages.setString(5, Contents.json(message.facets()));
                messages.setString(6, message.body());
                messages.addBatch();
                last = message.key();
            }
        }
        messages.executeBatch();
        PreparedStatement deliveries = session.prepare(DELIVERY);
        for (Entry entry : entries) {
            deliveries.setString(1, entry.outbox());
            deliveries.setString(2, entry.message().key());
            deliveries.addBatch();
        }
        return deliveries.executeBatch();
    }

    /** Whether there is room for a row again: writes one and takes it back, in one transaction. */
    boolean probe(Session session) throws SQLException {
        session.update("INSERT INTO parked (key, parked_at, source, reason, payload) VALUES ('probe', 0, 'probe', 'probe', ?)", new byte[PROBE_SIZE]);
        return session.update("DELETE FROM parked WHERE key = 'probe'") == 1;
    }
}
