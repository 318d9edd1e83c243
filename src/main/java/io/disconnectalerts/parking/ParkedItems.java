package io.disconnectalerts.parking;

import io.disconnectalerts.store.Database;
import io.disconnectalerts.store.Session;
import io.disconnectalerts.store.Storable;
import io.disconnectalerts.store.StoredTime;
import io.disconnectalerts.store.Writer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;

/** The rows of what is parked: put there, and taken away by an operator, or when they are too old or too many. */
public final class ParkedItems {
    /** Deleted in one transaction of those that are too old. */
    static final int STEP = 500;
    /** What a sender is known by at most. */
    static final int LONGEST_SENDER = 256;

    private final Database database;
    private final Writer writer;
    private final ParkingSpace space;
    private final Owner owner;
    private final IntConsumer dropped;

    /** Whose messages are parked; hears, within the same transaction, what becomes of one. */
    public interface Owner {
        /** An operator wants it told again. */
        void retried(Session session, String source, long message) throws SQLException;

        /** It is never told. */
        void forgotten(Session session, String source, long message) throws SQLException;
    }

    /**
     * What is to be parked.
     *
     * @param key     the same again is parked once
     * @param source  the entrance, or the outbox whose receiver refused it
     * @param sender  who sent it there, empty if nobody knows
     * @param topic   may be null
     * @param message the number of the message that was refused; null for an input that could not be read
     * @param broker  the file under {@code brokers} by which it was tried; null if it was by none
     */
    public record Item(String key, String source, String sender, String topic, String reason, byte[] payload,
            Long message, String broker) {
        /** A message that was refused. */
        public Item(String key, String source, String sender, String topic, String reason, byte[] payload,
                Long message) {
            this(key, source, sender, topic, reason, payload, message, null);
        }

        public Item {
            key = Storable.text(key);
            sender = Storable.text(sender.substring(0, Math.min(sender.length(), LONGEST_SENDER)));
            topic = Storable.text(topic);
            reason = Storable.text(reason);
        }
    }

    /** @param message the number of the message that was refused; 0 for an input that could not be read */
    record Taken(String source, long message, long bytes) {
        boolean refused() {
            return message != 0;
        }
    }

    /** @param dropped hears how many left because there was too much */
    public ParkedItems(Database database, ParkingSpace space, Owner owner, IntConsumer dropped) {
        this.database = database;
        this.writer = database.writer();
        this.space = space;
        this.owner = owner;
        this.dropped = dropped;
    }

    Session reading() throws SQLException {
        return database.reading();
    }

    /** @param events for how many it counts when somebody is told; 0 for nothing */
    void put(Item item, int events) throws SQLException {
        writer.execute(session -> {
            if (events > 0) {
                UnreadCounter.count(session, session.now(), item.reason(), events);
            }
            insert(session, item);
            return null;
        });
    }

    /** Parks it in the transaction of whoever gives it up. */
    public void insert(Session session, Item item) throws SQLException {
        long bytes = session.number(-1, "INSERT INTO parked (key, parked_at, source, sender, topic, reason, payload, "
                + "message, broker) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING RETURNING bytes",
                item.key(), session.now(), item.source(), item.sender(), item.topic(), item.reason(), item.payload(),
                item.message(), item.broker());
        if (bytes >= 0 && space.taken(bytes)) {
            clear(session);
        }
    }

    /** Takes one away; a message that a receiver had refused is to be told again. */
    void take(long id) throws SQLException {
        writer.execute(session -> {
            for (Taken taken : remove(session, "?", id)) {
                if (taken.refused()) {
                    owner.retried(session, taken.source(), taken.message());
                }
            }
            return null;
        });
    }

    /** Takes one away for good; whether there was one. */
    boolean discard(long id) throws SQLException {
        return writer.execute(session -> !delete(session, "?", id).isEmpty());
    }

    private List<Taken> delete(Session session, String which, Object... parameters) throws SQLException {
        List<Taken> gone = remove(session, which, parameters);
        for (Taken taken : gone) {
            if (taken.refused()) {
                owner.forgotten(session, taken.source(), taken.message());
            }
        }
        return gone;
    }

    /** Of two that take the same one away at the same time, one gets it, and only that one deals with its message. */
    private static List<Taken> remove(Session session, String which, Object... parameters) throws SQLException {
        return session.all(row -> new Taken(row.getString(1), row.getLong(2), row.getLong(3)),
                "DELETE FROM parked WHERE id IN (" + which + ") RETURNING source, message, bytes", parameters);
    }

    /** Deletes a small step of what is older, or too much; true if there is more. One process at a time does. */
    public boolean purge(Duration older) throws SQLException {
        return writer.execute(session -> {
            if (!session.alone()) {
                return false;
            }
            long now = session.now();
            session.update("UPDATE parked SET parked_at = ? WHERE parked_at > ?", now,
                    StoredTime.latest(now, Duration.ZERO));
            int old = delete(session, "SELECT id FROM parked WHERE parked_at < ? ORDER BY id LIMIT ?",
                    now - older.toMillis(), STEP).size();
            return clear(session) > 0 || old == STEP;
        });
    }

    private int clear(Session session) throws SQLException {
        int gone = space.clear(session, this::delete);
        if (gone > 0) {
            session.afterCommit(() -> dropped.accept(gone));
        }
        return gone;
    }
}
