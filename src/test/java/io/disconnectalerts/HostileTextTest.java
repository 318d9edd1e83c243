package io.disconnectalerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.event.Event;
import io.disconnectalerts.outbox.Batch;
import io.disconnectalerts.outbox.Message;
import io.disconnectalerts.vendors.DingTalkMarkdown;
import io.disconnectalerts.vendors.FeishuText;
import io.disconnectalerts.vendors.Received;
import io.disconnectalerts.vendors.Seen;
import io.disconnectalerts.vendors.WeComText;
import io.disconnectalerts.words.Draft;
import io.disconnectalerts.words.Wording;
import io.disconnectalerts.alert.Alert;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a device is called, a group sees the template's markup and text: the same message with harmless names is
 * what a message with hostile ones is held against, read as each platform's client reads it.
 */
class HostileTextTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MIXTURES = 40;
    private static final int LONGEST = 2_000;
    private static final List<String> FIELDS =
            List.of("clientid", "username", "reason", "node", "peername", "sockname");

    private static final List<String> SAID = List.of("clientid", "name", "message", "topic", "reason", "reason_code",
            "username", "peername", "node", "action", "authz_source", "validation", "transformation", "from_clientid",
            "qos", "lasted_ms", "severity", "class");

    /** Whom the settings call; nobody else is. */
    private static final Map<String, String> CALLED = Map.of("wecom.mention.critical", "zhangsan,13800138000",
            "dingtalk.mention.critical", "13800138000,manager42", "feishu.mention.critical", "ou_0123456789ab,all");
    private static final Set<String> NONE = Set.of("", "undefined", "null");

    /** As an operator may: the client id stands where markup would start, touches others, and is emphasised. */
    private static final Map<String, String> OPERATORS = Map.of("alert", """
            告警
            #foreach($row in $body.rows)
            #if($foreach.first)
            ${row.value}
            - ${row.value}
            > ${row.value}

            1. ${row.value}
            **${row.value}** and ${row.label}
            #end
            ${row.value}${row.value}(${row.value})
            #end
            """, "digest", """
            告警
            #foreach($row in $body.rows)
            why ${row.value}

            #end
            #foreach($item in $body.items)
            - ${item}
            #end
            """, "plain", "告警", "test", "告警");

    @TempDir
    private static Path folder;

    static Stream<Map<String, String>> bundles() throws IOException {
        for (String robot : List.of("wecom", "dingtalk", "feishu")) {
            Path templates = Files.createDirectories(folder.resolve("templates/forms").resolve(robot));
            for (Map.Entry<String, String> template : OPERATORS.entrySet()) {
                Files.writeString(templates.resolve(template.getKey() + ".vm"), template.getValue());
            }
        }
        return Stream.of(CALLED, Map.of("alerts.language", "en"),
                Map.of("templates", "file:" + folder.resolve("templates")));
    }

    @ParameterizedTest(name = "with {0}")
    @MethodSource("bundles")
    void aDeviceIsTextWhateverItIsCalled(Map<String, String> settings) throws Exception {
        List<String> strings = Hostile.strings(MIXTURES);
        try (RunningBundle bundle = new RunningBundle(Files.createTempDirectory(folder, "data"), settings)) {
            for (String robot : bundle.vendors().keySet()) {
                Seen alert = say(bundle, robot, List.of(message(i -> "x")));
                Map<List<String>, Seen> digests = new HashMap<>();
                for (int n = 0; n < strings.size(); n += settings.containsKey("alerts.language") ? 4 : 1) {
                    int start = n;
                    IntFunction<String> same = i -> strings.get(start);
                    IntFunction<String> other = i -> strings.get((start + 7 * i + 1) % strings.size());
                    assertText(alert, say(bundle, robot, List.of(message(other))), strings.get(n));
                    List<Message> hostile = several(HostileTextTest::message, same, other);
                    assertText(digest(digests, rows(hostile, robot), bundle, robot,
                            several(HostileTextTest::message, harmless(same), harmless(other))),
                            say(bundle, robot, hostile), strings.get(n));
                }
            }
        }
    }

    /** Verified and held against its schema by the receiver, and what a device said of itself is in it. */
    @Test
    void aWebhookGetsWhatADeviceSaysAsDataWhateverItIs() throws Exception {
        List<String> strings = Hostile.strings(MIXTURES);
        try (RunningBundle bundle = new RunningBundle(Files.createTempDirectory(folder, "data"),
                Map.of("webhook.secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))) {
            for (int n = 0; n < strings.size(); n++) {
                int start = n;
                List<Message> hostile = several(HostileTextTest::message, i -> strings.get(start),
                        i -> strings.get((start + 7 * i + 1) % strings.size()));
                for (List<Message> messages : List.of(hostile.subList(0, 1), hostile)) {
                    bundle.say("webhook", Given.batch(messages));
                    List<Received> received = bundle.vendors().get("webhook").received();
                    Received last = received.get(received.size() - 1);
                    assertTrue(last.accepted(), last::toString);
                    JsonNode clients = last.message().json().path("clients");
                    assertEquals(messages.stream().map(message -> said(Alert.of(message).field("clientid"))).toList(),
                            clients.findValuesAsText("clientid"), strings.get(n));
                    assertFalse(last.message().text().codePoints().anyMatch(HostileTextTest::hides), last::body);
                }
            }
        }
    }

    private static String said(String clientid) {
        return clientid.codePoints().limit(1_024).mapToObj(point -> Character.getType(point) == Character.SURROGATE
                ? "\uFFFD" : Character.toString(point)).collect(Collectors.joining());
    }

    /** What EMQX says besides disconnects, with a value in every field of any. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("events")
    void whatAnEventSaysIsTextWhateverItIs(String name) throws Exception {
        List<String> strings = Hostile.strings(MIXTURES);
        try (RunningBundle bundle = new RunningBundle(Files.createTempDirectory(folder, "data"), CALLED)) {
            for (String robot : bundle.vendors().keySet()) {
                Seen alert = say(bundle, robot, List.of(message(name, i -> "x")));
                Map<List<String>, Seen> digests = new HashMap<>();
                for (int n = 0; n < strings.size(); n++) {
                    int start = n;
                    IntFunction<String> same = i -> strings.get(start);
                    IntFunction<String> other = i -> strings.get((start + 7 * i + 1) % strings.size());
                    assertText(alert, say(bundle, robot, List.of(message(name, other))), strings.get(n));
                    List<Message> hostile = several(value -> message(name, value), same, other);
                    assertText(digest(digests, rows(hostile, robot), bundle, robot,
                            several(value -> message(name, value), harmless(same), harmless(other))),
                            say(bundle, robot, hostile), strings.get(n));
                }
            }
        }
    }

    static Stream<String> events() {
        return Stream.of("client", "access", "session", "message", "alarm").map(Event::names)
                .flatMap(Collection::stream).filter(name -> !name.equals("client.disconnected")).sorted();
    }

    private static Message message(String name, IntFunction<String> value) {
        Map<String, Object> event = new LinkedHashMap<>(Map.of("event", name, "timestamp", 1758015945678L,
                "result", "deny", "activated_at", 1758012345120123L, "deactivated_at", 1758015945678123L));
        IntStream.range(0, SAID.size()).forEach(i -> event.put(SAID.get(i), value.apply(i)));
        event.replace("name", "undefined", "x"); // that says it has none
        event.put("details", Map.of("x", value.apply(SAID.size()), "y" + value.apply(0), value.apply(1)));
        return Given.message(event, "");
    }

    /** An event with a value in every field a device or its broker fills, by the field's place. */
    private static Message message(IntFunction<String> value) {
        Map<String, Object> event = new LinkedHashMap<>();
        IntStream.range(0, FIELDS.size()).forEach(i -> event.put(FIELDS.get(i), value.apply(i)));
        event.put("client_attrs", Map.of(value.apply(FIELDS.size()), value.apply(FIELDS.size() + 1)));
        event.put("disconnected_at", 1758015945678L);
        String topic = "$SYS/brokers/" + value.apply(0).replace("/", "") + "/clients/" + value.apply(1)
                + "/disconnected";
        return Given.message(event, topic);
    }

    /** Two of three alike. */
    private static List<Message> several(Function<IntFunction<String>, Message> event, IntFunction<String> same,
            IntFunction<String> other) {
        return List.of(event.apply(same), event.apply(other), event.apply(same));
    }

    /** As many different words instead, so that as many are the same; what is none stays none. */
    private static IntFunction<String> harmless(IntFunction<String> hostile) {
        return i -> NONE.contains(hostile.apply(i).strip()) ? hostile.apply(i)
                : "w" + hostile.apply(i).substring(0, Math.min(200, hostile.apply(i).length())).hashCode();
    }

    /** What a digest of harmless events with these rows looks like. */
    private static Seen digest(Map<List<String>, Seen> known, List<String> rows, RunningBundle bundle, String robot,
            List<Message> harmless) throws Exception {
        if (!known.containsKey(rows)) {
            known.put(rows, say(bundle, robot, harmless));
        }
        return known.get(rows);
    }

    private static List<String> rows(List<Message> messages, String robot) {
        return Draft.of(Given.batch(messages), robot, "en", "Z", "").words().rows().stream().map(Wording.Row::label)
                .toList();
    }

    /** Through the template, the kamelet and the wire. */
    private static Seen say(RunningBundle bundle, String robot, List<Message> messages) throws Exception {
        Batch batch = Given.batch(messages);
        bundle.say(robot, batch);
        List<Received> received = bundle.vendors().get(robot).received();
        Received last = received.get(received.size() - 1);
        assertTrue(last.accepted(), () -> robot + " refused " + last);
        assertFalse(last.body().contains(bundle.vendors().get(robot).token()), last::body);
        return switch (robot) {
            case "wecom" -> WeComText.read(JSON.readTree(last.body()));
            case "dingtalk" -> DingTalkMarkdown.read(JSON.readTree(last.body()));
            default -> FeishuText.read(JSON.readTree(last.body()));
        };
    }

    /** There may be fewer lines, where long names leave no room. */
    private static void assertText(Seen harmless, Seen hostile, String string) {
        assertEquals(List.of(harmless.mentions(), List.of(), List.of()),
                List.of(hostile.mentions(), hostile.links(), hostile.images()), string);
        assertEquals(kinds(harmless), kinds(hostile), () -> string + " makes of " + harmless.text() + " this: "
                + hostile.text());
        assertTrue(lines(hostile) <= lines(harmless), hostile::text);
        assertTrue(hostile.text().codePointCount(0, hostile.text().length()) <= LONGEST, hostile::text);
        assertTrue(hostile.text().codePoints().noneMatch(HostileTextTest::hides), hostile::text);
    }

    private static List<String> kinds(Seen seen) {
        List<String> kinds = new ArrayList<>();
        seen.markup().forEach(markup -> kinds.add(markup.split(":", 2)[0]));
        return kinds;
    }

    private static long lines(Seen seen) {
        return seen.text().lines().count();
    }

    private static boolean hides(int point) {
        int type = Character.getType(point);
        return point != '\n' && (type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE
                || type == Character.PRIVATE_USE
                || type == Character.UNASSIGNED || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR);
    }
}
