package io.disconnectalerts.program;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.vendors.Fault;
import io.disconnectalerts.vendors.VendorServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the packaged program's commands do to the world around them, and find in it. */
class CommandsIT {
    private static final String KICKED = """
            {"clientid":"door-7","username":"u1","reason":"kicked","peername":"10.1.2.3:50000",\
            "node":"emqx@10.0.0.2","disconnected_at":1700000000000}""";

    @TempDir
    private Path folder;

    /** A store would be a file here. */
    private void assertNothingLeftBehind() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(), files.map(Path::getFileName).map(Path::toString).filter(name -> name.equals("data"))
                    .toList());
        }
    }

    @Test
    void tryPrintsToTheLetterWhatThePlatformsAreSent() throws Exception {
        Path event = Files.writeString(folder.resolve("event.json"), KICKED);
        try (Groups groups = Groups.open(); Program program = new Program(folder).set(groups.settings())) {
            Program.Ended ended = program.run("", "try", event.toString());
            assertEquals(0, ended.code(), ended.err());
            assertTrue(groups.robots().values().stream().allMatch(vendor -> vendor.received().isEmpty()),
                    "it sent something");

            program.start().post("/events", KICKED);
            groups.robots().forEach((robot, vendor) -> {
                await(robot).until(() -> vendor.messages().size() == 1);
                assertTrue(ended.out().contains(robot + "\n" + vendor.received().get(0).body()), ended.out());
            });
        }
    }

    @Test
    void tryNeedsNoPortAndNoStoreOfItsOwnWhileTheProgramRuns() throws Exception {
        try (Groups groups = Groups.open(); Program program = new Program(folder).set(groups.settings()).start()) {
            Program.Ended ended = new Program(folder).set(groups.settings())
                    .set("http.port", Integer.toString(program.port())).run(KICKED, "try", "-");
            assertEquals(0, ended.code(), ended.err());
        }
    }

    @Test
    void trySignsAndShowsNoSignature() throws Exception {
        Program.Ended ended = new Program(folder).set("feishu.token", "f-token").set("feishu.secret", "f-secret")
                .run(KICKED, "try", "-");
        assertTrue(ended.out().contains("\"sign\":\"***\""), ended.out());
    }

    @Test
    void theVersionIsTheJars() throws Exception {
        Program.Ended ended = new Program(folder).run("", "--version");
        assertTrue(ended.out().matches("disconnect-alerts \\d+\\..*"), ended.out());
    }

    @Test
    void checkIsContentWithWhatIsShippedAndNeedsNoToken() throws Exception {
        Program.Ended ended = new Program(folder).run("", "check");
        assertEquals(0, ended.code(), ended.out() + ended.err());
        assertTrue(ended.out().contains("ok     robot wecom, digest\n"), ended.out());
        assertEquals(5, ended.out().lines().filter(line -> line.startsWith("ok     robot wecom, ")).count());
        assertTrue(ended.out().contains("no robot is on yet"), ended.out());
        assertNothingLeftBehind();
    }

    @Test
    void aSettingsFileNeedsOnlyWhatItChanges() throws Exception {
        Files.writeString(folder.resolve("application.properties"), "alerts.language=en\n");
        Program.Ended ended = new Program(folder).run("", "check");
        assertEquals(0, ended.code(), ended.out() + ended.err());
        Files.writeString(folder.resolve("application.properties"), "alerts.language=fr\n");
        assertTrue(new Program(folder).run("", "check").out().contains("alerts.language"));
    }

    @Test
    void aKeywordOfARobotThatIsOffIsOnlyNoted() throws Exception {
        Program group = new Program(folder).unpack("templates").set("wecom.token", "abc");
        for (String family : List.of("client", "test")) {
            group.edit("templates/words/zh-CN/" + family + ".properties", "告警", "提醒");
        }
        Program.Ended ended = group.run("", "check");
        assertEquals(0, ended.code(), ended.out() + ended.err());
        assertTrue(ended.out().contains("dingtalk.keyword=告警 does not stand in the heading of "
                + "templates/words/zh-CN/client.properties, so the robot would drop the message if it were on"),
                ended.out());
        ended = group.set("dingtalk.token", "abc").run("", "check");
        assertEquals(1, ended.code(), ended.out() + ended.err());
    }

    @ParameterizedTest(name = "{0}: {1} -> {2} is found")
    @CsvSource(delimiter = '|', textBlock = """
            routes/3-triage-client.camel.yaml | expression: lost critical | expression: lost critcal | \
            routes/3-triage-client.camel.yaml:45, rule lost: critcal is no severity: did you mean critical?
            routes/3-triage-client.camel.yaml | ${variable.reason} in 'n | ${variabel.reason in 'n | \
            routes/3-triage-client.camel.yaml:25, rule routine: ${variabel.reason lacks its }
            routes/2-normalise.camel.yaml | direct:triage | direct:triaeg | \
            no route comes from direct:triaeg: did you mean direct:triage?
            routes/2-normalise.camel.yaml | 'method: read' | 'method: [read' | routes/2-normalise.camel.yaml:
            routes/7-deliver-wecom.camel.yaml | wecom-robot-sink | wecom-robot | \
            there is no kamelets/wecom-robot.kamelet.yaml
            kamelets/wecom-robot-sink.kamelet.yaml | removeHeaders | removeHeader | \
            kamelets/wecom-robot-sink.kamelet.yaml:85: pattern is nothing that Camel knows there
            kamelets/feishu-robot-sink.kamelet.yaml| content: {text: | content: text: | \
            Encountered " ":" ": "" at line 5
            templates/forms/wecom/alert.vm | ${row.label} | ${row.lable} | \
            templates/forms/wecom/alert.vm:3: ${row.lable}: there is no lable: did you mean label?
            templates/words/zh-CN/test.properties | 告警 | 通知 | dingtalk.keyword=告警 does not stand in the heading \
            of templates/words/zh-CN/test.properties
            application.properties | wecom.token= | wecom.token=key=abc | \
            wecom.token is not the token alone: copy what stands behind key=
            application.properties | feishu.keyword= | feishu.keywrod= | \
            feishu.keywrod is no setting: did you mean feishu.keyword?
            application.properties | camel.main.jmx-enabled | camel.main.jmx-enable | camel.main.jmxEnable
            """)
    void checkFindsWhatIsWrong(String file, String right, String wrong, String finding) throws Exception {
        Path root = Path.of(file).getName(0);
        try (Stream<Path> files = Files.walk(root)) {
            for (Path source : files.toList()) {
                Files.copy(source, folder.resolve(source));
            }
        }
        String text = Files.readString(Path.of(file));
        assertTrue(text.contains(right), text);
        Files.writeString(folder.resolve(file), text.replace(right, wrong));

        Program.Ended ended = new Program(folder).run("", "check");
        assertEquals(1, ended.code(), ended.out() + ended.err());
        assertTrue((ended.out() + ended.err()).lines().anyMatch(
                line -> line.startsWith("wrong") && line.contains(finding)), ended.out() + ended.err());
    }

    @Test
    void sendTestSaysOneLabelledMessageInEachGroup() throws Exception {
        try (Groups groups = Groups.open()) {
            groups.dingtalk().secret("SECdemo");
            groups.feishu().keyword("告警");
            Program.Ended ended = new Program(folder).set(groups.settings()).set("dingtalk.secret", "SECdemo")
                    .run("", "send-test");
            assertEquals(0, ended.code(), ended.out() + ended.err());
            groups.robots().forEach((robot, vendor) -> assertAll(
                    () -> assertEquals(1, vendor.messages().size()),
                    () -> assertTrue(vendor.messages().get(0).text().contains("设备离线告警（测试）"),
                            vendor.messages().toString()),
                    () -> assertTrue(ended.out().contains(robot + " accepted it\n  answer   {"), ended.out()),
                    () -> assertFalse(ended.out().contains(vendor.token()), ended.out())));
            assertNothingLeftBehind();
        }
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({"send-test, false", "send-test --mention, true"})
    void aTestCallsSomebodyOnlyWhenAskedTo(String command, boolean calls) throws Exception {
        try (Groups groups = Groups.open()) {
            Program.Ended ended = new Program(folder).set(groups.settings()).set("wecom.mention.critical", "zhangsan")
                    .set("feishu.mention.warning", "all").run("", command.split(" "));
            assertEquals(0, ended.code(), ended.out() + ended.err());
            assertEquals(calls, groups.wecom().received().get(0).body().contains("\"mentioned_list\":[\"zhangsan\"]"));
            assertEquals(calls, groups.feishu().messages().get(0).text().endsWith("\n<at user_id=\"all\"></at>"));
            assertEquals(calls, ended.out().contains("mention  nobody: dingtalk.mention.critical"), ended.out());
        }
    }

    @Test
    void sendTestSaysWhatToMend() throws Exception {
        try (Groups groups = Groups.open()) {
            Program program = new Program(folder).set(groups.settings());
            groups.dingtalk().secret("SECdemo");
            groups.wecom().token("another");
            groups.feishu().offline();
            Program.Ended ended = program.set("dingtalk.secret", "SECother").run("", "send-test");
            assertEquals(1, ended.code(), ended.out() + ended.err());
            assertMend(ended, "wecom", "wecom.token");
            assertMend(ended, "dingtalk", "dingtalk.secret");
            assertMend(ended, "feishu", "the way to " + groups.feishu().url());
        }
    }

    @Test
    void sendTestComparesTheClocks() throws Exception {
        try (Groups groups = Groups.open(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-7)))) {
            Program.Ended ended = new Program(folder).set(groups.settings()).run("", "send-test");
            assertEquals(0, ended.code(), ended.out() + ended.err());
            groups.robots().keySet().forEach(robot -> assertTrue(section(ended, robot + " accepted it")
                    .contains("\n  clock    the clock of this machine is 7 min ahead of the platform's"), ended.out()));
        }
        try (Groups groups = Groups.open(Clock.offset(Clock.systemUTC(), Duration.ofHours(2)))) {
            groups.dingtalk().secret("SEC-1");
            groups.feishu().secret("SEC-2");
            Program program = new Program(folder).set(groups.settings()).set("dingtalk.secret", "SEC-1");
            Program.Ended ended = program.set("feishu.secret", "SEC-2").run("", "send-test");
            assertEquals(1, ended.code(), ended.out() + ended.err());
            for (String robot : List.of("dingtalk", "feishu")) {
                assertMend(ended, robot, "the clock");
                assertTrue(section(ended, robot).contains(": the clock of this machine is 2 h 0 min"), ended.out());
            }
        }
        try (Groups groups = Groups.open()) {
            groups.wecom().fail(new Fault.Says(groups.wecom().refusal(12345, "something new")));
            Program.Ended ended = new Program(folder).set(groups.settings()).run("", "send-test");
            assertMend(ended, "wecom", "what the platform's documentation says of this answer");
            assertFalse(ended.out().contains("clock"), ended.out());
        }
    }

    private static String section(Program.Ended ended, String begin) {
        return ended.out().substring(ended.out().indexOf(begin)).split("\n(?! )")[0];
    }

    private static void assertMend(Program.Ended ended, String robot, String what) {
        assertTrue(section(ended, robot + " did not accept it").contains("  mend     " + what), ended.out());
    }

    @Test
    void sendTestSpeaksOnlyThroughTheRobotsAskedFor() throws Exception {
        try (Groups groups = Groups.open()) {
            Program.Ended ended = new Program(folder).set(groups.settings()).set("alerts.language", "en")
                    .run("", "send-test", "wecom");
            assertEquals(0, ended.code(), ended.out() + ended.err());
            assertTrue(groups.wecom().messages().get(0).text().startsWith("Device offline 告警 (test)\n"));
            Map<String, VendorServer> others = Map.of("dingtalk", groups.dingtalk(), "feishu", groups.feishu());
            others.forEach((robot, vendor) -> assertEquals(List.of(), vendor.received(), robot));
        }
    }
}
