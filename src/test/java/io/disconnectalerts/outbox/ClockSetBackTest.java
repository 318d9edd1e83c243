package io.disconnectalerts.outbox;

import static io.disconnectalerts.outbox.Instance.message;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.delivery.DeliveryFailure.BackOff;
import io.disconnectalerts.delivery.DeliveryFailure.RetryAfter;
import io.disconnectalerts.outbox.ClaimResult.Claimed;
import io.disconnectalerts.parking.Parking;
import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Dialect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A clock that was far ahead when times were stored, and was set right since, keeps nobody waiting until then. */
class ClockSetBackTest {
    /** In the year 2100. */
    private static final String AHEAD = "4102444800000";
    private static final Map<String, String> STORED = Map.of(
            "the pause after a failure", "UPDATE outbox SET paused_until = AHEAD, failures = 3",
            "the lease of who died", "UPDATE batch SET lease_until = AHEAD, claimed_at = AHEAD",
            "when sends were answered", "INSERT INTO permit (outbox, answered_at) VALUES ('group', AHEAD)"
                    + ", ('group', AHEAD)".repeat(19),
            "a storm", "UPDATE outbox SET storm_began_at = AHEAD, digest_at = AHEAD, digest_size = 500, "
            + "last_sent_at = AHEAD");

    private static final Pacing PACING = new Pacing(20, 0, Duration.ofMinutes(1));

    @TempDir
    private Path folder;
    private final Receiver group = new Receiver();

    static Stream<Arguments> stored() {
        return Stream.of(Dialect.values())
                .flatMap(dialect -> STORED.keySet().stream().map(what -> Arguments.of(dialect, what)));
    }

    private static void store(String url, String what) throws Exception {
        Databases.update(url, STORED.get(what).replace("AHEAD", AHEAD));
    }

    private Instance process(String url) throws Exception {
        return new Instance(url).minute(Duration.ofSeconds(1)).delivers("group", group).start();
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("stored")
    void whatWasStoredBeforeAStartKeepsNobodyWaiting(Dialect dialect, String what) throws Exception {
        String url = Databases.fresh(dialect, folder);
        try (Store died = Stores.open(url)) {
            died.open("group");
            died.append("group", message("left behind")).join();
            died.claims.claim("group", PACING, false);
        }
        Databases.update(url, "UPDATE batch SET lease_until = 0");
        store(url, what);
        try (Instance process = process(url)) {
            process.send("group", "new");
            await().atMost(Duration.ofSeconds(15)).until(() -> group.keys().containsAll(List.of("left behind", "new")));
            await().until(() -> process.state("group").failures() == 0 && process.state("group").pause().isZero());
        }
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("stored")
    void whatWasStoredWhileASendWasUnderWayKeepsNobodyWaiting(Dialect dialect, String what) throws Exception {
        String url = Databases.fresh(dialect, folder);
        group.answer(batch -> {
            store(url, what);
            throw new BackOff("HTTP 502");
        });
        try (Instance process = process(url)) {
            process.send("group", "first");
            process.awaitOutcomes(2);
            process.send("group", "second");
            process.awaitOutcomes(3);
            assertEquals(List.of("back-off 1", "told 1", "told 1"), process.outcomes);
            assertTrue(group.pause(0).toMillis() < 15_000, () -> group.pause(0).toString());
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aPauseAsLongAsAnyMayBeIsKept(Dialect dialect) throws Exception {
        String url = Databases.fresh(dialect, folder);
        group.answer(new RetryAfter("too fast", Duration.ofDays(1)));
        try (Instance process = process(url)) {
            process.send("group", "a");
            process.awaitOutcomes(1);
            await().during(Duration.ofMillis(1_500)).until(() -> group.sent.size() == 1);
            Duration pause = process.state("group").pause();
            assertTrue(pause.toMinutes() == 59 || pause.equals(RetryAfter.LONGEST), pause::toString);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void whatWasToldOrParkedIsKeptNoLongerThanAnythingElse(Dialect dialect) throws Exception {
        String url = Databases.fresh(dialect, folder);
        try (Store store = Stores.open(url)) {
            store.open("group");
            store.append("group", message("told")).join();
            Claimed claimed = (Claimed) store.claims.claim("group", PACING, false);
            store.settlements.settle(claimed, store.batches.read(claimed.batch()), null);
            new Parking(() -> store.parked).park(new byte[] {1}, "http", null, "not JSON");
            Databases.update(url, "UPDATE batch SET settled_at = " + AHEAD);
            Databases.update(url, "UPDATE parked SET parked_at = " + AHEAD);
            await().until(() -> {
                store.history.purge(Duration.ZERO);
                store.parked.purge(Duration.ZERO);
                return List.of("0", "0").equals(Databases.column(url,
                        "SELECT count(*) FROM message UNION ALL SELECT count(*) FROM parked"));
            });
        }
    }
}
