package io.disconnectalerts.emqx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmqxReadmeTest {
    private static final Map<String, String> KINDS = Map.of("sql", ".sql", "json", ".json", "erlang", ".conf");

    private record Block(String kind, String text) {}

    private static List<Block> blocks(String readme) throws IOException {
        var blocks = new ArrayList<Block>();
        read(readme, new AbstractVisitor() {
            @Override
            public void visit(FencedCodeBlock block) {
                blocks.add(new Block(block.getInfo(), block.getLiteral()));
            }
        });
        return blocks;
    }

    private static void read(String readme, AbstractVisitor visitor) throws IOException {
        Parser.builder().build().parse(Files.readString(Shell.FOLDER.resolve(readme))).accept(visitor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.zh-CN.md"})
    void everyFileToPasteStandsInTheReadmeAsItIs(String readme) throws IOException {
        for (var kind : KINDS.entrySet()) {
            var shown = new TreeSet<String>();
            blocks(readme).stream().filter(block -> block.kind().equals(kind.getKey()))
                    .forEach(block -> shown.add(block.text()));
            var shipped = new TreeSet<String>();
            try (var files = Files.newDirectoryStream(Shell.FOLDER, "*" + kind.getValue())) {
                for (var file : files) {
                    shipped.add(Files.readString(file));
                }
            }
            assertEquals(shipped, shown);
        }
    }

    @Test
    void bothReadmesHaveTheSameSectionsCodeTablesAndLists() throws IOException {
        assertEquals(outline("README.md"), outline("README.zh-CN.md"));
        assertEquals(blocks("README.md"), blocks("README.zh-CN.md"));
    }

    /**
     * Headings by their level, code by its kind, tables and lists by their columns and rows: the shape without the
     * words.
     */
    private static List<String> outline(String readme) throws IOException {
        var lines = new ArrayList<String>();
        for (var line : Files.readAllLines(Shell.FOLDER.resolve(readme))) {
            if (line.matches("(#+ |\\s*\\d\\. |- |\\|).*")) {
                lines.add(line.startsWith("|") ? "row of " + line.split("\\|").length : line.split(" ")[0]);
            }
        }
        return lines;
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.zh-CN.md"})
    void everyLinkLeadsSomewhere(String readme) throws IOException {
        var anchors = new ArrayList<String>();
        var links = new ArrayList<String>();
        read(readme, new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                var words = new StringBuilder();
                heading.accept(new AbstractVisitor() {
                    @Override
                    public void visit(org.commonmark.node.Text text) {
                        words.append(text.getLiteral());
                    }
                });
                anchors.add("#" + words.toString().toLowerCase().replaceAll("[^\\p{L}\\p{N} _-]", "").replace(
                        ' ', '-'));
            }

            @Override
            public void visit(Link link) {
                links.add(link.getDestination());
            }
        });
        assertTrue(links.size() >= 3, links::toString);
        for (var link : links) {
            assertTrue(link.startsWith("https://") || anchors.contains(link)
                    || Files.exists(Shell.FOLDER.resolve(link)),
                    () -> link + " is none of " + anchors);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.zh-CN.md"})
    void everySettingItNamesIsASettingOfTheProgram(String readme) throws IOException {
        var settings = settings();
        var named = Pattern.compile("[`{]((?:mqtt|http|alerts)\\.[a-z-]+)[`=]")
                .matcher(Files.readString(Shell.FOLDER.resolve(readme)))
                .results().map(name -> name.group(1)).toList();
        assertTrue(named.size() >= 8, named::toString);
        assertEquals(List.of(), named.stream().filter(name -> !settings.containsKey(name)).toList());
    }

    @Test
    void theTopicOfTheRuleIsOneTheProgramSubscribesTo() throws IOException {
        var topic = new JsonMapper().readTree(Shell.FOLDER.resolve("rule-mqtt.json").toFile())
                .at("/actions/0/args/topic").asText();
        var filter = settings().getProperty("mqtt.topic");
        assertTrue(filter.endsWith("/alerts/clients/#") && Files.readString(Shell.FOLDER.resolve("README.md")).contains(
                filter));
        assertTrue(topic.startsWith("alerts/clients/") && !topic.matches(".*[+#$].*"), topic);
    }

    private static Properties settings() throws IOException {
        var settings = new Properties();
        try (var file = Files.newInputStream(Shell.FOLDER.resolveSibling("application.properties"))) {
            settings.load(file);
        }
        return settings;
    }

    @Test
    void theVariablesItExportsAreThoseTheScriptReads() throws IOException {
        var exported = new TreeSet<String>();
        var names = Pattern.compile("\\b([A-Z_]+)=");
        blocks("README.md").stream().filter(block -> block.text().startsWith("export ")).forEach(
                block -> names.matcher(block.text()).results().forEach(name -> exported.add(name.group(1))));
        var read = new TreeSet<String>();
        Pattern.compile("\\$\\{((?:EMQX|RECEIVER|HTTP)_[A-Z_]+):-")
                .matcher(Files.readString(Shell.FOLDER.resolve("setup.sh")))
                .results().forEach(name -> read.add(name.group(1)));
        assertEquals(read, exported);
    }

    @ParameterizedTest(name = "{2}: what it does by hand on {0} is what setup.sh {1} does")
    @CsvSource({
        "6.2.2, mqtt, -d @rule-mqtt.json", "5.9.2, mqtt, rule-mqtt.json |",
        "5.10.0, http, emqx()", "5.4.0, http, rule-http.json | emqx rules"})
    void itsCommandsLeaveWhatTheScriptLeaves(String version, String way, String words) throws Exception {
        var commands = commandWith(words);
        if (commands.contains("emqx rules") && !commands.contains("emqx()")) {
            commands = commandWith("emqx()").replace("emqx rules < rule-http.json\n", "") + commands;
        }
        try (var byHand = new PretendEmqx(version); var byScript = new PretendEmqx(version)) {
            assertEquals(0, Shell.bash(environment(byHand), "-euc", commands).exit());
            assertEquals(0, Shell.bash(environment(byScript), "-euc", commandWith("./setup.sh " + way)).exit());
            assertEquals(byScript.changes, byHand.changes);
            assertEquals(byScript.stored, byHand.stored);
        }
    }

    @Test
    void itsKickReachesTheClient() throws Exception {
        try (var emqx = new PretendEmqx("5.10.0")) {
            assertEquals(0, Shell.bash(environment(emqx), "-euc", commandWith("DELETE")).exit());
            assertEquals(List.of("DELETE clients/demo-1"), emqx.changes);
        }
    }

    @Test
    void theSqlInTheRulesIsTheSqlToPaste() throws IOException {
        var sql = Files.readString(Shell.FOLDER.resolve("rule.sql")).strip();
        for (var rule : List.of("rule-mqtt.json", "rule-http.json")) {
            assertEquals(sql, new JsonMapper().readTree(Shell.FOLDER.resolve(rule).toFile()).path("sql").asText());
        }
        assertEquals(sql.replace("client/", "client_"),
                Files.readString(Shell.FOLDER.resolve("rule-5.0-5.9.sql")).strip());
    }

    private static String commandWith(String words) throws IOException {
        var found = blocks("README.md").stream()
                .filter(block -> block.kind().equals("bash") && block.text().contains(words)).toList();
        assertEquals(1, found.size(), words);
        return found.get(0).text();
    }

    private static Map<String, String> environment(PretendEmqx emqx) {
        return Map.of("EMQX_URL", emqx.url(), "EMQX_API_KEY", PretendEmqx.KEY, "EMQX_API_SECRET", PretendEmqx.SECRET,
                "RECEIVER_URL", "http://10.0.0.5:8080", "HTTP_TOKEN", "0af1");
    }
}
