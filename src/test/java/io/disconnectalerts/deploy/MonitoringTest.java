package io.disconnectalerts.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MonitoringTest {
    private static final Path FOLDER = Path.of("deploy", "monitoring");

    private final List<JsonNode> rules = Yaml.stream(Yaml.document(FOLDER + "/alerts.yml").at("/groups/0/rules"))
            .toList();

    @ParameterizedTest
    @ValueSource(strings = {"check config --lint=all --lint-fatal prometheus.yml",
            "check rules --lint=all --lint-fatal alerts.yml", "test rules alerts-test.yml"})
    void promtoolFindsNothingToMend(String question, @TempDir Path folder) throws IOException, InterruptedException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Files.createFile(folder.resolve("http-token"));
        Process process;
        try {
            process = new ProcessBuilder(("promtool " + question).split(" ")).directory(folder.toFile())
                    .redirectErrorStream(true).start();
        } catch (IOException missing) {
            assumeTrue(System.getProperty("require.all") != null, "promtool is missing");
            throw missing;
        }
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), said);
    }

    @Test
    void everyAlertIsSeenRaisedAndIsSeenQuietInATestOfItsOwn() {
        Set<String> raised = new TreeSet<>();
        Set<String> quiet = new TreeSet<>();
        for (JsonNode test : Yaml.document(FOLDER + "/alerts-test.yml").path("tests")) {
            test.path("alert_rule_test").forEach(
                    question -> (question.has("exp_alerts") ? raised : quiet).add(question.path("alertname").asText()));
        }
        Set<String> alerts = rules.stream().map(rule -> rule.path("alert").asText())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(alerts, raised);
        assertEquals(alerts, quiet);
    }

    @Test
    void everyAlertSaysWhatIsWrongAndWhatToDoAndHowUrgentItIs() {
        for (JsonNode rule : rules) {
            assertTrue(Set.of("critical", "warning").contains(rule.at("/labels/severity").asText()), rule::toString);
            assertTrue(rule.at("/annotations/summary").asText().length() > 10
                    && rule.at("/annotations/description").asText().endsWith("."), rule::toString);
        }
    }

    /** In the order of the rules, with how urgent each is and for how long it has been so. */
    @ParameterizedTest
    @CsvSource({"README.md, at once, min", "README.zh-CN.md, 立即, 分钟"})
    void theReadmeHasARowForEveryAlert(String page, String atOnce, String minutes) throws IOException {
        List<String> rows = Pattern.compile("(?m)^\\|.+\\| (critical|warning) \\| (.+?) \\|$")
                .matcher(Files.readString(Path.of("deploy", page))).results()
                .map(row -> row.group(1) + " " + row.group(2)).toList();
        assertEquals(rules.stream().map(rule -> rule.at("/labels/severity").asText() + " " + (rule.has("for")
                ? rule.path("for").asText().replace("m", " " + minutes) : atOnce)).toList(), rows);
    }

    @Test
    void prometheusAsksWhereTheProgramAnswers() {
        JsonNode job = Yaml.document(FOLDER + "/prometheus.yml").at("/scrape_configs/0");
        assertEquals(Yaml.settings().getProperty("camel.metrics.path"), job.path("metrics_path").asText());
        assertEquals("127.0.0.1:" + Yaml.settings().getProperty("http.port"),
                job.at("/static_configs/0/targets/0").asText());
    }

    @Test
    void everyPanelOfTheDashboardIsExplainedAndAsksForOneJob() throws IOException {
        JsonNode dashboard = new ObjectMapper().readTree(FOLDER.resolve("dashboard.json").toFile());
        for (JsonNode panel : dashboard.path("panels")) {
            assertTrue(panel.path("description").asText().endsWith(".") || panel.path("description").asText().endsWith(
                    "?"), panel::toString);
            panel.path("targets").forEach(target ->
                    assertTrue(target.path("expr").asText().contains("{job=\"$job\"}"), target::toString));
        }
        assertTrue(dashboard.findValues("expr").size() > 10);
    }
}
