package io.disconnectalerts.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.vendors.Answer;
import io.disconnectalerts.vendors.Fault;
import io.disconnectalerts.vendors.Received;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program that says everything it can say, in every kind of trouble, says no secret. */
class SecretsIT {
    private static final Pattern SIGN = Pattern.compile("[?&]sign=([^&]+)|\"sign\":\"([^\"]+)\"");

    @TempDir
    private Path folder;

    private static Map<String, String> secrets() {
        Map<String, String> secrets = new LinkedHashMap<>();
        secrets.put("wecom.token", "wk-1+=%2B~.x");
        secrets.put("dingtalk.token", "dt-2+=%25%y");
        secrets.put("dingtalk.secret", "SEC3\"q\"abc");
        secrets.put("feishu.token", "ft-4+=%%2Fz");
        secrets.put("feishu.secret", "fs-5xyz");
        secrets.put("http.token", "ht-6\"+&=%/\\_6");
        secrets.put("mqtt.password", "mp-7 \"q\"/\\+&=%\u00e9");
        secrets.put("database.password", "dp-8 \"q\"/\\+&=%\u00e9");
        return secrets;
    }

    @ParameterizedTest(name = "log.json={0}")
    @ValueSource(booleans = {false})
    void noneIsSaid(boolean json) throws Exception {
        Map<String, String> secrets = secrets();
        try (Groups groups = Groups.open(); Program program = talkative(json).set(groups.settings()).set(Groups.unpaced("wecom", "dingtalk", "feishu"))
                .set(secrets).set("mqtt.url", "tcp://127.0.0.1:9").set("mqtt.username", "somebody").start()) {
            groups.wecom().token(secrets.get("wecom.token"));
            groups.dingtalk().token(secrets.get("dingtalk.token"));
            groups.dingtalk().secret(secrets.get("dingtalk.secret"));
            groups.feishu().token(secrets.get("feishu.token"));
            groups.feishu().secret(secrets.get("feishu.secret"));
            tell(program, groups, "fine");
            groups.robots().forEach((robot, vendor) -> vendor.fail(new Fault.Says(Answer.html(502, "<a href='" + vendor.url() + "?" + secrets.get(robot + ".token") + "'>")), 1));
            tell(program, groups, "html");
            groups.robots().values().forEach(vendor -> vendor.fail(new Fault.Reset(false), 1));
            tell(program, groups, "reset");
            groups.robots().forEach((robot, vendor) -> vendor.fail(new Fault.Says(Answer.redirect(302, "http://127.0.0.1:9/" + secrets.get(robot + ".token"))), 1));
            tell(program, groups, "redirect");
            String echo = String.join(" ", secrets.values()).replace("\\", "\\\\").replace("\"", "\\\"");
            groups.wecom().fail(new Fault.Says(groups.wecom().refusal(40008, echo)), 2);
            groups.dingtalk().fail(new Fault.Says(groups.dingtalk().refusal(460101, echo)), 2);
            groups.feishu().fail(new Fault.Says(groups.feishu().refusal(19036, echo)), 2);
            program.send(authorized(program, "/events").POST(BodyPublishers.ofString(Flood.event(1))));
            await().atMost(20, SECONDS).until(() -> program.send(authorized(program, "/parked")).body().split("\"id\"").length == 4);
            groups.wecom().fail(new Fault.Says(groups.wecom().refusal(93000, echo)));
            groups.dingtalk().fail(new Fault.Says(groups.dingtalk().refusal(310000, "sign not match " + echo + " &sign=" + sign(groups.dingtalk().received()))));
            groups.feishu().fail(new Fault.Says(groups.feishu().refusal(19021, echo)));
            program.send(authorized(program, "/events").POST(BodyPublishers.ofString(Flood.event(2))));
            await().atMost(20, SECONDS).until(() -> program.get("/observe/health").body().split("blocked, mend").length == 4);

            Set<String> signatures = Stream.of(groups.dingtalk(), groups.feishu()).flatMap(vendor -> vendor.received().stream())
                    .map(sent -> sign(List.of(sent))).collect(Collectors.toSet());
            assertTrue(signatures.size() > 1, signatures::toString);
            String said = program.printed() + program.get("/observe/health").body() + program.send(authorized(program, "/observe/metrics")).body()
                    + program.send(authorized(program, "/parked")).body() + program.send(authorized(program, "/parked").header("CamelHttpUri", "x")).headers();
            assertTrue(program.out().contains("DEBUG"), "it was not talkative");
            assertSilent(said, secrets.values());
            assertSilent(said, signatures);
        }
    }

    private static String sign(List<Received> sent) {
        return sent.stream().map(one -> SIGN.matcher(one.target() + one.body())).filter(java.util.regex.Matcher::find)
                .map(found -> found.group(1) == null ? found.group(2) : java.net.URLDecoder.decode(found.group(1), UTF_8)).findFirst().orElseThrow();
    }

    private static java.net.http.HttpRequest.Builder authorized(Program program, String path) {
        return program.request(path).header("Authorization", "Bearer " + secrets().get("http.token"));
    }

    private static void tell(Program program, Groups groups, String client) throws IOException {
        assertEquals(202, program.send(authorized(program, "/events").POST(BodyPublishers.ofString(Flood.event(0).replace("c-0", client).replace("1700000000000", "17" + Math.abs(client.hashCode()))))).statusCode());
        await().atMost(5, SECONDS).until(() -> groups.robots().values().stream()
                .allMatch(vendor -> vendor.messages().stream().anyMatch(message -> message.text().contains(client))));
    }

    /** Everything is logged, by our own layout, and by the JDK's logging too. */
    private Program talkative(boolean json) throws IOException {
        Path logback = Files.writeString(folder.resolve("loud.xml"), """
                <configuration>
                  <appender name="all" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder class="io.disconnectalerts.SecretMask"><json>%s</json></encoder>
                  </appender>
                  <root level="TRACE"><appender-ref ref="all"/></root>
                </configuration>
                """.formatted(json));
        Path jdk = Files.writeString(folder.resolve("loud.properties"), """
                handlers=java.util.logging.ConsoleHandler
                .level=ALL
                java.util.logging.ConsoleHandler.level=ALL
                """);
        return new Program(folder).environment("LC_ALL", "C.UTF-8").option("-Dlogback.configurationFile=" + logback).option("-Djava.util.logging.config.file=" + jdk);
    }

    private static void assertSilent(String said, Iterable<String> secrets) {
        List<String> found = new ArrayList<>();
        for (String secret : secrets) {
            Set<String> forms = new HashSet<>(List.of(secret, URLEncoder.encode(secret, UTF_8), URLEncoder.encode(secret, UTF_8).replace("+", "%20"),
                    URLEncoder.encode(URLEncoder.encode(secret, UTF_8), UTF_8), secret.replace("\\", "\\\\").replace("\"", "\\\""),
                    Base64.getEncoder().encodeToString(secret.getBytes(UTF_8)), secret.substring(0, Math.min(secret.length(), 4))));
            forms.stream().filter(said::contains).forEach(form -> found.add(form + " in: " + said.lines().filter(line -> line.contains(form)).findFirst().orElse("")));
        }
        assertEquals(List.of(), found);
    }

    @Test
    void aRobotIsReachedThroughTheProxyAndNobodyHearsItsPassword() throws Exception {
        String user = "me:pr\u00f6xy p+ss/%";
        try (Proxy proxy = new Proxy(user); Groups groups = Groups.open();
                Program program = talkative(false).set(groups.settings()).set("feishu.url", groups.feishu().url().replace("http:", "https:"))
                        .set("proxy.url", "http://me:" + URLEncoder.encode(user.substring(3), UTF_8).replace("+", "%20") + "@127.0.0.1:" + proxy.port()).start()) {
            program.post("/events", Flood.event(0));
            await().atMost(20, SECONDS).until(() -> groups.wecom().messages().size() == 1 && groups.dingtalk().messages().size() == 1 && proxy.asked().size() >= 3);
            assertTrue(proxy.asked().stream().anyMatch(line -> line.startsWith("POST " + groups.wecom().url() + "?key=")), proxy.asked()::toString);
            assertTrue(proxy.asked().stream().anyMatch(line -> line.startsWith("CONNECT 127.0.0.1:")), proxy.asked()::toString);
            assertFalse(groups.feishu().received().size() > 0);
            assertSilent(program.printed(), List.of(user, user.substring(3)));
        }
    }
}
