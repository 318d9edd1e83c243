package io.disconnectalerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.disconnectalerts.broker.PretendBroker;
import io.disconnectalerts.parking.Parking.Parked;
import io.disconnectalerts.vendors.DingTalkMarkdown;
import io.disconnectalerts.vendors.FeishuText;
import io.disconnectalerts.vendors.Received;
import io.disconnectalerts.vendors.Seen;
import io.disconnectalerts.vendors.WeComText;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every {@link Story} through the whole program. {@code -Dgolden.write=true} writes down what it does now as what is
 * expected; {@code -Dstory=blocked} takes only those in whose name that stands.
 */
class StoriesTest {
    private static final boolean WRITE = Boolean.getBoolean("golden.write");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectWriter PRETTY =
            JSON.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
    private static final Map<String, Function<JsonNode, Seen>> READERS =
            Map.of("wecom", WeComText::read, "dingtalk", DingTalkMarkdown::read, "feishu", FeishuText::read,
            "webhook", StoriesTest::data);
    /** Seconds a story takes by the program's clock. */
    private static final int LONGEST = 4 * 86_400;
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\d( \\d\\d:\\d\\d:\\d\\d|T[\\d:.]+Z)");
    private static final Pattern COUNTED =
            Pattern.compile("(?:原因|主题|操作|校验|告警名称|Reasons?|Topic|Alarm):");
    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final Instant start = Instant.now();
    @TempDir
    Path folder;

    static List<Story> stories() throws IOException {
        String part = System.getProperty("story", "");
        return Story.all().stream().filter(story -> story.folder().toString().contains(part)).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stories")
    void story(Story story) throws Exception {
        Map<String, String> settings = new HashMap<>(story.settings());
        try (PretendBroker broker = new PretendBroker()) {
            if (story.topic() != null) {
                settings.put("mqtt.url", broker.url());
            }
            try (RunningBundle bundle = new RunningBundle(folder, settings)) {
                for (Story.Edit edit : story.edits()) {
                    bundle.edit(edit.file(), edit.line(), edit.edited());
                }
                bundle.hold();
                check(story, "answer.txt", story.topic() == null ? answers(story, bundle)
                        : acknowledged(story, bundle, broker));
                bundle.tell();
                for (String robot : bundle.vendors().keySet()) {
                    check(story, robot + ".json", told(robot, received(robot, bundle, settings),
                            named(robot, settings)));
                }
                check(story, "parked.json", parked(bundle.parked()));
            }
        }
    }

    /** A program calls nobody, and taps on nothing. */
    private static Seen data(JsonNode report) {
        return new Seen(report.path("text").asText(), List.of(), List.of(), List.of(), List.of());
    }

    /** What is sent under another token than the group's is not taken, and need not be; who only asks is a stray. */
    private static List<Received> received(String robot, RunningBundle bundle, Map<String, String> settings) {
        return bundle.vendors().get(robot).received().stream()
                .filter(each -> each.accepted() || each.method().equals("POST")
                        && !settings.containsKey(robot + ".token")).toList();
    }

    private static Set<String> named(String robot, Map<String, String> settings) {
        return Stream.of("critical", "warning").map(severity -> settings.get(robot + ".mention." + severity))
                .filter(Objects::nonNull).flatMap(people -> Stream.of(people.split(" *, *")))
                .map(who -> who.replaceFirst("^(@(?=all)|user:)", "")).collect(Collectors.toSet());
    }

    private static String answers(Story story, RunningBundle bundle) throws Exception {
        StringBuilder answers = new StringBuilder();
        List<String> said = new ArrayList<>();
        if (story.contentType() != null) {
            said.addAll(List.of("Content-Type", story.contentType()));
        }
        if (story.header() != null) {
            said.addAll(List.of(story.header().split(": ", 2)));
        }
        String[] headers = said.toArray(String[]::new);
        play(story, bundle, event -> {
            HttpResponse<String> answer = bundle.post(event.path(), event.payload(), headers);
            answers.append(Set.of(201, 202).contains(answer.statusCode()) ? ""
                    : answer.statusCode() + " " + answer.body());
        });
        return answers.toString();
    }

    private static String acknowledged(Story story, RunningBundle bundle, PretendBroker broker) throws Exception {
        play(story, bundle, event -> broker.publish(story.topic(), event.payload()));
        return "";
    }

    private interface Entrance {
        void take(Story.Event event) throws Exception;
    }

    /** Each at its time; what was to be told before then is. */
    private static void play(Story story, RunningBundle bundle, Entrance entrance) throws Exception {
        for (Story.Event event : story.events()) {
            if (!event.after().isZero()) {
                bundle.tell();
                bundle.hold();
                bundle.wait(event.after());
            }
            if (event.payload().length > 0) {
                entrance.take(event);
            }
        }
    }

    /** What the group got: one body, or an array; only settings call somebody, and nothing in it can be tapped. */
    private String told(String robot, List<Received> received, Set<String> named) throws IOException {
        ArrayNode bodies = JSON.createArrayNode();
        for (Received each : received) {
            ObjectNode body = (ObjectNode) JSON.readTree(each.body());
            assertTrue(each.accepted(), () -> robot + " refused " + each);
            Seen seen = READERS.get(robot).apply(body);
            assertEquals(List.of(List.of(), List.of()), List.of(seen.links(), seen.images()));
            assertTrue(named.containsAll(seen.mentions()), () -> robot + " calls " + seen.mentions());
            if (robot.equals("webhook")) {
                assertEquals(body.path("count").asInt(), body.path("over").asInt() + body.path("clients").size()
                        + body.path("more").asInt(), body::toString);
            } else {
                assertAddsUp(each.message().text());
            }
            bodies.add(body.without(List.of("timestamp", "sign")));
        }
        return bodies.isEmpty() ? "" : withoutNow(PRETTY.writeValueAsString(bodies.size() == 1 ? bodies.get(0) : bodies)
                + "\n");
    }

    /** The counts by reason and the like, and those listed with those that are not, are what the first line says. */
    private static void assertAddsUp(String text) {
        List<Integer> count = numbers("^(?!.*Device still gone).*[（(](\\d+)(?: 条)?[）)]",
                text.lines().findFirst().orElseThrow());
        if (!count.isEmpty()) {
            text.lines().filter(line -> COUNTED.matcher(line).find()).forEach(line -> assertEquals(count.get(0),
                    numbers(" (\\d+)(?=[，,]|$)", line).stream().mapToInt(Integer::intValue).sum(), text));
            int listed = numbers("(?m)^ ?(\\d+)\\. ", text).size()
                    + numbers("(?m)^ ?\\d+\\. .* ×(\\d+)$", text).stream().mapToInt(times -> times - 1).sum();
            int more = numbers("(?m)^ ?(?:另有 )?(\\d+) (?:条未列出|more are not listed)$", text).stream()
                    .mapToInt(Integer::intValue).sum();
            int over = numbers("(?m)^[- ]*(?:其中|Back by now:|Over by now:)(?:.*[（(]| )(\\d+)", text).stream()
                    .mapToInt(Integer::intValue).sum();
            assertEquals(count.get(0), listed + more + over, text);
        }
    }

    private static List<Integer> numbers(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map(number -> Integer.valueOf(number.group(1)))
                .toList();
    }

    /** A time while this test runs, and as long as its events are apart, is of no event. */
    private String withoutNow(String text) {
        return TIME.matcher(text).replaceAll((MatchResult time) -> {
            Instant shown = time.group().endsWith("Z") ? Instant.parse(time.group())
                    : LocalDateTime.parse(time.group(), SHOWN).toInstant(ZoneOffset.ofHours(8));
            return shown.isBefore(start.minusSeconds(1)) || shown.isAfter(Instant.now().plusSeconds(LONGEST))
                    ? time.group() : "<now>";
        });
    }

    private static String parked(List<Parked> parked) throws IOException {
        ArrayNode entries = JSON.createArrayNode();
        parked.forEach(each -> entries.addObject().put("reason", each.reason()).put("payload", each.payload()));
        return entries.isEmpty() ? "" : PRETTY.writeValueAsString(entries) + "\n";
    }

    private static void check(Story story, String name, String actual) throws IOException {
        if (WRITE) {
            story.write(name, actual);
        }
        assertEquals(story.expected(name), actual, name);
    }
}
