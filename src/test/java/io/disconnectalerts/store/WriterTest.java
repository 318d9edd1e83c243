package io.disconnectalerts.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.disconnectalerts.store.Writer.Insert;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows of any table are committed many at a time, those that belong together all or none. */
@ParameterizedClass
@EnumSource(Dialect.class)
class WriterTest {
    private static final Table<String> NOTES = new Words("notes");
    private static final Table<String> STATES = new Words("states");

    @Parameter
    Dialect dialect;
    @TempDir
    Path folder;
    private String url;
    private Database database;

    /** A table of one column, whose words have at most eight letters. */
    private record Words(String name) implements Table<String> {
        static final String RIDDLE = "?";

        @Override
        public Comparator<String> order() {
            return Comparator.naturalOrder();
        }

        @Override
        public int[] insert(Session session, List<String> rows) throws SQLException {
            if (rows.contains(RIDDLE)) {
                throw new IllegalStateException("nobody knows what that means");
            }
            int[] added = new int[rows.size()];
            for (int i = 0; i < added.length; i++) {
                added[i] = session.update("INSERT INTO " + name + " VALUES (?) ON CONFLICT (word) DO NOTHING",
                        rows.get(i));
            }
            return added;
        }
    }

    @BeforeEach
    void open() throws Exception {
        url = Databases.fresh(dialect, folder);
        database = Databases.open(url);
        for (String table : List.of("notes", "states")) {
            Databases.update(url, "CREATE TABLE " + table
                    + " (word VARCHAR(8) PRIMARY KEY CHECK (length(word) <= 8))");
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    private CompletableFuture<Boolean> insert(String note, String state) {
        return database.writer().insert(new Insert<>(NOTES, note), new Insert<>(STATES, state));
    }

    private List<String> words(String table) throws Exception {
        return Databases.column(url, "SELECT word FROM " + table + " ORDER BY word");
    }

    @Test
    void theFirstRowSaysWhetherItWasNew() {
        assertEquals(List.of(true, false, true), List.of(insert("a", "on").join(), insert("a", "off").join(),
                insert("b", "on").join()));
    }

    @Test
    void whatIsRefusedTakesItsOwnRowsAlongAndNoOther() throws Exception {
        List<CompletableFuture<Boolean>> all = new ArrayList<>();
        for (int i = 10; i < 60; i++) {
            all.add(insert("note " + i, i == 33 ? "much too long" : "state " + i));
        }
        for (int i = 10; i < 60; i++) {
            CompletableFuture<Boolean> each = all.get(i - 10);
            if (i == 33) {
                assertThrows(CompletionException.class, each::join);
            } else {
                assertEquals(true, each.join());
            }
        }
        assertEquals(IntStream.range(10, 60).filter(i -> i != 33).mapToObj(i -> "note " + i).toList(), words("notes"));
        assertEquals(49, words("states").size());
    }

    @Test
    void whatCannotBeDealtWithTakesItsOwnRowsAlongAndNoOther() throws Exception {
        List<CompletableFuture<Boolean>> all = IntStream.range(10, 60)
                .mapToObj(i -> insert("note " + i, i == 33 ? Words.RIDDLE : "state " + i)).toList();
        assertThrows(CompletionException.class, all.get(23)::join);
        all.stream().filter(each -> each != all.get(23)).forEach(each -> assertEquals(true, each.join()));
        assertEquals(49, words("notes").size());
        assertEquals(49, words("states").size());
        assertNull(database.writer().failure());
    }

    @Test
    void whatIsToBeDoneAfterwardsIsDoneOnceItIsCommittedAndNotOtherwise() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        database.writer().execute(session -> {
            session.afterCommit(() -> heard.add("committed"));
            session.afterCommit(() -> {
                throw new IllegalStateException("deaf");
            });
            return session.update("INSERT INTO notes VALUES ('a')");
        });
        assertThrows(SQLException.class, () -> database.writer().execute(session -> {
            session.afterCommit(() -> heard.add("rolled back"));
            return session.update("INSERT INTO notes VALUES ('a')");
        }));
        database.writer().execute(session -> session.update("INSERT INTO notes VALUES ('b')"));
        assertEquals(List.of("committed"), heard);
        assertEquals(List.of("a", "b"), words("notes"));
    }

    /** Has brief work wait for the writer between two notes, and says what came of it. */
    private <T> CompletableFuture<T> betweenNotes(Session.Transaction<T> work) throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        Thread other = thread(() -> database.writer().execute(session -> {
            busy.countDown();
            return join(free);
        }), new CompletableFuture<>());
        busy.await();
        insert("before", "on");
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread brief = thread(() -> database.writer().join(work), done);
        while (brief.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        CompletableFuture<Boolean> after = insert("after", "off");
        free.countDown();
        after.join();
        other.join();
        brief.join();
        return done;
    }

    private static <T> Thread thread(Callable<T> work, CompletableFuture<T> done) {
        Thread thread = new Thread(() -> {
            try {
                done.complete(work.call());
            } catch (Exception failed) {
                done.completeExceptionally(failed);
            }
        });
        thread.start();
        return thread;
    }

    private static boolean join(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    /** Several processes on PostgreSQL would wait for each other. */
    @Test
    void briefWorkIsInTheCommitOfWhatWaitsBesideIt() throws Exception {
        assertEquals("[after, before], elsewhere " + (dialect == Dialect.SQLITE ? "[]" : "[after, before]"),
                betweenNotes(session -> {
                    try {
                        return session.all(row -> row.getString(1), "SELECT word FROM notes ORDER BY word")
                                + ", elsewhere " + words("notes");
                    } catch (Exception failed) {
                        throw new SQLException(failed);
                    }
                }).join());
    }

    @Test
    void briefWorkThatFailsTakesNothingAlong() throws Exception {
        for (String state : List.of("refused because of its length", "well")) {
            CompletableFuture<Object> done = betweenNotes(session -> {
                session.update("INSERT INTO states VALUES ('half')");
                session.update("INSERT INTO states VALUES (?)", state);
                throw new IllegalStateException("wrong");
            });
            assertThrows(CompletionException.class, done::join);
            assertEquals(List.of("after", "before"), words("notes"));
            assertEquals(List.of("off", "on"), words("states"));
        }
    }

    @Test
    void nothingIsTakenOnceItIsClosed() {
        database.close();
        assertThrows(CompletionException.class, () -> insert("a", "on").join());
    }
}
