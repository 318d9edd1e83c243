package io.disconnectalerts.program;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.collector.Collector;
import io.disconnectalerts.vendors.Answer;
import io.disconnectalerts.vendors.Fault;
import io.disconnectalerts.vendors.Received;
import io.disconnectalerts.vendors.WebhookServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receiver of one's own, beside no group at all: whatever it answers, it is told everything once, and signed. */
class WebhookIT {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @TempDir
    private Path folder;
    private final WebhookServer receiver = new WebhookServer(InstantSource.system());
    private Program program;

    @BeforeEach
    void prepare() throws Exception {
        receiver.secret(SECRET);
        program = new Program(folder).set("webhook.url", receiver.url()).set("webhook.token", receiver.token())
                .set("webhook.secret", SECRET).set("webhook.per-minute", "0");
    }

    @AfterEach
    void stop() {
        program.close();
        receiver.close();
    }

    private List<String> ids() {
        return receiver.received().stream().map(sent -> sent.header("webhook-id")).toList();
    }

    @Test
    void whatItMayHaveTakenComesAgainUnderTheSameIdAlsoAfterARestart() throws Exception {
        program.start();
        receiver.fail(new Fault.Reset(true), 1);
        program.post("/events", Flood.event(0));
        await().until(() -> receiver.received().size() == 2);
        assertEquals(1, ids().stream().distinct().count());
        assertEquals("{\"duplicate\":true}", receiver.received().get(1).answer().text());

        receiver.offline();
        program.post("/events", Flood.event(1));
        await().until(() -> program.get("/observe/health").body().contains("HttpHostConnect"));
        program.stop();
        receiver.online();
        receiver.fail(new Fault.Says(Answer.html(503, "starting")), 1);
        program.start();
        await().until(() -> receiver.received().size() == 4);
        assertEquals(List.of(503, 200), receiver.received().subList(2, 4).stream()
                .map(sent -> sent.answer().status()).toList());
        assertEquals(ids().get(2), ids().get(3));
        assertEquals(2, ids().stream().distinct().count());
        assertEquals(Flood.client(1), receiver.messages().get(receiver.messages().size() - 1).json()
                .at("/clients/0/clientid").asText());
    }

    @Test
    void itIsLeftAloneAsLongAsItWantsAndWhoNoLongerWantsItIsBlockedUntilTheAddressIsMended() throws Exception {
        program.start();
        receiver.fail(new Fault.Says(receiver.refusal(429).with("Retry-After", "3")), 1);
        program.post("/events", Flood.event(0));
        await().until(() -> receiver.received().size() == 2);
        List<Received> sent = receiver.received();
        assertFalse(sent.get(1).at().isBefore(sent.get(0).at().plusSeconds(3)), sent::toString);

        receiver.fail(new Fault.Says(receiver.refusal(410)));
        program.post("/events", Flood.event(1));
        await().untilAsserted(() -> {
            String health = program.get("/observe/health").body();
            assertTrue(health.contains("blocked, mend webhook.url: HTTP 410"), health);
            assertEquals(1, program.metric("alerts_robot_mend{robot=\"webhook\",setting=\"webhook.url\"}"));
        });
        program.stop();
        receiver.heal();
        program.start();
        await().atMost(30, SECONDS).until(() -> receiver.messages().size() == 2);
        await().until(() -> program.get("/observe/health").body().contains("well; 0 pending"));
    }

    @Test
    void noSecretOfItIsSaidAtAnyLevelInAnyTroubleNorInATrace() throws Exception {
        Path logback = Files.writeString(folder.resolve("loud.xml"), """
                <configuration>
                  <appender name="all" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder class="io.disconnectalerts.log.LineEncoder"/>
                  </appender>
                  <root level="TRACE"><appender-ref ref="all"/></root>
                </configuration>
                """);
        try (Collector collector = new Collector(true)) {
            program.option("-Dlogback.configurationFile=" + logback).set("tracing.enabled", "true")
                    .environment("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url()).start();
            String echo = receiver.token() + " webhook-key-0123456789 " + SECRET;
            List<Fault> faults = List.of(new Fault.Says(receiver.refusal(503, echo)), new Fault.Reset(false),
                    new Fault.Says(Answer.redirect(302, receiver.url() + receiver.token()).withStatus(302)));
            for (int i = 0; i < faults.size() - 1; i++) {
                receiver.fail(faults.get(i), 1);
                int told = i + 1;
                program.post("/events", Flood.event(i));
                await().until(() -> receiver.messages().size() == told);
            }
            receiver.fail(new Fault.Says(receiver.refusal(401, echo)));
            program.post("/events", Flood.event(9));
            await().until(() -> program.get("/observe/health").body()
                    .contains("blocked, mend webhook.secret"));
            List<String> said = new ArrayList<>(List.of(program.get("/observe/health").body(),
                    program.get("/observe/metrics").body(), program.get("/status").body(),
                    program.get("/texts").body()));
            program.stop();
            said.add(program.printed());
            collector.requests().forEach(request -> said.add(new String(request, StandardCharsets.ISO_8859_1)));
            List<String> secrets = new ArrayList<>(List.of(receiver.token(), "webhook-key-0123456789", SECRET,
                    SECRET.substring("whsec_".length())));
            receiver.received().forEach(sent -> secrets.add(sent.header("webhook-signature").substring(3)));
            assertTrue(said.get(4).contains("TRACE"));
            for (String secret : secrets) {
                assertEquals(List.of(), said.stream().flatMap(String::lines).filter(line -> line.contains(secret))
                        .limit(1).toList(), secret);
            }
        }
    }

    @Test
    void theCommandsKnowIt() throws Exception {
        Program.Ended sent = program.run("", "send-test");
        assertEquals(0, sent.code(), sent.out());
        assertTrue(sent.out().startsWith("webhook accepted it"), sent.out());
        assertEquals("test", receiver.messages().get(0).json().path("kind").asText());
        Program.Ended mentioned = program.run("", "send-test", "--mention");
        assertTrue(mentioned.out().contains("  mention  nobody: a webhook calls nobody, what it gets says how severe "
                + "it is\n"), mentioned.out());
        receiver.secret("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        Program.Ended refused = program.run("", "send-test", "webhook");
        assertEquals(1, refused.code());
        assertTrue(refused.out().contains("mend     webhook.secret"), refused.out());
        Program.Ended checked = program.run("", "check");
        assertEquals(0, checked.code(), checked.out());
        for (String form : List.of("alert", "digest", "plain", "test")) {
            assertTrue(checked.out().contains("ok     robot webhook, " + form), checked.out());
        }
        Program.Ended tried = program.run("{\"clientid\":\"a\\\"b\",\"reason\":\"kicked\"}", "try", "-");
        assertTrue(tried.out().contains("\"clientid\":\"a\\\"b\""), tried.out());
    }
}
