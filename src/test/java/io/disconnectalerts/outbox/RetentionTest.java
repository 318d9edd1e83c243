package io.disconnectalerts.outbox;

import static io.disconnectalerts.outbox.Instance.message;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.delivery.DeliveryFailure;
import io.disconnectalerts.parking.Parking;
import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Dialect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Dialect.class)
class RetentionTest {
    private static final Duration NONE = Duration.ZERO;
    private static final Duration DAY = Duration.ofDays(1);

    @Parameter
    Dialect dialect;
    @TempDir
    private Path folder;
    private String url;
    private Instance process;
    private final Receiver group = new Receiver();
    private final Receiver other = new Receiver();

    @BeforeEach
    void start() throws Exception {
        url = Databases.fresh(dialect, folder);
        process = new Instance(url).delivers("group?perMinute=0", group).delivers("other?perMinute=0", other).start();
    }

    @AfterEach
    void stop() {
        process.close();
    }

    /** How many steps it took. */
    private int purge(Duration older) throws Exception {
        int steps = 0;
        while (process.outbox.store().history.purge(older)) {
            steps++;
        }
        return steps;
    }

    private void send(String outbox, String name, int count) {
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sent.add(process.send(outbox, message(name + "-" + i)));
        }
        sent.forEach(CompletableFuture::join);
    }

    private String rows(String table) throws Exception {
        return Databases.column(url, "SELECT count(*) FROM " + table).get(0);
    }

    private void awaitTold(Receiver receiver, int count) {
        await().until(() -> receiver.sent.stream().mapToInt(sent -> sent.batch().size()).sum() == count
                && process.state("group").pending() == 0);
    }

    @Test
    void whatWasToldGoesInSmallStepsOnceItIsOldEnough() throws Exception {
        group.answer(batch -> send("group", "digest", 1_200));
        send("group", "first", 1);
        awaitTold(group, 1_201);
        assertEquals(0, purge(DAY));
        assertEquals("1201", rows("told"));
        assertEquals(4, purge(NONE), "one message, and 1,200 in steps of " + History.STEP);
        assertEquals(List.of("0", "0", "0"), List.of(rows("message"), rows("delivery"), rows("batch")));
    }

    @Test
    void messagesOfAKindAreCountedNoFurtherThanToANumber() throws Exception {
        send("group", "one", 3);
        String kind = message("one").kind();
        assertEquals(List.of(3, 2, 0), List.of(process.outbox.count(kind, 100), process.outbox.count(kind, 2),
                process.outbox.count("none", 100)));
    }

    @Test
    void aMessageStaysAsLongAsItIsPendingAnywhere() throws Exception {
        other.answer(new DeliveryFailure.Blocked("token", "unknown"));
        send("other", "told to one", 10);
        send("group", "told to one", 10);
        awaitTold(group, 10);
        purge(NONE);
        assertEquals(List.of("10", "10", "0"), List.of(rows("message"), rows("delivery"), rows("told")));
        assertEquals(10, process.state("other").pending());
    }

    @Test
    void aMessageThatIsParkedStaysUntilItIsDealtWith() throws Exception {
        group.answer(new DeliveryFailure.Unacceptable("content"), new DeliveryFailure.Unacceptable("content"));
        send("group", "parked", 1);
        process.awaitOutcomes(2);
        assertEquals(List.of("unacceptable 1", "parked 1"), process.outcomes);
        purge(NONE);
        assertEquals(List.of("1", "1"), List.of(rows("message"), rows("parked")));
        process.outbox.parking().release(process.outbox.parking().list(1).get(0).id());
        awaitTold(group, 3);
        purge(NONE);
        assertEquals(List.of("0", "0"), List.of(rows("message"), rows("parked")));
    }

    @Test
    void aParkedMessageThatIsDiscardedIsNeverToldAndLeavesNothing() throws Exception {
        group.answer(new DeliveryFailure.Unacceptable("content"), new DeliveryFailure.Unacceptable("content"));
        send("group", "discarded", 1);
        process.awaitOutcomes(2);
        Parking parking = process.outbox.parking();
        String id = Long.toString(parking.list(1).get(0).id());
        assertEquals(List.of(true, false), List.of(parking.discard(id), parking.discard(id)));
        assertEquals(List.of("0", "0"), List.of(rows("parked"), rows("told")));
        send("group", "later", 1);
        awaitTold(group, 3);
        purge(NONE);
        assertEquals(List.of("0", "0", "0"), List.of(rows("message"), rows("delivery"), rows("batch")));
    }

    @Test
    void theDatabaseGrowsNoMoreOnceAsMuchIsPurgedAsComes() throws Exception {
        long bounded = 0;
        for (int round = 0; round < 8; round++) {
            send("group", "round " + round, 1_000);
            awaitTold(group, 1_000 * (round + 1));
            purge(NONE);
            long now = size();
            bounded = round == 1 ? now : bounded;
        }
        long size = size();
        assertTrue(size < 2 * bounded, bounded + " bytes have become " + size);
    }

    /** After what each database does by itself, in its own time. */
    private long size() throws Exception {
        if (dialect == Dialect.POSTGRESQL) {
            Databases.update(url, "VACUUM");
            return Long.parseLong(Databases.column(url, "SELECT pg_database_size(current_database())").get(0));
        }
        Databases.column(url, "PRAGMA wal_checkpoint(TRUNCATE)");
        long bytes = 0;
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }
}
