package io.disconnectalerts.outbox;

import io.disconnectalerts.outbox.MessageTable.Addressed;
import io.disconnectalerts.parking.ParkedItems;
import io.disconnectalerts.parking.ParkingSpace;
import io.disconnectalerts.store.Database;
import io.disconnectalerts.store.Dialect;
import io.disconnectalerts.store.Session;
import io.disconnectalerts.store.Storable;
import io.disconnectalerts.store.Writer.Insert;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/** The outboxes' messages, batches, permits and pauses, in SQL. Every write goes through the one writer. */
final class Store implements AutoCloseable {
    final Claims claims;
    final BatchReader batches;
    final Settlements settlements;
    final ParkedItems parked;
    final History history;
    final ToldStorms storms;
    final Troubles troubles;
    final Database database;
    final MessageTable messages;
    private final Endings endings;
    private final Map<String, Signal> signals = new ConcurrentHashMap<>();

    /** @param parkedDropped hears how many parked ones left because there was too much */
    Store(Database database, Duration lease, ParkingSpace space, IntConsumer parkedDropped) throws SQLException {
        this.database = database;
        messages = new MessageTable(database.dialect());
        endings = new Endings(database.dialect(), messages);
        claims = new Claims(database, lease);
        batches = new BatchReader(database);
        parked = new ParkedItems(database, space, new RefusedMessages(this), parkedDropped);
        settlements = new Settlements(database, parked, outbox -> signal(outbox).send(0));
        history = new History(database);
        storms = new ToldStorms(database);
        troubles = new Troubles(database);
        if (database.dialect() == Dialect.SQLITE) {
            forgetLeases();
        }
    }

    /** Whoever held one is gone: a SQLite file serves one process only. */
    private void forgetLeases() throws SQLException {
        database.writer().execute(session ->
                session.update("UPDATE batch SET lease_until = 0 WHERE settled_at IS NULL"));
    }

    CompletableFuture<Boolean> append(String outbox, Message message) {
        Insert<Addressed> row = new Insert<>(messages, new Addressed(outbox, message));
        return database.writer().insert(row).whenComplete((fresh, failure) -> {
            if (Boolean.TRUE.equals(fresh)) {
                signal(outbox).send(message.priority());
            }
        });
    }

    /** In the transaction that goes on; an outbox that nobody consumes takes nothing new. */
    void end(Session session, Collection<Ending> ended, Predicate<String> consumed) throws SQLException {
        List<Addressed> rows = endings.end(session, ended.stream().map(ending -> new Ending(
                ending.keys().stream().map(Storable::text).toList(), ending.outboxes(), ending.message(),
                ending.critical()))
                .toList());
        rows.removeIf(row -> !consumed.test(row.outbox()));
        if (!rows.isEmpty()) {
            if (database.dialect() == Dialect.POSTGRESQL) {
                rows.sort(messages.order());
            }
            messages.insert(session, rows);
            session.afterCommit(() -> rows.forEach(row -> signal(row.outbox()).send(row.priority())));
        }
    }

    /** Addresses to each outbox the message that some work makes, in its transaction; or none. */
    void tell(Collection<String> outboxes, Session.Transaction<Optional<Message>> work) throws SQLException {
        database.writer().execute(session -> {
            Optional<Message> message = work.in(session);
            if (message.isPresent()) {
                messages.insert(session,
                        outboxes.stream().map(outbox -> new Addressed(outbox, message.get())).toList());
                session.afterCommit(() -> outboxes.forEach(outbox -> signal(outbox).send(0)));
            }
            return null;
        });
    }

    /** @param newly the outboxes that did not hold the message before */
    private record Copy(Addressed row, String silence, Set<String> newly) {
    }

    /**
     * Adds the messages in the transaction that goes on, those in a silence as history that nobody is told; for each,
     * the outboxes that did not hold it before.
     */
    List<Set<String>> address(Session session, List<Copies> messages) throws SQLException {
        List<Copy> rows = new ArrayList<>();
        List<Set<String>> newly = new ArrayList<>();
        for (Copies copies : messages) {
            Set<String> outboxes = new TreeSet<>();
            copies.byOutbox().forEach((outbox, message) ->
                    rows.add(new Copy(new Addressed(outbox, message), copies.silence(), outboxes)));
            newly.add(outboxes);
        }
        if (database.dialect() == Dialect.POSTGRESQL) {
            rows.sort(Comparator.comparing(Copy::row, this.messages.order()));
        }
        List<Addressed> addressed = new ArrayList<>();
        for (Copy copy : rows) {
            addressed.add(copy.row());
        }
        int[] counts = this.messages.insert(session, addressed);
        Silenced silenced = new Silenced(session);
        for (int i = 0; i < counts.length; i++) {
            Addressed row = rows.get(i).row();
            if (counts[i] > 0) {
                rows.get(i).newly().add(row.outbox());
                if (rows.get(i).silence().isEmpty()) {
                    session.afterCommit(() -> signal(row.outbox()).send(row.message().priority()));
                } else {
                    silenced.add(rows.get(i).silence(), row);
                }
            }
        }
        silenced.settle();
        return newly;
    }

    /** The storm was looked after so often, and that is what its outbox is to tell of it, if anything. */
    void follow(ToldStorm storm, int times, boolean last, Optional<Message> message) throws SQLException {
        database.writer().execute(session -> {
            if (ToldStorms.follow(session, storm, times, last) && message.isPresent()) {
                messages.insert(session, List.of(new Addressed(storm.outbox(), message.get())));
                session.afterCommit(() -> signal(storm.outbox()).send(message.get().priority()));
            }
            return null;
        });
    }

    /** Others are told that an outbox is blocked. */
    void tell(Trouble trouble, Collection<String> others, Message message) throws SQLException {
        database.writer().execute(session -> {
            if (Troubles.tell(session, trouble, others)) {
                address(session, List.of(Copies.of(message, others)));
            }
            return null;
        });
    }

    /** Those who were told that an outbox is blocked are told that it is not any more. */
    void end(Trouble trouble, String blocked, Message message, Predicate<String> consumed) throws SQLException {
        database.writer().execute(session -> {
            if (Troubles.end(session, trouble)) {
                end(session, List.of(new Ending(List.of(blocked), trouble.told(), message)), consumed);
            }
            return null;
        });
    }

    Signal signal(String outbox) {
        return signals.computeIfAbsent(outbox, name -> new Signal());
    }

    /** Makes the outbox known, and lets it try at once what a setting had blocked. */
    void open(String outbox) throws SQLException {
        database.writer().execute(session -> session.update("INSERT INTO outbox (name) VALUES (?) ON CONFLICT (name) "
                + "DO UPDATE SET paused_until = CASE WHEN outbox.blocked_setting IS NULL THEN outbox.paused_until "
                + "ELSE 0 END", outbox));
    }

    @Override
    public void close() {
        database.close();
    }
}
