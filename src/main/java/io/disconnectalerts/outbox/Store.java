package io.disconnectalerts.outbox;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;

/** The outboxes' messages, batches, permits and pauses, in SQL. Every write goes through the one {@link Writer}. */
final class Store implements AutoCloseable {
    final Writer writer;
    final Claims claims;
    final Contents contents;
    final Settlements settlements;
    final ParkedRows parked;
    final Tally tally;
    final History history;
    final Database database;
    private final Map<String, Doorbell> doorbells = new ConcurrentHashMap<>();

    /** @param parkedDropped hears how many parked ones left because there was too much */
    Store(Database database, Duration lease, ParkingSpace space, IntConsumer parkedDropped) throws SQLException {
        this.database = database;
        writer = new Writer(database);
        claims = new Claims(writer, database.dialect, lease);
        contents = new Contents(database);
        parked = new ParkedRows(writer, database.dialect, space, parkedDropped);
        settlements = new Settlements(writer, database.dialect, parked);
        tally = new Tally(writer, database.dialect);
        history = new History(database, writer);
        if (database.dialect == Dialect.SQLITE) {
            forgetLeases();
        }
    }

    /** Whoever held one is gone: a SQLite file serves one process only. */
    private void forgetLeases() throws SQLException {
        try {
            writer.execute(session -> session.update("UPDATE batch SET lease_until = 0 WHERE settled_at IS NULL"));
        } catch (SQLException unusable) {
            writer.close();
            throw unusable;
        }
    }

    CompletableFuture<Boolean> append(String outbox, Message message) {
        Message clean = new Message(Storable.text(message.key()), message.kind(), message.priority(), message.time(),
                message.receivedAt(), message.facets(), Storable.text(message.body()), message.sameFor());
        return writer.append(outbox, clean).whenComplete((fresh, failure) -> {
            if (Boolean.TRUE.equals(fresh)) {
                doorbell(outbox).ring(message.priority());
            }
        });
    }

    Doorbell doorbell(String outbox) {
        return doorbells.computeIfAbsent(outbox, name -> new Doorbell());
    }

    /** Makes the outbox known, and lets it try at once what a setting had blocked. */
    void open(String outbox) throws SQLException {
        writer.execute(session -> session.update("INSERT INTO outbox (name) VALUES (?) ON CONFLICT (name) DO UPDATE "
                + "SET "
                + "paused_until = CASE WHEN outbox.blocked_setting IS NULL THEN outbox.paused_until ELSE 0 END",
                outbox));
    }

    @Override
    public void close() {
        writer.close();
        database.close();
    }
}
