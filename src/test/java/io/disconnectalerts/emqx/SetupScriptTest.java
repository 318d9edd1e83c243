package io.disconnectalerts.emqx;

import static io.disconnectalerts.emqx.SetupScript.RECEIVER;
import static io.disconnectalerts.emqx.SetupScript.TOKEN;
import static io.disconnectalerts.emqx.SetupScript.assertDone;
import static io.disconnectalerts.emqx.SetupScript.setup;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetupScriptTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String RULE = "rules/disconnect_alerts";
    private static final String CONNECTOR = "connectors/http:disconnect_alerts";
    private static final String ACTION = "actions/http:disconnect_alerts";

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({
        "5.0.15, client_", "5.3.2, client_", "5.4.0, client_", "5.9.2, client_", "5.10.0, client/", "6.2.2, client/"})
    void theWayMqttLeavesOneRuleHoweverOftenItIsRun(String version, String client) throws Exception {
        try (var emqx = new PretendEmqx(version)) {
            assertDone(setup(emqx, "mqtt"));
            assertEquals(List.of("POST rules"), emqx.changes);
            var first = Map.copyOf(emqx.stored);
            assertDone(setup(emqx, "mqtt"));

            assertEquals(List.of("POST rules", "PUT rules"), emqx.changes);
            assertEquals(first, emqx.stored);
            assertEquals(Set.of(RULE), emqx.stored.keySet());
            assertEquals(JSON.readTree("""
                    {"description": "Tells disconnect-alerts which clients go and come", "enable": true,
                     "sql": "SELECT * FROM \\"$events/%1$sdisconnected\\", \\"$events/%1$sconnected\\"",
                     "actions": [{"function": "republish", "args": {
                        "topic": "alerts/clients/events", "qos": 1, "retain": false, "payload": "${.}"}}]}
                    """.formatted(client)), emqx.stored.get(RULE));
        }
    }

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({
        "5.4.0, client_", "5.9.2, client_", "5.10.0, client/", "6.2.2, client/"})
    void theWayHttpLeavesOneConnectorOneActionOneRuleHoweverOftenItIsRun(String version, String client)
    throws Exception {
        try (var emqx = new PretendEmqx(version)) {
            assertDone(setup(emqx, "http"));
            assertEquals(List.of("POST connectors", "POST actions", "POST rules"), emqx.changes);
            var first = Map.copyOf(emqx.stored);
            emqx.changes.clear();
            assertDone(setup(emqx, "http"));

            assertEquals(List.of("PUT connectors", "PUT actions", "PUT rules"), emqx.changes);
            assertEquals(first, emqx.stored);
            assertEquals(Set.of(CONNECTOR, ACTION, RULE), emqx.stored.keySet());
            assertEquals(JSON.readTree("""
                    {"url": "%s", "headers": {"authorization": "Bearer %s"}, "pool_type": "random",
                     "pool_size": 32}
                    """.formatted(RECEIVER, TOKEN)), emqx.stored.get(CONNECTOR));
            assertEquals(JSON.readTree("""
                    {"connector": "disconnect_alerts",
                     "parameters": {"method": "post", "path": "/events", "headers": {"content-type": \
                    "application/json"}},
                     "resource_opts": {"request_ttl": "10m", "max_buffer_bytes": "16MB", "query_mode": "async"}}
                    """), emqx.stored.get(ACTION));
            assertEquals("SELECT * FROM \"$events/%1$sdisconnected\", \"$events/%1$sconnected\"".formatted(client),
                    text(emqx.stored.get(RULE), "/sql"));
            assertEquals("http:disconnect_alerts", text(emqx.stored.get(RULE), "/actions/0"));
        }
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            5.10.0 | alarms                 | sys/alarm_activated sys/alarm_deactivated
            5.8.5  | connected,alarms       | sys/alarm_activated sys/alarm_deactivated
            5.10.0 | dropped,delivery       | message/dropped message/delivery_dropped
            5.9.2  | dropped,delivery       | message_dropped delivery_dropped
            5.0.15 | subscriptions,invalid  | session_subscribed session_unsubscribed \
            message_transformation_failed schema_validation_failed
            5.9.2  | access                 | client_connack client_check_authz_complete
            5.10.0 | alarms, access         | sys/alarm_activated sys/alarm_deactivated client/connack \
            auth/check_authz_complete
            """)
    void whatElseToHearOfIsAddedUnderTheNameOfTheVersion(String version, String events, String topics)
            throws Exception {
        try (var emqx = new PretendEmqx(version)) {
            assertDone(setup(emqx, "--events", events, "mqtt"));
            var heard = heard(emqx);
            assertEquals(List.of("client disconnected", "client connected"),
                    heard.subList(0, 2).stream().map(topic -> topic.replaceFirst("[/_]", " ")).toList());
            assertEquals(List.of(topics.split(" ")), heard.subList(2, heard.size()));
            assertEquals(events.contains("access"), text(emqx.stored.get(RULE), "/sql").contains(" WHERE "));
        }
    }

    @Test
    void whoeverWantsNoConnectsLeavesThemOut() throws Exception {
        try (var emqx = new PretendEmqx("5.10.0")) {
            assertDone(setup(emqx, "--gone-only", "mqtt"));
            assertEquals(List.of("client/disconnected"), heard(emqx));
            assertDone(setup(emqx, "mqtt", "--events", "all", "--gone-only"));
            assertFalse(heard(emqx).contains("client/connected"));
        }
    }

    /** The topics of events that the rule reads, without what all begin with. */
    private static List<String> heard(PretendEmqx emqx) {
        return Pattern.compile("\"\\$events/([^\"]+)\"").matcher(text(emqx.stored.get(RULE), "/sql")).results()
                .map(topic -> topic.group(1)).toList();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"6.2.2, rule-all.sql, http", "5.10.0, rule-all.sql, mqtt", "5.9.2, rule-all-5.0-5.9.sql, mqtt"})
    void allOfThemIsTheSqlToPaste(String version, String file, String way) throws Exception {
        try (var emqx = new PretendEmqx(version)) {
            assertDone(setup(emqx, "--events", "all", way));
            assertEquals(Files.readString(Shell.FOLDER.resolve(file)).strip().replaceAll("\\s+", " "),
                    text(emqx.stored.get(RULE), "/sql"));
        }
    }

    @Test
    void whileAClusterIsUpgradedItsOldestNodeDecidesTheTopic() throws Exception {
        try (var emqx = new PretendEmqx("5.10.0", "5.9.2", "6.2.2")) {
            assertDone(setup(emqx, "mqtt"));
            assertTrue(text(emqx.stored.get(RULE), "/sql").contains("$events/client_disconnected"));
        }
    }

    @Test
    void anEnterpriseReleaseKnowsTheWholeEventEarlierThanTheOpenSourceOneOfTheSameNumber() throws Exception {
        try (var emqx = new PretendEmqx("5.0.0").enterprise()) {
            assertDone(setup(emqx, "mqtt"));
        }
    }

    @Test
    void anotherWayOrAnotherTokenReplacesWhatIsThere() throws Exception {
        try (var emqx = new PretendEmqx("5.10.0")) {
            assertDone(setup(emqx, "http"));
            assertDone(setup(emqx.url(), Map.of("HTTP_TOKEN", "changed"), "--receiver", "http://[::1]:8081/", "http"));
            assertEquals("Bearer changed", text(emqx.stored.get(CONNECTOR), "/headers/authorization"));
            assertEquals("http://[::1]:8081", text(emqx.stored.get(CONNECTOR), "/url"));

            assertDone(setup(emqx, "mqtt"));
            assertEquals(1, emqx.stored.get(RULE).get("actions").size());
            assertEquals("republish", text(emqx.stored.get(RULE), "/actions/0/function"));
        }
    }

    @Test
    void aReceiverWithACertificateOfItsOwnIsVerifiedByTheGivenCa(@TempDir Path folder) throws Exception {
        var pem = "-----BEGIN CERTIFICATE-----\nMIIB/+=\n-----END CERTIFICATE-----\n";
        var ca = Files.writeString(folder.resolve("ca.pem"), pem);
        try (var emqx = new PretendEmqx("5.10.0")) {
            assertDone(setup(emqx, "--receiver", "https://alerts.example:8443", "--receiver-ca", ca.toString(),
                    "http"));
            assertEquals("verify_peer", text(emqx.stored.get(CONNECTOR), "/ssl/verify"));
            assertEquals(pem, text(emqx.stored.get(CONNECTOR), "/ssl/cacertfile"));

            var unchecked = setup(emqx, "--receiver", "https://alerts.example:8443", "http");
            assertDone(unchecked);
            assertTrue(unchecked.out().contains("note: without --receiver-ca EMQX does not check the certificate"));
            assertEquals(JSON.readTree("{\"enable\": true}"), emqx.stored.get(CONNECTOR).get("ssl"));
        }
    }

    @Test
    void aReceiverThatEmqxCannotReachIsSaid() throws Exception {
        try (var reached = new PretendEmqx("5.10.0");
                var unreached = new PretendEmqx("5.10.0").unableToReachTheReceiver()) {
            assertFalse(setup(reached, "http").out().contains("has not reached"));
            assertTrue(setup(unreached, "http").out().contains("note: EMQX has not reached " + RECEIVER + " yet"));
        }
    }

    @ParameterizedTest
    @CsvSource({"mqtt, 1", "http, 3"})
    void aDryRunPrintsEveryCallAndChangesNothing(String way, int calls) throws Exception {
        try (var emqx = new PretendEmqx("5.9.2")) {
            var create = setup(emqx, "--dry-run", way);
            assertDone(create);
            assertEquals(calls, create.out().lines().filter(line -> line.startsWith("POST http://")).count());
            assertTrue(create.out().contains("$events/client_disconnected"));
            assertEquals(way.equals("http"), create.out().contains("Bearer ***"));
            assertEquals(Map.of(), emqx.stored);

            assertDone(setup(emqx, way));
            emqx.changes.clear();
            var update = setup(emqx, "--dry-run", way);
            assertEquals(calls, update.out().lines().filter(line -> line.startsWith("PUT http://")).count());
            assertEquals(List.of(), emqx.changes);
        }
    }

    @Test
    void helpNamesEveryOptionAndVariable() throws Exception {
        var help = Shell.bash(Map.of(), "setup.sh", "--help");
        assertDone(help);
        for (var word : List.of("mqtt", "http", "--events", "--gone-only", "--emqx", "--receiver", "--receiver-ca",
                "--dry-run", "--help",
                "EMQX_URL", "EMQX_API_KEY", "EMQX_API_SECRET", "RECEIVER_URL", "HTTP_TOKEN")) {
            assertTrue(help.out().contains(word), word);
        }
    }

    private static String text(JsonNode node, String pointer) {
        return node.at(pointer).asText();
    }
}
