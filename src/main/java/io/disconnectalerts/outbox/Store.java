package io.disconnectalerts.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.outbox.Batch.Count;
import io.disconnectalerts.outbox.Pacing.Storm;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The outboxes' messages, batches, permits and pauses, in SQL. Every write goes through the one {@link Writer}. */
final class Store implements AutoCloseable {
    /** Rows claimed in one transaction; the writer stores messages between two. */
    static final int SLICE = 5_000;
    /** Messages one batch accounts for at most. */
    static final int LARGEST_BATCH = 100_000;
    /** A send that is not answered by then has failed. */
    static final Duration SEND_TIMEOUT = Duration.ofSeconds(10);
    /** Messages deleted in one transaction. */
    private static final int PURGE_STEP = 500;
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    final Database database;
    final Writer writer;
    private final Map<String, Doorbell> doorbells = new ConcurrentHashMap<>();

    Store(Database database) throws SQLException {
        this.database = database;
        this.writer = new Writer(database.source, database.dialect);
        if (database.dialect == Dialect.SQLITE) {
            writer.execute(session -> session.update("UPDATE batch SET lease_until = 0 WHERE settled_at IS NULL"));
        }
    }

    CompletableFuture<Boolean> append(String outbox, Message message) {
        try {
            return writer.append(outbox, message, JSON.writeValueAsString(message.facets()))
                    .whenComplete((fresh, failure) -> ring(outbox, message.priority()));
        } catch (JsonProcessingException unwritable) {
            return CompletableFuture.failedFuture(unwritable);
        }
    }

    Doorbell doorbell(String outbox) {
        return doorbells.computeIfAbsent(outbox, name -> new Doorbell());
    }

    void ring(String outbox, int priority) {
        doorbell(outbox).ring(priority);
    }

    /** Makes the outbox known, and lets it try at once what a setting had blocked. */
    void open(String outbox) throws SQLException {
        writer.execute(session -> session.update("INSERT INTO outbox (name) VALUES (?) ON CONFLICT (name) DO UPDATE SET "
                + "paused_until = CASE WHEN outbox.blocked_why IS NULL THEN outbox.paused_until ELSE 0 END", outbox));
    }

    /** What an outbox may do now. */
    sealed interface Turn {
    }

    /** A batch is claimed and its permit taken; refusals counts its sends that ended with an answer nobody knows. */
    record Claimed(long batch, int attempt, int refusals, long permit) implements Turn {
    }

    /** Nothing before that time has passed; a message of that priority ends the wait early, 0 = none does. */
    record Wait(Duration time, int unlessPriority) implements Turn {
    }

    /** Nothing is pending. */
    record Idle() implements Turn {
    }

    /** Takes the permit and the first slice in one transaction, then the other slices in one each. */
    Turn claim(String outbox, Pacing pacing) throws SQLException {
        Turn turn = writer.execute(session -> begin(session, outbox, pacing));
        if (turn instanceof Claimed claimed) {
            boolean more = true;
            while (more) {
                more = writer.execute(session -> slice(session, outbox, claimed.batch()));
            }
        }
        return turn;
    }

    private record State(long now, long pausedUntil, Storm storm, int lastPriority) {
    }

    private Turn begin(Session session, String outbox, Pacing pacing) throws SQLException {
        State state = session.first(row -> new State(row.getLong(1), row.getLong(2),
                new Storm(row.getLong(3), row.getInt(4), row.getLong(5)), row.getInt(6)), null,
                "SELECT " + database.dialect.now + ", paused_until, storm_began_at, storm_sends, last_sent_at, last_priority "
                        + "FROM outbox WHERE name = ?" + database.dialect.forUpdate, outbox);
        long now = state.now();
        long open = session.number(0, "SELECT id FROM batch WHERE outbox = ? AND settled_at IS NULL AND lease_until <= ? "
                + "ORDER BY id LIMIT 1", outbox, now);
        int pending = (int) session.number(-1, "SELECT priority FROM delivery WHERE outbox = ? AND batch IS NULL "
                + "ORDER BY priority DESC, message LIMIT 1", outbox);
        if (open == 0 && pending < 0) {
            return new Idle();
        }
        if (state.pausedUntil() > now) {
            return new Wait(Duration.ofMillis(state.pausedUntil() - now), 0);
        }
        long allowed = quota(session, outbox, pacing);
        Storm storm = state.storm().at(now);
        boolean urgent = pending >= Message.CRITICAL && state.lastPriority() < Message.CRITICAL;
        boolean paced = pacing.next(storm) > allowed && !urgent;
        if (paced) {
            allowed = pacing.next(storm);
        }
        if (allowed > now) {
            boolean interruptible = paced && state.lastPriority() < Message.CRITICAL;
            return new Wait(Duration.ofMillis(allowed - now), interruptible ? Message.CRITICAL : 0);
        }
        return take(session, outbox, pacing, now, open);
    }

    private Turn take(Session session, String outbox, Pacing pacing, long now, long open) throws SQLException {
        long batch = open != 0 ? open : session.number(0, "INSERT INTO batch (outbox, size, attempts, claimed_at, lease_until) "
                + "VALUES (?, 0, 0, ?, ?) RETURNING id", outbox, now, now);
        slice(session, outbox, batch);
        Claimed claimed = session.first(row -> new Claimed(batch, row.getInt(1), row.getInt(2), 0), null,
                "UPDATE batch SET attempts = attempts + 1, claimed_at = ? WHERE id = ? AND size > 0 RETURNING attempts, refusals", now, batch);
        if (claimed == null) { // another process was faster
            session.update("DELETE FROM batch WHERE id = ?", batch);
            return new Idle();
        }
        long permit = 0;
        if (!pacing.off()) {
            session.update("DELETE FROM permit WHERE outbox = ? AND answered_at < ?", outbox, now - Duration.ofMinutes(2).toMillis());
            permit = session.number(0, "INSERT INTO permit (outbox, answered_at) VALUES (?, ?) RETURNING id",
                    outbox, now + SEND_TIMEOUT.toMillis());
        }
        return new Claimed(batch, claimed.attempt(), claimed.refusals(), permit);
    }

    /** Send n + quota starts no sooner than the quota's window after send n was answered. */
    private long quota(Session session, String outbox, Pacing pacing) throws SQLException {
        if (pacing.off()) {
            return 0;
        }
        long minute = window(session, outbox, pacing.perMinute(), Duration.ofMinutes(1));
        return pacing.perSecond() == 0 ? minute
                : Math.max(minute, window(session, outbox, pacing.perSecond(), Duration.ofSeconds(1)));
    }

    private long window(Session session, String outbox, int sends, Duration length) throws SQLException {
        long answered = session.number(0, "SELECT answered_at FROM permit WHERE outbox = ? "
                + "ORDER BY answered_at DESC LIMIT 1 OFFSET ?", outbox, sends - 1);
        return answered == 0 ? 0 : answered + length.toMillis() + 1;
    }

    /** Adds pending messages to the batch; a batch in its plainest form stays as it is. True if there may be more. */
    private boolean slice(Session session, String outbox, long batch) throws SQLException {
        int room = (int) session.number(0, "SELECT CASE plain WHEN 0 THEN ? - size ELSE 0 END FROM batch WHERE id = ?", LARGEST_BATCH, batch);
        int most = Math.min(SLICE, room);
        int taken = most == 0 ? 0 : session.update("UPDATE delivery SET batch = ? WHERE batch IS NULL AND outbox = ? AND message IN "
                + "(SELECT message FROM delivery WHERE outbox = ? AND batch IS NULL ORDER BY priority DESC, message LIMIT ?)",
                batch, outbox, outbox, most);
        session.update("UPDATE batch SET size = size + ?, lease_until = " + database.dialect.now + " + ? WHERE id = ?",
                taken, LEASE.toMillis(), batch);
        return taken == SLICE;
    }

    /** What the claimed batch has to tell. */
    Batch read(long id) throws SQLException {
        try (Connection connection = database.source.getConnection()) {
            List<Message> first = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement("SELECT m.key, m.priority, m.time, m.received_at, m.facets, m.body "
                    + "FROM delivery d JOIN message m ON m.id = d.message WHERE d.batch = ? ORDER BY d.priority DESC, d.message LIMIT "
                    + Batch.LISTED)) {
                query.setLong(1, id);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        first.add(new Message(rows.getString(1), rows.getInt(2), Instant.ofEpochMilli(rows.getLong(3)),
                                Instant.ofEpochMilli(rows.getLong(4)), facets(rows.getString(5)), rows.getString(6)));
                    }
                }
            }
            try (PreparedStatement query = connection.prepareStatement("SELECT b.outbox, b.size, b.plain, min(m.time), max(m.time), "
                    + "min(m.received_at) FROM batch b JOIN delivery d ON d.batch = b.id JOIN message m ON m.id = d.message "
                    + "WHERE b.id = ? GROUP BY b.outbox, b.size, b.plain")) {
                query.setLong(1, id);
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    int size = row.getInt(2);
                    return new Batch(id, row.getString(1), size, row.getInt(3) != 0, Instant.ofEpochMilli(row.getLong(4)),
                            Instant.ofEpochMilli(row.getLong(5)), Instant.ofEpochMilli(row.getLong(6)),
                            first.get(0).priority() >= Message.CRITICAL, first, size > 1 ? counts(connection, id) : Map.of());
                }
            }
        }
    }

    private Map<String, List<Count>> counts(Connection connection, long batch) throws SQLException {
        Map<String, List<Count>> counts = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT facet, value, n FROM (SELECT facet, value, n, "
                + "row_number() OVER (PARTITION BY facet ORDER BY n DESC, value) AS place FROM (SELECT f.key AS facet, f.value AS value, "
                + "count(*) AS n FROM delivery d JOIN message m ON m.id = d.message, " + database.dialect.eachFacet + " AS f "
                + "WHERE d.batch = ? GROUP BY f.key, f.value) AS counted) AS ranked WHERE place <= 10 ORDER BY facet, place")) {
            query.setLong(1, batch);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    counts.computeIfAbsent(rows.getString(1), facet -> new ArrayList<>()).add(new Count(rows.getString(2), rows.getInt(3)));
                }
            }
        }
        return counts;
    }

    private static Map<String, String> facets(String json) throws SQLException {
        try {
            return JSON.readValue(json, new TypeReference<>() {
            });
        } catch (JsonProcessingException unreadable) {
            throw new SQLException("a message's facets are not JSON", unreadable);
        }
    }

    /** The batch was told: it is history, and the outbox is well. */
    void settle(Claimed claimed, Batch batch) throws SQLException {
        writer.execute(session -> {
            long now = answered(session, claimed);
            session.update("UPDATE batch SET settled_at = ?, outcome = 'told' WHERE id = ?", now, claimed.batch());
            Storm storm = session.first(row -> new Storm(row.getLong(1), row.getInt(2), row.getLong(3)), null,
                    "SELECT storm_began_at, storm_sends, last_sent_at FROM outbox WHERE name = ?" + database.dialect.forUpdate, batch.outbox())
                    .at(now).sent(now);
            return session.update("UPDATE outbox SET paused_until = 0, failures = 0, blocked_setting = NULL, blocked_why = NULL, "
                    + "storm_began_at = ?, storm_sends = ?, last_sent_at = ?, last_priority = ? WHERE name = ?", storm.beganAt(),
                    storm.sends(), storm.lastSentAt(), batch.size() > 1 ? batch.first().get(0).priority() : Message.CRITICAL, batch.outbox());
        });
    }

    /** The batch was not told: it stays open, and the outbox pauses. A blocked outbox says which setting to mend. */
    void release(Claimed claimed, Batch batch, Duration pause, boolean plain, int refusals, DeliveryFailure.Blocked blocked)
            throws SQLException {
        writer.execute(session -> {
            long now = answered(session, claimed);
            session.update("UPDATE batch SET lease_until = 0, plain = ?, refusals = ? WHERE id = ?", plain ? 1 : 0, refusals, claimed.batch());
            return session.update("UPDATE outbox SET paused_until = ?, failures = failures + 1, blocked_setting = ?, blocked_why = ? "
                    + "WHERE name = ?", now + pause.toMillis(), blocked == null ? null : blocked.setting(),
                    blocked == null ? null : blocked.getMessage(), batch.outbox());
        });
    }

    /** The batch's one message was refused for good: an operator finds it among the parked. */
    void park(Claimed claimed, Batch batch, String why) throws SQLException {
        writer.execute(session -> {
            long now = answered(session, claimed);
            Message message = batch.first().get(0);
            long id = session.number(0, "SELECT message FROM delivery WHERE batch = ?", claimed.batch());
            session.update("UPDATE batch SET settled_at = ?, outcome = 'parked' WHERE id = ?", now, claimed.batch());
            Parking.insert(session, batch.outbox() + " " + message.key(), now, batch.outbox(), null, why, 
                    message.body().getBytes(StandardCharsets.UTF_8), id);
            return session.update("UPDATE outbox SET failures = 0 WHERE name = ?", batch.outbox());
        });
    }

    private long answered(Session session, Claimed claimed) throws SQLException {
        long now = session.number(0, "SELECT " + database.dialect.now);
        session.update("UPDATE permit SET answered_at = ? WHERE id = ?", now + 1, claimed.permit());
        return now;
    }

    /** How every known outbox stands, also those nobody consumes from any more. */
    List<OutboxState> states() throws SQLException {
        try (Connection connection = database.source.getConnection(); PreparedStatement query = connection.prepareStatement(
                "SELECT o.name, o.failures, o.blocked_setting, o.blocked_why, o.paused_until - " + database.dialect.now + ", p.pending, m.received_at "
                        + "FROM outbox o LEFT JOIN (SELECT d.outbox, count(*) AS pending, min(d.message) AS oldest FROM delivery d "
                        + "LEFT JOIN batch b ON b.id = d.batch WHERE d.batch IS NULL OR d.batch IN (SELECT id FROM batch WHERE settled_at IS NULL) "
                        + "GROUP BY d.outbox) AS p ON p.outbox = o.name LEFT JOIN message m ON m.id = p.oldest ORDER BY o.name");
                ResultSet rows = query.executeQuery()) {
            List<OutboxState> states = new ArrayList<>();
            while (rows.next()) {
                long oldest = rows.getLong(7);
                states.add(new OutboxState(rows.getString(1), rows.getInt(2), rows.getString(3), rows.getString(4),
                        Duration.ofMillis(Math.max(0, rows.getLong(5))), rows.getInt(6), oldest == 0 ? null : Instant.ofEpochMilli(oldest)));
            }
            return states;
        }
    }

    /** Deletes a small step of the history that is older; true if there is more. What is pending is never touched. */
    boolean purge(Duration older) throws SQLException {
        return writer.execute(session -> {
            long batch = session.number(0, "SELECT id FROM batch WHERE settled_at < " + database.dialect.now + " - ? ORDER BY settled_at LIMIT 1",
                    older.toMillis());
            if (batch == 0) {
                return false;
            }
            String some = "SELECT message FROM delivery WHERE batch = ? ORDER BY priority DESC, message LIMIT " + PURGE_STEP;
            List<Long> messages = session.all(row -> row.getLong(1), some, batch);
            for (long message : messages) {
                session.update("DELETE FROM delivery WHERE message = ? AND batch = ?", message, batch);
                session.update("DELETE FROM message WHERE id = ? AND NOT EXISTS (SELECT 1 FROM delivery WHERE message = ?)", message, message);
            }
            if (messages.size() < PURGE_STEP) {
                session.update("DELETE FROM batch WHERE id = ?", batch);
            }
            return true;
        });
    }

    @Override
    public void close() {
        writer.close();
        database.close();
    }
}
