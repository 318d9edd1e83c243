package io.disconnectalerts.outbox;

import static io.disconnectalerts.outbox.Instance.message;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.disconnectalerts.delivery.DeliveryFailure;
import io.disconnectalerts.outbox.Batch.Count;
import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Dialect;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

@ParameterizedClass
@EnumSource(Dialect.class)
class DeliveryTest {
    @Parameter
    Dialect dialect;
    @TempDir
    Path folder;
    private String url;
    private Instance process;
    private final Receiver group = new Receiver();

    @BeforeEach
    void start() throws Exception {
        url = Databases.fresh(dialect, folder);
        process = new Instance(url).delivers("group", group).start();
    }

    @AfterEach
    void stop() {
        process.close();
    }

    @Test
    void aLoneMessageIsToldAtOnceAndNotWhenTheOutboxNextLooks() {
        Duration fastest = Duration.ofDays(1);
        for (int i = 0; i < 5; i++) {
            Instant start = Instant.now();
            process.send("group", message("m" + i)).join();
            group.awaits(i + 1);
            Duration took = Duration.between(start, group.sent.get(i).at());
            fastest = took.compareTo(fastest) < 0 ? took : fastest;
            process.awaitOutcomes(i + 1);
        }
        assertTrue(fastest.toMillis() < 500, fastest::toString);
    }

    @Test
    void whatWasOverWhileItWasToldIsToldAtOnceAndNotWhenTheOutboxNextLooks() {
        Duration fastest = Duration.ofDays(1);
        for (int i = 0; i < 5; i++) {
            String key = "m" + i;
            group.answer(batch -> Group.end(process.outbox.store(), Group.over(Set.of("group"), key)));
            process.send("group", Group.loss(key)).join();
            Duration took = group.pause(2 * i);
            fastest = took.compareTo(fastest) < 0 ? took : fastest;
            process.awaitOutcomes(2 * (i + 1));
        }
        assertTrue(fastest.toMillis() < 500, fastest::toString);
    }

    @Test
    void aStormThatGrowsIsToldAtOnceAndNotWhenTheOutboxNextLooks() throws Exception {
        process.close();
        process = new Instance(url).minute(Duration.ofMinutes(10)).delivers("group", group).start();
        group.answer(batch -> process.send("group", "second", "third"));
        process.send("group", "first");
        process.awaitOutcomes(2);
        Duration fastest = Duration.ofDays(1);
        for (int told = 2, size = 8; size <= 512; told++, size *= 4) {
            process.waits.clear();
            process.send("group", "one of " + size);
            await().until(() -> process.waits.equals(Set.of(WaitReason.PACE)));
            Instant start = Instant.now();
            Stream<String> rest = Stream.generate(UUID::randomUUID).limit(size - 1).map(UUID::toString);
            process.send("group", rest.toArray(String[]::new));
            assertEquals(size, group.batch(told).size());
            Duration took = Duration.between(start, group.sent.get(told).at());
            fastest = took.compareTo(fastest) < 0 ? took : fastest;
            process.awaitOutcomes(told + 1);
        }
        assertTrue(fastest.toMillis() < 500, fastest::toString);
    }

    @Test
    void aLoneMessageIsToldAsItCame() {
        Message sent = message("a", 3, Map.of("reason", "kicked", "node", "n1"));
        process.send("group", sent).join();
        Batch batch = group.batch(0);
        assertEquals(new Batch(batch.id(), "group", 1, 0, false, sent.time(), sent.time(), batch.received(), true,
                false, batch.first(), Map.of()), batch);
        assertEquals(sent.receivedAt().toEpochMilli(), batch.received().toEpochMilli());
        assertEquals(sent.facets(), batch.first().get(0).facets());
        assertEquals(sent.body(), batch.first().get(0).body());
        process.awaitOutcomes(1);
        assertEquals(List.of("told 1"), process.outcomes);
    }

    @Test
    void whatPilesUpWhileASendIsUnderWayBecomesOneDigestTheMostSevereFirst() {
        group.answer(batch -> {
            for (int i = 0; i < 250; i++) {
                process.send("group", message("warning-" + i, 2,
                        Map.of("reason", i % 5 == 0 ? "kicked" : "error", "client", "c" + i))).join();
            }
            process.send("group", message("critical", 3, Map.of("reason", "error"))).join();
            process.send("group", message("notice", 1, Map.of())).join();
        });
        process.send("group", "first");
        Batch digest = group.batch(1);
        assertEquals(252, digest.size());
        assertTrue(digest.critical());
        assertEquals(Batch.LISTED, digest.first().size());
        assertEquals(List.of("critical", "warning-0", "warning-1"),
                digest.first().stream().limit(3).map(Message::key).toList());
        assertEquals(List.of(new Count("error", 201), new Count("kicked", 50)), digest.facets().get("reason"));
        assertEquals(BatchReader.VALUES, digest.facets().get("client").size());
        assertEquals(1, digest.facets().get("client").get(0).count());
    }

    @Test
    void facetsWithoutEndAreCountedAsFarAsMostMessagesHaveThem() {
        group.answer(batch -> IntStream.range(0, 1_000).mapToObj(i -> process.send("group", message("m" + i, 1,
                Map.of("reason", "error", "a" + i, "x", "client", "c" + i)))).toList()
                .forEach(CompletableFuture::join));
        process.send("group", "first");
        Map<String, List<Count>> facets = group.batch(1).facets();
        assertEquals(List.of(new Count("error", 1_000)), facets.get("reason"));
        assertEquals(BatchReader.VALUES, facets.get("client").size());
        assertEquals(BatchReader.ROWS, facets.values().stream().mapToInt(List::size).sum());
    }

    @Test
    void theSameMessageIsToldOnceInEveryOutboxItIsAddressedTo() throws Exception {
        Receiver other = new Receiver();
        process.delivers("other", other);
        assertEquals(true, process.send("group", message("a")).join().getProperty(OutboxComponent.FRESH));
        assertEquals(false, process.send("group", message("a")).join().getProperty(OutboxComponent.FRESH));
        assertEquals(true, process.send("other", message("a")).join().getProperty(OutboxComponent.FRESH));
        process.send("group", "b");
        process.send("other", "b");
        process.awaitOutcomes(4);
        assertEquals(List.of("a", "b"), group.keys());
        assertEquals(List.of("a", "b"), other.keys());
        assertEquals(List.of("2"), Databases.column(url, "SELECT count(*) FROM message"));
    }

    @Test
    void anOutboxThatNobodyConsumesTakesNothing() throws Exception {
        Exchange exchange = process.send("off", message("a")).join();
        assertEquals(null, exchange.getException());
        assertEquals(null, exchange.getProperty(OutboxComponent.FRESH));
        assertEquals(List.of("0"), Databases.column(url, "SELECT count(*) FROM delivery"));
    }

    @Test
    void anythingButAMessageIsRefused() {
        Exchange exchange = process.context.createProducerTemplate()
                .send("outbox:group", any -> any.getMessage().setBody("text"));
        assertInstanceOf(IllegalArgumentException.class, exchange.getException());
    }

    @Test
    void whatIsPendingOutlivesTheProcess() throws Exception {
        group.answer(new DeliveryFailure.Blocked("token", "unknown token"));
        process.send("group", "a");
        process.awaitOutcomes(1);
        process.send("group", "b");
        process.close();
        process = new Instance(url).delivers("group", group).start();
        assertTrue(process.state("group").pause().isZero());
        assertEquals(List.of("a", "b"), group.batch(1).first().stream().map(Message::key).toList());
        process.awaitOutcomes(1);
        assertEquals(0, process.state("group").pending());
        assertFalse(process.state("group").blocked());
    }

    @Test
    void whatWasBatchedByAProcessThatDiedIsToldByTheNext() throws Exception {
        process.close();
        process = new Instance(url).lease(Duration.ofMinutes(10)).delivers("group", group).start();
        group.answer(process.death());
        process.send("group", "a");
        process.awaitDeath();
        process.close();
        process = new Instance(url).delivers("group", group);
        if (dialect == Dialect.POSTGRESQL) {
            Databases.update(url, "UPDATE batch SET lease_until = 0");
        }
        process.start();
        process.awaitOutcomes(1);
        assertEquals(List.of("a", "a"), group.keys());
    }

    @Test
    void theHistoryTellsWhichMessageToldWhomAboutWhichClientAndWhen() throws Exception {
        process.send("group", "a");
        process.awaitOutcomes(1);
        process.send("group", new Message("no JSON", "any", "any", "", 2, Instant.EPOCH, Instant.EPOCH, Map.of(),
                "{plain} text")).join();
        process.awaitOutcomes(2);
        assertEquals(List.of("group|1|a|a|1767323045000", "group|1||no JSON|0"), Databases.column(url,
                "SELECT robot || '|' || count || '|' || coalesce(clientid, '') || '|' || message_key || '|' || "
                + "time_ms FROM told ORDER BY batch"));
        assertEquals("batch robot count told_at_utc told_at_ms clientid message_key time_ms", columns());
        long told = Long.parseLong(Databases.column(url, "SELECT told_at_ms FROM told ORDER BY batch").get(0));
        assertTrue(Databases.column(url, "SELECT told_at_utc FROM told ORDER BY batch").get(0)
                .startsWith(Instant.ofEpochMilli(told).toString().substring(0, 19).replace('T', ' ')));
    }

    private String columns() throws Exception {
        try (var connection = Databases.connect(url);
                var rows = connection.createStatement().executeQuery("SELECT * FROM told WHERE 1 = 0")) {
            StringBuilder names = new StringBuilder();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                names.append(i == 1 ? "" : " ").append(rows.getMetaData().getColumnName(i));
            }
            return names.toString();
        }
    }

    @Test
    void whatNoDatabaseCanHoldIsReplacedAndTheRestIsTold() {
        String hostile = "a\0b\ud800c\udc00d\ud83d\ude00";
        String clean = "a\ufffdb\ufffdc\ufffdd\ud83d\ude00";
        process.send("group", new Message(hostile, "any", "any", hostile, 2, Instant.EPOCH, Instant.EPOCH,
                Map.of("name" + hostile, hostile), hostile)).join();
        Message told = group.batch(0).first().get(0);
        assertEquals(List.of(clean, clean, Map.of("name" + clean, clean)),
                List.of(told.key(), told.body(), told.facets()));
    }

    @Test
    void theLogSaysWhenThingsTurnOtherwiseAndNothingWhileTheyStayAsTheyAre() {
        Logger log = (Logger) LoggerFactory.getLogger(OutboxConsumer.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        log.setLevel(Level.INFO);
        group.answer(new IllegalStateException("no"));
        group.answer(Stream.of("502 a", "502 b", "404 b", "404 c").map(said -> new DeliveryFailure.RetryAfter(
                "HTTP " + said, Duration.ofMillis(1)).coded("HTTP " + said.substring(0, 3)))
                .toArray(Exception[]::new));
        process.send("group", "a");
        process.awaitOutcomes(6);
        log.setLevel(null);
        log.detachAppender(lines);
        assertEquals(List.of("back-off: IllegalStateException: no", "retry-after: HTTP 502 a",
                "retry-after: HTTP 404 b", "told again"),
                lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
    }

    @Test
    void howAnOutboxStandsCanBeRead() throws Exception {
        group.answer(new DeliveryFailure.RetryAfter("too fast", Duration.ofMinutes(10)));
        process.send("group", message("a")).join();
        process.awaitOutcomes(1);
        process.send("group", "b", "c");
        OutboxState state = process.state("group");
        assertEquals(List.of(1, 3, false), List.of(state.failures(), state.pending(), state.blocked()));
        assertTrue(state.pause().compareTo(Duration.ofMinutes(9)) > 0);
        assertEquals(group.sent.get(0).batch().received(), state.oldest());
        await().during(Duration.ofMillis(1_500)).until(() -> group.sent.size() == 1);
        assertEquals(Set.of(WaitReason.PAUSE), process.waits);
    }
}
