package io.disconnectalerts.program;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.broker.Mosquitto;
import io.disconnectalerts.vendors.Message;
import io.disconnectalerts.vendors.Received;
import io.disconnectalerts.vendors.VendorServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In a storm no platform refuses a message for its number, though it counts exactly and the way to it is uneven: not
 * over restarts, nor from several processes together. Each event is told once to every robot; what a killed process was
 * sending, at most twice.
 */
@Tag("soak")
class QuotaIT {
    private static final Logger LOG = LoggerFactory.getLogger(QuotaIT.class);
    private static final Duration JITTER = Duration.ofMillis(300);
    private static final int PER_SECOND = Soak.or(1000, 300);
    private static final int STORM_S = Soak.or(300, 16);
    private static final int RESTART_S = Soak.or(40, 6);
    private static final Pattern LEFT_ALONE = Pattern.compile("failing since [^;]+: [^;]+; left alone, as the "
            + "platform demands, "
            + "until [\\d: -]+ \\(in \\d{3} s\\); \\d pending");
    /** What DingTalk takes a minute. */
    private static final int DINGTALK = 20;
    private static final int EVENTS = PER_SECOND * STORM_S;

    @TempDir
    private Path folder;
    private final List<Program> programs = new ArrayList<>();
    private final AtomicBoolean urgent = new AtomicBoolean();

    /** One on SQLite, several on one PostgreSQL and one shared subscription. */
    static Stream<Integer> processes() {
        return Soak.or(Stream.of(1, 2, 3), Stream.of(2));
    }

    @ParameterizedTest(name = "processes: {0}")
    @MethodSource("processes")
    void noPlatformIsEverAskedTooMuchAndEachEventIsToldOnce(int processes) throws Exception {
        try (Groups groups = Groups.open()) {
            groups.robots().values().forEach(vendor -> vendor.jitter(JITTER));
            if (processes == 1) {
                Program program = program(groups, Map.of()).start();
                try (Flood flood = new HttpFlood(program, PER_SECOND, this::event)) {
                    storm(groups, flood);
                    tell(() -> Ledger.allTold(EVENTS, program.database()));
                }
                program.stop();
                assertTold(groups, Ledger.of(program.database()));
            } else {
                several(groups, processes);
            }
        }
    }

    @Test
    void aPlatformThatSomebodyElseHasUsedUpIsLeftAloneAsLongAsItDemandsAndThenToldEverythingOnce() throws Exception {
        AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
        try (Groups groups = Groups.open(() -> Instant.now().plus(ahead.get()))) {
            Program program = program(groups, Map.of()).start();
            useUp(groups.dingtalk().url() + "?access_token=" + groups.dingtalk().token());
            program.post("/events", Flood.event(0));
            await().until(() -> groups.dingtalk().throttled() == 1);
            program.post("/events", Flood.event(1));
            assertWaits(program);
            program.kill();
            program.start();
            program.post("/events", Flood.event(2));
            assertWaits(program);
            await("the others").until(() -> Groups.told(groups.wecom()) == 3 && Groups.told(groups.feishu()) == 3);
            assertEquals(DINGTALK + 1, groups.dingtalk().received().size());
            ahead.set(Duration.ofMinutes(10));
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + program.database())) {
                connection.createStatement().executeUpdate("UPDATE outbox SET paused_until = paused_until - 600000 "
                        + "WHERE name = 'dingtalk'");
            }
            await().until(() -> groups.dingtalk().messages().size() == DINGTALK + 1);
            assertEquals(3, Groups.count(groups.dingtalk().messages().get(DINGTALK)));
            assertEquals(1, groups.dingtalk().throttled());
        }
    }

    private static void useUp(String url) throws Exception {
        for (int i = 0; i < DINGTALK; i++) {
            HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(url))
                    .header("Content-Type", "application/json").POST(BodyPublishers.ofString("""
                    {"msgtype":"text","text":{"content":"somebody else"}}""")).build(), BodyHandlers.discarding());
        }
    }

    private static void assertWaits(Program program) throws IOException {
        await("ten minutes").until(() -> program.metric("alerts_robot_wait_seconds{robot=\"dingtalk\"}") > 500);
        String health = program.get("/observe/health").body();
        assertTrue(LEFT_ALONE.matcher(health).find(), health);
    }

    private void several(Groups groups, int processes) throws Exception {
        try (Postgres postgres = new Postgres(folder); Mosquitto broker = Mosquitto.persistent()) {
            for (int i = 0; i < processes; i++) {
                program(groups, postgres.settings()).set("mqtt.url", broker.url()).set("mqtt.client-id", "alerts-" + i)
                        .launch();
            }
            for (Program program : programs) {
                program.awaitReady();
                await("subscribed").until(() -> program.metric("alerts_entrance_up{entrance=\"mqtt\"}") == 1);
            }
            try (Flood flood = new MqttFlood(broker.url(), PER_SECOND, this::event); Connection connection =
                    postgres.connect()) {
                storm(groups, flood);
                tell(() -> Ledger.allTold(EVENTS, connection));
                assertTold(groups, Ledger.of(connection));
            } finally {
                end();
            }
        }
    }

    private Program program(Groups groups, Map<String, String> settings) throws IOException {
        Program program = new Program(Files.createDirectory(folder.resolve("process-" + programs.size())))
                .set(groups.settings()).set(settings);
        programs.add(program);
        return program;
    }

    @AfterEach
    void end() {
        programs.forEach(Program::close);
    }

    private String event(int number) {
        return Flood.event(number, urgent.getAndSet(false) ? "keepalive_timeout" : "kicked");
    }

    /** A critical event follows each message without one: it waits for the quota only, and so uses it up. */
    private void storm(Groups groups, Flood flood) throws IOException {
        ScheduledExecutorService ear = Executors.newSingleThreadScheduledExecutor();
        ear.scheduleWithFixedDelay(new Runnable() {
            private int heard;

            @Override
            public void run() {
                List<Message> messages = groups.dingtalk().messages();
                urgent.compareAndSet(false, messages.size() > heard && !messages.get(messages.size() - 1).text()
                        .contains("keepalive"));
                heard = messages.size();
            }
        }, 100, 100, MILLISECONDS);
        try {
            flood.flow(EVENTS);
            for (int restart = 1; restart * RESTART_S < STORM_S; restart++) {
                int then = restart * RESTART_S * PER_SECOND;
                await().atMost(4L * RESTART_S, SECONDS).until(() -> flood.offered() >= then);
                Program program = programs.get(restart % programs.size());
                if (restart % 2 == 0) {
                    program.stop();
                } else {
                    program.kill();
                }
                program.start();
                flood.flow(EVENTS);
            }
            await("everything offered").atMost(120, SECONDS).until(flood::done);
        } finally {
            ear.shutdownNow();
        }
    }

    private static void tell(Callable<Boolean> allTold) {
        await("everything told").atMost(150, SECONDS).pollInterval(Duration.ofMillis(200)).until(allTold);
    }

    private static void assertTold(Groups groups, Ledger ledger) {
        groups.robots().forEach((robot, vendor) -> {
            Ledger.Robot books = ledger.robots().get(robot);
            int messages = vendor.messages().size();
            int twice = messages - books.batches();
            LOG.info("{}: {} events in {} messages, at most {} a minute, {} told twice, {} throttled", robot, EVENTS,
                    messages, busiestMinute(vendor),
                    twice, vendor.throttled());
            assertEquals(0, vendor.throttled(), robot);
            assertEquals(Flood.clients(EVENTS), books.told().keySet(), robot);
            assertTrue(books.told().values().stream().allMatch(times -> times == 1), robot);
            assertTrue(twice >= 0 && twice <= STORM_S / RESTART_S, () -> robot + " told twice: " + twice);
            assertTrue(twice > 0 || Groups.told(vendor) == EVENTS, () -> robot + " told " + Groups.told(vendor));
        });
    }

    private static long busiestMinute(VendorServer vendor) {
        List<Instant> sends = vendor.received().stream().map(Received::at).toList();
        return sends.stream().mapToLong(
                first -> sends.stream().filter(at -> !at.isBefore(first) && at.isBefore(first.plusSeconds(60))).count())
                .max().orElse(0);
    }
}
