package io.disconnectalerts.robot;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What the Apache Camel Kamelets catalogue asks of a sink, one rule a line: its validator (apache/camel-kamelets,
 * script/validator), its README and its AGENTS.md. Left to Apache: the provider and the catalogue's version, which name
 * Apache's own, the licence header, and where the Java is released.
 */
class KameletCatalogueTest {
    private static final List<String> NAMES =
            List.of("wecom-robot-sink", "dingtalk-robot-sink", "feishu-robot-sink", "webhook-robot-sink");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[?]?([A-Za-z0-9-._]+)(?::[^}]*)?}}");
    private static final String ANNOTATION = "/metadata/annotations/camel.apache.org~1";

    /** Each with an edit that breaks it: where, and what is written there instead, or nothing to take it out. */
    enum Rule {
        IS_A_KAMELET_FOR_KUBERNETES(kamelet -> text(kamelet, "/apiVersion").equals("camel.apache.org/v1")
                && text(kamelet, "/kind").equals("Kamelet"), "/kind", "'Pipe'"),
        NAME_ENDS_WITH_ITS_TYPE(kamelet -> text(kamelet, "/metadata/name").endsWith("-sink")
                && text(kamelet, "/metadata/labels/camel.apache.org~1kamelet.type").equals("sink"),
                "/metadata/labels/camel.apache.org~1kamelet.type", "'source'"),
        TITLE_ENDS_WITH_ITS_TYPE(kamelet -> text(kamelet, "/spec/definition/title").endsWith(" Sink"),
                "/spec/definition/title", "'WeCom Robot'"),
        HAS_A_DESCRIPTION(kamelet -> !text(kamelet, "/spec/definition/description").isBlank(),
                "/spec/definition/description", "''"),
        DEFINES_AN_OBJECT(kamelet -> text(kamelet, "/spec/definition/type").equals("object"),
                "/spec/definition/type", "'string'"),
        REQUIRES_WHAT_IT_DEFINES_ONCE(kamelet -> {
            List<String> required = texts(kamelet.at("/spec/definition/required"));
            return required.size() == Set.copyOf(required).size()
                    && required.stream().allMatch(kamelet.at("/spec/definition/properties")::has);
        }, "/spec/definition/required", "['token','token']"),
        EVERY_PROPERTY_HAS_A_TYPE(every(property -> !text(property, "/type").isEmpty()),
                "/spec/definition/properties/url/type", ""),
        EVERY_PROPERTY_HAS_A_DESCRIPTION(every(property -> !text(property, "/description").isBlank()),
                "/spec/definition/properties/url/description", ""),
        EVERY_PROPERTY_HAS_A_TITLE_IN_CAPITALS(every(property ->
                text(property, "/title").matches("(?!(The|An?) )\\p{Lu}\\S*( \\p{Lu}\\S*)*")),
                "/spec/definition/properties/url/title", "'A url'"),
        NO_PROPERTY_TAKES_THE_NAME_OF_THE_ROUTE(kamelet -> !kamelet.at("/spec/definition/properties").has("id"),
                "/spec/definition/properties/id", "{}"),
        ALL_IS_A_PASSWORD_BUT_THE_ADDRESS_WHOM_IT_CALLS_AND_WHAT_NAMES_A_MESSAGE(kamelet -> kamelet
                .at("/spec/definition/properties").properties().stream()
                .allMatch(property -> Set.of("url", "mention", "messageId").contains(property.getKey())
                        != text(property.getValue(), "/format").equals("password")),
                "/spec/definition/properties/token/format", ""),
        A_PASSWORD_IS_A_CREDENTIAL(every(property -> !text(property, "/format").equals("password")
                || texts(property.path("x-descriptors")).equals(List.of("urn:camel:group:credentials"))),
                "/spec/definition/properties/token/x-descriptors", "['urn:camel:group:common']"),
        AN_ADDRESS_HAS_A_PATTERN_THAT_FITS_ITS_DEFAULT_AND_EXAMPLE(kamelet -> {
            JsonNode url = kamelet.at("/spec/definition/properties/url");
            Predicate<String> fits = Pattern.compile(text(url, "/pattern")).asPredicate();
            return (fits.test(text(url, "/default")) || required(kamelet, "url")) && fits.test(text(url, "/example"))
                    && !fits.test("log:https://x");
        }, "/spec/definition/properties/url/pattern", "'.*'"),
        WHAT_IS_REQUIRED_HAS_AN_EXAMPLE(kamelet -> texts(kamelet.at("/spec/definition/required")).stream().noneMatch(
                name -> text(kamelet.at("/spec/definition/properties").path(name), "/example").isEmpty()),
                "/spec/definition/properties/token/example", ""),
        SAYS_WHAT_IT_TAKES(kamelet -> text(kamelet, "/spec/dataTypes/in/types/text/mediaType").equals("text/plain")
                || text(kamelet, "/spec/dataTypes/in/types/json/mediaType").equals("application/json"),
                "/spec/dataTypes/in/types/text", ""),
        ICON_IS_EMBEDDED(kamelet -> text(kamelet, ANNOTATION + "kamelet.icon").startsWith("data:image/svg+xml;base64,"),
                ANNOTATION + "kamelet.icon", "'https://example.com/icon.svg'"),
        HAS_A_PROVIDER(kamelet -> !text(kamelet, ANNOTATION + "provider").isBlank(), ANNOTATION + "provider", ""),
        HAS_A_GROUP(kamelet -> !text(kamelet, ANNOTATION + "kamelet.group").isBlank(),
                ANNOTATION + "kamelet.group", ""),
        STANDS_BESIDE_SLACK_AND_TELEGRAM_OR_HTTP(kamelet -> text(kamelet, ANNOTATION + "kamelet.namespace")
                .equals(text(kamelet, ANNOTATION + "kamelet.group").equals("Webhook") ? "HTTP" : "Social"),
                ANNOTATION + "kamelet.namespace", "'Chat'"),
        SUPPORT_LEVEL_IS_ONE_OF_THE_CATALOGUES(kamelet -> text(kamelet, ANNOTATION + "kamelet.support.level")
                .matches("Preview|Stable"), ANNOTATION + "kamelet.support.level", "'Beta'"),
        VERSION_IS_THE_PROJECTS(kamelet -> text(kamelet, ANNOTATION + "catalog.version").equals(version()),
                ANNOTATION + "catalog.version", "'4.17.0'"),
        DEPENDENCIES_ARE_CAMELS_AND_OURS(kamelet -> texts(kamelet.at("/spec/dependencies")).stream().allMatch(named ->
                named.startsWith("camel:") || named.equals("mvn:io.disconnectalerts:disconnect-alerts:" + version())),
                "/spec/dependencies", "['github:someone/something']"),
        CONSUMES_FROM_ITS_CALLER(kamelet -> text(kamelet, "/spec/template/from/uri").equals("kamelet:source"),
                "/spec/template/from/uri", "'timer:tick'"),
        USES_WHAT_IT_DECLARES_AND_NOTHING_ELSE(kamelet -> {
            Set<String> declared = new HashSet<>();
            kamelet.at("/spec/definition/properties").fieldNames().forEachRemaining(declared::add);
            declared.addAll(kamelet.at("/spec/template/beans").findValuesAsText("name"));
            return declared.equals(PLACEHOLDER.matcher(kamelet.at("/spec/template").toString()).results()
                    .map((MatchResult used) -> used.group(1)).collect(toSet()));
        }, "/spec/template/from/parameters", "{'pause':'{{pause}}'}"),
        NO_HEADER_OF_THE_CALLER_DECIDES_WHERE_IT_GOES(kamelet -> text(kamelet,
                "/spec/template/from/steps/0/step/steps/0/removeHeaders/pattern").equals("*"),
                "/spec/template/from/steps/0/step/steps/0/removeHeaders/pattern", "'Camel*'");

        private final Predicate<JsonNode> holds;
        private final JsonPointer place;
        private final String wrong;

        Rule(Predicate<JsonNode> holds, String place, String wrong) {
            this.holds = holds;
            this.place = JsonPointer.compile(place);
            this.wrong = wrong.replace('\'', '"');
        }

        private JsonNode broken(JsonNode kamelet) throws JsonProcessingException {
            ObjectNode copy = kamelet.deepCopy();
            ObjectNode parent = (ObjectNode) copy.at(place.head());
            if (wrong.isEmpty()) {
                parent.remove(place.last().getMatchingProperty());
            } else {
                parent.set(place.last().getMatchingProperty(), new ObjectMapper().readTree(wrong));
            }
            return copy;
        }
    }

    static Stream<Arguments> kameletsAndRules() {
        return NAMES.stream().flatMap(name -> Stream.of(Rule.values()).map(rule -> Arguments.of(name, rule)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("kameletsAndRules")
    void holds(String name, Rule rule) throws IOException {
        assertTrue(rule.holds.test(read(name)));
    }

    @ParameterizedTest
    @EnumSource
    void isFoundBroken(Rule rule) throws IOException {
        assertFalse(rule.holds.test(rule.broken(read("wecom-robot-sink"))));
    }

    @Test
    void aFileIsNamedLikeItsKameletAndNoTwoSayTheSameOfThemselves() throws IOException {
        Set<String> said = new HashSet<>();
        for (String name : NAMES) {
            JsonNode kamelet = read(name);
            assertEquals(name, text(kamelet, "/metadata/name"));
            assertTrue(said.add(text(kamelet, "/spec/definition/title")), name);
            assertTrue(said.add(text(kamelet, "/spec/definition/description")), name);
        }
        try (Stream<Path> files = Files.list(Path.of("kamelets"))) {
            assertEquals(Set.copyOf(NAMES), files.map(Path::getFileName).map(Path::toString)
                    .map(file -> file.replace(".kamelet.yaml", "")).collect(toSet()));
        }
    }

    /** The pattern is for forms; the start refuses the same. */
    @ParameterizedTest
    @CsvSource({"true, https://oapi.dingtalk.com/robot/send", "true, http://127.0.0.1:8080/robot/send",
            "true, https://open.larksuite.com/open-apis/bot/v2/hook",
            "true, https://我的.example/hook", "false, oapi.dingtalk.com/robot/send", "false, file:/etc/passwd",
            "false, https:oapi.dingtalk.com", "false, https://", "false, https://oapi.dingtalk.com/robot/send?a=x",
            "false, 'https://oapi.dingtalk.com/robot /send'", "false, https://oapi.dingtalk.com/robot/send#x",
            "false, log:https://oapi.dingtalk.com"})
    void thePatternOfAnAddressIsWhatTheStartTakes(boolean taken, String url) throws Exception {
        for (String name : NAMES) {
            String pattern = text(read(name), "/spec/definition/properties/url/pattern");
            assertEquals(taken, Pattern.compile(pattern).matcher(url).find(), pattern);
        }
        try (KameletContext camel = new KameletContext(Clock.systemUTC())) {
            String why = "url is not an http or https address without what follows a question mark";
            assertEquals(taken ? "" : why, startOf(camel, Map.of("token", "t", "url", url)));
        }
    }

    private static String startOf(KameletContext camel, Map<String, String> parameters) {
        try {
            camel.with("dingtalk", parameters);
            return "";
        } catch (Exception refused) {
            return Stream.iterate((Throwable) refused, why -> why != null, Throwable::getCause)
                    .reduce((outer, inner) -> inner).orElseThrow().getMessage();
        }
    }

    private static Predicate<JsonNode> every(Predicate<JsonNode> property) {
        return kamelet -> StreamSupport.stream(kamelet.at("/spec/definition/properties").spliterator(), false)
                .allMatch(property);
    }

    private static boolean required(JsonNode kamelet, String property) {
        return texts(kamelet.at("/spec/definition/required")).contains(property);
    }

    private static String text(JsonNode node, String place) {
        return node.at(place).asText();
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
    }

    private static String version() {
        try {
            return Pattern.compile("<version>(.*)</version>").matcher(Files.readString(Path.of("pom.xml"))).results()
                    .findFirst().orElseThrow().group(1);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static JsonNode read(String name) throws IOException {
        return yaml(Path.of("kamelets", name + ".kamelet.yaml"));
    }

    static JsonNode yaml(Path file) throws IOException {
        return new ObjectMapper().valueToTree(
                new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)));
    }
}
