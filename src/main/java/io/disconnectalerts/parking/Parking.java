package io.disconnectalerts.parking;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.disconnectalerts.parking.ParkedItems.Item;
import io.disconnectalerts.store.Session;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What could not be read, and what a receiver refused for good, each with its reason, until an operator deals with it.
 */
public final class Parking {
    /** Bytes of a payload that a list shows. */
    public static final int SHOWN = 4_096;

    /**
     * @param parkedAt RFC 3339, UTC
     * @param source  the entrance it came from, or the outbox whose receiver refused it
     * @param topic   the MQTT topic it came by, or null
     * @param payload as text; in a list no more than its first {@value #SHOWN} bytes, and characters of the topic
     * @param broker  the file under {@code brokers} by which it was tried, or null
     * @param refused whether it is a message that a receiver refused, not an input that could not be read
     * @param bytes   the payload as it came
     */
    public record Parked(long id, String parkedAt, String source, String topic, String reason, String payload,
            String broker, boolean refused,
            @JsonIgnore byte[] bytes) {
    }

    private final Supplier<ParkedItems> items;

    /** @param items opened by the first who needs them */
    public Parking(Supplier<ParkedItems> items) {
        this.items = items;
    }

    /** As in the routes of 0.1.0, which nobody has to edit. */
    public void park(byte[] payload, String source, String topic, String reason) throws SQLException {
        park(payload, source, topic, null, reason, 1, null);
    }

    /**
     * Parks an input; the same input again is parked once. Without a topic the peer is who sent it.
     *
     * @param peer   the address it came from, or null
     * @param events for how many it counts when somebody is told how many there were; 0 if it was counted before
     * @param broker the file under {@code brokers} by which it was tried; empty or null if it was by none
     */
    public void park(byte[] payload, String source, String topic, String peer, String reason, int events,
            String broker) throws SQLException {
        String key = source + " " + hash(String.valueOf(topic).getBytes(StandardCharsets.UTF_8), payload);
        String sender = topic != null ? topic : Objects.requireNonNullElse(peer, "");
        items.get().put(new Item(key, source, sender, topic, reason, payload, null,
                broker == null || broker.isEmpty() ? null : broker), events);
    }

    /** The newest first. */
    public List<Parked> list(int limit) throws SQLException {
        return query("substr(topic, 1, " + SHOWN + ") AS topic, reason, substr(payload, 1, " + SHOWN + ")",
                "ORDER BY id DESC LIMIT ?", limit);
    }

    public long count() throws SQLException {
        try (Session session = items.get().reading()) {
            return session.number(0, "SELECT count(*) FROM parked");
        }
    }

    /** The parked one of that number, or null; also null for what is no number. */
    public Parked find(String number) throws SQLException {
        List<Parked> found = !number.matches("\\d{1,18}") ? List.of()
                : query("topic, reason, payload", "WHERE id = ?", Long.parseLong(number));
        return found.isEmpty() ? null : found.get(0);
    }

    private List<Parked> query(String columns, String condition, long parameter) throws SQLException {
        try (Session session = items.get().reading()) {
            return session.all(Parking::parked, "SELECT id, parked_at, source, " + columns
                    + ", message, broker FROM parked " + condition, parameter);
        }
    }

    private static Parked parked(ResultSet row) throws SQLException {
        byte[] payload = row.getBytes(6) == null ? new byte[0] : row.getBytes(6); // SQLite reads an empty one as null
        return new Parked(row.getLong(1), Instant.ofEpochMilli(row.getLong(2)).toString(), row.getString(3),
                row.getString(4),
                row.getString(5), new String(payload, StandardCharsets.UTF_8), row.getString(8),
                row.getObject(7) != null, payload);
    }

    /** Takes it from the parked ones; a message that was refused becomes pending again. */
    public void release(long id) throws SQLException {
        items.get().take(id);
    }

    /** Forgets the parked one of that number, a refused message for good; whether there was one. */
    public boolean discard(String number) throws SQLException {
        Parked parked = find(number);
        return parked != null && items.get().discard(parked.id());
    }

    /**
     * The events that could not be read and that nobody was told of yet, who are told in the same transaction.
     *
     * @return empty if there are none, or if somebody was told of others within the pause, by whatever process
     */
    public static Optional<UnreadEvents> untold(Session session, Duration pause) throws SQLException {
        return UnreadCounter.take(session, pause);
    }

    /** Nobody is to be told of what was counted. */
    public static void forgetUntold(Session session) throws SQLException {
        session.update("DELETE FROM untold");
    }

    private static String hash(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
