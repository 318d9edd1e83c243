package io.disconnectalerts.outbox;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import javax.sql.DataSource;

/**
 * The store's single writer. It takes whatever messages are waiting, up to a bound, commits them once and completes
 * them all; every other transaction runs between two such commits.
 */
final class Writer implements AutoCloseable {
    private static final int MOST_AT_ONCE = 1000;

    /** What the writer is asked to do; its future ends when the database has committed it, or could not. */
    private sealed interface Task {
        CompletableFuture<?> done();
    }

    /** A message for an outbox; completed with false if it was there already. */
    private record Entry(String outbox, Message message, String facets, CompletableFuture<Boolean> done) implements Task {
    }

    private record Work<T>(Session.Transaction<T> transaction, CompletableFuture<T> done) implements Task {
    }

    private static final Task END = new Work<>(session -> null, new CompletableFuture<>());

    private final DataSource source;
    private final String insertMessage;
    private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
    private final ExecutorService completions = Executors.newSingleThreadExecutor(work -> daemon(work, "outbox-committed"));
    private final Thread thread = daemon(this::run, "outbox-writer");
    private volatile String failure;
    private volatile boolean closed;
    private Session session;

    Writer(DataSource source, Dialect dialect) {
        this.source = source;
        this.insertMessage = "INSERT INTO message (key, priority, time, received_at, committed_at, facets, body) "
                + "VALUES (?, ?, ?, ?, " + dialect.now + ", " + dialect.json + ", ?) ON CONFLICT (key) DO NOTHING";
        thread.start();
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Why the last commit failed, or null if it did not. */
    String failure() {
        return failure;
    }

    CompletableFuture<Boolean> append(String outbox, Message message, String facets) {
        return submit(new Entry(outbox, message, facets, new CompletableFuture<>())).done();
    }

    <T> T execute(Session.Transaction<T> transaction) throws SQLException {
        try {
            return submit(new Work<>(transaction, new CompletableFuture<>())).done().join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof SQLException cause ? cause : new SQLException(failed.getCause());
        }
    }

    private <T extends Task> T submit(T task) {
        if (closed) {
            task.done().completeExceptionally(new SQLException("the store is closed"));
        } else {
            tasks.add(task);
        }
        return task;
    }

    private void run() {
        List<Task> waiting = new ArrayList<>();
        while (!waiting.contains(END)) {
            waiting.clear();
            try {
                waiting.add(tasks.take());
            } catch (InterruptedException stopped) {
                waiting.add(END);
            }
            tasks.drainTo(waiting, MOST_AT_ONCE);
            List<Entry> entries = new ArrayList<>();
            for (Task task : waiting) {
                if (task instanceof Entry entry) {
                    entries.add(entry);
                }
            }
            store(entries);
            for (Task task : waiting) {
                if (task instanceof Work<?> work && task != END) {
                    run(work);
                }
            }
        }
        disconnect();
    }

    private <T> void run(Work<T> work) {
        try {
            T result = connected().transaction(work.transaction());
            failure = null;
            completions.execute(() -> work.done().complete(result));
        } catch (SQLException | RuntimeException failed) {
            failed(failed);
            completions.execute(() -> work.done().completeExceptionally(failed));
        }
    }

    /** One row that the database refuses must not keep its neighbours from being stored: then each goes by itself. */
    private void store(List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        // All processes insert in the same order, so that no two wait for each other.
        entries.sort(Comparator.comparing(entry -> entry.message().key()));
        try {
            int[] added = connected().transaction(open -> insert(open, entries));
            failure = null;
            completions.execute(() -> {
                for (int i = 0; i < added.length; i++) {
                    entries.get(i).done().complete(added[i] > 0);
                }
            });
        } catch (SQLException | RuntimeException failed) {
            failed(failed);
            if (entries.size() > 1 && session != null) {
                entries.forEach(entry -> store(new ArrayList<>(List.of(entry))));
            } else {
                completions.execute(() -> entries.forEach(entry -> entry.done().completeExceptionally(failed)));
            }
        }
    }

    private int[] insert(Session open, List<Entry> entries) throws SQLException {
        PreparedStatement messages = open.prepare(insertMessage);
        String last = null;
        for (Entry entry : entries) {
            Message message = entry.message();
            if (!message.key().equals(last)) {
                messages.setString(1, message.key());
                messages.setInt(2, message.priority());
                messages.setLong(3, message.time().toEpochMilli());
                messages.setLong(4, message.receivedAt().toEpochMilli());
                messages.setString(5, entry.facets());
                messages.setString(6, message.body());
                messages.addBatch();
                last = message.key();
            }
        }
        messages.executeBatch();
        PreparedStatement deliveries = open.prepare(
                "INSERT INTO delivery (message, outbox, priority) SELECT id, ?, priority FROM message WHERE key = ? "
                        + "ON CONFLICT (message, outbox) DO NOTHING");
        for (Entry entry : entries) {
            deliveries.setString(1, entry.outbox());
            deliveries.setString(2, entry.message().key());
            deliveries.addBatch();
        }
        return deliveries.executeBatch();
    }

    private Session connected() throws SQLException {
        if (session == null) {
            session = new Session(source.getConnection());
        }
        return session;
    }

    private void failed(Exception why) {
        failure = String.valueOf(why.getMessage()).lines().findFirst().orElse("");
        try {
            if (session != null && !session.alive()) {
                disconnect();
            }
        } catch (SQLException unusable) {
            disconnect();
        }
    }

    private void disconnect() {
        try {
            if (session != null) {
                session.close();
            }
        } catch (SQLException gone) {
            // It is of no use any more, whatever it says.
        } finally {
            session = null;
        }
    }

    /** Finishes what is waiting, then closes. */
    @Override
    public void close() {
        closed = true;
        tasks.add(END);
        try {
            thread.join(10_000);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        completions.shutdown();
    }
}
