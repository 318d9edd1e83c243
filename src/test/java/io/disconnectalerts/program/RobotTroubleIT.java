package io.disconnectalerts.program;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.disconnectalerts.vendors.Answer;
import io.disconnectalerts.vendors.Fault;
import io.disconnectalerts.vendors.Fault.Packing;
import io.disconnectalerts.vendors.Received;
import io.disconnectalerts.vendors.VendorServer;
import io.disconnectalerts.vendors.WeComServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A robot in trouble loses nothing, says what is wrong, and disturbs no other robot. */
class RobotTroubleIT {
    private static final Logger LOG = LoggerFactory.getLogger(RobotTroubleIT.class);
    private static final WeComServer ELSEWHERE = new WeComServer(InstantSource.system());

    private static Groups groups;
    private static Program program;
    private static int events;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        groups = Groups.open();
        groups.robots().values().forEach(vendor -> vendor.quota(false));
        program = new Program(folder).set(groups.settings()).set(Groups.unpaced("wecom", "dingtalk", "feishu")).start();
    }

    @AfterAll
    static void stop() {
        program.close();
        groups.close();
        ELSEWHERE.close();
    }

    @BeforeEach
    void allIsWell() {
        groups.wecom().heal();
        await().atMost(90, SECONDS).until(() -> program.pending() == 0);
    }

    private static Stream<Arguments> faults() {
        return Stream.of(
                arguments("HTTP 502, not an answer of the robot", new Fault.Says(Answer.html(502, "<html>Bad Gateway</html>"))),
                arguments("HTTP 200, not an answer of the robot", new Fault.Says(Answer.html(200, "<html>Welcome</html>"))),
                arguments("HTTP 302, not an answer of the robot", new Fault.Says(Answer.redirect(302, ELSEWHERE.url() + "?key=" + ELSEWHERE.token()))),
                arguments("HTTP 307, not an answer of the robot", new Fault.Says(Answer.redirect(307, ELSEWHERE.url() + "?key=" + ELSEWHERE.token()))),
                arguments("HTTP 200, not an answer of the robot", new Fault.Packed(Packing.EMPTY)),
                arguments("", new Fault.Packed(Packing.GZIP_GARBAGE)),
                arguments("", new Fault.Packed(Packing.CUT_SHORT)),
                arguments("-1 system busy", new Fault.Says(groups.wecom().refusal(-1))),
                arguments("", new Fault.Reset(false)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whatPassesIsTriedAgainUntilItIsTold(String said, Fault fault) throws IOException {
        double before = program.metric("alerts_messages_total{outcome=\"back-off\",robot=\"wecom\"}");
        groups.wecom().fail(fault, 1);
        int event = post();
        await().atMost(10, SECONDS).until(() -> program.metric("alerts_messages_total{outcome=\"back-off\",robot=\"wecom\"}") == before + 1);
        assertTrue(last("wecom back-off").contains(said), program::out);
        awaitTold(event);
        assertEquals(List.of(), ELSEWHERE.received());
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void whatIsOnlyUnusualIsAnAnswerLikeAnyOther(Fault fault) throws IOException {
        double before = program.metric("alerts_messages_total{outcome=\"back-off\",robot=\"wecom\"}");
        groups.wecom().fail(fault, 1);
        awaitTold(post());
        assertEquals(before, program.metric("alerts_messages_total{outcome=\"back-off\",robot=\"wecom\"}"));
    }

    private static Stream<Fault> accepted() {
        return Stream.of(new Fault.Packed(Packing.GZIP), new Fault.Packed(Packing.CHUNKED), new Fault.Slow(Duration.ofSeconds(2)));
    }

    @Test
    void aRobotThatHangsDisturbsNoOther() throws IOException {
        List<Long> undisturbed = burst();
        groups.wecom().fail(new Fault.Hang(false), 1);
        int first = post();
        await().until(() -> groups.wecom().received().stream().anyMatch(sent -> sent.body().contains(client(first))));
        List<Long> disturbed = burst();
        LOG.info("p99 of dingtalk and feishu in ms: {} undisturbed, {} beside a robot that hangs", undisturbed, disturbed);
        for (int i = 0; i < disturbed.size(); i++) {
            assertTrue(disturbed.get(i) < undisturbed.get(i) + 1_000, disturbed::toString);
        }
        await().atMost(20, SECONDS).until(() -> last("wecom back-off").contains("SocketTimeoutException"));
        awaitTold(first);
    }

    /** 150 events, one after the other; by other robot, the p99 of the time from the program to the group, in ms. */
    private static List<Long> burst() throws IOException {
        Map<String, Instant> posted = new HashMap<>();
        for (int i = 0; i < 150; i++) {
            posted.put(client(events), Instant.now());
            post();
        }
        await().atMost(20, SECONDS).until(() -> Groups.told(groups.dingtalk()) == events && Groups.told(groups.feishu()) == events);
        return Stream.of(groups.dingtalk(), groups.feishu()).map(vendor -> p99(vendor, posted)).toList();
    }

    private static long p99(VendorServer vendor, Map<String, Instant> posted) {
        List<Received> received = vendor.received();
        List<Long> ages = posted.entrySet().stream().map(event -> Duration.between(event.getValue(), received.stream()
                .filter(sent -> sent.body().contains(event.getKey())).findFirst().orElseThrow().at()).toMillis()).sorted().toList();
        return ages.get(ages.size() * 99 / 100);
    }

    @Test
    void whatASettingBlocksIsSaidEverywhereAndToldOnceItIsMended(@TempDir Path other) throws Exception {
        Path noNames = Files.writeString(other.resolve("hosts"), "127.0.0.1 localhost\n");
        try (Groups own = Groups.open(); Program blocked = new Program(other).option("-Djdk.net.hosts.file=" + noNames).set(own.settings())
                .set("wecom.token", "no-longer-known").set("dingtalk.url", "http://robot.invalid/robot/send")
                .set("feishu.url", own.feishu().url().replace("http:", "https:")).start()) {
            for (int i = 0; i < 7; i++) {
                blocked.post("/events", Flood.event(i));
            }
            await().atMost(20, SECONDS).until(() -> Stream.of("wecom blocked", "dingtalk back-off", "feishu back-off").allMatch(blocked.out()::contains));
            assertTrue(blocked.out().contains("wecom.token: 93000 "), blocked::out);
            assertTrue(blocked.out().contains("UnknownHostException: Unable to resolve host robot.invalid"), blocked::out);
            assertTrue(blocked.out().contains("SSLException"), blocked::out);
            await().until(() -> blocked.metric("alerts_robot_blocked{robot=\"wecom\"}") == 1);
            assertEquals(0, blocked.metric("alerts_robot_blocked{robot=\"dingtalk\"}"));
            HttpResponse<String> health = blocked.get("/observe/health");
            assertEquals(200, health.statusCode(), "a robot's trouble keeps no event out");
            assertTrue(health.body().contains("blocked, mend wecom.token: 93000"), health::body);
            assertTrue(health.body().contains("failing, tried again in"), health::body);
            blocked.stop();

            blocked.set(own.settings()).start();
            await().atMost(40, SECONDS).until(() -> own.robots().values().stream().allMatch(vendor -> Groups.told(vendor) == 7));
            own.robots().values().forEach(vendor -> assertTrue(vendor.messages().size() <= 2, vendor.messages()::toString));
            await().until(() -> blocked.metric("alerts_robot_blocked{robot=\"wecom\"}") == 0);
        }
    }

    private static String client(int event) {
        return "c-" + event + "-c";
    }

    private static int post() throws IOException {
        assertEquals(202, program.post("/events", Flood.event(events).replace("c-" + events, client(events))).statusCode());
        return events++;
    }

    private static void awaitTold(int event) {
        await().atMost(20, SECONDS).until(() -> groups.wecom().messages().stream().anyMatch(message -> message.text().contains(client(event))));
    }

    private static String last(String words) {
        return program.out().lines().filter(line -> line.contains(words)).reduce("", (before, line) -> line);
    }
}
