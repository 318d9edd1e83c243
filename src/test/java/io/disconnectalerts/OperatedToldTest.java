package io.disconnectalerts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator asks of who was told of a client, and is answered. */
class OperatedToldTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private static byte[] event(String name, String clientid, long since, long until) throws Exception {
        Map<String, Object> event = Map.of("event", "client." + name, "clientid", clientid, "node", "emqx@a",
                "connected_at", since);
        Map<String, Object> end = Map.of("reason", "keepalive_timeout", "disconnected_at", until);
        return JSON.writeValueAsString(until == 0 ? List.of(event) : List.of(join(event, end))).getBytes(UTF_8);
    }

    private static Map<String, Object> join(Map<String, Object> one, Map<String, Object> other) {
        Map<String, Object> all = new TreeMap<>(one);
        all.putAll(other);
        return all;
    }

    private static JsonNode told(RunningBundle bundle, String clientid) throws Exception {
        HttpResponse<String> answer = bundle.ask("GET", "/told?clientid=" + URLEncoder.encode(clientid, UTF_8));
        assertEquals(200, answer.statusCode(), answer::body);
        return JSON.readTree(answer.body());
    }

    /** What happened, and what each robot knows of it. */
    private static List<String> sentences(RunningBundle bundle, String clientid) throws Exception {
        List<String> sentences = new ArrayList<>();
        for (JsonNode event : told(bundle, clientid).path("events")) {
            StringBuilder sentence = new StringBuilder(event.path("what").asText());
            for (JsonNode robot : event.path("robots")) {
                sentence.append(", ").append(robot.path("robot").asText()).append(' ')
                        .append(robot.path("state").asText());
                if (robot.has("events")) {
                    sentence.append(" of ").append(robot.path("events").asInt());
                } else if (!robot.path("why").asText().startsWith("well; ")) {
                    sentence.append(": ").append(robot.path("why").asText());
                }
            }
            sentences.add(sentence.toString());
        }
        return sentences;
    }

    @Test
    void aLossAndItsReturnWereToldToWhoeverTheirFilterLets() throws Exception {
        try (RunningBundle bundle = new RunningBundle(folder, Map.of("wecom.token", ""))) {
            long now = System.currentTimeMillis();
            bundle.edit("routes/6-notify.camel.yaml", "${body.atLeast('{{feishu.least-severity}}')}",
                    "${body.clientid} == 'fan'");
            bundle.hold();
            bundle.post(event("disconnected", "pump", now - 9_000, now - 5_000));
            bundle.post(event("disconnected", "fan", now - 9_000, now - 5_000));
            assertEquals(List.of("lost, dingtalk waits, feishu untold: its filter in 6-notify said no, or it was off"),
                    sentences(bundle, "pump"));
            bundle.tell();
            bundle.post(event("connected", "pump", now, 0));
            bundle.tell();
            assertEquals(List.of("back, dingtalk told of 1, feishu untold: it was not told of the loss",
                    "lost, dingtalk told of 2, feishu untold: its filter in 6-notify said no, or it was off"),
                    sentences(bundle, "pump"));
            JsonNode lost = told(bundle, "pump").path("events").path(1);
            assertEquals("keepalive_timeout critical lost emqx@a", lost.path("reason").asText() + " "
                    + lost.path("severity").asText() + " " + lost.path("class").asText() + " "
                    + lost.path("node").asText());
            assertEquals(List.of(), sentences(bundle, "nobody"));
        }
    }

    /** Its connect was missed, and the first loss waits as the second is told. */
    @Test
    void oneReturnOfTwoLossesStandsThereOnceForEachRobot() throws Exception {
        try (RunningBundle bundle = new RunningBundle(folder, Map.of("wecom.token", ""))) {
            long now = System.currentTimeMillis();
            bundle.hold();
            bundle.post(new String(event("disconnected", "pump", now - 9_000, now - 8_000), UTF_8)
                    .replace("keepalive_timeout", "kicked").getBytes(UTF_8));
            bundle.post(event("disconnected", "pump", now - 7_000, now - 5_000));
            bundle.post(event("connected", "pump", now, 0));
            bundle.tell();
            List<String> sentences = sentences(bundle, "pump");
            assertEquals("back, dingtalk told of 2, feishu told of 2", sentences.get(0));
            assertEquals(3, sentences.size(), sentences::toString);
        }
    }

    @Test
    void whatNobodyWasToldOfSaysWhy() throws Exception {
        try (RunningBundle bundle = new RunningBundle(folder, Map.of())) {
            bundle.edit("routes/3-triage-client.camel.yaml", "lost critical", "lost critical after 30s");
            long now = System.currentTimeMillis();
            bundle.post(event("connected", "pump", now - 90_000, 0));
            bundle.post(event("disconnected", "pump", now - 90_000, now - 80_000));
            bundle.post(event("connected", "pump", now - 70_000, 0));
            bundle.wait(Duration.ofSeconds(31));
            bundle.tell();
            bundle.post(event("disconnected", "pump", now - 70_000, now - 60_000));
            bundle.wait(Duration.ofSeconds(31));
            bundle.tell();
            assertEquals(List.of("lost, dingtalk told of 1, feishu told of 1, wecom told of 1", "blip"),
                    sentences(bundle, "pump"));
            assertEquals("it was back in time", told(bundle, "pump").at("/events/1/why").asText());
            JsonNode first = JSON.readTree(bundle.get("/told?clientid=pump&most=1"));
            JsonNode second = JSON.readTree(bundle.get("/told?clientid=pump&most=1&after="
                    + first.path("next").asText()));
            assertEquals("lost blip", first.at("/events/0/what").asText() + " " + second.at("/events/0/what").asText());
            assertFalse(second.has("next"));
        }
    }

    @Test
    void whatASilenceKeepsSaysWhose() throws Exception {
        try (RunningBundle bundle = new RunningBundle(folder, Map.of("wecom.token", "", "feishu.token", ""))) {
            String begun = bundle.ask("POST", "/silences", "{\"match\":{\"clientid\":\"pump\"},\"until\":\"1h\","
                    + "\"by\":\"me\",\"why\":\"repair\"}").body();
            long now = System.currentTimeMillis();
            bundle.post(event("disconnected", "pump", now - 9_000, now - 5_000));
            assertEquals(List.of("lost, dingtalk silenced: " + JSON.readTree(begun).path("id").asText()
                    + ", me: repair"), sentences(bundle, "pump"));
        }
    }

    @Test
    void anyClientIdCanBeAskedFor() throws Exception {
        try (RunningBundle bundle = new RunningBundle(folder, Map.of())) {
            long now = System.currentTimeMillis();
            for (String id : List.of("a/b/", "\u8bbe\u5907 1", "\"null\"", "50%+1?#&=", "'a' OR 1=1", "${header.x}")) {
                bundle.post(event("disconnected", id, now - 9_000, now - 5_000));
                assertEquals(1, told(bundle, id).path("events").size(), id);
                assertEquals(id, told(bundle, id).path("clientid").asText());
            }
        }
    }

    @Test
    void manyComePageByPage() throws Exception {
        try (RunningBundle bundle = new RunningBundle(folder, Map.of("flap.losses", "0"))) {
            long now = System.currentTimeMillis();
            for (int i = 0; i < 5; i++) {
                bundle.post(event("disconnected", "pump", now - 90_000 + i * 9_000, now - 85_000 + i * 9_000));
            }
            List<String> times = new ArrayList<>();
            String after = "";
            for (int page = 0; page < 3; page++) {
                JsonNode answer = JSON.readTree(bundle.get("/told?clientid=pump&most=2" + after));
                answer.path("events").forEach(event -> times.add(event.path("at").asText()));
                after = "&after=" + answer.path("next").asText();
            }
            assertEquals("&after=", after, "there is nothing behind the last page");
            assertEquals(5, times.stream().distinct().count());
            assertEquals(times.stream().sorted(Comparator.reverseOrder()).toList(), times);
        }
    }

    @Test
    void aQuestionThatIsWrongIsAnsweredWithASentence() throws Exception {
        try (RunningBundle bundle = new RunningBundle(folder, Map.of())) {
            Map<String, String> wrong = Map.of(
                    "", "clientid is missing: ask /told?clientid=pump-1",
                    "?clientid=", "clientid is empty",
                    "?clientid", "clientid is empty",
                    "?client=pump", "client is nothing that can be asked: clientid, most and after are",
                    "?clientid=a&clientid=b", "clientid is given twice",
                    "?clientid=50%25&most=0", "most is not a whole number from 1 to 200",
                    "?clientid=a&after=x", "after is not what an answer said as next");
            for (Map.Entry<String, String> one : wrong.entrySet()) {
                HttpResponse<String> answer = bundle.ask("GET", "/told" + one.getKey());
                assertEquals("400 " + one.getValue() + "\n", answer.statusCode() + " " + answer.body());
            }
        }
    }
}
