package io.disconnectalerts.outbox;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.IntConsumer;

/** The rows of what is parked: put there, and taken away when they are too old or too many. */
final class Shelf {
    /** Parked at most; past that the oldest go, a step at a time. */
    static final int MOST = 100_000;
    static final int STEP = 500;

    private final Writer writer;
    private final Dialect dialect;
    private final IntConsumer listener;
    /** How many there are, as far as this process knows; only the writer's thread counts. */
    private long known = -1;

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

    /** The history of a message that is parked no longer may be purged like any other. */
    private static int delete(Session session, String which, Object... parameters) throws SQLException {
        session.update("UPDATE batch SET outcome = 'dropped' WHERE id IN (SELECT d.batch FROM parked p JOIN delivery d ON d.message = p.message "
                + "AND d.outbox = p.source WHERE p.id IN (" + which + "))", parameters);
        return session.update("DELETE FROM parked WHERE id IN (" + which + ")", parameters);
    }

    /** Takes one away; a message that a receiver had refused becomes pending again. Returns its outbox, or null. */
    String take(long id) throws SQLException {
        return writer.execute(session -> {
            String outbox = session.first(row -> row.getString(1), null, "SELECT source FROM parked WHERE id = ? AND message IS NOT NULL", id);
            if (outbox != null) {
                long message = session.number(0, "SELECT message FROM parked WHERE id = ?", id);
                session.update("DELETE FROM batch WHERE id = (SELECT batch FROM delivery WHERE outbox = ? AND message = ?)", outbox, message);
                session.update("UPDATE delivery SET batch = NULL WHERE outbox = ? AND message = ?", outbox, message);
            }
            session.update("DELETE FROM parked WHERE id = ?", id);
            known = -1;
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
