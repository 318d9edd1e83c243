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
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database's single writer. It takes whatever waits, rows and brief work, up to a bound, commits it once and
 * completes it all; every other transaction runs between two such commits. When the database is out of order, whatever
 * waits fails together, so that nobody waits longer than for one attempt of the database and one of his own.
 */
public final class Writer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final int MOST_AT_ONCE = 1000;
    private static final long PROBE_MS = 1_000;
    private static final int PROBE_SIZE = 16_384;
    /** Outboxes are woken, and robots answer, several at once; each of them is being waited for. */
    private static final long GATHER_NS = 60_000;

    /** A row to be added to a table. */
    public record Insert<R>(Table<R> table, R row) {
    }

    /** What the writer is asked to do; its future ends when the database has committed it, or could not. */
    private sealed interface Task {
        CompletableFuture<?> done();

        /** It is committed. */
        default void complete() {
        }
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
        @Override
        public void complete() {
            done.complete(rows.get(0).count > 0);
        }
    }

    private static final class Work<T> implements Task {
        private final Session.Transaction<T> transaction;
        private final boolean brief;
        private final CompletableFuture<T> done = new CompletableFuture<>();
        private T result;

        Work(Session.Transaction<T> transaction, boolean brief) {
            this.transaction = transaction;
            this.brief = brief;
        }

        void carryOut(Session session) throws SQLException {
            result = transaction.in(session);
        }

        @Override
        public CompletableFuture<T> done() {
            return done;
        }

        @Override
        public void complete() {
            done.complete(result);
        }
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
        List<Added<?>> added = new ArrayList<>(List.of(new Added<>(row)));
        for (Insert<?> other : others) {
            added.add(new Added<>(other));
        }
        Rows rows = new Rows(added, new CompletableFuture<>());
        submit(rows);
        return rows.done();
    }

    /** Does some work in a transaction of its own, and waits until it is committed. */
    public <T> T execute(Session.Transaction<T> transaction) throws SQLException {
        return await(new Work<>(transaction, false));
    }

    /**
     * Does some work in the commit that is next, and waits for that. It is done again, on what is stored by then, if
     * that commit fails because of others. On PostgreSQL it has a transaction of its own: several processes lock
     * outboxes one at a time.
     */
    public <T> T join(Session.Transaction<T> transaction) throws SQLException {
        return await(new Work<>(transaction, database.dialect() == Dialect.SQLITE));
    }

    private <T> T await(Work<T> work) throws SQLException {
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
                    if (isBrief(next)) {
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
        List<Task> together = new ArrayList<>();
        List<Task> alone = new ArrayList<>();
        for (Task task : waiting) {
            if (task instanceof Rows || isBrief(task)) {
                together.add(task);
            } else if (task instanceof Work<?>) {
                alone.add(task);
            }
        }
        commit(together);
        for (Task task : alone) {
            commit(List.of(task));
        }
    }

    private static boolean isBrief(Task task) {
        return task instanceof Work<?> work && work.brief;
    }

    /**
     * What the database refuses, or fails by itself, must not keep its neighbours from being stored: halves, until it
     * stands alone.
     */
    private void commit(List<Task> tasks) throws SQLException {
        if (tasks.isEmpty()) {
            return;
        }
        Session connected = connected();
        try {
            connected.transaction(session -> carryOut(session, tasks));
            end(tasks, Task::complete);
        } catch (RuntimeException wrong) {
            if (tasks.get(0) instanceof Rows && tasks.size() == 1) {
                LOG.error("a row cannot be stored, and keeps no other from it", wrong);
            }
            without(tasks, wrong);
        } catch (SQLException failed) {
            if (!Dialect.refused(failed)) {
                throw failed;
            }
            without(tasks, plain(failed));
        }
    }

    /** Each is carried out by itself that is not the one that is refused. */
    private void without(List<Task> tasks, Throwable refused) throws SQLException {
        if (tasks.size() == 1) {
            end(tasks, task -> task.done().completeExceptionally(refused));
        } else {
            commit(tasks.subList(0, tasks.size() / 2));
            commit(tasks.subList(tasks.size() / 2, tasks.size()));
        }
    }

    private void end(List<Task> tasks, Consumer<Task> how) {
        completions.execute(() -> end(tasks, Rows.class, how));
        end(tasks, Work.class, how);
    }

    private static void end(List<Task> tasks, Class<?> which, Consumer<Task> how) {
        for (Task task : tasks) {
            if (which.isInstance(task)) {
                how.accept(task);
            }
        }
    }

    /** In the order in which they came, all rows together: what was asked for before them finds none of them. */
    private Void carryOut(Session session, List<Task> tasks) throws SQLException {
        List<Rows> rows = new ArrayList<>();
        for (Task task : tasks) {
            if (task instanceof Rows row) {
                rows.add(row);
            }
        }
        for (Task task : tasks) {
            if (task instanceof Work<?> work) {
                work.carryOut(session);
            } else if (task == rows.get(0)) {
                insert(session, rows);
            }
        }
        return null;
    }

    private void insert(Session session, List<Rows> rows) throws SQLException {
        Map<String, List<Added<?>>> tables = new TreeMap<>();
        for (Rows together : rows) {
            for (Added<?> row : together.rows()) {
                tables.computeIfAbsent(row.insert.table().name(), name -> new ArrayList<>()).add(row);
            }
        }
        for (List<Added<?>> table : tables.values()) {
            fill(session, table.get(0).insert.table(), table);
        }
    }

    @SuppressWarnings("unchecked")
    private <R> void fill(Session session, Table<R> table, List<Added<?>> rows) throws SQLException {
        List<Added<R>> ordered = (List<Added<R>>) (List<?>) rows;
        if (database.dialect() == Dialect.POSTGRESQL) {
            ordered.sort(Comparator.comparing(row -> row.insert.row(), table.order()));
        }
        List<R> values = new ArrayList<>();
        for (Added<R> row : ordered) {
            values.add(row.insert.row());
        }
        int[] counts = table.insert(session, values);
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
        end(List.copyOf(waiting), task -> task.done().completeExceptionally(plain));
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
