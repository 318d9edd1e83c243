package io.disconnectalerts.outbox;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;

/** The rows of what is parked: put there, and taken away when they are too old or too many. */
final class Shelf {
    /** Parked at most; past that the oldest go, a step at a time. */
    static final int MOST = 100_000;
    static final int STEP = 500;

    /** The batch that a parked message's outbox and number lead to. */
    private static final String PARKED = "(SELECT b.id FROM delivery d JOIN batch b ON b.id = d.batch "
            + "WHERE d.outbox = ? AND d.message = ? AND b.outcome = 'parked')";

    private final Writer writer;
    private final Dialect dialect;
    private final IntConsumer listener;
    /** How many there are, as far as this process knows; only the writer's thread counts. */
    private long known = -1;

    /** @param outbox whose receiver had refused the message; null, and 0, for an input that could not be read */
    private record Taken(String outbox, long message) {
    }

    Shelf(Writer writer, Dialect dialect, IntConsumer listener) {
        this.writer = writer;
        this.dialect = dialect;
        this.listener = listener;
    }

    /** @param payload whatever came; the same key again is parked once */
    void put(String key, String source, String topic, String reason, byte[] payload) throws SQLException {
        dropped(writer.execute(session -> insert(session, key, session.number(0, "SELECT " + dialect.now), source, topic, reason, payload, null)));
    }

    /** Returns how many older ones had to go, for {@link #dropped} once that is committed. */
    int insert(Session session, String key, long now, String source, String topic, String reason, byte[] payload, Long message)
            throws SQLException {
        if (known < 0) {
            known = count(session);
        }
        known += session.update("INSERT INTO parked (key, parked_at, source, topic, reason, payload, message) VALUES (?, ?, ?, ?, ?, ?, ?) "
                + "ON CONFLICT (key) DO NOTHING", Storable.text(key), now, source, Storable.text(topic), Storable.text(reason), payload, message);
        return known <= MOST ? 0 : oldest(session);
    }

    void dropped(int count) {
        if (count > 0) {
            listener.accept(count);
        }
    }

    static long count(Session session) throws SQLException {
        return session.number(0, "SELECT count(*) FROM parked");
    }

    private int oldest(Session session) throws SQLException {
        int gone = delete(session, "SELECT id FROM parked ORDER BY id LIMIT ?", STEP);
        known -= gone;
        return gone;
    }

    /** Takes one away; a message that a receiver had refused becomes pending again. Returns its outbox, or null. */
    String take(long id) throws SQLException {
        return writer.execute(session -> {
            known = -1;
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
        return writer.execute(session -> {
            known = -1;
            return delete(session, "?", id) > 0;
        });
    }

    /** The history of a message that is parked no longer may be purged like any other. */
    private static int delete(Session session, String which, Object... parameters) throws SQLException {
        List<Taken> gone = remove(session, which, parameters);
        for (Taken taken : gone) {
            if (taken.outbox() != null) {
                session.update("UPDATE batch SET outcome = 'dropped' WHERE id = " + PARKED,
                        taken.outbox(), taken.message());
            }
        }
        return gone.size();
    }

    /** Of two that take the same one away at the same time, one gets it, and only that one deals with its message. */
    private static List<Taken> remove(Session session, String which, Object... parameters) throws SQLException {
        return session.all(row -> new Taken(row.getLong(2) == 0 ? null : row.getString(1), row.getLong(2)),
                "DELETE FROM parked WHERE id IN (" + which + ") RETURNING source, message", parameters);
    }

    /** Deletes a small step of what is older, or too many; true if there is more. */
    boolean purge(Duration older) throws SQLException {
        int[] gone = writer.execute(session -> {
            long now = session.number(0, "SELECT " + dialect.now);
            session.update("UPDATE parked SET parked_at = ? WHERE parked_at > ?", now, Claims.furthest(now));
            int old = delete(session, "SELECT id FROM parked WHERE parked_at < ? ORDER BY id LIMIT ?",
                    now - older.toMillis(), STEP);
            known = count(session);
            return new int[] {old, known <= MOST ? 0 : oldest(session)};
        });
        dropped(gone[1]);
        return gone[0] == STEP || gone[1] == STEP;
    }
}
