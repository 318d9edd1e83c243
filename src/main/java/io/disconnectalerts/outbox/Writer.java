package io.disconnectalerts.outbox;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store's single writer. It takes whatever messages are waiting, up to a bound, commits them once and completes
 * them all; every other transaction runs between two such commits. When the database is out of order, whatever waits
 * fails together, so that nobody waits longer than for one attempt of the database and one of his own.
 */
final class Writer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final int MOST_AT_ONCE = 1000;
    private static final long PROBE_MS = 1_000;
    /**
     * An event's messages to its outboxes come one after the other, and in a storm others close behind: one commit for
     * all.
     */
    private static final long GATHER_NS = 200_000;

    /** What the writer is asked to do; its future ends when the database has committed it, or could not. */
    sealed interface Task {
        CompletableFuture<?> done();
    }

    /** A message for an outbox; completed with false if it was there already. */
    record Entry(String outbox, Message message, CompletableFuture<Boolean> done) implements Task {
    }

    private record Work<T>(Session.Transaction<T> transaction, CompletableFuture<T> done) implements Task {
    }

    private record End(CompletableFuture<Void> done) implements Task {
    }

    private final Database database;
    private final Inserts inserts;
    private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
    /** Runs what waits for a commit; that may itself wait for {@link Work}, which the writer's thread completes. */
    private final ExecutorService completions =
            Executors.newSingleThreadExecutor(work -> daemon(work, "outbox-committed"));
    private final Thread thread = daemon(this::run, "outbox-writer");
    private volatile String failure;
    private boolean closed;
    private Session session;

    Writer(Database database) {
        this.database = database;
        this.inserts = new Inserts(database.dialect);
        thread.start();
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Why the database could not commit the last time, or null if it could. */
    String failure() {
        return failure;
    }

    CompletableFuture<Boolean> append(String outbox, Message message) {
        Entry entry = new Entry(outbox, message, new CompletableFuture<>());
        submit(entry);
        return entry.done();
    }

    <T> T execute(Session.Transaction<T> transaction) throws SQLException {
        Work<T> work = new Work<>(transaction, new CompletableFuture<>());
        submit(work);
        try {
            return work.done().join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof SQLException cause ? cause : new SQLException(failed.getCause());
        }
    }

    private synchronized void submit(Task task) {
        if (closed) {
            task.done().completeExceptionally(new SQLException("the store is closed"));
        } else {
            tasks.add(task);
        }
    }

    private void run() {
        List<Task> waiting = new ArrayList<>();
        while (waiting.isEmpty() || !(waiting.get(waiting.size() - 1) instanceof End)) {
            waiting.clear();
            try {
                Task next = failure == null ? tasks.take() : tasks.poll(PROBE_MS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    waiting.add(next);
                    if (next instanceof Entry) {
                        LockSupport.parkNanos(GATHER_NS);
                    }
                    tasks.drainTo(waiting, MOST_AT_ONCE);
                }
                carryOut(waiting);
            } catch (Throwable broken) {
                failed(broken, waiting);
            }
        }
        disconnect();
    }

    private void carryOut(List<Task> waiting) throws SQLException {
        if (failure != null) {
            connected().transaction(inserts::probe);
            LOG.info("the store commits again");
            failure = null;
        }
        List<Entry> entries = new ArrayList<>();
        for (Task task : waiting) {
            if (task instanceof Entry entry) {
                entries.add(entry);
            }
        }
        if (database.dialect == Dialect.POSTGRESQL) {
            entries.sort(Inserts.ORDER);
        }
        store(entries);
        for (Task task : waiting) {
            if (task instanceof Work<?> work) {
                run(work);
            }
        }
    }

    private <T> void run(Work<T> work) throws SQLException {
        try {
            work.done().complete(connected().transaction(work.transaction()));
        } catch (RuntimeException wrong) {
            work.done().completeExceptionally(wrong);
        } catch (SQLException failed) {
            work.done().completeExceptionally(failed);
            if (!Dialect.refused(failed)) {
                throw failed;
            }
        }
    }

    /**
     * One row that the database refuses must not keep its neighbours from being stored: halves, until it stands alone.
     */
    private void store(List<Entry> entries) throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        try {
            int[] added = connected().transaction(open -> inserts.insert(open, entries));
            completions.execute(() -> {
                for (int i = 0; i < added.length; i++) {
                    entries.get(i).done().complete(added[i] > 0);
                }
            });
        } catch (SQLException failed) {
            if (!Dialect.refused(failed)) {
                throw failed;
            }
            if (entries.size() == 1) {
                completions.execute(() -> entries.get(0).done().completeExceptionally(plain(failed)));
            } else {
                store(entries.subList(0, entries.size() / 2));
                store(entries.subList(entries.size() / 2, entries.size()));
            }
        }
    }

    private Session connected() throws SQLException {
        if (session == null) {
            session = new Session(database.writing());
        }
        return session;
    }

    /** Nothing of what waits can be done, and the connection is not to be trusted any more. */
    private void failed(Throwable why, List<Task> waiting) {
        Throwable plain = plain(why);
        String sentence = String.valueOf(plain.getMessage()).lines().findFirst().orElse("");
        if (failure == null) {
            LOG.error("the store cannot commit, nothing is acknowledged until it can: {}", sentence);
        }
        failure = sentence;
        List<Task> entries = waiting.stream().filter(Entry.class::isInstance).toList();
        completions.execute(() -> entries.forEach(entry -> entry.done().completeExceptionally(plain)));
        waiting.stream().filter(Work.class::isInstance).forEach(work -> work.done().completeExceptionally(plain));
        disconnect();
    }

    /** What a batch says of its failure repeats all its values; the cause does not. */
    private static Throwable plain(Throwable failure) {
        return failure instanceof BatchUpdateException batch && batch.getNextException() != null
                ? batch.getNextException() : failure;
    }

    private void disconnect() {
        if (session != null) {
            database.source.evictConnection(session.connection);
            session = null;
        }
    }

    /** Finishes what is waiting, then closes. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            tasks.add(new End(new CompletableFuture<>()));
        }
        try {
            thread.join(10_000);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        completions.shutdown();
    }
}
