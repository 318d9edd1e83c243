package io.disconnectalerts.outbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.delivery.DeliveryFailure.BackOff;
import io.disconnectalerts.delivery.DeliveryFailure.Blocked;
import io.disconnectalerts.delivery.DeliveryFailure.RetryAfter;
import io.disconnectalerts.delivery.DeliveryFailure.Unacceptable;
import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Dialect;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is refused is kept, and told in the end; only a lone message that is refused for its content is parked. */
@ParameterizedClass
@EnumSource(Dialect.class)
class RefusalTest {
    private static final Map<String, Exception> FAILURES = Map.of("content", new Unacceptable("40058 too long"),
            "content?", new Unacceptable("kamelet", "9499 Bad Request"),
            "unknown", new BackOff("12345 something new"), "throttled",
            new RetryAfter("45009 too many", Duration.ofSeconds(60)),
            "blocked", new Blocked("token", "93000 gone"), "broken", new RuntimeException("pipe"));

    @Parameter
    Dialect dialect;
    @TempDir
    Path folder;
    private Instance process;
    private final Receiver group = new Receiver();

    @BeforeEach
    void start() throws Exception {
        process = new Instance(Databases.fresh(dialect, folder)).delivers("group", group).start();
    }

    @AfterEach
    void stop() {
        process.close();
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}, {3}")
    @CsvSource(delimiter = '|', textBlock = """
            1 | unknown unknown unknown | back-off back-off back-off     | back-off 12345 something new
            9 | unknown unknown unknown | back-off back-off back-off     | back-off 12345 something new
            1 | content unknown unknown | unacceptable back-off back-off | back-off 12345 something new
            9 | content unknown         | unacceptable back-off          | back-off 12345 something new
            1 | content blocked         | unacceptable blocked           | token 93000 gone
            9 | content content         | unacceptable blocked           | template 40058 too long
            9 | content content content | unacceptable blocked blocked   | template 40058 too long
            1 | content? content?       | unacceptable blocked           | kamelet 9499 Bad Request
            9 | content? content?       | unacceptable blocked           | kamelet 9499 Bad Request
            1 | broken                  | back-off                       | back-off RuntimeException: pipe
            """)
    void itIsKept(int size, String failures, String outcomes, String state) throws Exception {
        List<String> expected = List.of(outcomes.split(" "));
        refuse(size, failures);
        for (int i = 1; i < expected.size(); i++) {
            if (!expected.get(i - 1).equals("unacceptable")) {
                again(i);
            }
        }
        process.awaitOutcomes(expected.size());
        OutboxState stands = process.state("group");
        assertEquals(expected.stream().map(outcome -> outcome + " " + size).toList(), process.outcomes);
        assertEquals(state, (stands.blocked() ? stands.blockedSetting() : "back-off") + " " + stands.why());
        assertEquals(size, stands.pending());
        assertEquals(0, process.outbox.parking().count());

        again(expected.size());
        process.awaitOutcomes(expected.size() + 1);
        assertEquals("told " + size, process.outcomes.get(expected.size()));
        assertEquals(failures.contains("content"), group.batch(expected.size()).plain());
        await().untilAsserted(() -> assertEquals(null, process.state("group").why()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"content content", "content? content"})
    void itIsParked(String failures) throws Exception {
        refuse(1, failures);
        process.awaitOutcomes(2);
        assertEquals(List.of("unacceptable 1", "parked 1"), process.outcomes);
        assertEquals(0, process.state("group").pending());
        assertTrue(process.outbox.parking().list(1).get(0).reason().contains("40058 too long"));
    }

    @Test
    void sinceWhenAndWhyIsKnownAlsoAfterARestart() throws Exception {
        refuse(1, "unknown throttled");
        process.awaitOutcomes(1);
        Instant since = process.state("group").failingSince();
        again(1);
        process.awaitOutcomes(2);
        process.close();
        process = new Instance(process.outbox.getUrl()).start();
        OutboxState stands = process.state("group");
        assertEquals(List.of(since, "45009 too many", true),
                List.of(stands.failingSince(), stands.why(), stands.leftAlone()));
    }

    @Test
    void aRobotIsBlockedSinceItsFirstSuchRefusalWhateverFailedBeforeOrBetween() throws Exception {
        refuse(1, "unknown blocked unknown blocked");
        process.awaitOutcomes(1);
        process.outbox.store().database.writer().execute(session ->
                session.update("UPDATE outbox SET failing_since = failing_since - 3600000"));
        assertEquals(List.of(), process.outbox.troubles());
        again(1);
        process.awaitOutcomes(2);
        Trouble first = trouble();
        assertTrue(first.tried() && first.since().isAfter(process.state("group").failingSince().plusSeconds(3_000)));
        again(2);
        process.awaitOutcomes(3);
        assertEquals(List.of(), process.outbox.troubles());
        again(3);
        process.awaitOutcomes(4);
        assertEquals(first, trouble());
        again(4);
        process.awaitOutcomes(5);
        assertEquals(List.of(), process.outbox.troubles());
        group.answer(FAILURES.get("blocked"));
        process.send("group", "another");
        process.awaitOutcomes(6);
        assertTrue(trouble().since().isAfter(first.since()), "another time");
    }

    @Test
    void sinceWhenItIsBlockedHoldsOverARestartAfterWhichItIsTriedAnew() throws Exception {
        refuse(1, "blocked");
        process.awaitOutcomes(1);
        Trouble before = trouble();
        process.close();
        process = new Instance(process.outbox.getUrl()).start();
        process.outbox.store().open("group");
        assertEquals(new Trouble("group", before.since(), "token", "93000 gone", false, List.of()), trouble());
        assertEquals(1, process.outbox.pending("group"));
    }

    private Trouble trouble() throws Exception {
        return process.outbox.troubles().get(0);
    }

    /** What was refused that often is tried again at once, and not only when the pause is over. */
    private void again(int times) throws Exception {
        process.awaitOutcomes(times);
        process.outbox.store().database.writer().execute(session ->
                session.update("UPDATE outbox SET paused_until = 0"));
        process.outbox.store().signal("group").send(Integer.MAX_VALUE);
    }

    private void refuse(int size, String failures) throws Exception {
        group.answer(Stream.of(failures.split(" ")).map(FAILURES::get).toArray(Exception[]::new));
        process.context.getRouteController().stopAllRoutes();
        process.send("group", IntStream.range(0, size).mapToObj(n -> "m" + n).toArray(String[]::new));
        process.context.getRouteController().startAllRoutes();
    }
}
