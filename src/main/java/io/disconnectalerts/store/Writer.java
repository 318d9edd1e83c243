package io.disconnectalerts.store;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database's single writer. It takes whatever rows are waiting, up to a bound, commits them once and completes them
 * all; every other transaction runs between two such commits. When the database is out of order, whatever waits fails
 * together, so that nobody waits longer than for one attempt of the database and one of his own.
 */
public final class Writer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final int MOST_AT_ONCE = 1000;
    private static final long PROBE_MS = 1_000;
    private static final int PROBE_SIZE = 16_384;
    /**
     * An event's messages to its outboxes come one after the other, and in a storm others close behind: one commit for
     * all.
     */
    private static final long GATHER_NS = 200_000;

    /** A row to be added to a table. */
    public record Insert<R>(Table<R> table, R row) {
    }

    /** What the writer is asked to do; its future ends when the database has committed it, or could not. */
    private sealed interface Task {
        CompletableFuture<?> done();
    }

    private static final class Added<R> {
        private final Insert<R> insert;
        private int count;

        Added(Insert<R> insert) {
            this.insert = insert;
        }
    }

    /** Rows that are committed all or none; ends with whether the first of them was not there already. */
    private record Rows(List<Added<?>> rows, CompletableFuture<Boolean> done) implements Task {
        void commit() {
            done.complete(rows.get(0).count > 0);
        }
    }

    private record Work<T>(Session.Transaction<T> transaction, CompletableFuture<T> done) implements Task {
    }

    private record End(CompletableFuture<Void> done) implements Task {
    }

    private final Database database;
    private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
    /** Runs what waits for a commit; that may itself wait for {@link Work}, which the writer's thread completes. */
    private final ExecutorService completions =
            Executors.newSingleThreadExecutor(work -> daemon(work, "store-committed"));
    private final Thread thread = daemon(this::run, "store-writer");
    private volatile String failure;
    private boolean closed;
    private Session session;

    Writer(Database database) {
        this.database = database;
        thread.start();
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Why the database could not commit the last time, or null if it could. */
    public String failure() {
        return failure;
    }

    /**
     * Adds a row in the next commit, and others in the same one.
     *
     * @return ends with false if the row was there already
     */
    public CompletableFuture<Boolean> insert(Insert<?> row, Insert<?>... others) {
        Rows rows = new Rows(Stream.concat(Stream.of(row), Stream.of(others)).<Added<?>>map(Added::new).toList(),
                new CompletableFuture<>());
        submit(rows);
        return rows.done();
    }

    /** Does some work in a transaction of its own, and waits until it is committed. */
    public <T> T execute(Session.Transaction<T> transaction) throws SQLException {
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
                    if (next instanceof Rows) {
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
            connected().transaction(Writer::probe);
            LOG.info("the store commits again");
            failure = null;
        }
        List<Rows> rows = new ArrayList<>();
        for (Task task : waiting) {
            if (task instanceof Rows added) {
                rows.add(added);
            }
        }
        store(rows);
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
     * One row that the database refuses, or its table cannot deal with, must not keep its neighbours from being stored:
     * halves, until it stands alone.
     */
    private void store(List<Rows> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        Session connected = connected();
        try {
            connected.transaction(session -> insert(session, rows));
            completions.execute(() -> rows.forEach(Rows::commit));
        } catch (RuntimeException wrong) {
            if (rows.size() == 1) {
                LOG.error("a row cannot be stored, and keeps no other from it", wrong);
            }
            without(rows, wrong);
        } catch (SQLException failed) {
            if (!Dialect.refused(failed)) {
                throw failed;
            }
            without(rows, plain(failed));
        }
    }

    /** Each is stored by itself that is not the one that is refused. */
    private void without(List<Rows> rows, Throwable refused) throws SQLException {
        if (rows.size() == 1) {
            completions.execute(() -> rows.get(0).done().completeExceptionally(refused));
        } else {
            store(rows.subList(0, rows.size() / 2));
            store(rows.subList(rows.size() / 2, rows.size()));
        }
    }

    private Void insert(Session session, List<Rows> rows) throws SQLException {
        Map<String, List<Added<?>>> tables = new TreeMap<>();
        for (Rows together : rows) {
            for (Added<?> row : together.rows()) {
                tables.computeIfAbsent(row.insert.table().name(), name -> new ArrayList<>()).add(row);
            }
        }
        for (List<Added<?>> table : tables.values()) {
            fill(session, table.get(0).insert.table(), table);
        }
        return null;
    }

    @SuppressWarnings("unchecked")
    private <R> void fill(Session session, Table<R> table, List<Added<?>> rows) throws SQLException {
        List<Added<R>> ordered = (List<Added<R>>) (List<?>) rows;
        if (database.dialect() == Dialect.POSTGRESQL) {
            ordered.sort(Comparator.comparing(row -> row.insert.row(), table.order()));
        }
        int[] counts = table.insert(session, ordered.stream().map(row -> row.insert.row()).toList());
        for (int i = 0; i < counts.length; i++) {
            ordered.get(i).count = counts[i];
        }
    }

    /** Whether there is room for a row again: writes one and takes it back, in one transaction. */
    private static boolean probe(Session session) throws SQLException {
        session.update("INSERT INTO probe (filler) VALUES (?)", new byte[PROBE_SIZE]);
        return session.update("DELETE FROM probe") == 1;
    }

    private Session connected() throws SQLException {
        if (session == null) {
            session = database.writing();
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
        List<Task> rows = waiting.stream().filter(Rows.class::isInstance).toList();
        completions.execute(() -> rows.forEach(row -> row.done().completeExceptionally(plain)));
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
            database.evict(session);
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
