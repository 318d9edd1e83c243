package io.disconnectalerts.outbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.outbox.ClaimResult.Claimed;
import io.disconnectalerts.parking.Parking;
import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Dialect;
import io.disconnectalerts.store.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two processes on one PostgreSQL database do something at the same time. The first is held up before each of its
 * requests in turn, until the second is done or waits for it.
 */
class RaceTest {
    /** Older than what is yet to come: everything. */
    private static final Duration ALL = Duration.ofSeconds(-1);
    private static final Set<String> FORGETS = Set.of("discard", "forget what is parked");
    private static final byte[] INPUT = {1, 2, 3};

    private static String url;
    private static Session stranger;
    private static Store first;
    private static Store second;

    private final Group group = new Group("group");
    private long refused;
    private final List<Claimed> underWay = new ArrayList<>();
    private final Map<String, Act> acts = new TreeMap<>(Map.of(
            "retry", store -> parking(store).release(refused),
            "retry and send", this::send,
            "discard", store -> parking(store).discard("" + refused),
            "forget what is parked", store -> repeat(() -> store.parked.purge(ALL)),
            "forget what was told", store -> repeat(() -> store.history.purge(ALL)),
            "tell", this::tell,
            "refuse", this::refuse,
            "end", store -> Group.end(store, over("told"), over("refused"), over("pending")),
            "park", store -> parking(store).park(INPUT, "http", null, "not JSON")));
    private interface Act {
        void of(Store store) throws Exception;
    }

    private interface Step {
        boolean more() throws Exception;
    }

    @BeforeAll
    static void start() throws Exception {
        url = Databases.fresh(Dialect.POSTGRESQL, null);
        stranger = Databases.session(url);
        first = Stores.open(Wire.url(url, "first"));
        second = Stores.open(Wire.url(url, "second"));
    }

    @AfterAll
    static void stop() throws Exception {
        stranger.close();
        first.close();
        second.close();
    }

    static Stream<Arguments> pairs() {
        Set<String> acts = new RaceTest().acts.keySet();
        return acts.stream().filter(one -> !one.equals("retry and send")).flatMap(one -> acts.stream()
                .filter(other -> !other.equals("retry")).map(other -> Arguments.of(one, other)));
    }

    @ParameterizedTest(name = "{0} and {1}")
    @MethodSource("pairs")
    void whateverTheOrderNothingIsOrphanedOrToldTwice(String one, String other) throws Exception {
        int passing = 0;
        while (interleaved(acts.get(one), acts.get(other), passing)) {
            String where = "held up after " + passing++;
            Stores.consistent(stranger);
            for (Claimed sending : underWay) {
                group.read(second, sending, second.batches.read(sending.batch()));
            }
            tell(first);
            Stores.consistent(stranger);
            assertEquals(group.losses.stream().distinct().toList(), group.losses, where);
            assertEquals(group.ends.stream().distinct().toList(), group.ends, where);
            assertTrue(!one.equals("end") && !other.equals("end") || group.ends.containsAll(group.losses), where);
            boolean parked = stranger.number(0, "SELECT count(*) FROM parked p "
                    + "JOIN message m ON m.id = p.message WHERE m.key = 'refused'") > 0;
            boolean forgotten = FORGETS.contains(one) || FORGETS.contains(other);
            assertTrue(group.losses.contains("refused") || parked || forgotten, where);
        }
        assertTrue(passing > 2, "it was held up");
    }

    /** False if there was nothing left to hold up. */
    private boolean interleaved(Act one, Act other, int passing) throws Exception {
        prepare();
        Wire.Hold hold = Wire.hold("first", passing);
        CompletableFuture<Void> begun = started(one, first);
        begun.whenComplete((done, failed) -> hold.reached().countDown());
        hold.reached().await();
        boolean held = !begun.isDone();
        CompletableFuture<Void> meanwhile = started(other, second);
        await().pollInterval(Duration.ofMillis(1)).until(() -> meanwhile.isDone() || waiting());
        hold.release();
        CompletableFuture.allOf(begun, meanwhile).join();
        return held;
    }

    private static CompletableFuture<Void> started(Act act, Store store) {
        return CompletableFuture.runAsync(() -> {
            try {
                act.of(store);
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
    }

    private static boolean waiting() throws Exception {
        return stranger.number(0, "SELECT count(*) FROM pg_stat_activity "
                + "WHERE datname = current_database() AND wait_event_type = 'Lock'") > 0;
    }

    /** One message was told, one refused for good, and one is pending; an input could not be read. */
    private void prepare() throws Exception {
        for (String table : List.of("delivery", "message", "batch", "parked")) {
            stranger.update("DELETE FROM " + table);
        }
        group.losses.clear();
        group.ends.clear();
        underWay.clear();
        first.open("group");
        first.append("group", Group.loss("told")).join();
        tell(first);
        first.append("group", Group.loss("refused")).join();
        refuse(first);
        refused = parking(first).list(1).get(0).id();
        parking(first).park(INPUT, "http", null, "not JSON");
        first.append("group", Group.loss("pending")).join();
    }

    private static Parking parking(Store store) {
        return new Parking(() -> store.parked);
    }

    private static void repeat(Step step) throws Exception {
        boolean more = true;
        while (more) {
            more = step.more();
        }
    }

    private void send(Store store) throws Exception {
        parking(store).release(refused);
        Claimed claimed = group.claim(store);
        if (claimed != null) {
            underWay.add(claimed);
        }
    }

    private void tell(Store store) throws Exception {
        group.readAll(store);
    }

    private static Ending over(String key) {
        return Group.over(Set.of("group"), key);
    }

    private void refuse(Store store) throws Exception {
        Claimed claimed = group.claim(store);
        if (claimed != null) {
            Batch batch = store.batches.read(claimed.batch());
            if (batch.size() == 1) {
                store.settlements.park(claimed, batch.first().get(0), "content");
            } else {
                store.settlements.giveBack(claimed);
            }
        }
    }
}
