package io.disconnectalerts.robot;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.broker.FreePort;
import io.disconnectalerts.vendors.Answer;
import io.disconnectalerts.vendors.DingTalkServer;
import io.disconnectalerts.vendors.Fault;
import io.disconnectalerts.vendors.FeishuServer;
import io.disconnectalerts.vendors.VendorServer;
import io.disconnectalerts.vendors.WeComServer;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody else's Camel project: no Java, the bundle's jar or the one that holds no more than the kamelets need, and a
 * route of five lines for each robot.
 */
class KameletProjectIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String BUNDLE = "target/disconnect-alerts.jar";
    private static final String ROBOTS = "target/robots/disconnect-alerts-robots.jar";
    private static final String ROUTE = """
            - route:
                from:
                  uri: platform-http:/%1$s
                  steps:
                    - to: kamelet:%1$s-robot-sink?token={{%1$s.token}}&url={{%1$s.url}}
            """;

    @TempDir
    private Path project;

    private final int port = FreePort.take();

    @ParameterizedTest
    @ValueSource(strings = {BUNDLE, ROBOTS})
    void aRouteOfFiveLinesTellsEachGroupAndNothingElseOfTheBundleIsThere(String jar) throws Exception {
        InstantSource clock = InstantSource.system();
        try (WeComServer wecom = new WeComServer(clock); DingTalkServer dingtalk = new DingTalkServer(clock);
                FeishuServer feishu = new FeishuServer(clock)) {
            file("application.properties", "camel.server.enabled=true\ncamel.server.port=" + port
                    + "\ncamel.main.routes-include-pattern=file:routes/*.yaml\n"
                    + settings("wecom", wecom) + settings("dingtalk", dingtalk) + settings("feishu", feishu));
            file("logback.xml", """
                    <configuration><appender name="own" \
                    class="ch.qos.logback.core.ConsoleAppender"><encoder><pattern>OWN \
                    %msg%n</pattern></encoder></appender>
                    <root level="info"><appender-ref ref="own"/></root></configuration>""");
            for (String robot : List.of("wecom", "dingtalk", "feishu")) {
                file("routes/" + robot + ".yaml", ROUTE.formatted(robot));
            }
            Process program = start(jar);
            try {
                await("all routes").until(() -> log().contains("Routes startup (total:3 started:3"));
                assertEquals(200, post("/wecom", "午饭 is ready"), this::log);
                assertEquals(200, post("/dingtalk", "午饭 is ready"), this::log);
                assertEquals(200, post("/feishu", "午饭 is ready"), this::log);
                List.of(wecom, dingtalk, feishu).forEach(vendor -> {
                    assertEquals(1, vendor.messages().size(), vendor.url());
                    assertTrue(vendor.messages().get(0).text().contains("午饭 is ready"), vendor.messages()::toString);
                    assertNull(vendor.received().get(0).header("Transfer-Encoding"), vendor.url());
                    vendor.fail(new Fault.Says(Answer.html(503, "later")), 1);
                });
                assertEquals(404, post("/events", "{}"));
                assertTrue(log().contains("OWN ") && log().lines().allMatch(line -> line.startsWith("OWN ")),
                        this::log);
                for (String robot : List.of("wecom", "dingtalk", "feishu")) {
                    assertEquals(500, post("/" + robot, "午饭 is ready"), this::log);
                }
                List.of(wecom, dingtalk, feishu).forEach(vendor -> assertEquals(2, vendor.received().size()));
                assertFalse(log().contains(wecom.token()), this::log);
                assertFalse(Files.exists(project.resolve("data")));
            } finally {
                program.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void nothingInTheJarIsWhereAnotherProjectLooksForItsOwn() throws IOException {
        assertEquals(Set.of("META-INF", "disconnect-alerts", "io", "kamelets"),
                entries(BUNDLE, entry -> entry.split("/")[0]));
    }

    @Test
    void theSmallJarHoldsTheKameletsAndTheTwoPackagesTheyNeed() throws IOException {
        assertEquals(Set.of("META-INF", "io/disconnectalerts/delivery", "io/disconnectalerts/robot", "kamelets"),
                entries(ROBOTS, entry -> entry.substring(0, entry.lastIndexOf('/'))));
        assertTrue(Files.size(Path.of(ROBOTS)) < 50_000, "it was 46 KB");
    }

    private static Set<String> entries(String jar, UnaryOperator<String> part) throws IOException {
        try (JarFile file = new JarFile(jar)) {
            return file.stream().filter(entry -> !entry.isDirectory()).map(entry -> part.apply(entry.getName()))
                    .collect(Collectors.toSet());
        }
    }

    private String log() {
        try {
            return Files.readString(project.resolve("log"));
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    private static String settings(String robot, VendorServer vendor) {
        return robot + ".token=" + vendor.token() + "\n" + robot + ".url=" + vendor.url() + "\n";
    }

    private void file(String name, String text) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Process start(String jar) throws IOException {
        List<String> path = new ArrayList<>(List.of(project.toString(), Path.of(jar).toAbsolutePath().toString()));
        if (jar.equals(ROBOTS)) {
            path.add(Path.of("target/lib/*").toAbsolutePath().toString());
        }
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", String.join(File.pathSeparator, path), "org.apache.camel.main.Main")
                .directory(project.toFile()).redirectErrorStream(true).redirectOutput(project.resolve("log").toFile())
                .start();
    }

    private int post(String path, String text) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).POST(
                HttpRequest.BodyPublishers.ofString(text)).build(),
                BodyHandlers.ofString()).statusCode();
    }
}
