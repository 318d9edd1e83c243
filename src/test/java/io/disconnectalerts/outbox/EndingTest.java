package io.disconnectalerts.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.outbox.Batch.Count;
import io.disconnectalerts.outbox.ClaimResult.Claimed;
import io.disconnectalerts.parking.Parking;
import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Dialect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Each outbox reads the end of what it reads, once. */
@ParameterizedClass
@EnumSource(Dialect.class)
class EndingTest {
    @Parameter
    Dialect dialect;
    @TempDir
    Path folder;
    private String url;
    private Store store;
    private final Group group = new Group("group");

    @BeforeEach
    void start() throws Exception {
        url = Databases.fresh(dialect, folder);
        store = Stores.open(url);
        store.open("group");
    }

    @AfterEach
    void stop() throws Exception {
        store.database.writer().execute(session -> {
            Stores.consistent(session);
            return null;
        });
        store.close();
    }

    private void lose(String... keys) {
        for (String key : keys) {
            store.append("group", Group.loss(key)).join();
        }
    }

    private void end(String... keys) throws Exception {
        for (String key : keys) {
            Group.end(store, Group.over(Set.of("group"), key));
        }
    }

    private Batch read(Claimed claimed) throws Exception {
        return store.batches.read(claimed.batch());
    }

    private void release(Claimed claimed) throws Exception {
        assertTrue(store.settlements.release(claimed, Duration.ZERO, false, Outcome.BACK_OFF, null, "no"));
    }

    private static String told(Batch batch) {
        return batch.kind() + " " + batch.size() + ", over " + batch.over() + ": "
                + batch.first().stream().map(Message::key).toList();
    }

    private String next() throws Exception {
        Claimed claimed = group.claim(store);
        if (claimed == null) {
            return "nothing";
        }
        Batch batch = read(claimed);
        group.read(store, claimed, batch);
        return told(batch);
    }

    @Test
    void whatWaitsIsToldWithWhatOfItIsOver() throws Exception {
        lose("a", "b", "c", "d");
        end("b", "d");
        assertEquals("lost 4, over 2: [a, c]", next());
        assertEquals("nothing", next());
    }

    @Test
    void whatIsOverWithAllThatIsToldOfItIsCountedOnceAndNotListed() throws Exception {
        lose("a", "b/1", "b/2", "b/3", "c/1", "c/2", "d");
        end("b/1", "b/2", "b/3", "c/1", "d");
        Claimed claimed = group.claim(store);
        Batch batch = read(claimed);
        assertEquals("lost 7, over 4: [a, c/1, c/2]", told(batch));
        assertEquals(2, batch.back());
        group.read(store, claimed, batch);
        end("a", "c/2");
        assertEquals("back 2, over 0: [a-back, c/2-back]", next());
    }

    /** PostgreSQL takes a batch that it has no statistics of for a short one. */
    @Test
    void aLongBatchIsReadSoonBehindManyShortOnes() throws Exception {
        for (int i = 0; i < 100; i++) {
            lose("short" + i);
            next();
        }
        store.database.writer().execute(session -> session.prepare("ANALYZE").execute());
        List<String> keys = IntStream.range(0, Claims.SLICE).mapToObj(i -> "long" + i).toList();
        CompletableFuture.allOf(keys.stream().map(key -> store.append("group", Group.loss(key)))
                .toArray(CompletableFuture[]::new)).join();
        Group.end(store, keys.stream().limit(Claims.SLICE / 2).map(key -> Group.over(Set.of("group"), key))
                .toArray(Ending[]::new));
        Claimed claimed = group.claim(store);
        Batch batch = assertTimeout(Duration.ofSeconds(5), () -> read(claimed));
        assertEquals(Claims.SLICE / 2, batch.over());
        assertEquals("long" + Claims.SLICE / 2, batch.first().get(0).key());
    }

    @Test
    void whatIsWhollyOverIsToldAsItsEnd() throws Exception {
        lose("a");
        end("a");
        assertEquals("back 1, over 0: [a-back]", next());
        lose("b", "c");
        end("c", "b");
        Claimed claimed = group.claim(store);
        Batch batch = read(claimed);
        assertEquals("back 2, over 0: [b-back, c-back]", told(batch));
        assertEquals(Map.of("reason", List.of(new Count("kicked", 2))), batch.facets());
        assertEquals(batch.first().get(1).time(), batch.from());
        assertTrue(!batch.critical());
        group.read(store, claimed, batch);
        assertEquals("nothing", next());
    }

    @Test
    void theEndOfWhatWasToldIsToldByItself() throws Exception {
        lose("a", "b");
        assertEquals("lost 2, over 0: [a, b]", next());
        end("b");
        assertEquals("back 1, over 0: [b-back]", next());
        end("b");
        assertEquals("nothing", next());
    }

    @Test
    void theEndOfWhatIsBeingToldIsToldByItselfOnceThatIsTold() throws Exception {
        lose("a", "b");
        Claimed claimed = group.claim(store);
        end("a");
        Batch batch = read(claimed);
        end("b");
        assertEquals("lost 2, over 0: [a, b]", told(batch));
        assertEquals("nothing", next());
        group.read(store, claimed, batch);
        assertEquals("back 2, over 0: [a-back, b-back]", next());
    }

    @Test
    void whatIsOverBeforeARetryIsInIt() throws Exception {
        lose("a", "b", "c");
        Claimed claimed = group.claim(store);
        end("a");
        release(claimed);
        end("b");
        assertEquals("lost 3, over 2: [c]", next());
        assertEquals("nothing", next());
    }

    @Test
    void whatWasRefusedAndIsOverIsToldAsItsEndWhenItIsRetried() throws Exception {
        for (String key : List.of("a", "b")) {
            lose(key);
            Claimed claimed = group.claim(store);
            end("a");
            store.settlements.park(claimed, Group.loss(key), "refused");
        }
        end("b");
        assertEquals("nothing", next());
        Parking parking = new Parking(() -> store.parked);
        for (Parking.Parked refused : parking.list(9)) {
            parking.release(refused.id());
        }
        assertEquals("back 2, over 0: [a-back, b-back]", next());
        assertEquals("nothing", next());
    }

    @Test
    void whatNobodyRemembersToHaveToldHasItsEnd() throws Exception {
        lose("a");
        next();
        while (store.history.purge(Duration.ofSeconds(-1))) {
            assertEquals(List.of("0"), Databases.column(url, "SELECT count(*) FROM message"));
        }
        end("a");
        assertEquals("back 1, over 0: [a-back]", next());
    }

    @Test
    void oneEndEndsAllThatWasLostBefore() throws Exception {
        lose("a");
        next();
        lose("b", "c");
        Group.end(store, Group.over(Set.of("group", "other"), "a", "b"));
        assertEquals("lost 2, over 1: [c]", next());
        assertEquals("back 1, over 0: [b-back]", next());
    }

    @Test
    void historyTakesTheEndsAlong() throws Exception {
        lose("a", "b");
        end("a");
        Claimed claimed = group.claim(store);
        Batch batch = read(claimed);
        end("b");
        group.read(store, claimed, batch);
        group.readAll(store);
        assertEquals(List.of("4"), Databases.column(url, "SELECT count(*) FROM message"));
        while (store.history.purge(Duration.ofSeconds(-1))) {
            store.database.writer().execute(session -> {
                Stores.consistent(session);
                return null;
            });
        }
        assertEquals(List.of("0"), Databases.column(url, "SELECT count(*) FROM message"));
    }

    /** What happens in any order: losses, returns, sends that succeed, fail, or come too late. */
    private final class Course {
        private static final List<String> NAMES = List.of("group", "other");

        private final Random random;
        private final Map<String, Group> groups = new TreeMap<>();
        private final Set<String> lost = new TreeSet<>();
        private final Set<String> over = new TreeSet<>();
        private final List<Sending> sending = new ArrayList<>();
        private final List<String> log = new ArrayList<>();

        /**
         * @param batch null if it is read at the last moment
         * @param over  what was over when it was claimed
         */
        private record Sending(Group group, Claimed claimed, Batch batch, Set<String> over) {
        }

        Course(long seed) {
            random = new Random(seed);
            NAMES.forEach(name -> groups.put(name, new Group(name)));
        }

        private <T> T any(List<T> values) {
            return values.get(random.nextInt(values.size()));
        }

        void step(int number) throws Exception {
            switch (random.nextInt(8)) {
                case 0, 1 -> {
                    String key = "%04d".formatted(number);
                    lost.add(key);
                    log.add("lost " + key);
                    NAMES.forEach(name -> store.append(name, Group.loss(key)).join());
                }
                case 2, 3 -> {
                    List<String> gone = lost.stream().filter(key -> !over.contains(key)).toList();
                    List<Ending> back = gone.stream().filter(key -> random.nextInt(3) == 0)
                            .map(key -> Group.over(Set.copyOf(NAMES), key)).toList();
                    back.forEach(each -> over.addAll(each.keys()));
                    log.add("back " + back.stream().flatMap(each -> each.keys().stream()).toList());
                    Group.end(store, back.toArray(Ending[]::new));
                }
                case 4, 5 -> {
                    Group group = groups.get(any(NAMES));
                    Claimed claimed = group.claim(store);
                    if (claimed != null) {
                        Batch batch = random.nextBoolean() ? read(claimed) : null;
                        sending.add(new Sending(group, claimed, batch, Set.copyOf(over)));
                        log.add(group.name + " claims " + claimed);
                    }
                }
                case 6 -> finish(random.nextInt(3));
                default -> {
                    log.add("leases end");
                    store.database.writer().execute(session ->
                            session.update("UPDATE batch SET lease_until = 0 WHERE settled_at IS NULL"));
                }
            }
        }

        private void finish(int how) throws Exception {
            if (sending.isEmpty()) {
                return;
            }
            Sending one = sending.remove(random.nextInt(sending.size()));
            log.add(one.claimed + " ends " + how);
            if (how == 0) {
                store.settlements.release(one.claimed, Duration.ZERO, false, Outcome.BACK_OFF, null, "no");
            } else {
                Batch batch = one.batch == null ? read(one.claimed) : one.batch;
                if (one.group.read(store, one.claimed, batch)) {
                    assertTrue(batch.first().stream().map(Message::key).noneMatch(one.over::contains), log::toString);
                }
            }
        }

        void check() throws Exception {
            while (!sending.isEmpty()) {
                finish(1);
            }
            store.database.writer().execute(session ->
                    session.update("UPDATE batch SET lease_until = 0 WHERE settled_at IS NULL"));
            for (Group each : groups.values()) {
                each.readAll(store);
                assertEquals(List.copyOf(lost), each.losses.stream().sorted().toList(), log::toString);
                assertEquals(List.copyOf(over), each.ends.stream().sorted().toList(), log::toString);
            }
        }
    }

    @Test
    void whateverTheOrderEachLossIsReadOnceAndItsEndOnce() throws Exception {
        store.open("other");
        for (long seed = 0; seed < (dialect == Dialect.SQLITE ? 150 : 40); seed++) {
            Course course = new Course(seed);
            for (int i = 0; i < 60; i++) {
                course.step(i);
            }
            course.check();
            store.database.writer().execute(session -> {
                Stores.consistent(session);
                session.update("DELETE FROM delivery");
                session.update("DELETE FROM batch");
                return session.update("DELETE FROM message");
            });
        }
    }
}
