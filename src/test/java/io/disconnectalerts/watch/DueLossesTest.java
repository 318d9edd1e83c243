package io.disconnectalerts.watch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.disconnectalerts.alert.Alert;
import io.disconnectalerts.alert.Follower;
import io.disconnectalerts.alert.Returns;
import io.disconnectalerts.alert.Verdict;
import io.disconnectalerts.event.Event.Timing;
import io.disconnectalerts.event.Event;
import io.disconnectalerts.follow.Limits;
import io.disconnectalerts.follow.Minutes;
import io.disconnectalerts.mqtt.MqttComponent;
import io.disconnectalerts.outbox.OutboxComponent;
import io.disconnectalerts.settings.Settings;
import io.disconnectalerts.silence.Silences;
import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Dialect;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be told keeps nothing else from being told. */
class DueLossesTest {
    private static final int BAD = 1_100;

    @TempDir
    private Path folder;
    private final CamelContext context = new DefaultCamelContext();
    private final Instant start = Instant.now();
    /** Thirty times as fast as the machine's. */
    private final Clock clock = ((InstantSource) () -> start.plus(Duration.between(start, Instant.now())
            .multipliedBy(30)).minus(setBack())).withZone(ZoneOffset.UTC);
    private ProducerTemplate template;
    private String url;
    private volatile boolean mended;
    private volatile Duration setBack = Duration.ZERO;

    @AfterEach
    void stop() {
        context.stop();
    }

    /** The robots' route fails for some of what is due, until it is mended. */
    private RouteBuilder routes() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:hear").to("bean:follow?method=hear").setProperty("fresh", constant(true))
                        .to("direct:silence").to("bean:follow?method=commit");
                from("direct:silence").process(exchange -> {
                    boolean fresh = exchange.getProperty("fresh", false, boolean.class);
                    if (!fresh && !mended && exchange.getMessage().getBody(Event.class).key().startsWith("bad")) {
                        throw new IllegalStateException("nobody knows whom to tell");
                    }
                }).bean(Alert.class, "message").to("outbox:group");
            }
        };
    }

    private static Event lost(String clientid, Instant at) {
        return new Event("client", "client.disconnected", "client:" + clientid, at, Timing.SAID, at,
                Map.of("clientid", clientid, "reason", "tcp_closed"), clientid);
    }

    private int told(String which) throws Exception {
        return Databases.column(url, "SELECT key FROM message WHERE key LIKE '" + which + "%'").size();
    }

    private Duration setBack() {
        return setBack;
    }

    @BeforeEach
    void start() throws Exception {
        url = Databases.fresh(Dialect.SQLITE, folder);
        OutboxComponent outbox = new OutboxComponent();
        outbox.setUrl(url);
        context.addComponent("outbox", outbox);
        context.addComponent("paho-mqtt5", new MqttComponent());
        Follower follower = new Follower(outbox, new Limits(0, Duration.ZERO, Duration.ofMinutes(15),
                Duration.ofDays(30)), new Returns(outbox, true, decided -> { },
                new Minutes(outbox::database, clock), new Silences(outbox::database, List.of(), "Z", clock, Set::of),
                () -> { },
                clock), clock);
        context.getRegistry().bind("follow", follower);
        context.addRoutes(routes());
        outbox.consume("group");
        outbox.prepare();
        DueLosses.install(context, follower,
                new Settings(Map.of("mqtt.url", "", "history.retention-d", "7")::get), clock);
        context.start();
        template = context.createProducerTemplate();
    }

    private CompletableFuture<?> hear(String clientid, String after) {
        return template.asyncSend("direct:hear", exchange -> {
            exchange.getMessage().setBody(lost(clientid, clock.instant()));
            exchange.setVariable("verdict", Verdict.of("lost critical after " + after));
        });
    }

    @Test
    void aThousandThatFailAreTriedAgainAndDelayNobodyElse() throws Exception {
        CompletableFuture.allOf(IntStream.rangeClosed(0, BAD).mapToObj(i -> i < BAD ? hear("bad-" + i, "3m")
                : hear("good", "4m")).toArray(CompletableFuture[]::new)).join();
        await().until(() -> told("good") == 1);
        assertEquals(0, told("bad"));
        mended = true;
        await().until(() -> told("bad") == BAD);
    }

    @Test
    void aClockThatIsSetBackDelaysNobody() {
        hear("good", "1m").join();
        await().until(() -> told("good") == 1);
        setBack = Duration.ofHours(1);
        hear("good, too", "1m").join();
        await().until(() -> told("good") == 2);
    }
}
