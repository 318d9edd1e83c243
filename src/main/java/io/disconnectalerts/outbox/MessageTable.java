package io.disconnectalerts.outbox;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.outbox.MessageTable.Addressed;
import io.disconnectalerts.store.Dialect;
import io.disconnectalerts.store.Names;
import io.disconnectalerts.store.Session;
import io.disconnectalerts.store.Storable;
import io.disconnectalerts.store.Table;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where messages are written: each once, and one delivery an outbox. */
final class MessageTable implements Table<Addressed> {
    private static final String DELIVERY = "INSERT INTO delivery (message, outbox, kind, priority, hurries) "
            + "SELECT id, ?, ?, priority, ? FROM message WHERE key = ? ON CONFLICT (message, outbox) DO NOTHING";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STORED = "SELECT key, family, '', subject, priority, time, received_at, facets, body "
            + "FROM message WHERE key = ?";
    private final String message;
    private final String received;
    /** Comes first where a key may come again: if its message came long before or after, it gives the key away. */
    private final String unlessLongAgo;

    /**
     * A message for one outbox.
     *
     * @param hurries whether quiet hours do not keep it, although it is not critical
     */
    record Addressed(String outbox, Message message, boolean hurries) {
        Addressed(String outbox, Message message) {
            this(outbox, message, false);
        }

        /** The priority by which it wakes its outbox. */
        int priority() {
            return hurries ? Message.CRITICAL : message.priority();
        }
    }

    MessageTable(Dialect dialect) {
        String insert = "INSERT INTO message (key, family, subject, priority, time, received_at, facets, body, "
                + "committed_at) VALUES (?, ?, ?, ?, ?, ?, " + dialect.json + ", ?, " + dialect.now
                + ") ON CONFLICT (key) DO ";
        message = insert + "NOTHING";
        unlessLongAgo = insert + "UPDATE SET key = message.key || '-' || message.id "
                + "WHERE abs(message.received_at - excluded.received_at) >= ?";
        received = "SELECT key, received_at FROM message WHERE key " + dialect.among(dialect.names());
    }

    /** Those of the keys that are known, with when their message was received. */
    Map<String, Long> received(Session session, Set<String> keys) throws SQLException {
        Map<String, Long> known = new HashMap<>();
        session.all(row -> known.put(row.getString(1), row.getLong(2)), received, Names.json(keys));
        return known;
    }

    /** The message with that key, if its history is still kept. */
    Optional<Message> stored(Session session, String key) throws SQLException {
        return Optional.ofNullable(session.first(BatchReader::message, null, STORED, key));
    }

    @Override
    public String name() {
        return "message";
    }

    @Override
    public Comparator<Addressed> order() {
        return Comparator.comparing((Addressed row) -> row.message().key()).thenComparing(Addressed::outbox);
    }

    @Override
    public int[] insert(Session session, List<Addressed> rows) throws SQLException {
        store(session, rows.stream().map(Addressed::message).toList());
        PreparedStatement deliveries = session.prepare(DELIVERY);
        for (Addressed row : rows) {
            deliveries.setString(1, row.outbox());
            deliveries.setString(2, row.message().kind());
            deliveries.setInt(3, row.hurries() ? 1 : 0);
            deliveries.setString(4, Storable.text(row.message().key()));
            deliveries.addBatch();
        }
        return deliveries.executeBatch();
    }

    /** Addressed to nobody as yet; those with one key one after the other. */
    void store(Session session, List<Message> rows) throws SQLException {
        PreparedStatement repeatable = session.prepare(unlessLongAgo);
        PreparedStatement messages = session.prepare(message);
        String last = null;
        for (Message message : rows) {
            if (!message.key().equals(last)) {
                if (message.duplicateWithin() != null) {
                    fill(repeatable, message);
                    repeatable.setLong(9, message.duplicateWithin().toMillis());
                    repeatable.addBatch();
                }
                fill(messages, message);
                messages.addBatch();
                last = message.key();
            }
        }
        repeatable.executeBatch();
        messages.executeBatch();
    }

    private static void fill(PreparedStatement insert, Message message) throws SQLException {
        insert.setString(1, Storable.text(message.key()));
        insert.setString(2, message.family());
        insert.setString(3, Storable.text(message.subject()));
        insert.setInt(4, message.priority());
        insert.setLong(5, message.time().toEpochMilli());
        insert.setLong(6, message.receivedAt().toEpochMilli());
        insert.setString(7, json(message.facets()));
        insert.setString(8, Storable.text(message.body()));
    }

    private static String json(Map<String, String> facets) {
        StringWriter text = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<String, String> facet : facets.entrySet()) {
                json.writeStringField(Storable.text(facet.getKey()), Storable.text(facet.getValue()));
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }
}
