package io.disconnectalerts.program;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged program as Prometheus, its rules and the dashboard see it: one robot is blocked, the broker away, an
 * input parked.
 */
class MonitoringIT {
    private static final String TOKEN = "let-me-in";
    private static final Pattern SAMPLE =
            Pattern.compile("(?m)^(alerts_\\w+?)(?:_bucket|_count|_sum|_max)?(?:\\{(.*)})? [^ ]+$");
    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `(alerts_\\w+)(?:\\{([\\w, ]+)})?` \\|");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");
    private static final Pattern VALUES = Pattern.compile("label_values\\((\\w+), (\\w+)\\)");

    private static Groups groups;
    private static Program program;
    private static int events;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        groups = Groups.open();
        program = new Program(folder).set(groups.settings()).set("wecom.token", "of-nobody")
                .set("mqtt.url", "tcp://127.0.0.1:9")
                .set("http.token", TOKEN).start();
        post("{\"clientid\":\"a\",\"reason\":\"kicked\",\"disconnected_at\":1700000000000}");
        post("{\"clientid\":\"a\",\"reason\":\"kicked\",\"disconnected_at\":1700000000000}");
        post("{\"event\":\"client.connected\",\"clientid\":\"a\"}");
        post("this is not JSON");
    }

    @AfterAll
    static void stop() {
        program.close();
        groups.close();
    }

    private static void post(String body) throws IOException {
        program.send(program.request("/events").header("Authorization", "Bearer " + TOKEN).POST(
                BodyPublishers.ofString(body)));
    }

    @Test
    void everyMetricIsNamedAndLabelledAsTheReadmeSays() throws IOException {
        Map<String, Set<String>> documented = new TreeMap<>();
        DOCUMENTED.matcher(Files.readString(Path.of("deploy", "README.md"))).results()
                .forEach(row -> documented.put(row.group(1),
                row.group(2) == null ? Set.of() : new TreeSet<>(List.of(row.group(2).split(", *")))));
        await("what is there from the first time on").untilAsserted(() -> assertEquals(documented, exposed()));
    }

    private static Map<String, Set<String>> exposed() throws IOException {
        String metrics = program.send(program.request("/observe/metrics").header("Authorization", "Bearer " + TOKEN))
                .body();
        Map<String, Set<String>> exposed = new TreeMap<>();
        SAMPLE.matcher(metrics).results()
                .forEach(sample -> exposed.computeIfAbsent(sample.group(1), any -> new TreeSet<>()).addAll(
                labels(sample.group(2))));
        exposed.values().forEach(labels -> labels.remove("le"));
        return exposed;
    }

    private static List<String> labels(String text) {
        return text == null ? List.of() : LABEL.matcher(text).results().map(label -> label.group(1)).toList();
    }

    @Test
    void everyQueryOfTheDashboardIsAnsweredAndEveryRuleSeesWhatIsWrong(@TempDir Path folder) throws Exception {
        JsonNode dashboard = new ObjectMapper().readTree(Path.of("deploy", "monitoring", "dashboard.json").toFile());
        try (Prometheus prometheus = new Prometheus(program, TOKEN, folder)) {
            await("answers").pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
                post("{\"clientid\":\"more-%d\",\"reason\":\"tcp_closed\"}".formatted(events++));
                List<String> unanswered = new ArrayList<>();
                for (JsonNode expression : dashboard.findValues("expr")) {
                    String query = expression.asText().replace("$job", "disconnect-alerts")
                            .replace("$__rate_interval", "10s");
                    if (!answered(prometheus.query(query))) {
                        unanswered.add(query);
                    }
                }
                assertEquals(List.of(), unanswered);
            });
            for (JsonNode variable : dashboard.at("/templating/list")) {
                for (MatchResult asked : VALUES.matcher(variable.at("/query/query").asText()).results().toList()) {
                    assertEquals("disconnect-alerts",
                            prometheus.labelValues(asked.group(1), asked.group(2)).path(0).asText());
                }
            }
            await("rules").until(() -> Set.of("DisconnectAlertsEntranceDown", "DisconnectAlertsRobotBlocked",
                    "DisconnectAlertsParked").equals(raised(prometheus)));
        }
    }

    /** A number; of a robot that told nothing meanwhile there is none. */
    private static boolean answered(JsonNode result) {
        return StreamSupport.stream(result.spliterator(), false)
                .anyMatch(row -> !row.at("/value/1").asText().equals("NaN"));
    }

    private static Set<String> raised(Prometheus prometheus) throws Exception {
        Set<String> raised = new TreeSet<>();
        for (JsonNode rule : prometheus.rules()) {
            assertEquals("", rule.path("lastError").asText());
            if (!rule.path("state").asText().equals("inactive")) {
                raised.add(rule.path("name").asText());
            }
        }
        return raised;
    }
}
