package io.disconnectalerts.program;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.disconnectalerts.mqtt.Certificates;
import io.disconnectalerts.vendors.Fault;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A robot that nothing can be told to until somebody acts says what to mend, and gets all that is pending once it is
 * mended.
 */
class BlockedRobotIT {
    private static final int EVENTS = 7;

    @TempDir
    private Path folder;
    private final Groups groups = Groups.open();
    private Program program;
    private int events;

    @BeforeEach
    void prepare() throws IOException {
        Path names = Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n");
        program = new Program(folder).option("-Djdk.net.hosts.file=" + names);
        groups.dingtalk().secret("SEC-1");
        groups.feishu().secret("SEC-2");
    }

    @AfterEach
    void stop() {
        program.close();
        groups.close();
    }

    private Program well() {
        return program.set(groups.settings()).set("dingtalk.secret", "SEC-1").set("feishu.secret", "SEC-2");
    }

    private void post() throws IOException {
        for (int i = 0; i < EVENTS; i++) {
            assertEquals(202, program.post("/events", Flood.event(events++)).statusCode());
        }
    }

    /** @param troubles by robot, what to mend and what the platform said */
    private void isBlocked(Map<String, List<String>> troubles) throws IOException {
        post();
        troubles.forEach((robot, trouble) -> await(robot).untilAsserted(() -> {
            String health = program.get("/observe/health").body();
            assertTrue(health.contains("blocked, mend " + trouble.get(0) + ": " + trouble.get(1)), health);
            assertEquals(1, program.metric("alerts_robot_blocked{robot=\"" + robot + "\"}"));
            assertEquals(1, program.metric("alerts_robot_mend{robot=\"" + robot + "\",setting=\"" + trouble.get(0)
                    + "\"}"));
            assertTrue(program.out().lines().anyMatch(
                    line -> line.contains("blocked: " + robot + "." + trouble.get(0).replaceAll(".*[. ]", "")
                    + ": " + trouble.get(1)) && line.contains("robot=\"" + robot + "\"")), program::out);
        }));
        assertEquals(200, program.get("/observe/health/ready").statusCode(), "a robot's trouble keeps no event out");
        program.stop();
        assertFalse(program.out().contains("already registered"), program::out);
    }

    /** Everything pending arrives, as one digest each. */
    private void isToldOnceMended() throws IOException {
        groups.robots().values().forEach(vendor -> vendor.heal());
        List<Integer> before = groups.robots().values().stream().map(vendor -> vendor.messages().size()).toList();
        well().start();
        groups.robots().forEach((robot, vendor) ->
                await(robot).atMost(30, SECONDS).until(() -> Groups.told(vendor) == events));
        assertEquals(before.stream().map(messages -> messages + 1).toList(),
                groups.robots().values().stream().map(vendor -> vendor.messages().size()).toList());
        await().until(() -> program.get("/observe/metrics").body().lines()
                .noneMatch(line -> (line.startsWith("alerts_robot_blocked") || line.startsWith("alerts_robot_mend"))
                        && line.endsWith(" 1.0")));
    }

    @Test
    void theSettingToMendIsInHealthLogAndMetric() throws IOException {
        groups.feishu().ips("10.1.2.3");
        well().set("wecom.token", "no-longer-known").set("dingtalk.secret", "SEC-wrong").start();
        isBlocked(Map.of("wecom", List.of("wecom.token", "93000 "), "dingtalk",
                List.of("dingtalk.secret", "310000 sign not match"),
                "feishu", List.of("the ip-list", "19022 ")));
        groups.feishu().ips();
        isToldOnceMended();

        groups.dingtalk().keyword("上线");
        groups.feishu().keyword("上线");
        groups.wecom().fail(new Fault.Says(groups.wecom().refusal(93004)));
        isBlocked(Map.of("wecom", List.of("wecom.token", "93004 "), "dingtalk",
                List.of("dingtalk.keyword", "310000 keywords not in content"),
                "feishu", List.of("feishu.keyword", "19024 ")));
        groups.dingtalk().keyword("");
        groups.feishu().keyword("");
        isToldOnceMended();

        groups.wecom().fail(new Fault.Says(groups.wecom().refusal(40008)));
        groups.dingtalk().fail(new Fault.Says(groups.dingtalk().refusal(310000, "send forbidden")));
        String longAgo = "Thu, 01 Jan 2026 00:00:00 GMT";
        groups.feishu().fail(new Fault.Says(groups.feishu().refusal(19021).with("Date", longAgo)));
        isBlocked(Map.of("wecom", List.of("the kamelet", "40008 "), "feishu", List.of("the clock", "19021 "),
                "dingtalk", List.of("the security-settings", "310000 send forbidden")));
        isToldOnceMended();
    }

    @Test
    void afterTenMinutesTheOtherGroupsReadOfItOnceAndThatItIsWellAgain() throws Exception {
        well().set("wecom.token", "no-longer-known").start();
        post();
        await().until(() -> program.metric("alerts_robot_blocked{robot=\"wecom\"}") == 1);
        assertEquals(0, reads("机器人异常告警"));
        tenMinutesPass();
        await().until(() -> reads("机器人异常告警") == 2);
        program.stop();
        program.start();
        tenMinutesPass();
        program.stop();
        well().start();
        await().until(() -> reads("机器人恢复告警") == 2);
        await().until(() -> program.pending() == 0);
        assertEquals(List.of(2, 2), List.of(reads("机器人异常告警"), reads("机器人恢复告警")));
        assertTrue(groups.feishu().messages().stream().anyMatch(message -> message.text().startsWith("机器人异常告警")
                && message.text().contains("wecom.token") && message.text().contains("93000")));
    }

    /** How many messages begin so, of whichever group. */
    private int reads(String firstLine) {
        return (int) groups.robots().values().stream().flatMap(vendor -> vendor.messages().stream())
                .filter(message -> message.text().contains(firstLine)).count();
    }

    private void tenMinutesPass() throws SQLException {
        try (Connection store = DriverManager.getConnection("jdbc:sqlite:" + program.database())) {
            store.createStatement().executeUpdate("UPDATE outbox SET blocked_since = blocked_since - 600000 "
                    + "WHERE blocked_since > 0");
        }
    }

    @Test
    void aRobotThatCannotBeReachedIsTriedUntilItIs() throws Exception {
        HttpsServer stranger = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        stranger.setHttpsConfigurator(new HttpsConfigurator(unknownToAll()));
        stranger.start();
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            well().set("wecom.url", "https://127.0.0.1:" + stranger.getAddress().getPort() + "/send")
                    .set("dingtalk.url", "https://robot.invalid/robot/send")
                    .set("feishu.url", "https://127.0.0.1:" + silent.getLocalPort() + "/hook").start();
            post();
            for (String trouble : List.of("SSLHandshakeException: ", "UnknownHostException: ", "TimeoutException: ")) {
                await(trouble).until(() -> program.out().lines().anyMatch(
                        line -> line.contains("back-off: ") && line.contains(trouble)));
            }
            assertEquals(3, program.get("/observe/health").body().split(
                    "failing since \\d\\d:\\d\\d:\\d\\d: \\w+Exception: [^;]+; tried again at ").length - 1);
            assertEquals(3 * EVENTS, program.pending());
            program.stop();
        } finally {
            stranger.stop(0);
        }
        isToldOnceMended();
    }

    private SSLContext unknownToAll() throws Exception {
        new Certificates(folder, "nobody").issue("robot", "127.0.0.1");
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new PemKeyCertOptions().setCertValue(
                Buffer.buffer(Files.readAllBytes(folder.resolve("robot.crt"))))
                .setKeyValue(Buffer.buffer(Files.readAllBytes(folder.resolve("robot.key")))).getKeyManagerFactory(null)
                .getKeyManagers(), null, null);
        return context;
    }
}
