package io.disconnectalerts.outbox;

import static io.disconnectalerts.outbox.Instance.message;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.outbox.ClaimResult.Claimed;
import io.disconnectalerts.parking.Parking.Parked;
import io.disconnectalerts.parking.Parking;
import io.disconnectalerts.parking.ParkingSpace;
import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Dialect;
import io.disconnectalerts.store.Session;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Dialect.class)
class ParkingSpaceTest {
    private static final Pacing UNPACED = new Pacing(0, 0, Duration.ofMinutes(1));
    private static final int FEW = 5;

    @Parameter
    Dialect dialect;
    @TempDir
    private Path folder;
    private String url;
    private Store store;
    private Parking parking;
    private final AtomicInteger dropped = new AtomicInteger();
    private int number;

    @BeforeEach
    void create() throws SQLException {
        url = Databases.fresh(dialect, folder);
    }

    @AfterEach
    void close() throws SQLException {
        store.close();
        try (Session stranger = Databases.session(url)) {
            Stores.consistent(stranger);
        }
    }

    private void open(long items, long bytes) throws SQLException {
        store = new Store(Databases.open(url), Duration.ofSeconds(30),
                new ParkingSpace(items, bytes), dropped::addAndGet);
        parking = new Parking(() -> store.parked);
    }

    private void park(String source, String sender, int bytes) throws SQLException {
        parking.park(ByteBuffer.allocate(bytes).putInt(number++).array(), source, source.equals("mqtt") ? sender : null,
                source.equals("http") ? sender : null, "not JSON", 1, null);
    }

    private void refuse(String outbox, int count) throws Exception {
        store.open(outbox);
        for (int i = 0; i < count; i++) {
            store.append(outbox, message("refused " + number++)).join();
            Claimed claimed = (Claimed) store.claims.claim(outbox, UNPACED, false);
            store.settlements.park(claimed, store.batches.read(claimed.batch()).first().get(0), "content");
        }
    }

    /** How many each source, or each sender, still has. */
    private Map<String, Integer> held(String by) throws SQLException {
        Map<String, Integer> held = new HashMap<>();
        Databases.column(url, "SELECT " + by + " FROM parked").forEach(each -> held.merge(each, 1, Integer::sum));
        return held;
    }

    @ParameterizedTest(name = "{0} senders of {1}, {2} bytes each")
    @CsvSource({"1,http,100", "1,mqtt,100", "500,http,100", "500,mqtt,100",
        "1,http,10000", "1,mqtt,10000", "500,http,10000", "500,mqtt,10000"})
    void aFloodPushesOutOnlyItsOwn(int senders, String source, int bytes) throws Exception {
        open(200, 1 << 20);
        refuse("wecom", FEW);
        refuse("feishu", FEW);
        for (int i = 0; i < FEW; i++) {
            for (String other : List.of("http", "mqtt")) {
                park(other, "quiet", 1_000);
                park(other, "calm", 1_000);
            }
        }
        for (int i = 0; i < 500; i++) {
            park(source, "flood " + i % senders, bytes);
        }
        Map<String, Integer> sources = held("source");
        assertEquals(List.of(FEW, FEW), List.of(sources.get("wecom"), sources.get("feishu")));
        assertEquals(2 * FEW, sources.get(source.equals("http") ? "mqtt" : "http"));
        Map<String, Integer> own = held("CASE source WHEN '" + source + "' THEN sender END");
        if (senders == 1) {
            assertEquals(List.of(FEW, FEW), List.of(own.get("quiet"), own.get("calm")));
        }
        assertTrue(own.get("flood " + 499 % senders) >= 1, "the newest is there");
        int left = sources.values().stream().mapToInt(Integer::intValue).sum();
        assertEquals(500 + 6 * FEW - left, dropped.get());
        assertTrue(left > 90, "no more goes than has to: " + left);
        assertTrue(left <= 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void atAnyTimeTheBoundsHoldTheOldestGoFirstAndWhoHoldsLittleLosesNothing(long seed) throws Exception {
        int items = 150;
        int bytes = 64 << 10;
        int largest = 1_000;
        int fair = Math.min(items, bytes / largest) / 2 - 5;
        List<String> senders = List.of("http a", "http b", "http c", "mqtt a", "mqtt b", "mqtt c", "mqtt d", "mqtt e");
        Map<String, List<Integer>> parked = new HashMap<>();
        Random random = new Random(seed);
        open(items, bytes);
        for (int i = 1; i <= 1_200; i++) {
            String sender = senders.get((int) (senders.size() * Math.pow(random.nextDouble(), 3)));
            parked.computeIfAbsent(sender, key -> new ArrayList<>()).add(number);
            park(sender.substring(0, 4), sender.substring(5), 4 + random.nextInt(largest));
            if (i % 40 == 0) {
                List<Parked> left = parking.list(items + 1);
                assertTrue(left.size() <= items && left.stream().mapToInt(each -> each.bytes().length).sum() <= bytes);
                assertEquals(i - left.size(), dropped.get());
                Set<Integer> numbers = left.stream().map(each -> ByteBuffer.wrap(each.bytes()).getInt())
                        .collect(toSet());
                parked.forEach((who, all) -> {
                    List<Integer> kept = all.stream().filter(numbers::contains).toList();
                    assertEquals(all.subList(all.size() - kept.size(), all.size()), kept, who);
                    int share = fair / (who.startsWith("http") ? 3 : 5);
                    assertTrue(kept.size() >= Math.min(share, all.size()), who);
                });
            }
        }
        assertTrue(dropped.get() > 1_000);
    }

    /** What was parked before there was a bound, or under a wider one, goes a little at a time. */
    @Test
    void aNarrowerBoundIsReachedBeforeLong() throws Exception {
        open(1_000, 1 << 20);
        for (int i = 0; i < 100; i++) {
            park("http", "a", 8_000);
        }
        assertEquals(100, parking.count());
        store.close();
        open(1_000, 100_000);
        int steps = 0;
        while (store.parked.purge(Duration.ofDays(1))) {
            steps++;
        }
        assertTrue(steps > 0);
        assertEquals(11, parking.count());
        assertEquals(89, dropped.get());
    }

    @Test
    void ofARefusedMessageThatHadToGoNothingIsKeptLongerThanOfOneThatWasTold() throws Exception {
        open(20, 1 << 20);
        refuse("wecom", 30);
        assertTrue(parking.count() <= 20);
        for (boolean more = true; more;) {
            more = store.history.purge(Duration.ofSeconds(-1));
        }
        assertEquals(List.of("" + parking.count()), Databases.column(url, "SELECT count(*) FROM message"));
    }

    @Test
    void whoeverSentItIsKnownByNoMoreThanSoMuch() throws Exception {
        open(20, 1 << 20);
        park("mqtt", "t".repeat(255) + "\ud83d\ude00" + "t".repeat(60_000), 4);
        park("http", "10.0.0.1", 4);
        assertEquals(Set.of("t".repeat(255) + "\ufffd", "10.0.0.1"), held("sender").keySet());
        assertEquals(Parking.SHOWN, parking.list(2).get(1).topic().codePoints().count());
        assertEquals(60_257, parking.find("" + parking.list(2).get(1).id()).topic().length());
    }
}
