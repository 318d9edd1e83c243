package io.disconnectalerts.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.collector.Collector;
import io.disconnectalerts.collector.Span;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged program shows of an event's way to OpenTelemetry. */
class TracingIT {
    private static final String EVENT =
            "{\"clientid\":\"door-7\",\"reason\":\"kicked\",\"disconnected_at\":1700000000000}";
    private static final String FOREIGN = "0af7651916cd43dd8448eb211c80319c";

    @TempDir
    private Path folder;

    private static Set<String> names(List<Span> spans, String trace) {
        return spans.stream().filter(span -> span.trace().equals(trace)).map(Span::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String trace(List<Span> spans, String name) {
        return spans.stream().filter(span -> span.name().equals(name)).map(Span::trace).findFirst().orElse("");
    }

    @Test
    void theWayInIsOneTraceEveryMessageAnotherAndNoSecretIsInThem() throws Exception {
        try (Collector collector = new Collector(true); Groups groups = Groups.open();
                Program program = new Program(folder)
                .set(groups.settings()).set("feishu.token", "of-nobody").set("feishu.secret", "never-seen")
                .set("http.token", "let-me-in")
                .set("tracing.enabled", "true").environment("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url()).start()) {
            int lines = program.out().lines().toList().size();
            assertEquals(202, program.send(program.request("/events").POST(BodyPublishers.ofString(EVENT))
                    .header("Authorization", "Bearer let-me-in")
                    .header("traceparent", "00-" + FOREIGN + "-b7ad6b7169203331-01")).statusCode());
            await().until(() -> groups.wecom().messages().size() == 1 && groups.dingtalk().messages().size() == 1
                    && !groups.feishu().received().isEmpty());
            await().until(() -> program.out().contains("blocked"));
            program.stop();
            List<Span> spans = collector.spans();
            String in = trace(spans, "normalise");
            assertEquals(Set.of("POST", "normalise", "triage", "triage-client", "follow", "silence", "notify",
                            "outbox"),
                    names(spans, in));
            assertNotEquals(FOREIGN, in);
            List<String> messages = spans.stream().filter(span -> span.name().equals("word")).map(Span::trace)
                    .distinct().toList();
            assertEquals(3, messages.size());
            messages.forEach(message -> assertEquals(Set.of("outbox", "word", "velocity", "kamelet", "POST"),
                    names(spans, message)));
            assertNull(groups.wecom().received().get(0).header("traceparent"));
            String wire = collector.requests().stream().map(request -> new String(request, ISO_8859_1))
                    .collect(Collectors.joining());
            assertTrue(wire.contains("disconnect-alerts"));
            for (String secret : List.of(groups.wecom().token(), groups.dingtalk().token(), "of-nobody", "never-seen",
                    "let-me-in")) {
                assertFalse(wire.contains(secret), secret);
            }
            assertEquals("", program.err());
            assertEquals(1, program.out().lines().skip(lines).filter(line -> !line.contains(" INFO ")).count(),
                    program.out());
        }
    }

    @Test
    void aCollectorThatIsAwayIsALineInTheLogAndNoMore() throws Exception {
        try (Groups groups = Groups.open();
                Program program = new Program(folder).set(groups.settings()).set("log.json", "true")
                .set("tracing.enabled", "true").environment("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
                .environment("OTEL_BSP_SCHEDULE_DELAY", "200").start()) {
            program.post("/events", EVENT);
            await().until(() -> groups.robots().values().stream().allMatch(vendor -> Groups.told(vendor) == 1));
            await().until(() -> program.out().contains("io.opentelemetry"));
            for (String line : program.out().lines().toList()) {
                assertTrue(new ObjectMapper().readTree(line).hasNonNull("time"), line);
            }
            assertEquals("", program.err());
        }
    }

    @Test
    void whatIsWrongWithItsVariablesStopsTheStartWithASentence() throws Exception {
        try (Groups groups = Groups.open();
                Program program = new Program(folder).set(groups.settings()).set("tracing.enabled", "true")
                .environment("OTEL_TRACES_EXPORTER", "pigeon")) {
            Program.Ended ended = program.fail();
            assertEquals(1, ended.code());
            assertEquals(1, ended.err().lines().count(), ended.err());
            assertTrue(ended.err().contains("pigeon"), ended.err());
        }
    }

    @Test
    void whileItIsOffNothingOfItIsLoaded() throws Exception {
        Path loaded = folder.resolve("classes.log");
        try (Groups groups = Groups.open();
                Program program = new Program(folder).option("-Xlog:class+load:file=" + loaded).set(groups.settings())
                .start()) {
            program.post("/events", EVENT);
            await().until(() -> groups.robots().values().stream().allMatch(vendor -> Groups.told(vendor) == 1));
            program.stop();
        }
        String classes = Files.readString(loaded);
        assertTrue(classes.contains("io.disconnectalerts."));
        assertEquals(List.of(), classes.lines().filter(
                line ->
                line.matches(
                ".*(io\\.opentelemetry|camel\\.telemetry|camel\\.opentelemetry|org\\.slf4j\\.bridge|\\.Tracing ).*"))
                .toList());
    }
}
