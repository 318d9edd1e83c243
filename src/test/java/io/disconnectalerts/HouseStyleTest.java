package io.disconnectalerts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.alert.Verdict;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The listing of the repository is the pipeline, and copying a block is all it takes to add to it: what that asks of
 * the files.
 */
class HouseStyleTest {
    private static final Pattern PLACEHOLDER = Pattern.compile("(?<=\\{\\{)[^}]+(?=}})|(?<=#property:)[\\w.-]+");
    private static final Pattern SENTENCE = Pattern.compile("[A-Z].*[^.]\\.", Pattern.DOTALL);
    /** What a picture of the route has room for. */
    private static final Pattern LABEL = Pattern.compile("[\\w?,]+(?: [\\w?,]+){0,2}");
    private static final Set<String> LABELLED =
            Set.of("toD", "when", "otherwise", "filter", "split", "multicast", "loop", "doCatch", "step");
    /** A kamelet's stand in a {@code step}, which has the label. */
    private static final Set<String> LABELLED_IN_ROUTES =
            Set.of("to", "bean", "setVariable", "setHeader", "setBody", "removeHeaders");
    /** Set by the program itself: where the templates are. */
    private static final String TEMPLATES = "templates";

    static List<Path> routes() throws IOException {
        return files("routes", ".camel.yaml");
    }

    static List<Path> kamelets() throws IOException {
        return files("kamelets", ".kamelet.yaml");
    }

    static List<Path> templates() throws IOException {
        return files("templates", ".vm");
    }

    private static List<Path> files(String folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }

    @Test
    void noLineOfJavaIsLongerThanAScreen() throws IOException {
        List<String> longer = new ArrayList<>();
        for (Path file : files("src", ".java")) {
            List<String> lines = Files.readAllLines(file);
            IntStream.range(0, lines.size()).filter(line -> lines.get(line).length() > 120)
                    .forEach(line -> longer.add(file + ":" + (line + 1)));
        }
        assertEquals(List.of(), longer);
    }

    static JsonNode yaml(Path file) throws IOException {
        return new ObjectMapper().valueToTree(
                new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)));
    }

    /**
     * Calls with every mapping below, and the key it stands under; what the author of a route names himself is left
     * out.
     */
    private static void walk(String key, JsonNode node, BiConsumer<String, JsonNode> visitor) {
        if (node.isObject()) {
            visitor.accept(key, node);
            node.properties().stream().filter(field -> !field.getKey().equals("parameters"))
                    .forEach(field -> walk(field.getKey(), field.getValue(), visitor));
        } else {
            node.forEach(element -> walk(key, element, visitor));
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aRouteThatIsAStageIsNamedLikeItsFileAndItsDirectEndpoint(Path file) throws IOException {
        List<JsonNode> routes = yaml(file).findValues("route");
        assertTrue(routes.size() <= 1, "a file with several routes is loaded once for each when it is edited live");
        routes.forEach(route -> {
            String name = file.getFileName().toString().replaceAll("^\\d-|\\.camel\\.yaml$", "");
            String uri = route.at("/from/uri").asText();
            assertEquals(name, route.path("id").asText());
            assertEquals(uri.startsWith("direct:") ? "direct:" + name : uri, uri);
        });
    }

    @ParameterizedTest
    @MethodSource({"routes", "kamelets"})
    void aRouteIsDescribedInASentenceAndItsStepsInThreeWordsAtMost(Path file) throws IOException {
        walk("", yaml(file), (key, node) -> {
            String description = node.path("description").asText();
            Supplier<String> where = () -> key + " '" + description + "' in " + file;
            if (Set.of("route", "definition").contains(key)) {
                assertTrue(SENTENCE.matcher(description).matches(), where);
            } else if (LABELLED.contains(key)
                    || file.startsWith("routes") && LABELLED_IN_ROUTES.contains(key)) {
                assertTrue(LABEL.matcher(description).matches(), where);
            }
        });
    }

    @ParameterizedTest
    @MethodSource({"routes", "kamelets"})
    void anAddressHasNoQuery(Path file) throws IOException {
        walk("", yaml(file), (key, node) ->
                assertTrue(!node.path("uri").asText().contains("?"), () -> node.path("uri") + " in " + file));
    }

    @Test
    void everyPlaceholderIsDeclaredAndEverySettingIsUsed() throws IOException {
        Set<String> declared = new TreeSet<>(settings().stringPropertyNames());
        Set<String> used = new TreeSet<>();
        for (Path file : routes()) {
            used.addAll(placeholders(Files.readString(file)));
        }
        settings().values().forEach(value -> used.addAll(placeholders(value.toString())));
        used.remove(TEMPLATES);
        assertTrue(declared.containsAll(used), () -> used + " is not in " + declared);
        String java = source();
        declared.removeIf(name -> name.startsWith("camel.") || used.contains(name) || java.contains("\"" + name + "\"")
                || name.endsWith(".keyword"));
        assertEquals(Set.of(), declared, "declared, but used nowhere");
    }

    /** Camel shows addresses in many places: a secret is only named there, {@code #property:wecom.token}. */
    @ParameterizedTest
    @MethodSource("routes")
    void noSecretStandsInAnAddress(Path file) throws IOException {
        assertEquals(0, count("\\{\\{[^}]*(token|secret|password)}}",
                Files.readString(file).replaceAll("precondition: .*", "")));
    }

    private static Collection<String> placeholders(String text) {
        return PLACEHOLDER.matcher(text).results().map(MatchResult::group).toList();
    }

    /** Whoever checks a setting does not use it yet; a keyword is there to be checked. */
    private static String source() throws IOException {
        StringBuilder source = new StringBuilder();
        for (Path file : files("src/main/java", ".java")) {
            source.append(file.endsWith("settings/Table.java") ? "" : Files.readString(file));
        }
        return source.toString();
    }

    private static Properties settings() throws IOException {
        Properties settings = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("application.properties"), ISO_8859_1)) {
            settings.load(file);
        }
        return settings;
    }

    @Test
    void applicationPropertiesIsAscii() throws IOException {
        for (byte each : Files.readAllBytes(Path.of("application.properties"))) {
            assertTrue(each > 0, "\\uXXXX stands for what is not ASCII");
        }
    }

    static List<Path> rules() throws IOException {
        return routes().stream().filter(file -> file.getFileName().toString().startsWith("3-triage-")).toList();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyTriageRuleHasTheSameShapeAndGivesTheClassItIsNamedAfter(Path file) throws IOException {
        JsonNode choice = yaml(file).findValue("choice");
        assertEquals(List.of("when", "otherwise"), names(choice));
        for (JsonNode rule : choice.path("when")) {
            assertEquals(List.of("id", "description", "expression", "steps"), names(rule));
            assertTrue(rule.at("/expression/simple/expression").asText().matches(
                    "\\$\\{variable\\.reason} in '[a-z_,]+'|\\$\\{body\\.name} == '[a-z_.]+'"), rule::toString);
            assertGivesItsClass(rule);
        }
        assertEquals(List.of("id", "description", "steps"), names(choice.path("otherwise")));
        assertTrue(choice.at("/otherwise/id").asText().matches("unknown|other_\\w+"));
        assertGivesItsClass(choice.path("otherwise"));
    }

    /** Only a client that is gone, and EMQX's own alarms are told unless an operator changes a word. */
    @Test
    void whatIsToldByDefault() throws IOException {
        Set<String> told = new TreeSet<>();
        for (Path file : rules()) {
            for (JsonNode rule : yaml(file).findValues("setVariable")) {
                Verdict verdict = Verdict.of(rule.at("/expression/constant/expression").asText());
                if (!verdict.quiet()) {
                    told.add(verdict.toString());
                }
            }
        }
        assertEquals(new TreeSet<>(List.of("active warning", "ended notice", "other_alarm warning", "lost critical",
                "replaced notice after 10s", "removed warning", "announced warning", "refused warning",
                "unknown warning")), told);
    }

    private static void assertGivesItsClass(JsonNode rule) {
        JsonNode verdict = rule.at("/steps/0/setVariable");
        assertEquals(1, rule.path("steps").size(), rule::toString);
        assertEquals("verdict", verdict.path("name").asText());
        Verdict given = Verdict.of(verdict.at("/expression/constant/expression").asText());
        assertEquals(rule.path("id").asText(), given.rule());
        assertEquals(given.rule(), rule.path("description").asText());
        assertEquals(given.severity().toString(), verdict.path("description").asText());
    }

    @Test
    void everyRobotInNotifyHasTheSameShape() throws IOException {
        for (JsonNode step : yaml(Path.of("routes/6-notify.camel.yaml")).findValue("multicast").path("steps")) {
            assertEquals(List.of("filter"), names(step));
            assertEquals(List.of("description", "expression", "steps"), names(step.path("filter")));
            assertEquals(1, step.at("/filter/steps").size());
            JsonNode to = step.at("/filter/steps/0/to");
            assertEquals(List.of("description", "uri", "parameters"), names(to));
            assertEquals("for " + to.path("description").asText() + "?", step.at("/filter/description").asText());
            assertEquals("outbox", to.path("uri").asText());
            assertEquals(List.of("name"), names(to.path("parameters")));
            assertEquals("${body.atLeast('{{" + to.at("/parameters/name").asText() + ".least-severity}}')}",
                    step.at("/filter/expression/simple/expression").asText());
        }
    }

    @ParameterizedTest
    @MethodSource("templates")
    void aFormLaysOutAndHoldsNoWordOfAnyLanguage(Path file) throws IOException {
        String text = Files.readString(file).replace("#[[###]]#", "");
        assertTrue(count("#if", text) <= 1 && count("#foreach", text) <= 2, "one #if, and a #foreach a list at most");
        assertEquals(0, count("#(?!if|foreach|end)", text), "no other directive");
        String rest = text.replaceAll("\\$(\\{(body|row|foreach)\\.[a-z]+}|\\{item}|body\\.[a-z]+)", "")
                .replaceAll("#(foreach\\(\\$(row|item) in \\)|if\\(\\)|end)", "");
        assertEquals(0, count("[\\p{L}$]", rest), rest);
    }

    private static long count(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().count();
    }

    @Test
    void everyPlatformHasTheSameFormsAndEveryLanguageTheSameWords() throws IOException {
        Set<Set<String>> forms = new HashSet<>();
        for (Path platform : folders("templates/forms")) {
            forms.add(names(platform));
        }
        Set<Map<String, Set<String>>> words = new HashSet<>();
        for (Path language : folders("templates/words")) {
            Map<String, Set<String>> keys = new TreeMap<>();
            for (String file : names(language)) {
                keys.put(file, new TreeSet<>(words(language, file).stringPropertyNames()));
            }
            words.add(keys);
        }
        assertEquals(1, forms.size(), forms::toString);
        assertEquals(1, words.size(), words::toString);
    }

    @Test
    void everyReasonThatARuleTellsHasWordsInEveryLanguage() throws IOException {
        Set<String> reasons = new TreeSet<>();
        for (JsonNode rule : yaml(Path.of("routes/3-triage-client.camel.yaml")).findValue("choice").path("when")) {
            if (!rule.toString().contains(" quiet")) {
                MatchResult list = Pattern.compile("'(.*)'").matcher(rule.at("/expression/simple/expression").asText())
                        .results().findFirst().orElseThrow();
                reasons.addAll(List.of(list.group(1).split(",")));
            }
        }
        for (Path language : folders("templates/words")) {
            Set<String> missing = new TreeSet<>(reasons);
            missing.removeIf(words(language, "client.properties").stringPropertyNames().stream()
                    .map(key -> key.replaceFirst("^reason\\.", "")).collect(Collectors.toSet())::contains);
            assertEquals(Set.of(), missing, language.toString());
        }
    }

    private static List<Path> folders(String parent) throws IOException {
        try (Stream<Path> folders = Files.list(Path.of(parent))) {
            return folders.filter(Files::isDirectory).toList();
        }
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Properties words(Path language, String name) throws IOException {
        Properties words = new Properties();
        try (Reader file = Files.newBufferedReader(language.resolve(name))) {
            words.load(file);
        }
        return words;
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
