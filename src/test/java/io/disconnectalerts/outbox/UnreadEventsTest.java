package io.disconnectalerts.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.disconnectalerts.parking.Parking;
import io.disconnectalerts.parking.UnreadEvents;
import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Dialect;
import io.disconnectalerts.store.Session;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What could not be read is counted until it is told: once by all processes, once in a while, over restarts. */
@ParameterizedClass
@EnumSource(Dialect.class)
class UnreadEventsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Parameter
    Dialect dialect;
    @TempDir
    Path folder;
    private final List<Instance> processes = new ArrayList<>();
    private final List<UnreadEvents> told = new CopyOnWriteArrayList<>();
    private final Session.Transaction<Optional<Message>> words = session ->
            Parking.untold(session, HOUR).map(this::message);

    private Message message(UnreadEvents untold) {
        told.add(untold);
        return new Message("unread-" + told.size(), "unread", "unread", "", 1, untold.since(), untold.now(),
                Map.of(), "{}");
    }

    @BeforeEach
    void start() throws Exception {
        begin(Databases.fresh(dialect, folder));
    }

    private Instance begin(String url) throws Exception {
        Instance process = new Instance(url).delivers("wecom", new Receiver()).delivers("feishu", new Receiver())
                .start();
        processes.add(process);
        return process;
    }

    @AfterEach
    void stop() {
        processes.forEach(Instance::close);
    }

    private static void park(Instance process, int times, String reason) throws Exception {
        for (int i = 0; i < times; i++) {
            process.outbox.parking().park("undefined".getBytes(UTF_8), "mqtt", "t", reason);
        }
    }

    private static void hourPasses(Instance process) throws Exception {
        process.outbox.store().database.writer().execute(
                session -> session.update("UPDATE notice SET told_at = told_at - 3600000"));
    }

    @Test
    void nothingIsToldOfNothing() throws Exception {
        processes.get(0).outbox.tell(words);
        assertEquals(List.of(), told);
    }

    @Test
    void everyInputCountsAlsoTheSameAgainAndEachIsToldOnce() throws Exception {
        Instance process = processes.get(0);
        Instant before = Instant.now().minusMillis(1);
        park(process, 3, "it is empty");
        park(process, 5, "it is not JSON");
        process.outbox.tell(words);
        park(process, 2, "it is empty");
        process.outbox.tell(words);
        assertEquals(1, told.size());
        assertEquals(new UnreadEvents(8, told.get(0).since(), "it is not JSON", 5, told.get(0).now()), told.get(0));
        assertEquals(false, told.get(0).since().isBefore(before) || told.get(0).since().isAfter(told.get(0).now()));
        process.awaitOutcomes(2);
        assertEquals(List.of("told 1", "told 1"), process.outcomes);
        hourPasses(process);
        process.outbox.tell(words);
        assertEquals(2, told.get(1).count());
    }

    @Test
    void afterARestartWithinTheHourItIsNotToldAgainAndNothingIsLost() throws Exception {
        park(processes.get(0), 1, "it is empty");
        processes.get(0).outbox.tell(words);
        park(processes.get(0), 4, "it is empty");
        processes.get(0).close();
        Instance next = begin(processes.get(0).outbox.getUrl());
        next.outbox.tell(words);
        assertEquals(1, told.size());
        hourPasses(next);
        next.outbox.tell(words);
        assertEquals(4, told.get(1).count());
    }

    @Test
    void ofSeveralProcessesOneTellsForAll() throws Exception {
        assumeTrue(dialect == Dialect.POSTGRESQL, "a SQLite file serves one process");
        Instance other = begin(processes.get(0).outbox.getUrl());
        park(processes.get(0), 3, "it is empty");
        park(other, 4, "it is empty");
        processes.stream().flatMap(process -> Stream.generate(() -> process).limit(10))
                .map(process -> CompletableFuture.runAsync(() -> {
            try {
                process.outbox.tell(words);
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        })).toList().forEach(CompletableFuture::join);
        assertEquals(List.of(7L), told.stream().map(UnreadEvents::count).toList());
        await().until(() -> processes.stream().mapToInt(process -> process.outcomes.size()).sum() == 2);
    }

    @Test
    void aClockThatIsSetBackKeepsNothingUntold() throws Exception {
        Instance process = processes.get(0);
        process.outbox.store().database.writer().execute(session ->
                session.update("UPDATE notice SET told_at = 4102444800000"));
        park(process, 1, "it is empty");
        process.outbox.tell(words);
        assertEquals(1, told.size());
    }

    @Test
    void reasonsWithoutEndAreCountedAsOne() throws Exception {
        Instance process = processes.get(0);
        for (int i = 0; i < 150; i++) {
            park(process, 1, "it is not JSON: token " + i + " x".repeat(i * 10));
        }
        park(process, 1, "it is not JSON: token 7 x");
        process.outbox.tell(words);
        assertEquals(new UnreadEvents(151, told.get(0).since(), "", 51, told.get(0).now()), told.get(0));
    }
}
