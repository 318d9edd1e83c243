package io.disconnectalerts.program;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.disconnectalerts.vendors.Answer;
import io.disconnectalerts.vendors.Fault.Packing;
import io.disconnectalerts.vendors.Fault;
import io.disconnectalerts.vendors.Message;
import io.disconnectalerts.vendors.Received;
import io.disconnectalerts.vendors.VendorServer;
import io.disconnectalerts.vendors.WeComServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A robot in trouble that passes loses nothing, says what is wrong, and keeps no other robot from telling at once. */
class RobotTroubleIT {
    private static final WeComServer ELSEWHERE = new WeComServer(InstantSource.system());
    private static final String NO_ANSWER = "HTTP %d, not an answer of the robot";

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
    void nothingIsPending() {
        await().until(() -> program.pending() == 0);
    }

    private static Stream<Arguments> faults() {
        String elsewhere = ELSEWHERE.url() + "?key=" + ELSEWHERE.token();
        return Stream.of(
                arguments(new Fault.Says(Answer.html(500, "<html>Oops</html>")), NO_ANSWER.formatted(500)),
                arguments(new Fault.Says(Answer.html(503, "busy").with("Retry-After", "0")), NO_ANSWER.formatted(503)),
                arguments(new Fault.Says(Answer.html(200, "<html>Welcome</html>")), NO_ANSWER.formatted(200)),
                arguments(new Fault.Says(Answer.redirect(302, elsewhere)), NO_ANSWER.formatted(302)),
                arguments(new Fault.Says(Answer.redirect(307, elsewhere)), NO_ANSWER.formatted(307)),
                arguments(new Fault.Says(groups.wecom().refusal(-1)), "-1 system busy"),
                arguments(new Fault.Packed(Packing.EMPTY), NO_ANSWER.formatted(200)),
                arguments(new Fault.Packed(Packing.GZIP_GARBAGE), "ZipException: Not in GZIP format"),
                arguments(new Fault.Packed(Packing.CUT_SHORT),
                        "ConnectionClosedException: Premature end of Content-Length delimited message body"),
                arguments(new Fault.Reset(false), "SocketException: Connection reset"));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @MethodSource("faults")
    void whatPassesIsTriedAgainWhileTheOthersAreToldAtOnce(Fault fault, String said) throws IOException {
        double failed = outcomes("wecom", "back-off");
        double told = outcomes("wecom", "told");
        groups.wecom().fail(fault, 1);
        String client = post();
        awaitTold(client, groups.robots().values());
        await().until(() -> outcomes("wecom", "told") == told + 1);
        assertEquals(failed + 1, outcomes("wecom", "back-off"));
        assertTrue(last("back-off: ").contains("back-off: " + said), () -> last("back-off: "));
        assertTrue(last("robot=\"wecom\"").contains("told again"), program::out);
        for (VendorServer other : List.of(groups.dingtalk(), groups.feishu())) {
            assertTrue(told(client, other).at().isBefore(told(client, groups.wecom()).at()), said);
        }
        assertEquals(List.of(), ELSEWHERE.received());
    }

    @ParameterizedTest
    @MethodSource("unusual")
    void whatIsOnlyUnusualIsAnAnswerLikeAnyOther(Fault fault) throws IOException {
        double failed = outcomes("wecom", "back-off");
        double told = outcomes("wecom", "told");
        groups.wecom().fail(fault, 1);
        post();
        await().until(() -> outcomes("wecom", "told") == told + 1);
        assertEquals(failed, outcomes("wecom", "back-off"));
    }

    private static Stream<Fault> unusual() {
        return Stream.of(new Fault.Packed(Packing.GZIP), new Fault.Packed(Packing.CHUNKED),
                new Fault.Slow(Duration.ofSeconds(3)));
    }

    @Test
    void neitherSilenceNorATrickleHoldsASendLongerThanTenSeconds() throws IOException {
        groups.wecom().fail(new Fault.Hang(false), 1);
        groups.dingtalk().fail(new Fault.Packed(Packing.ENDLESS), 1);
        String client = post();
        awaitTold(client, List.of(groups.feishu()));
        for (String robot : List.of("wecom", "dingtalk")) {
            await().until(() -> timeout(robot).isPresent());
            Instant sent = groups.robots().get(robot).received().stream()
                    .filter(request -> request.body().contains(client)).findFirst().orElseThrow().at();
            assertTrue(timeout(robot).orElseThrow().isBefore(sent.plusSeconds(13)), program::out);
        }
        awaitTold(client, groups.robots().values());
    }

    /** When the log said that a send to it took too long. */
    private static Optional<Instant> timeout(String robot) {
        return program.out().lines().filter(line -> line.contains("back-off: SocketTimeoutException: ")
                && line.contains("robot=\"" + robot + "\"")).findFirst()
                .map(line -> Instant.parse(line.substring(0, line.indexOf(' '))));
    }

    @Test
    void aThrottledRobotIsLeftAloneForAsLongAsItIsKnownToWantAndThenToldAllInOneDigest() throws IOException {
        groups.feishu().fail(new Fault.Says(groups.feishu().refusal(9499, "too many request")), 1);
        String first = post();
        await().until(() -> program.metric("alerts_robot_wait_seconds{robot=\"feishu\"}") > 0);
        String second = post();
        awaitTold(second, groups.robots().values());
        assertEquals(told(first, groups.feishu()), told(second, groups.feishu()));
        assertEquals(2, Groups.count(told(second, groups.feishu()).message()));
        assertTrue(last("retry-after: ").contains("retry-after: 9499 too many request"), program::out);
        Received refused = groups.feishu().received().stream().filter(sent -> sent.answer().code() == 9499).findFirst()
                .orElseThrow();
        assertTrue(Duration.between(refused.at(), told(second, groups.feishu()).at()).toMillis() >= 2_000);
    }

    @Test
    void whatIsUnacceptableIsToldInItsPlainestForm() throws IOException {
        double before = outcomes("wecom", "unacceptable");
        double told = outcomes("wecom", "told");
        groups.wecom().fail(new Fault.Says(groups.wecom().refusal(40058)), 1);
        String client = post();
        awaitTold(client, List.of(groups.dingtalk(), groups.feishu()));
        await().until(() -> outcomes("wecom", "told") == told + 1);
        assertEquals(before + 1, outcomes("wecom", "unacceptable"));
        List<Message> messages = groups.wecom().messages();
        assertTrue(messages.get(messages.size() - 1).text().startsWith("设备离线告警（1 条） 🔴\n"), messages::toString);
        assertNull(told(client, groups.wecom()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wecom", "dingtalk", "feishu"})
    void whatNobodyKnowsIsSaidAndTheAlertIsKept(String robot) throws IOException {
        VendorServer vendor = groups.robots().get(robot);
        double failed = outcomes(robot, "back-off");
        vendor.fail(new Fault.Says(vendor.refusal(12345, "something new")), 3);
        String client = post();
        await().untilAsserted(() -> {
            String health = program.get("/observe/health").body();
            assertTrue(Pattern.compile("failing since [\\d:]+: 12345 something new.*; tried again at [\\d:]+ \\(in "
                    + "\\d+ s\\)").matcher(health).find(), health);
        });
        assertTrue(last("back-off: 12345 something new").contains("robot=\"" + robot + "\""), program::out);
        awaitTold(client, groups.robots().values());
        assertEquals(failed + 3, outcomes(robot, "back-off"));
        assertEquals("[]", program.get("/parked").body());
    }

    @Test
    void whatIsUnacceptableEvenSoIsParkedAndToldOnceItIsTriedAgain() throws IOException {
        groups.wecom().fail(new Fault.Says(groups.wecom().refusal(45002)), 2);
        String client = post();
        await().until(() -> outcomes("wecom", "parked") == 1);
        assertTrue(last("refused for good, and parked").contains("why=\"45002 content size"), program::out);
        String parked = program.get("/parked").body();
        assertTrue(parked.contains("45002 content size out of limit") && parked.contains(client), parked);
        assertEquals(202, program.post("/parked/" + parked.replaceAll("(?s).*?\"id\":(\\d+).*", "$1") + "/retry", "")
                .statusCode());
        awaitTold(client, groups.robots().values());
    }

    private static String post() throws IOException {
        String client = "c-" + events + "-c";
        assertEquals(202, program.post("/events", Flood.event(events).replace(Flood.client(events++), client))
                .statusCode());
        return client;
    }

    private static void awaitTold(String client, Iterable<VendorServer> vendors) {
        vendors.forEach(vendor -> await().pollInterval(Duration.ofMillis(20)).until(
                () -> told(client, vendor) != null));
    }

    /** The last time the group was; what is not heard of is told again. */
    private static Received told(String client, VendorServer vendor) {
        return vendor.received().stream().filter(sent -> sent.accepted() && sent.body().contains(client))
                .reduce(null, (before, sent) -> sent);
    }

    private static double outcomes(String robot, String outcome) throws IOException {
        return program.metric("alerts_messages_total{outcome=\"" + outcome + "\",robot=\"" + robot + "\"}");
    }

    private static String last(String words) {
        return program.out().lines().filter(line -> line.contains(words)).reduce("", (before, line) -> line);
    }
}
