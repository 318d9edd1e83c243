package io.disconnectalerts.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.broker.Broker;
import io.disconnectalerts.broker.Mosquitto;
import io.disconnectalerts.broker.PretendBroker;
import io.disconnectalerts.mqtt.Publisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes of the packaged program on one PostgreSQL, which hear of the same devices by rules over HTTP and MQTT,
 * from two nodes, and by EMQX's system topics, whose payloads say neither event nor node: each fact by one way or by
 * all, in any order. There is one truth of each device.
 */
class MixtureIT {
    private static final int DEVICES = 60;
    private static final String LOSSES_AND_ENDS = """
            SELECT m.subject, sum(CASE WHEN d.kind = 'client.disconnected' THEN 1 ELSE 0 END),
              sum(CASE WHEN d.kind = 'client.back' OR d.over_by IS NOT NULL AND d.over_late = 0 THEN 1 ELSE 0 END)
            FROM delivery d JOIN message m ON m.id = d.message WHERE m.subject LIKE 'client:%' GROUP BY m.subject""";
    private static final long NOW = System.currentTimeMillis() - 600_000;

    private final Random random = new Random(1);
    @TempDir
    private Path folder;

    /** What is said of a device, and by which ways. */
    private record Fact(int device, String what, String node, long since, Long until) {
        String id() {
            return "device-" + device;
        }

        String rule() {
            return "{\"event\":\"client." + what + "\",\"node\":\"" + node + "\"," + system().substring(1);
        }

        String system() {
            return "{\"clientid\":\"" + id() + "\",\"connected_at\":" + since + (until == null ? "}"
                    : ",\"reason\":\"keepalive_timeout\",\"disconnected_at\":" + until + "}");
        }
    }

    /** Every second device comes back, by the other node. */
    private static List<Fact> facts(int device) {
        long since = NOW + device * 1_000L;
        List<Fact> facts = new ArrayList<>(List.of(new Fact(device, "connected", "emqx@a", since, null),
                new Fact(device, "disconnected", "emqx@a", since, since + 60_000)));
        if (device % 2 == 0) {
            facts.add(new Fact(device, "connected", "emqx@b", since + 120_000, null));
        }
        return facts;
    }

    private Program process(String name, Postgres postgres, String broker, String topic, Groups groups)
            throws IOException {
        return new Program(Files.createDirectory(folder.resolve(name))).set(postgres.settings())
                .set("mqtt.url", broker).set("mqtt.topic", topic).set("mqtt.client-id", name)
                .set("wecom.token", groups.wecom().token()).set("wecom.url", groups.wecom().url())
                .set(Groups.unpaced("wecom")).start();
    }

    private void say(Fact fact, List<Program> processes, Publisher rules, PretendBroker system)
            throws Exception {
        int ways = 1 + random.nextInt(15);
        for (int i = 0; i < processes.size(); i++) {
            if ((ways & 1 << i) != 0) {
                assertEquals(202, processes.get(i).post("/events", fact.rule()).statusCode());
            }
        }
        if ((ways & 4) != 0) {
            rules.publish("alerts/clients/events", fact.rule());
        }
        if ((ways & 8) != 0) {
            system.publish("$SYS/brokers/" + fact.node() + "/clients/" + fact.id() + "/" + fact.what(),
                    fact.system().getBytes(UTF_8));
        }
    }

    private static Map<String, String> told(Postgres postgres) throws SQLException {
        Map<String, String> told = new TreeMap<>();
        try (Connection connection = postgres.connect(); Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(LOSSES_AND_ENDS)) {
            while (rows.next()) {
                told.put(rows.getString(1), rows.getInt(2) + " lost, " + rows.getInt(3) + " over");
            }
        }
        return told;
    }

    private static Set<String> gone(Program process) throws IOException {
        JsonNode answer = new ObjectMapper().readTree(process.get("/gone").body());
        return new TreeSet<>(answer.path("clients").findValuesAsText("clientid"));
    }

    @Test
    void ofEachDeviceThereIsOneTruth() throws Exception {
        try (Postgres postgres = new Postgres(folder); Groups groups = Groups.open();
                Broker broker = Mosquitto.with(); PretendBroker system = new PretendBroker();
                Program first = process("first", postgres, broker.url(), "alerts/clients/#", groups);
                Program second = process("second", postgres, system.url(), "$SYS/brokers/+/clients/#", groups);
                Publisher rules = new Publisher(broker.url())) {
            groups.wecom().quota(false);
            await("both entrances").until(() -> first.metric(
                    "alerts_entrance_up{entrance=\"mqtt\"}") + second.metric("alerts_entrance_up{entrance=\"mqtt\"}")
                    == 2);
            List<Fact> facts = new ArrayList<>(IntStream.range(0, DEVICES).mapToObj(MixtureIT::facts)
                    .flatMap(List::stream).toList());
            Collections.shuffle(facts, random);
            for (Fact fact : facts) {
                say(fact, List.of(first, second), rules, system);
            }
            Set<String> away = new TreeSet<>(IntStream.range(0, DEVICES).filter(device -> device % 2 == 1)
                    .mapToObj(device -> "device-" + device).toList());
            await("the end").untilAsserted(() -> {
                assertEquals(away, gone(first));
                assertEquals(away, gone(second));
                assertEquals(0, first.pending());
            });
            Map<String, String> told = told(postgres);
            away.forEach(device -> assertEquals("1 lost, 0 over", told.get("client:" + device), device));
            told.keySet().removeIf(subject -> away.contains(subject.substring("client:".length())));
            assertEquals(Set.of("1 lost, 1 over"), new TreeSet<>(told.values()),
                    "whoever came back was told as lost and as back, once each, or not at all");
            assertTrue(told.size() > DEVICES / 10, "some were told before they were back: " + told);
        }
    }
}
