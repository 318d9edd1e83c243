package io.disconnectalerts.outbox;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;

/** The rows of what is parked: put there, and taken away by an operator, or when they are too old or too many. */
final class ParkedRows {
    /** Deleted in one transaction of those that are too old. */
    static final int STEP = 500;
    /** What a sender is known by at most. */
    static final int LONGEST_SENDER = 256;

    /** The batch that a parked message's outbox and number lead to. */
    private static final String PARKED = "(SELECT b.id FROM delivery d JOIN batch b ON b.id = d.batch "
            + "WHERE d.outbox = ? AND d.message = ? AND b.outcome = 'parked')";

    private final Writer writer;
    private final Dialect dialect;
    private final ParkingSpace space;
    private final IntConsumer listener;

    /** @param outbox whose receiver had refused the message; null, and 0, for an input that could not be read */
    record Taken(String outbox, long message, long bytes) {
    }

    ParkedRows(Writer writer, Dialect dialect, ParkingSpace space, IntConsumer listener) {
        this.writer = writer;
        this.dialect = dialect;
        this.space = space;
        this.listener = listener;
    }

    /**
     * What is to be parked.
     *
     * @param key     the same again is parked once
     * @param source  the entrance, or the outbox whose receiver refused it
     * @param sender  who sent it there, empty if nobody knows
     * @param topic   may be null
     * @param message the number of the message that was refused; null for an input that could not be read
     */
    record Item(String key, String source, String sender, String topic, String reason, byte[] payload, Long message) {
        Item {
            key = Storable.text(key);
            sender = Storable.text(sender.substring(0, Math.min(sender.length(), LONGEST_SENDER)));
            topic = Storable.text(topic);
            reason = Storable.text(reason);
        }
    }

    /** @param events for how many it counts when somebody is told */
    void put(Item item, int events) throws SQLException {
        dropped(writer.execute(session -> {
            long now = session.number(0, "SELECT " + dialect.now);
            Tally.count(session, now, item.reason(), events);
            return insert(session, item, now);
        }));
    }

    /** Returns how many older ones had to go, for {@link #dropped} once that is committed. */
    int insert(Session session, Item item, long now) throws SQLException {
        long bytes = session.number(-1, "INSERT INTO parked (key, parked_at, source, sender, topic, reason, payload, "
                + "message) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING RETURNING bytes", item.key(),
                now, item.source(), item.sender(), item.topic(), item.reason(), item.payload(), item.message());
        return bytes < 0 ? 0 : space.taken(session, dialect, bytes);
    }

    void dropped(int count) {
        if (count > 0) {
            listener.accept(count);
        }
    }

    static long count(Session session) throws SQLException {
        return session.number(0, "SELECT count(*) FROM parked");
    }

    /** Takes one away; a message that a receiver had refused becomes pending again. Returns its outbox, or null. */
    String take(long id) throws SQLException {
        return writer.execute(session -> {
            String outbox = null;
            for (Taken taken : remove(session, "?", id)) {
                outbox = taken.outbox();
                session.update("UPDATE delivery SET batch = NULL WHERE batch = ?", session.number(0,
                        "DELETE FROM batch WHERE id = " + PARKED + " RETURNING id", outbox, taken.message()));
            }
            return outbox;
        });
    }

    /** Takes one away for good; whether there was one. */
    boolean discard(long id) throws SQLException {
        return writer.execute(session -> !delete(session, "?", id).isEmpty());
    }

    /** The history of a message that is parked no longer may be purged like any other. */
    static List<Taken> delete(Session session, String which, Object... parameters) throws SQLException {
        List<Taken> gone = remove(session, which, parameters);
        for (Taken taken : gone) {
            if (taken.outbox() != null) {
                session.update("UPDATE batch SET outcome = 'dropped' WHERE id = " + PARKED,
                        taken.outbox(), taken.message());
            }
        }
        return gone;
    }

    /** Of two that take the same one away at the same time, one gets it, and only that one deals with its message. */
    private static List<Taken> remove(Session session, String which, Object... parameters) throws SQLException {
        return session.all(row -> new Taken(row.getLong(2) == 0 ? null : row.getString(1), row.getLong(2),
                row.getLong(3)), "DELETE FROM parked WHERE id IN (" + which + ") RETURNING source, message, bytes",
                parameters);
    }

    /** Deletes a small step of what is older, or too much; true if there is more. One process at a time does. */
    boolean purge(Duration older) throws SQLException {
        int[] gone = writer.execute(session -> {
            if (session.number(0, dialect.alone) == 0) {
                return new int[2];
            }
            long now = session.number(0, "SELECT " + dialect.now);
            session.update("UPDATE parked SET parked_at = ? WHERE parked_at > ?", now, Situations.furthest(now));
            int old = delete(session, "SELECT id FROM parked WHERE parked_at < ? ORDER BY id LIMIT ?",
                    now - older.toMillis(), STEP).size();
            return new int[] {old, space.clear(session, dialect)};
        });
        dropped(gone[1]);
        return gone[0] == STEP || gone[1] > 0;
    }
}
