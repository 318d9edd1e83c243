package io.disconnectalerts.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.vendors.Fault;
import io.disconnectalerts.vendors.WeComServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged program says what is on and what is off, or, in one sentence, why it does not start. */
class StartIT {
    private static final String EVENT = """
            {"clientid":"door-7","reason":"kicked","disconnected_at":1700000000000}""";

    @TempDir
    private Path folder;

    /** Which sentence for which setting is another test's; that none gets further than its check is this one's. */
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            mqtt.url=example.com | mqtt.url is not tcp://host:port or ssl://host:port
            http.port=eighty | http.port is not a whole number
            http.host=0.0.0.0 | http.token is missing
            wecom.token= | no robot is on: set dingtalk.token or feishu.token or webhook.url or \
            wecom.token
            database.url=mysql://x | database.url is neither jdbc:sqlite:FILE nor jdbc:postgresql://host/database
            camel.server.enabled=false | camel.server.enabled=false leaves no place for the HTTP entrance, health and \
            metrics: take it out
            log.json=1 | log.json is neither true nor false
            wecom.token=key=abc | wecom.token is not the token alone: copy what stands behind key= in the robot's \
            webhook address
            dingtalk.tokn=abc | DINGTALK_TOKN is no setting: did you mean DINGTALK_TOKEN?
            alerts.language=fr | alerts.language is no folder under templates/words: choose en or zh-CN
            wecom.keyword=火警 | wecom.keyword=火警 does not stand in the heading of \
            templates/words/zh-CN/client.properties
            log.level=loud | log.level is neither info nor debug
            wecom.url={{gateway.url}} | wecom.url holds two braces in a row: between {{ and }} another setting is named
            """)
    void aWrongSettingIsNamedInOneSentence(String setting, String sentence) throws Exception {
        String[] nameAndValue = setting.split("=", 2);
        Program program = program().environment("LC_ALL", "C.UTF-8").set(nameAndValue[0], nameAndValue[1]);
        assertRefused(sentence, program.fail());
    }

    private static void assertRefused(String sentence, Program.Ended ended) {
        assertEquals(1, ended.code(), ended.err());
        assertEquals(1, ended.err().lines().count(), ended.err());
        assertTrue(ended.err().startsWith("disconnect-alerts does not start: " + sentence), ended.err());
        assertFalse(ended.out().contains("\tat "), ended.out());
    }

    /** One robot is on, at an address where nobody listens. */
    private Program program() {
        return new Program(folder).set("wecom.token", "abc").set("wecom.url", "http://127.0.0.1:9/send");
    }

    @Test
    void theJarAloneSaysWhatBelongsBesideIt() throws Exception {
        Path jar = Files.copy(Path.of("target/disconnect-alerts.jar"), folder.resolve("disconnect-alerts.jar"));
        assertLibraryIsMissing(jar, "", "check");
        Path lib = Files.createDirectory(folder.resolve("lib"));
        try (Stream<Path> libraries = Files.list(Path.of("target/lib"))) {
            for (Path library : libraries.filter(file -> !file.getFileName().toString().startsWith("velocity-engine"))
                    .toList()) {
                Files.createSymbolicLink(lib.resolve(library.getFileName()), library.toAbsolutePath());
            }
        }
        assertLibraryIsMissing(jar, "velocity-engine-core-");
    }

    private void assertLibraryIsMissing(Path jar, String library, String... arguments) throws Exception {
        List<String> command = Stream.concat(
                Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar",
                jar.toString()), Stream.of(arguments)).toList();
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(1, process.waitFor(), said);
        assertEquals(1, said.lines().count(), said);
        assertTrue(said.startsWith("disconnect-alerts does not start: " + folder.resolve("lib") + "/" + library), said);
        assertTrue(said.endsWith(" is missing, the folder lib belongs whole beside disconnect-alerts.jar\n"), said);
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertRefused("http.port: 127.0.0.1:" + taken.getLocalPort() + " cannot be listened on",
                    program().set("http.port", Integer.toString(taken.getLocalPort())).fail());
        }
    }

    @Test
    void aFileAsWindowsSavesItIsReadAndWhatIsOddInItIsSaid() throws Exception {
        try (Groups groups = Groups.open(); Program program = new Program(folder).unpack("application.properties")) {
            groups.dingtalk().keyword("设备");
            Path file = folder.resolve("application.properties");
            Files.writeString(file, "\uFEFF" + Files.readString(file).replace("dingtalk.keyword=\\u544A\\u8B66",
                    "dingtalk.keyword=设备")
                    .replace("\n", "\r\n") + "http.host=localhost\r\n");
            program.set(groups.settings()).set("log.level", "INFO").set("alerts.language", "zh-cn")
                    .set("tracing.enabled", "False")
                    .set("database.synchronous", "FULL").set("http.token", "short")
                    .environment("HTTP_PROXY", "http://127.0.0.1:9")
                    .environment("WECOM_SERVICE_HOST", "10.0.0.1").environment("LC_ALL", "C").start();
            assertTrue(program.out().contains("application.properties declares http.host more than once: the last one "
                    + "counts"),
                    program::out);
            assertTrue(program.out().contains("http.token is too short to be hidden in the log: choose at least 8 "
                    + "characters"),
                    program::out);
            program.send(program.request("/events").header("Authorization", "Bearer short")
                    .POST(HttpRequest.BodyPublishers.ofString(EVENT)));
            await().until(() -> groups.dingtalk().messages().size() == 1 && groups.wecom().messages().size() == 1);
            assertTrue(groups.wecom().messages().get(0).text().startsWith("设备离线告警"),
                    groups.wecom().messages()::toString);
        }
    }

    @Test
    void aMountedNameThatIsNoSettingIsNamed() throws Exception {
        Path mounted = Files.createDirectories(folder.resolve("conf.d/_secrets/tokens"));
        Files.writeString(mounted.resolve("wecom.tokn"), "abc");
        Files.writeString(mounted.resolve("mqtt.crt"), "-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----\n");
        assertRefused("wecom.tokn is no setting: did you mean wecom.token?",
                program().environment("CAMEL_K_CONF_D", folder.resolve("conf.d").toString()).fail());
    }

    @Test
    void aFileOfAnotherEncodingIsNamed() throws Exception {
        Files.write(folder.resolve("application.properties"),
                "http.port=1\ndingtalk.keyword=\u544a\u8b66\n".getBytes("GBK"));
        assertRefused("application.properties is not UTF-8 in line 2: save it as UTF-8", program().fail());
        Program.Ended check = program().run("", "check");
        assertEquals(1, check.code());
        assertTrue(check.out().endsWith("wrong  application.properties is not UTF-8 in line 2: save it as UTF-8"),
                check.out());
    }

    @Test
    void aLoginThatTheDatabaseRefusesIsNamed() throws Exception {
        Path access = Files.writeString(folder.resolve("pg_hba.conf"), "host all postgres 127.0.0.1/32 trust\n"
                + "host all all 127.0.0.1/32 scram-sha-256\n");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().setServerConfig("hba_file", access.toString())
                .start()) {
            assertRefused("database.username and database.password: jdbc:postgresql://", program()
                    .set("database.url", postgres.getJdbcUrl("postgres", "postgres").replaceAll("\\?.*", ""))
                    .set("database.username", "alerts").set("database.password", "wrong-one").fail());
            assertRefused("database.username and database.password: jdbc:postgresql://", program()
                    .set("database.url", postgres.getJdbcUrl("postgres", "postgres").replaceAll("\\?.*", ""))
                    .set("database.username", "alerts").fail());
            assertRefused("database.url: jdbc:postgresql://", program()
                    .set("database.url", postgres.getJdbcUrl("postgres", "nowhere").replaceAll("\\?.*", ""))
                    .set("database.username", "postgres").fail());
        }
    }

    @Test
    void aRoleOfTheDatabaseThatMayNotIsNamedAndAHostThatIsNone() throws Exception {
        try (Postgres postgres = new Postgres(folder)) {
            try (Connection connection = postgres.connect(); Statement statement = connection.createStatement()) {
                statement.execute("CREATE ROLE alerts LOGIN");
                statement.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
            }
            Map<String, String> role = Map.of("database.url", postgres.settings().get("database.url"),
                    "database.username", "alerts");
            Program.Ended ended = program().set(role).fail();
            assertRefused("database.username: jdbc:postgresql://", ended);
            assertTrue(ended.err().contains("the role of database.username needs GRANT ALL ON SCHEMA public"),
                    ended::err);
            try (Connection connection = postgres.connect(); Statement statement = connection.createStatement()) {
                statement.execute("GRANT ALL ON SCHEMA public TO alerts");
            }
            try (Program program = program().set(role).start()) {
                assertEquals(202, program.post("/events", EVENT).statusCode());
            }
        }
        assertRefused("database.url: jdbc:postgresql://db.invalid/alerts cannot be used: there is no host db.invalid",
                program().set("database.url", "jdbc:postgresql://db.invalid/alerts").fail());
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws Exception {
        Files.writeString(folder.resolve("data"), "a file where the folder should be");
        assertRefused("database.url: the folder of data/alerts.db cannot be written", program().fail());
    }

    @ParameterizedTest
    @CsvSource({"0,not a database at all", "16,a header that was overwritten", "4096,a page that was overwritten"})
    void aDamagedFileStopsTheStartAndStaysAsItIs(int from, String garbage) throws Exception {
        Path file = Files.createDirectory(folder.resolve("data")).resolve("alerts.db");
        if (from > 0) {
            try (Program program = program().start()) {
                program.post("/events", EVENT);
                program.stop();
            }
        }
        byte[] damaged = from == 0 ? garbage.getBytes(UTF_8) : Files.readAllBytes(file);
        byte[] scrawl = (garbage + " ").repeat(30).getBytes(UTF_8);
        System.arraycopy(from == 0 ? damaged : scrawl, 0, damaged, from,
                Math.min(damaged.length - from, from == 0 ? damaged.length : scrawl.length));
        Files.write(file, damaged);
        assertRefused("database.url: jdbc:sqlite:data/alerts.db cannot be used: ", program().fail());
        assertArrayEquals(damaged, Files.readAllBytes(file));
    }

    @Test
    void aSecondProcessOnTheSameFileDoesNotStartAndDisturbsNothing() throws Exception {
        try (Program first = program().start()) {
            assertRefused("database.url: another process uses data/alerts.db", program().fail());
            assertEquals(202, first.post("/events", EVENT).statusCode());
        }
    }

    @Test
    void whatIsOnAndWhatIsOffIsSaidWithTheSettingThatTurnsItOn() throws Exception {
        try (Program program = program().set("mqtt.url", "tcp://127.0.0.1:9").start()) {
            await().until(() -> program.out().contains("robot wecom"));
            String out = program.out();
            assertTrue(out.contains("entrance http on: http://127.0.0.1:" + program.port() + "/events"), out);
            assertTrue(out.contains("entrance mqtt on: tcp://127.0.0.1:9 $share/disconnect-alerts/alerts/clients/#"),
                    out);
            assertTrue(out.contains("robot wecom on: a quota of 20 messages a minute"), out);
            assertTrue(out.contains("robot dingtalk off: dingtalk.token turns it on"), out);
            assertTrue(out.contains("robot feishu off: feishu.token turns it on"), out);
            assertEquals("", program.err());
        }
    }

    @Test
    void whatIsPendingForARobotThatIsOffIsSaidAndKept() throws Exception {
        try (Program program = program().start()) {
            program.post("/events", EVENT);
            program.kill();
        }
        try (Program program = new Program(folder).set("feishu.token", "x").set("feishu.url", "http://127.0.0.1:9/send")
                .start()) {
            await().until(() -> program.out().contains("robot wecom has 1 pending, kept until it is on"));
        }
    }

    @ParameterizedTest(name = "LANG={0}, user.timezone={1}")
    @CsvSource({"C,Pacific/Apia", "tr_TR.ISO-8859-9,Asia/Kathmandu"})
    void theMachinesLocaleAndZoneDoNotMatter(String locale, String zone) throws Exception {
        try (Groups groups = Groups.open(); Program program = new Program(folder).set(groups.settings())
                .environment("LANG", locale).environment("LC_ALL", locale).option("-Duser.timezone=" + zone)
                .option("-Duser.language=tr").start()) {
            program.post("/events", """
                    {"clientid":"\u95e8-7\ud83d\udeaa","reason":"kicked","username":"undefined",\
                    "peername":"10.1.2.3:5","disconnected_at":1700000000000}""");
            await().until(() -> groups.wecom().messages().size() == 1 && groups.feishu().messages().size() == 1
                    && groups.dingtalk().messages().size() == 1);
            assertEquals("""
                    设备离线告警 🔶
                     客户端 ID:门-7🚪
                     用户名:-
                     客户端 IP:10.1.2.3:5
                     离线原因:kicked（被踢出）
                     离线时间:2023-11-15 06:13:20""", groups.wecom().messages().get(0).text().stripTrailing());
            Stream.of(groups.dingtalk(), groups.feishu())
                    .forEach(vendor -> assertTrue(vendor.messages().get(0).text().contains("门-7🚪"),
                    vendor.messages()::toString));
        }
    }

    @Test
    void aTemplateAndARouteOfTheWorkingDirectoryAreUsedAfterARestart() throws Exception {
        try (Groups groups = Groups.open();
                Program program = new Program(folder).unpack("templates", "routes").set(groups.settings()).start()) {
            program.stop();
            program.edit("templates/words/zh-CN/client.properties", "客户端 ID", "门禁");
            program.edit("templates/words/zh-CN/shared.properties", "mark.warning=🔶", "mark.warning=");
            program.edit("routes/3-triage-client.camel.yaml", "'normal'", "'kicked'");
            program.start();
            assertTrue(program.out().contains("bundle: routes, templates/forms, templates/words from "
                    + folder.toRealPath() + "; brokers, kamelets, application.properties from the jar"),
                    program.out());
            program.post("/events", EVENT);
            program.post("/events", EVENT.replace("kicked", "normal").replace("-7", "-8"));
            await().until(() -> groups.wecom().messages().size() == 1);
            assertTrue(groups.wecom().messages().get(0).text().startsWith("设备离线告警\n 门禁:door-8"),
                    groups.wecom().messages()::toString);
        }
    }

    @Test
    void ctrlCFinishesTheMessageInFlightSoThatNobodyReadsItTwice() throws Exception {
        try (WeComServer group = new WeComServer(InstantSource.system());
                Program program = new Program(folder).set("wecom.token", group.token()).set("wecom.url", group.url())
                        .start()) {
            group.fail(new Fault.Slow(Duration.ofSeconds(3)), 1);
            program.post("/events", EVENT);
            await().until(() -> group.received().size() == 1);
            program.stop();
            program.start().post("/events", EVENT.replace("-7", "-8"));
            await().until(() -> group.received().size() > 1);
            assertEquals(List.of(true, false),
                    group.messages().stream().map(message -> message.text().contains("door-7")).toList());
        }
    }
}
