package io.disconnectalerts.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.broker.EmbeddedBroker;
import io.disconnectalerts.mqtt.Publisher;
import io.disconnectalerts.vendors.Answer;
import io.disconnectalerts.vendors.Fault;
import io.disconnectalerts.vendors.Received;
import io.disconnectalerts.vendors.VendorServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that says everything it can say, at every level, in every kind of trouble, says no secret. */
class SecretsIT {
    private static final Pattern SIGN = Pattern.compile("[?&]sign=([^&]+)|\"sign\":\"([^\"]+)\"");
    private static final Map<String, String> SECRETS = Map.of(
            "wecom.token", "wk-1+=%2B~.x",
            "dingtalk.token", "dt-2+=%25%y",
            "dingtalk.secret", "SEC3\"q\"abc",
            "feishu.token", "ft-4+=%%2Fz",
            "feishu.secret", "fs-5/\\xyz",
            "http.token", "ht-6\"+&=%/\\_6",
            "mqtt.password", "mp-7 \"q\"/\\+&=%\u00e9",
            "database.password", "dp-8 \"q\"/\\+&=%\u00e9");

    /** What each platform says of one message that it will never take. */
    private static final Map<String, Integer> UNACCEPTABLE =
            Map.of("wecom", 45002, "dingtalk", 430101, "feishu", 19036);

    @TempDir
    private Path folder;

    @Test
    void noneIsSaid() throws Exception {
        Path access = Files.writeString(folder.resolve("pg_hba.conf"),
                "host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().setServerConfig("hba_file", access.toString())
                .start();
                EmbeddedBroker broker = new EmbeddedBroker(); Groups groups = groups()) {
            sql(postgres, "CREATE ROLE alerts LOGIN PASSWORD '" + SECRETS.get("database.password") + "'",
                    "CREATE DATABASE alerts OWNER alerts");
            try (Program program = talkative().set(groups.settings()).set(Groups.unpaced("wecom", "dingtalk", "feishu"))
                    .set(SECRETS)
                    .set("mqtt.url", broker.url()).set("mqtt.username", "somebody")
                    .set("database.url", postgres.getJdbcUrl("alerts", "alerts")).set("database.username", "alerts")
                    .start()) {
                talk(program, groups, broker, postgres);
                String said = program.printed() + everythingItAnswers(program);
                Set<String> signatures = signatures(groups);
                assertTrue(signatures.size() >= 2, signatures::toString);
                List.of("TRACE", "org.apache.camel", "hc.client5", "FINE", "93000", "310000", "19021", "45002",
                        "430101", "19036")
                        .forEach(word -> assertTrue(said.contains(word), word));
                assertSilent(said, SECRETS.values());
                assertSilent(said, signatures);
            }
        }
    }

    /** Both sides of the wire know the secrets. */
    private static Groups groups() {
        Groups groups = Groups.open();
        groups.robots().forEach((robot, vendor) -> {
            vendor.quota(false);
            vendor.token(SECRETS.get(robot + ".token"));
        });
        groups.dingtalk().secret(SECRETS.get("dingtalk.secret"));
        groups.feishu().secret(SECRETS.get("feishu.secret"));
        return groups;
    }

    private static void sql(EmbeddedPostgres postgres, String... statements) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection(); Statement statement =
                connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private static void talk(Program program, Groups groups, EmbeddedBroker broker, EmbeddedPostgres postgres)
            throws Exception {
        program.post("/events", "{}");
        program.send(authorized(program, "/events?token=" + URLEncoder.encode(SECRETS.get("http.token"), UTF_8)).POST(
                BodyPublishers.ofString("garbage")));
        await("subscribed").until(() -> health(program).contains("subscribed to"));
        try (Publisher emqx = new Publisher(broker.url())) {
            emqx.publish("alerts/clients/a", Flood.event(0));
            emqx.publish("alerts/clients/a", "garbage");
        }
        awaitTold(groups, 0);
        fails(program, groups, 1, vendor ->
                new Fault.Says(Answer.html(502, "<a href='" + vendor.url() + "?key=" + vendor.token() + "'>")));
        fails(program, groups, 2, vendor -> new Fault.Reset(false));
        fails(program, groups, 3, vendor ->
                new Fault.Says(Answer.redirect(302, "http://127.0.0.1:9/" + vendor.token())));
        sql(postgres, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'alerts'");
        fails(program, groups, 4, vendor -> new Fault.Says(vendor.refusal(-1)));
        groups.robots().forEach((robot, vendor) ->
                vendor.fail(new Fault.Says(vendor.refusal(UNACCEPTABLE.get(robot), "no " + echo(robot))), 4));
        keep(program, 5);
        await("parked")
                .until(() -> program.send(authorized(program, "/parked")).body().split("\"\\d+ no ").length == 4);
        groups.wecom().fail(new Fault.Says(groups.wecom().refusal(93000, echo("wecom"))));
        groups.dingtalk().fail(new Fault.Says(groups.dingtalk().refusal(310000, "sign not match " + echo("dingtalk"))));
        groups.feishu().fail(new Fault.Says(groups.feishu().refusal(19021, echo("feishu"))));
        keep(program, 6);
        await("blocked").until(() -> health(program).split("blocked, mend").length == 4);
        broker.stop();
        await("left alone").until(() -> health(program).contains("No connection to the broker"));
        broker.start();
    }

    /** What a platform may repeat of a send, as a JSON string's content. */
    private static String echo(String robot) {
        String token = SECRETS.get(robot + ".token");
        return (token + " " + URLEncoder.encode(token, UTF_8) + " " + SECRETS.getOrDefault(robot + ".secret", ""))
                .replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** All robots fail once at the event, and tell it in the end. */
    private static void fails(Program program, Groups groups, int event, Function<VendorServer, Fault> fault)
            throws IOException {
        groups.robots().values().forEach(vendor -> vendor.fail(fault.apply(vendor), 1));
        keep(program, event);
        awaitTold(groups, event);
    }

    /** Sends it again while the store is away, as a broker does. */
    private static void keep(Program program, int event) {
        await("kept").until(() -> post(program, event) == 202);
    }

    private static int post(Program program, int event) throws IOException {
        return program.send(authorized(program, "/events").POST(BodyPublishers.ofString(Flood.event(event))))
                .statusCode();
    }

    private static void awaitTold(Groups groups, int event) {
        await("told of " + event).until(() -> groups.robots().values().stream()
                .allMatch(vendor -> vendor.messages().stream().anyMatch(
                        message -> message.text().contains(Flood.client(event)))));
    }

    private static HttpRequest.Builder authorized(Program program, String path) {
        return program.request(path).header("Authorization", "Bearer " + SECRETS.get("http.token"));
    }

    private static String health(Program program) throws IOException {
        return program.send(authorized(program, "/observe/health")).body();
    }

    private static String everythingItAnswers(Program program) throws IOException {
        StringBuilder answers = new StringBuilder();
        for (String path : List.of("/observe/health", "/observe/health/ready", "/observe/metrics", "/parked",
                "/nowhere")) {
            answers.append(program.send(authorized(program, path)).headers())
                    .append(program.send(authorized(program, path)).body()).append('\n');
        }
        return answers + program.get("/parked").body();
    }

    /** Of all sends, as they stood in the query or the body, decoded. */
    private static Set<String> signatures(Groups groups) {
        return groups.robots().values().stream().flatMap(vendor -> vendor.received().stream())
                .flatMap((Received sent) -> SIGN.matcher(sent.target() + sent.body()).results())
                .map((MatchResult found) -> found.group(1) == null ? found.group(2)
                        : URLDecoder.decode(found.group(1), UTF_8)).collect(Collectors.toSet());
    }

    /** Everything is logged, by our own layout, and by the JDK's logging too. */
    private Program talkative() throws IOException {
        Path logback = Files.writeString(folder.resolve("loud.xml"), """
                <configuration>
                  <appender name="all" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder class="io.disconnectalerts.log.LineEncoder"/>
                  </appender>
                  <root level="TRACE"><appender-ref ref="all"/></root>
                </configuration>
                """);
        Path jdk = Files.writeString(folder.resolve("loud.properties"), """
                handlers=java.util.logging.ConsoleHandler
                .level=ALL
                java.util.logging.ConsoleHandler.level=ALL
                """);
        return new Program(folder).environment("LC_ALL", "C.UTF-8").option("-Dlogback.configurationFile=" + logback)
                .option("-Djava.util.logging.config.file=" + jdk);
    }

    /** Nor in any of the forms in which it travels, nor the better part of it. */
    private static void assertSilent(String said, Collection<String> secrets) {
        List<String> found = new ArrayList<>();
        for (String secret : secrets) {
            String encoded = URLEncoder.encode(secret, UTF_8);
            Set<String> forms = new LinkedHashSet<>(
                    List.of(secret, encoded, encoded.replace("+", "%20"), URLEncoder.encode(encoded, UTF_8),
                    secret.replace("\\", "\\\\").replace("\"", "\\\""), Base64.getEncoder()
                    .encodeToString(secret.getBytes(UTF_8)), secret.substring(0, 5)));
            forms.stream().filter(said::contains)
                    .forEach(form -> found.add(form + " in: " + said.lines().filter(line -> line.contains(form))
                    .findFirst().orElse("")));
        }
        assertEquals(List.of(), found);
    }

    @Test
    void aRobotIsReachedThroughTheProxyAndNobodyHearsItsPassword() throws Exception {
        String password = "pr\u00f6xy p+ss/%";
        String encoded = URLEncoder.encode(password, UTF_8).replace("+", "%20");
        try (Proxy proxy = new Proxy("me:" + password); Groups groups = Groups.open();
                Program program = talkative().set(groups.settings())
                        .set("feishu.url", groups.feishu().url().replace("http:", "https:"))
                        .set("proxy.url", "http://me:" + encoded + "@127.0.0.1:" + proxy.port()).start()) {
            program.post("/events", Flood.event(0));
            await().until(
                    () -> groups.wecom().messages().size() == 1 && groups.dingtalk().messages().size() == 1
                    && proxy.asked().stream().anyMatch(line -> line.startsWith("CONNECT 127.0.0.1:")));
            assertTrue(proxy.asked().stream().anyMatch(
                    line -> line.startsWith("POST " + groups.wecom().url() + "?key=")), proxy.asked()::toString);
            assertEquals(List.of(), groups.feishu().received());
            assertSilent(program.printed() + program.get("/observe/health").body()
                    + program.get("/observe/metrics").body(), List.of(password, "me:" + password));
        }
    }
}
