package io.disconnectalerts.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.bundle.Wiring;
import io.disconnectalerts.follow.Gone;
import io.disconnectalerts.follow.Minutes;
import io.disconnectalerts.log.SecretMask;
import io.disconnectalerts.mqtt.MqttComponent;
import io.disconnectalerts.outbox.OutboxComponent;
import io.disconnectalerts.settings.Settings;
import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Dialect;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the watch says of itself, by several processes on PostgreSQL, and by one, and the next, on SQLite. */
@ParameterizedClass
@EnumSource(Dialect.class)
class WatchTest {
    /** Nine in the morning, in the zone that is set unless another is. */
    private static final Instant NINE = Instant.parse("2026-11-27T01:00:00Z");
    private static final String WAITING = "SELECT outbox FROM delivery WHERE batch IS NULL AND kind = '%s' "
            + "ORDER BY outbox";

    private static final String TOKEN = "0a1b2c3d-of-feishu";

    @Parameter
    Dialect dialect;
    @TempDir
    Path folder;
    private final List<Process> running = new ArrayList<>();
    private volatile Instant now = NINE;
    private String url;
    private Map<String, String> different = Map.of();

    /** The program without its routes. */
    private final class Process implements AutoCloseable {
        private final DefaultCamelContext context = new DefaultCamelContext();
        private final DailyReport daily;
        private final RobotWatch robots;
        private final Status status;

        Process() throws Exception {
            Properties all = new Properties();
            try (Reader file = Files.newBufferedReader(Path.of("application.properties"))) {
                all.load(file);
            }
            all.putAll(Map.of("daily.at", "09:00", "wecom.token", "t", "dingtalk.token", "t", "feishu.token", TOKEN));
            all.putAll(different);
            Settings settings = new Settings(all::getProperty);
            Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
            OutboxComponent outbox = new OutboxComponent();
            outbox.setUrl(url);
            outbox.setUsername("postgres");
            context.addComponent("outbox", outbox);
            context.addComponent("paho-mqtt5", new MqttComponent());
            Set<String> names = Set.of("wecom", "dingtalk", "feishu");
            SecretMask.hide(settings, names);
            Robots known = new Robots(outbox, settings, names);
            context.getRegistry().bind("robots", known);
            Wiring wiring = new Wiring(names, names, Set.of(), Set.of());
            daily = new DailyReport(context, outbox, new Gone(outbox::database, "+08:00", clock),
                    new Minutes(outbox::database, clock), settings, wiring, clock);
            robots = new RobotWatch(outbox, settings, wiring, clock);
            status = new Status(context, outbox, new Entrances(context, settings), known, settings, names);
            names.forEach(outbox::consume);
            outbox.database();
            running.add(this);
        }

        @Override
        public void close() {
            context.stop();
            running.remove(this);
        }
    }

    private interface Look {
        void by(Process process) throws Exception;
    }

    @BeforeEach
    void start() throws Exception {
        url = Databases.fresh(dialect, folder);
    }

    @AfterEach
    void stop() {
        List.copyOf(running).forEach(Process::close);
    }

    /** All at once, several times; on SQLite one process is all. */
    private void all(Look look) throws Exception {
        while (running.size() < (dialect == Dialect.SQLITE ? 1 : 3)) {
            new Process();
        }
        for (int i = 0; i < 3; i++) {
            CompletableFuture.allOf(running.stream().map(process -> CompletableFuture.runAsync(() -> {
                try {
                    look.by(process);
                } catch (Exception failed) {
                    throw new IllegalStateException(failed);
                }
            })).toArray(CompletableFuture[]::new)).join();
        }
    }

    private List<String> column(String sql) throws Exception {
        return Databases.column(url, sql);
    }

    private void days(int count) throws Exception {
        all(process -> process.daily.look());
        assertEquals(List.of(Integer.toString(count)), column("SELECT count(*) FROM message WHERE family = 'daily'"));
        assertEquals(List.of(Integer.toString(3 * count)), column("SELECT count(*) FROM delivery"));
    }

    @Test
    void aDayIsToldOnceByAllProcessesAndOverRestarts() throws Exception {
        now = NINE.minusMillis(1);
        days(0);
        now = NINE;
        days(1);
        stop();
        now = NINE.plus(Duration.ofMinutes(59));
        days(1);
        now = NINE.plus(Duration.ofDays(1));
        days(2);
    }

    @Test
    void whoWasAwayThenTellsItWithinTheHourAndNotLater() throws Exception {
        now = NINE.plus(Duration.ofMinutes(60));
        days(0);
        now = NINE.plus(Duration.ofDays(1)).plus(Duration.ofMinutes(59));
        days(1);
    }

    @Test
    void aGroupWhoseRobotWouldDropItForWantOfItsKeywordIsLeftOut() throws Exception {
        different = Map.of("feishu.keyword", "offline");
        all(process -> process.daily.look());
        assertEquals(List.of("dingtalk", "wecom"), column(WAITING.formatted("daily")));
    }

    /** As its sends have left it. */
    private void blocked(String robot, Instant since) throws Exception {
        Databases.update(url, "INSERT INTO outbox (name, failures, failing_since, failed_how, blocked_setting, "
                + "blocked_why, blocked_since, paused_until) VALUES ('" + robot + "', 3, 1, 'blocked', 'token', "
                + "'40035 no robot has " + TOKEN + "', " + since.toEpochMilli() + ", 1) ON CONFLICT (name) DO UPDATE "
                + "SET failures = 3, failing_since = 1, blocked_setting = 'token', blocked_why = 'x', "
                + "blocked_since = excluded.blocked_since, paused_until = 1");
    }

    private void well(String robot) throws Exception {
        Databases.update(url, "UPDATE outbox SET failures = 0, blocked_setting = NULL, blocked_why = NULL "
                + "WHERE name = '" + robot + "'");
    }

    private List<String> waiting(String kind) throws Exception {
        all(process -> process.robots.look());
        return column(WAITING.formatted(kind));
    }

    @Test
    void thatARobotIsBlockedAndThatItIsWellAgainIsToldOnceThroughTheOthers() throws Exception {
        new Process();
        blocked("feishu", NINE);
        now = NINE.plus(Duration.ofMinutes(10)).minusMillis(1);
        assertEquals(List.of(), waiting("robot.blocked"));
        now = NINE.plus(Duration.ofMinutes(10));
        assertEquals(List.of("dingtalk", "wecom"), waiting("robot.blocked"));
        String body = column("SELECT body FROM message").get(0);
        assertTrue(body.contains("\"setting\":\"feishu.token\"") && body.contains("40035 no robot has ")
                && !body.contains(TOKEN), body);
        Databases.update(url, "INSERT INTO batch (outbox, kind, size, attempts, claimed_at, lease_until, settled_at, "
                + "outcome) VALUES ('wecom', 'robot.blocked', 1, 1, 0, 0, 1, 'told')");
        Databases.update(url, "UPDATE delivery SET batch = (SELECT max(id) FROM batch) WHERE outbox = 'wecom'");
        stop();
        now = NINE.plus(Duration.ofHours(30));
        assertEquals(List.of("dingtalk"), waiting("robot.blocked"), "once, over restarts");
        well("feishu");
        assertEquals(List.of("wecom"), waiting("robot.well"), "who has not read that it is blocked reads both at once");
        assertEquals(List.of("dingtalk"), column("SELECT outbox FROM delivery WHERE over_kind = 'robot.well'"));
        blocked("feishu", now.minus(Duration.ofMinutes(10)));
        assertEquals(List.of("dingtalk", "dingtalk", "wecom"), waiting("robot.blocked"), "another time");
    }

    @Test
    void aRobotThatHasNotBeenTriedSinceTheStartIsPerhapsMended() throws Exception {
        new Process();
        blocked("feishu", NINE.minus(Duration.ofHours(1)));
        Databases.update(url, "UPDATE outbox SET paused_until = 0");
        assertEquals(List.of(), waiting("robot.blocked"));
        Databases.update(url, "UPDATE outbox SET paused_until = 1");
        assertEquals(List.of("dingtalk", "wecom"), waiting("robot.blocked"));
    }

    @Test
    void whileAllAreBlockedNobodyIsTold() throws Exception {
        new Process();
        for (String robot : List.of("wecom", "dingtalk", "feishu")) {
            blocked(robot, NINE.minus(Duration.ofHours(1)));
        }
        assertEquals(List.of(), waiting("robot.blocked"));
        well("wecom");
        assertEquals(List.of("wecom", "wecom"), waiting("robot.blocked"));
        assertEquals(List.of("dingtalk", "feishu"), column("SELECT outbox FROM trouble ORDER BY outbox"));
    }

    /** Nothing tells it here who is gone. */
    @Test
    void whatIsWrongWithinTheStatusIsNoStoreThatCannotBeRead() throws Exception {
        Status.Report status = new Process().status.now();
        assertNull(status.store());
        assertNull(status.waiting());
        assertEquals(3, status.robots().size());
    }

    @Test
    void aRobotThatIsOffNeitherTellsNorIsToldOf() throws Exception {
        different = Map.of("feishu.token", "", "dingtalk.token", "");
        new Process();
        blocked("feishu", NINE.minus(Duration.ofHours(1)));
        blocked("wecom", NINE.minus(Duration.ofHours(1)));
        assertEquals(List.of(), waiting("robot.blocked"));
    }
}
