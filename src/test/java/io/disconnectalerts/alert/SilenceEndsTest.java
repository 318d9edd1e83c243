package io.disconnectalerts.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.event.Event.Timing;
import io.disconnectalerts.event.Event;
import io.disconnectalerts.follow.Limits;
import io.disconnectalerts.follow.Minutes;
import io.disconnectalerts.outbox.Gathering;
import io.disconnectalerts.outbox.Message;
import io.disconnectalerts.outbox.OutboxComponent;
import io.disconnectalerts.silence.Silence;
import io.disconnectalerts.silence.Silences;
import io.disconnectalerts.silence.Window;
import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Dialect;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Silences of several processes on PostgreSQL, and of one, and the next, on SQLite. */
@ParameterizedClass
@EnumSource(Dialect.class)
class SilenceEndsTest {
    /** A Friday, 11 in the morning in Shanghai. */
    private static final Instant START = Instant.parse("2026-11-27T03:00:00Z");

    @Parameter
    Dialect dialect;
    @TempDir
    Path folder;
    private final List<Process> running = new ArrayList<>();
    private final AtomicInteger silenced = new AtomicInteger();
    private volatile Instant now = START;
    private String url;
    private List<Window> windows = List.of();

    /** The program without its routes. */
    private final class Process implements AutoCloseable {
        private final DefaultCamelContext context = new DefaultCamelContext();
        private final OutboxComponent outbox = new OutboxComponent();
        private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
        private final Silences silences = new Silences(outbox::database, windows, "+08:00", clock,
                () -> Set.of("lost"));
        private final Follower follower = new Follower(outbox, new Limits(0, Duration.ZERO, Duration.ofMinutes(15),
                Duration.ofDays(30)), new Returns(outbox, true, decided -> { }, new Minutes(outbox::database, clock),
                silences, silenced::incrementAndGet, clock), clock);
        private final SilenceEnds ends = new SilenceEnds(outbox, silences, follower, clock);

        Process() {
            outbox.setUrl(url);
            outbox.setUsername("postgres");
            context.addComponent("outbox", outbox);
            outbox.consume("group");
            running.add(this);
        }

        CompletableFuture<Void> hear(String name, String clientid, long since, long at) {
            return hear(name, clientid, since, at, "lost critical");
        }

        CompletableFuture<Void> hear(String name, String clientid, long since, long at, String lost,
                String... groups) {
            Event event = new Event("client", "client." + name, "client:" + clientid, Instant.ofEpochMilli(at),
                    Timing.SAID, now, Map.of("clientid", clientid, "reason", "tcp_closed", "connected_at",
                    Long.toString(since)), name + clientid + at);
            Exchange exchange = new DefaultExchange(context);
            exchange.getMessage().setBody(event);
            exchange.setVariable("verdict", Verdict.of(name.equals("connected") ? "connected quiet" : lost));
            follower.hear(exchange);
            try {
                new Silencing(silences).ask(event, exchange.getVariable("verdict", Verdict.class), exchange);
            } catch (Exception impossible) {
                throw new IllegalStateException(impossible);
            }
            Message message = Alert.message(event, exchange.getVariable("verdict", Verdict.class));
            for (String group : message == null ? List.<String>of() : groups.length == 0 ? List.of("group")
                    : List.of(groups)) {
                Gathering.takes(exchange, group, message);
            }
            return follower.commit(exchange);
        }

        void lost(String clientid, int from, int to) {
            List<CompletableFuture<?>> all = new ArrayList<>();
            for (int i = from; i < to; i++) {
                all.add(hear("disconnected", clientid + i, 1_000, 2_000));
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        }

        String silence(String json) throws Exception {
            return new ObjectMapper().readTree(silences.begin(json.getBytes(UTF_8))).path("id").asText();
        }

        @Override
        public void close() {
            context.stop();
            running.remove(this);
        }
    }

    @BeforeEach
    void start() throws Exception {
        url = Databases.fresh(dialect, folder);
    }

    @AfterEach
    void stop() {
        List.copyOf(running).forEach(Process::close);
    }

    private Process other(Process one) {
        return dialect == Dialect.SQLITE ? one : new Process();
    }

    private List<String> column(String sql) throws Exception {
        return Databases.column(url, sql);
    }

    private List<String> told() throws Exception {
        return column("SELECT m.body FROM delivery d JOIN message m ON m.id = d.message WHERE d.batch IS NULL "
                + "AND d.kind = 'silence.ended'");
    }

    @Test
    void aSilenceThatIsDamagedKeepsNothingAndStopsNothing() throws Exception {
        Process one = new Process();
        one.silence("""
                {"match": {"clientid": "b*"}, "until": "2h", "by": "li", "why": "w"}""");
        one.outbox.database().writer().execute(session -> session.update("INSERT INTO silence (id, recurring, "
                + "matchers, from_at, until_at, author, why) SELECT 'torn', recurring, '{', from_at, until_at, author, "
                + "why FROM silence") + session.update("INSERT INTO silence (id, recurring, matchers, from_at, "
                + "until_at, author, why) SELECT 'odd', recurring, '{\"colour\":\"red\"}', from_at, until_at, author, "
                + "why FROM silence WHERE id <> 'torn'"));
        one.close();
        Process two = new Process();
        two.silences.refresh();
        assertEquals(1, two.silences.count());
        two.lost("a", 0, 1);
        two.lost("b", 0, 1);
        assertEquals(1, silenced.get());
    }

    @Test
    void aWindowThatWasEndedStaysSoHoweverShortTheHistoryIs() throws Exception {
        windows = Window.all("Thu-Sun 00:00-24:00 all");
        Process one = new Process();
        String id = new ObjectMapper().readTree(one.silences.list()).at("/silences/0/id").asText();
        assertTrue(one.silences.end(id));
        one.ends.tell();
        now = now.plus(Duration.ofHours(25));
        one.silences.forget(Duration.ofDays(1));
        one.silences.refresh();
        assertEquals(0, one.silences.count());
    }

    @Test
    void whatAProcessEndsFirstIsOverThoughItHasNotLookedYet() throws Exception {
        windows = Window.all("Fri 10:00-12:00 all");
        String id = silenced(new Process());
        stop();
        Process next = new Process();
        assertTrue(next.silences.end(id));
        assertEquals(0, next.silences.count());
        stop();
        next = new Process();
        assertEquals(List.of(id), next.silences.over().stream().map(Silence::id).toList());
    }

    private static String silenced(Process process) throws Exception {
        process.hear("disconnected", "pump", 1_000, 2_000).join();
        return process.silences.list().replaceAll("(?s).*\"id\":\"(\\w+)\".*", "$1");
    }

    @Test
    void itIsSharedAndItsEndIsToldOnceWithWhoIsStillGone() throws Exception {
        Process one = new Process();
        Process two = other(one);
        two.silences.refresh();
        String id = one.silence("{\"match\":{\"clientid\":\"pump-*\"},\"until\":\"2h\",\"by\":\"li\",\"why\":\"x\"}");
        two.silences.refresh();
        one.lost("pump-", 0, 400);
        two.lost("pump-", 400, 700);
        two.lost("fan-", 0, 3);
        for (int i = 0; i < 50; i++) {
            two.hear("connected", "pump-" + i, 3_000, 3_000).join();
        }
        assertEquals(700, silenced.get());
        assertEquals(List.of("700"), column("SELECT sum(size) FROM batch WHERE outcome = 'silenced' AND silence = '"
                + id + "'"));
        assertEquals(3, column("SELECT message FROM delivery WHERE batch IS NULL").size(), "what is not silent");
        assertTrue(one.silences.list().contains("\"silenced\":700"), one.silences.list());
        now = START.plus(Duration.ofHours(2));
        CompletableFuture.allOf(running.stream().map(process -> CompletableFuture.runAsync(() -> {
            try {
                process.ends.tell();
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        })).toArray(CompletableFuture[]::new)).join();
        List<String> told = told();
        assertEquals(1, told.size());
        assertTrue(told.get(0).contains("\"events\":700,\"gone\":650,\"grave\":true,\"reasons\":"
                + "[{\"value\":\"tcp_closed\",\"count\":650}]"), told.get(0));
        assertEquals(List.of(), column("SELECT subject FROM silenced"));
        two.hear("connected", "pump-600", 3_000, 3_000).join();
        two.hear("connected", "pump-20", 4_000, 4_000).join();
        assertEquals(List.of("client.back"), column("SELECT kind FROM delivery WHERE batch IS NULL "
                + "AND kind NOT IN ('silence.ended', 'client.disconnected')"));
        assertFalse(one.silences.end(id), "it is over");
    }

    @Test
    void whoeverComesNextGoesOnWithAnEndThatWasBrokenOff() throws Exception {
        try (Process first = new Process()) {
            first.silence("{\"all\":true,\"until\":\"1h\",\"by\":\"li\",\"why\":\"x\"}");
            first.lost("pump-", 0, 3);
        }
        now = START.plus(Duration.ofHours(1));
        Databases.update(url, "UPDATE silence SET over_at = 1");
        Databases.update(url, "UPDATE silenced SET gone = 1 WHERE subject = 'client:pump-1'");
        try (Process second = new Process()) {
            second.ends.tell();
            second.ends.tell();
        }
        assertEquals(1, told().size());
        assertTrue(told().get(0).contains("\"events\":3,\"gone\":3"), told().get(0));
    }

    @ParameterizedTest(name = "{0}, {1} -> {2}")
    @CsvSource({"lost critical, false, true", "lost warning, false, false", "lost critical, true, false"})
    void itsEndIsGraveWhileSomethingCriticalIsStillGone(String verdict, boolean back, boolean grave)
            throws Exception {
        Process one = new Process();
        one.silence("{\"all\":true,\"until\":\"1h\",\"by\":\"li\",\"why\":\"x\"}");
        one.hear("disconnected", "pump-1", 1_000, 2_000, verdict).join();
        one.hear("disconnected", "pump-2", 1_000, 2_000, "lost warning").join();
        if (back) {
            one.hear("connected", "pump-1", 3_000, 3_000).join();
        }
        now = START.plus(Duration.ofHours(1));
        one.ends.tell();
        assertTrue(told().get(0).contains("\"grave\":" + grave), told().get(0));
    }

    /** Who was told before it, whose connects were missed, and who is gone by what only the other group heard of. */
    @Test
    void whoIsGoneByTheLastOfSeveralLossesIsGoneForEachGroupThatAnyOfThemWasKeptFrom() throws Exception {
        Process one = new Process();
        one.outbox.consume("other");
        one.hear("disconnected", "pump", 1_000, 2_000, "lost critical", "group", "other").join();
        one.silence("{\"all\":true,\"until\":\"1h\",\"by\":\"li\",\"why\":\"x\"}");
        one.hear("disconnected", "pump", 3_000, 4_000, "lost critical", "group", "other").join();
        one.hear("disconnected", "pump", 5_000, 6_000, "lost warning", "other").join();
        now = START.plus(Duration.ofHours(1));
        one.ends.tell();
        assertEquals(List.of("1,\"gone\":1", "2,\"gone\":1"), told().stream().map(end ->
                end.replaceAll("(?s).*\"events\":(\\d+,\"gone\":\\d+).*", "$1")).sorted().toList());
    }

    @Test
    void endedAnywhereItKeepsNothingMoreQuietAnywhere() throws Exception {
        Process one = new Process();
        Process two = other(one);
        String id = one.silence("{\"match\":{\"clientid\":\"pump-*\"},\"until\":\"2h\",\"by\":\"li\",\"why\":\"x\"}");
        two.silences.refresh();
        assertTrue(one.silences.end(id));
        two.lost("pump-", 0, 1);
        assertEquals(List.of("client.disconnected"), column("SELECT kind FROM delivery WHERE batch IS NULL"));
        assertEquals(0, silenced.get());
    }

    @Test
    void whatSeveralSilencesKeepIsToldAsTheLastOfThemEnds() throws Exception {
        Process one = new Process();
        Process two = other(one);
        one.silence("{\"match\":{\"clientid\":\"pump-*\"},\"until\":\"1h\",\"by\":\"li\",\"why\":\"x\"}");
        two.silence("{\"match\":{\"class\":\"lost\"},\"until\":\"2h\",\"by\":\"li\",\"why\":\"y\"}");
        one.silences.refresh();
        one.lost("pump-", 0, 2);
        two.lost("pump-", 2, 5);
        now = START.plus(Duration.ofHours(1));
        one.ends.tell();
        assertEquals(List.of(), told(), "nothing was kept in the first");
        one.lost("pump-", 5, 6);
        now = START.plus(Duration.ofHours(2));
        two.ends.tell();
        one.ends.tell();
        assertEquals(1, told().size());
        assertTrue(told().get(0).contains("\"events\":6,\"gone\":6"), told().get(0));
    }

    @Test
    void itHoldsOverARestart() throws Exception {
        try (Process first = new Process()) {
            first.silence("{\"match\":{\"class\":\"lost\"},\"until\":\"2h\",\"by\":\"li\",\"why\":\"x\"}");
        }
        try (Process second = new Process()) {
            second.lost("pump-", 0, 1);
        }
        assertEquals(List.of(), column("SELECT kind FROM delivery WHERE batch IS NULL"));
    }

    @Test
    void aWindowComesAgainAndIsEndedForOneTime() throws Exception {
        windows = Window.all("Mon-Fri 10:00-12:00 clientid=pump-*");
        Process one = new Process();
        one.lost("pump-", 0, 2);
        String id = new ObjectMapper().readTree(one.silences.list()).at("/silences/0/id").asText();
        assertEquals(List.of(id), column("SELECT id FROM silence"));
        assertTrue(one.silences.end(id));
        one.ends.tell();
        assertEquals(1, told().size());
        one.lost("pump-", 2, 3);
        assertEquals(List.of("client:pump-2"), column("SELECT m.subject FROM delivery d JOIN message m ON m.id = "
                + "d.message WHERE d.batch IS NULL AND d.kind = 'client.disconnected'"));
        now = START.plus(Duration.ofDays(3));
        one.lost("pump-", 3, 4);
        now = now.plus(Duration.ofHours(1));
        one.ends.tell();
        assertEquals(2, told().size());
    }

    @Test
    void thereIsAnEndToThem() throws Exception {
        Process one = new Process();
        String silence = "{\"match\":{\"clientid\":\"a\"},\"until\":\"2h\",\"by\":\"li\",\"why\":\"x\"}";
        for (int i = 0; i < 1_000; i++) {
            one.silence(silence);
        }
        assertEquals("1000 silences are enough: end some with DELETE /silences/{id}",
                assertThrows(IllegalArgumentException.class, () -> one.silence(silence)).getMessage());
    }
}
