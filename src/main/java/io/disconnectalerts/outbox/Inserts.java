package io.disconnectalerts.outbox;

import io.disconnectalerts.outbox.Writer.Entry;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;

/** How the {@link Writer} writes messages: each once, and one delivery an outbox. */
final class Inserts {
    /** Where several processes insert, all do so in this order, so that no two wait for each other. */
    static final Comparator<Entry> ORDER = Comparator.comparing((Entry entry) -> entry.message().key())
            .thenComparing(Entry::outbox);

    private static final String DELIVERY = "INSERT INTO delivery (message, outbox, kind, priority) SELECT id, ?, ?, "
            + "priority FROM message WHERE key = ? "
            + "ON CONFLICT (message, outbox) DO NOTHING";
    private static final int PROBE_SIZE = 16_384;
    private final String message;
    /** Comes first where a key may come again: if its message came long before or after, it gives the key away. */
    private final String unlessLongAgo;

    Inserts(Dialect dialect) {
        String insert = "INSERT INTO message (key, priority, time, received_at, committed_at, facets, body) "
                + "VALUES (?, ?, ?, ?, " + dialect.now + ", " + dialect.json + ", ?) ON CONFLICT (key) DO ";
        message = insert + "NOTHING";
        unlessLongAgo = insert + "UPDATE SET key = message.key || '-' || message.id "
                + "WHERE abs(message.received_at - excluded.received_at) >= ?";
    }

    /** For each entry, how many rows it added: none if it was there already. */
    int[] insert(Session session, List<Entry> entries) throws SQLException {
        PreparedStatement repeatable = session.prepare(unlessLongAgo);
        PreparedStatement messages = session.prepare(message);
        String last = null;
        for (Entry entry : entries) {
            Message message = entry.message();
            if (!message.key().equals(last)) {
                if (message.sameFor() != null) {
                    fill(repeatable, message);
                    repeatable.setLong(7, message.sameFor().toMillis());
                    repeatable.addBatch();
                }
                fill(messages, message);
                messages.addBatch();
                last = message.key();
            }
        }
        repeatable.executeBatch();
        messages.executeBatch();
        PreparedStatement deliveries = session.prepare(DELIVERY);
        for (Entry entry : entries) {
            deliveries.setString(1, entry.outbox());
            deliveries.setString(2, entry.message().kind());
            deliveries.setString(3, entry.message().key());
            deliveries.addBatch();
        }
        return deliveries.executeBatch();
    }

    private static void fill(PreparedStatement insert, Message message) throws SQLException {
        insert.setString(1, message.key());
        insert.setInt(2, message.priority());
        insert.setLong(3, message.time().toEpochMilli());
        insert.setLong(4, message.receivedAt().toEpochMilli());
        insert.setString(5, Contents.json(message.facets()));
        insert.setString(6, message.body());
    }

    /** Whether there is room for a row again: writes one and takes it back, in one transaction. */
    boolean probe(Session session) throws SQLException {
        session.update("INSERT INTO parked (key, parked_at, source, reason, payload) VALUES ('probe', 0, 'probe', "
                + "'probe', ?)", new byte[PROBE_SIZE]);
        return session.update("DELETE FROM parked WHERE key = 'probe'") == 1;
    }
}
