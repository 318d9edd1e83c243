package io.disconnectalerts.outbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;

/** What could not be read, and what a receiver refused for good, each with its reason, until an operator deals with it. */
public final class Parking {
    /** Parked at most; past that the oldest go. */
    static final int MOST = 100_000;

    /**
     * @param parkedAt RFC 3339, UTC
     * @param source  the entrance it came from, or the outbox whose receiver refused it
     * @param topic   the MQTT topic it came by, or null
     * @param refused whether it is a message that a receiver refused, not an input that could not be read
     */
    public record Parked(long id, String parkedAt, String source, String topic, String reason, String payload, boolean refused) {

        /** The payload as it came. */
        public byte[] bytes() {
            return payload.getBytes(StandardCharsets.UTF_8);
        }
    }

    private final Supplier<Store> store;

    Parking(Supplier<Store> store) {
        this.store = store;
    }

    /** Parks an input; the same input again is parked once. */
    public void park(byte[] payload, String source, String topic, String reason) throws SQLException {
        String key = source + " " + topic + " " + hash(payload);
        store.get().writer.execute(session -> {
            insert(session, key, session.number(0, "SELECT " + store.get().database.dialect.now), source, topic, reason, payload, null);
            return null;
        });
    }

    static void insert(Session session, String key, long now, String source, String topic, String reason, byte[] payload, Long message)
            throws SQLException {
        session.update("INSERT INTO parked (key, parked_at, source, topic, reason, payload, message) VALUES (?, ?, ?, ?, ?, ?, ?) "
                + "ON CONFLICT (key) DO NOTHING", key, now, source, topic, reason, payload, message);
    }

    /** The newest first. */
    public List<Parked> list(int limit) throws SQLException {
        return query("ORDER BY id DESC LIMIT ?", limit);
    }

    public long count() throws SQLException {
        try (Connection connection = store.get().database.source.getConnection();
                ResultSet row = connection.createStatement().executeQuery("SELECT count(*) FROM parked")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The parked one of that number, or null. */
    public Parked find(long id) throws SQLException {
        List<Parked> found = query("WHERE id = ?", id);
        return found.isEmpty() ? null : found.get(0);
    }

    private List<Parked> query(String condition, long parameter) throws SQLException {
        try (Connection connection = store.get().database.source.getConnection(); PreparedStatement query = connection.prepareStatement(
                "SELECT id, parked_at, source, topic, reason, payload, message FROM parked " + condition)) {
            query.setLong(1, parameter);
            List<Parked> parked = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    parked.add(new Parked(row.getLong(1), Instant.ofEpochMilli(row.getLong(2)).toString(), row.getString(3), row.getString(4),
                            row.getString(5), new String(row.getBytes(6), StandardCharsets.UTF_8), row.getObject(7) != null));
                }
            }
            return parked;
        }
    }

    /** Takes it from the parked ones; a message that was refused becomes pending again. */
    public void release(long id) throws SQLException {
        String outbox = store.get().writer.execute(session -> {
            String source = session.first(row -> row.getString(1), null, "SELECT source FROM parked WHERE id = ? AND message IS NOT NULL", id);
            session.update("UPDATE delivery SET batch = NULL WHERE outbox = ? AND message = (SELECT message FROM parked WHERE id = ?)",
                    source == null ? "" : source, id);
            session.update("DELETE FROM parked WHERE id = ?", id);
            return source;
        });
        if (outbox != null) {
            store.get().ring(outbox, 0);
        }
    }

    /** Deletes what is older, or beyond {@link #MOST}; returns how many of the latter. */
    int purge(Duration older) throws SQLException {
        return store.get().writer.execute(session -> {
            session.update("DELETE FROM parked WHERE parked_at < " + store.get().database.dialect.now + " - ?", older.toMillis());
            return session.update("DELETE FROM parked WHERE id <= (SELECT id FROM parked ORDER BY id DESC LIMIT 1 OFFSET ?)", MOST);
        });
    }

    private static String hash(byte[] payload) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(payload), 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
