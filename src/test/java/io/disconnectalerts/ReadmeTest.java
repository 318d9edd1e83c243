package io.disconnectalerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the READMEs say is there, and both say the same. */
class ReadmeTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(#[^)]*)?\\)");
    private static final Pattern PLACE = Pattern.compile("\\]\\(((?!http)[^)#]*)#([^)]+)\\)");
    private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```");
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ ");

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.zh-CN.md", "CONTRIBUTING.md", "RATIONALE.md", "SECURITY.md",
            "CHANGELOG.md"})
    void every_link_leads_somewhere(String page) throws IOException {
        for (String target : all(LINK, Files.readString(Path.of(page)), 1)) {
            assertTrue(target.startsWith("http") || Files.exists(Path.of(target)), page + " links to " + target);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.zh-CN.md", "CONTRIBUTING.md", "RATIONALE.md", "CHANGELOG.md"})
    void every_place_linked_to_has_its_heading(String page) throws IOException {
        for (MatchResult link : PLACE.matcher(Files.readString(Path.of(page))).results().toList()) {
            String target = link.group(1).isEmpty() ? page : link.group(1);
            assertTrue(!target.endsWith(".md") || places(target).contains(link.group(2)), page + " " + link.group());
        }
    }

    /** As GitHub makes them of headings. */
    private static List<String> places(String page) throws IOException {
        return all(Pattern.compile("(?m)^#+ (.*)$"), Files.readString(Path.of(page)), 1).stream().map(heading ->
                heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-')).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.zh-CN.md", "CONTRIBUTING.md"})
    void every_file_named_exists(String page) throws IOException {
        for (String code : all(CODE, Files.readString(Path.of(page)), 1)) {
            if (code.matches("(routes|templates|kamelets|src)/[\\w./-]+") && !code.contains("wecom2")) {
                assertTrue(Files.exists(Path.of(code)), page + " names " + code);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.zh-CN.md"})
    void every_setting_named_is_declared(String page) throws IOException {
        Properties declared = new Properties();
        declared.load(new StringReader(Files.readString(Path.of("application.properties"))));
        List<String> variables = declared.stringPropertyNames().stream().map(ReadmeTest::variable).toList();
        String text = Files.readString(Path.of(page));
        for (String name : all(Pattern.compile("\\b([A-Z0-9]+(?:_[A-Z0-9]+)+)\\b"), text, 1)) {
            assertTrue(variables.contains(name) || name.equals("CAMEL_MAIN_PROFILE") || name.equals("WECOM2_TOKEN"),
                    page + " names " + name);
        }
        for (String name : all(Pattern.compile(
                "`((?:mqtt|http|wecom|dingtalk|feishu|database|alerts|log|proxy|history|parked)\\.[a-z-]+)[=`]"), text,
                1)) {
            assertTrue(declared.containsKey(name), page + " names " + name);
        }
    }

    @Test
    void both_languages_show_the_same_commands_and_examples() throws IOException {
        String english = Files.readString(Path.of("README.md"));
        String chinese = Files.readString(Path.of("README.zh-CN.md"));
        assertEquals(examples(english), examples(chinese));
        assertEquals(all(HEADING, english, 0), all(HEADING, chinese, 0));
    }

    @Test
    void the_picture_shows_every_stage_and_no_other() throws IOException {
        Set<String> stages;
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            stages = files.map(file -> file.getFileName().toString()).filter(name -> !name.startsWith("0-"))
                    .map(name -> name.replaceAll("\\.camel\\.yaml$|(?<=operate|triage)-.*", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        assertEquals(stages, new TreeSet<>(
                all(Pattern.compile(">(\\d-[a-z-]+)<"), Files.readString(Path.of("docs/path.svg")), 1)));
    }

    /** Every story of such an edit begins with the line as it is said. */
    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.zh-CN.md"})
    void every_verdict_to_change_stands_in_its_file_and_a_story_changes_it_so(String page) throws IOException {
        Set<String> told = new TreeSet<>();
        for (Story story : Story.all()) {
            story.edits().forEach(edit -> told.add(edit.file() + " " + edit.line() + " " + edit.edited()));
        }
        List<MatchResult> verdicts =
                Pattern.compile("`(routes/[\\w.-]+)`.{1,2}`expression: (\\w+ quiet)` → `(\\w+ \\w+)`")
                .matcher(Files.readString(Path.of(page))).results().toList();
        assertEquals(5, verdicts.size());
        for (MatchResult verdict : verdicts) {
            assertTrue(Files.readString(Path.of(verdict.group(1))).contains("expression: " + verdict.group(2) + "\n"));
            String edit = verdict.group(1) + " " + verdict.group(2) + " " + verdict.group(3);
            assertTrue(told.contains(edit), edit);
        }
    }

    @Test
    void the_test_command_is_the_one_that_CI_runs() throws IOException {
        assertTrue(Files.readString(Path.of("README.md")).contains("```bash\nmvn clean verify\n```"));
        assertTrue(Files.readString(Path.of(".ci/run")).lines().anyMatch(
                line -> line.matches("mvn .*clean verify .*-Drequire.all.*")));
    }

    private static List<String> examples(String page) {
        return all(FENCE, page, 2).stream().map(block -> block.replaceAll("(?m) *# .*$", "")).toList();
    }

    private static String variable(String setting) {
        return setting.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static List<String> all(Pattern pattern, String text, int group) {
        return pattern.matcher(text).results().map((MatchResult match) -> match.group(group)).toList();
    }
}
