package io.disconnectalerts.emqx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetupScriptTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String TOKEN = "tok&en/0~1+2=";
    private static final String RECEIVER = "http://10.0.0.5:8080";
    private static final String RULE = "rules/disconnect_alerts";
    private static final String CONNECTOR = "connectors/http:disconnect_alerts";
    private static final String ACTION = "actions/http:disconnect_alerts";

    private static Shell setup(String url, Map<String, String> changed, String... arguments) throws Exception {
        var environment = new HashMap<>(Map.of(
                "EMQX_URL", url,
                "EMQX_API_KEY", PretendEmqx.KEY,
                "EMQX_API_SECRET", PretendEmqx.SECRET,
                "RECEIVER_URL", RECEIVER,
                "HTTP_TOKEN", TOKEN));
        environment.putAll(changed);
        environment.values().removeIf(String::isEmpty);
        var command = new ArrayList<String>(List.of("setup.sh"));
        command.addAll(List.of(arguments));
        var run = Shell.bash(environment, command.toArray(String[]::new));
        for (var secret : List.of(PretendEmqx.KEY, PretendEmqx.SECRET, TOKEN)) {
            assertFalse((run.out() + run.err()).contains(secret), run::toString);
        }
        return run;
    }

    private static Shell setup(PretendEmqx emqx, String... arguments) throws Exception {
        return setup(emqx.url(), Map.of(), arguments);
    }

    private static void assertDone(Shell run) {
        assertEquals(0, run.exit(), run::toString);
        assertEquals("", run.err());
    }

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({
        "5.0.15, client_disconnected", "5.3.2, client_disconnected", "5.4.0, client_disconnected",
        "5.9.2, client_disconnected", "5.10.0, client/disconnected", "6.2.2, client/disconnected"})
    void theWayMqttLeavesOneRuleHoweverOftenItIsRun(String version, String event) throws Exception {
        try (var emqx = new PretendEmqx(version)) {
            assertDone(setup(emqx, "mqtt"));
            assertEquals(List.of("POST rules"), emqx.changes);
            var first = Map.copyOf(emqx.stored);
            assertDone(setup(emqx, "mqtt"));

            assertEquals(List.of("POST rules", "PUT rules"), emqx.changes);
            assertEquals(first, emqx.stored);
            assertEquals(Set.of(RULE), emqx.stored.keySet());
            assertEquals(JSON.readTree("""
                    {"description": "Tells disconnect-alerts that a client is gone", "enable": true,
                     "sql": "SELECT * FROM \\"$events/%s\\"",
                     "actions": [{"function": "republish", "args": {
                        "topic": "alerts/clients/disconnected", "qos": 1, "retain": false, "payload": "${.}"}}]}
                    """.formatted(event)), emqx.stored.get(RULE));
        }
    }

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({
        "5.4.0, client_disconnected", "5.9.2, client_disconnected",
        "5.10.0, client/disconnected", "6.2.2, client/disconnected"})
    void theWayHttpLeavesOneConnectorOneActionOneRuleHoweverOftenItIsRun(String version, String event) throws Exception {
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
                    {"url": "%s", "headers": {"authorization": "Bearer %s"}, "pool_type": "random"}
                    """.formatted(RECEIVER, TOKEN)), emqx.stored.get(CONNECTOR));
            assertEquals(JSON.readTree("""
                    {"connector": "disconnect_alerts",
                     "parameters": {"method": "post", "path": "/events", "headers": {"content-type": "application/json"}},
                     "resource_opts": {"request_ttl": "10m", "max_buffer_bytes": "16MB", "query_mode": "async"}}
                    """), emqx.stored.get(ACTION));
            assertEquals("SELECT * FROM \"$events/" + event + "\"", text(emqx.stored.get(RULE), "/sql"));
            assertEquals("http:disconnect_alerts", text(emqx.stored.get(RULE), "/actions/0"));
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
            assertDone(setup(emqx, "--receiver", "https://alerts.example:8443", "--receiver-ca", ca.toString(), "http"));
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
        try (var reached = new PretendEmqx("5.10.0"); var unreached = new PretendEmqx("5.10.0").unableToReachTheReceiver()) {
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

    @ParameterizedTest(name = "{3}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "5.10.0 | mqtt | EMQX_API_SECRET=wrong | EMQX refused the API key",
        "5.10.0 | mqtt | EMQX_API_KEY= | EMQX_API_KEY and EMQX_API_SECRET must be set",
        "5.10.0 | mqtt | EMQX_API_KEY=a\"b | the API key and secret may not hold quotes",
        "5.0.14 | mqtt | | EMQX 5.0.14 cannot send a whole event",
        "5.3.2 | http | | EMQX 5.3.2 has no connectors API (5.4 has)",
        "5.10.0 | http | HTTP_TOKEN= | HTTP_TOKEN must be set",
        "5.10.0 | http | HTTP_TOKEN=a\"b | HTTP_TOKEN may not hold quotes",
        "5.10.0 | http | HTTP_TOKEN=${clientid} | HTTP_TOKEN may not hold quotes",
        "5.10.0 | http | RECEIVER_URL= | the receiver must be http(s)://host:port",
        "5.10.0 | http | RECEIVER_URL=http://host:8080/other | the receiver must be http(s)://host:port",
        "5.10.0 | http --receiver-ca /none.pem | | cannot read /none.pem",
        "5.10.0 | http --receiver-ca setup.sh | | --receiver-ca is for an https:// receiver",
        "5.10.0 | mqtt http | | choose one way",
        "5.10.0 | --dry-run | | choose a way",
        "5.10.0 | mqtt --receiver | | --receiver needs a value",
        "5.10.0 | mqtt --verbose | | unknown argument --verbose"})
    void whatCannotBeDoneIsRefusedInOneSentence(String version, String arguments, String changed, String sentence)
            throws Exception {
        var pair = changed == null ? new String[] {"PATH", System.getenv("PATH")} : changed.split("=", 2);
        try (var emqx = new PretendEmqx(version)) {
            var run = setup(emqx.url(), Map.of(pair[0], pair[1]), arguments.split(" "));
            assertRefused(run, sentence);
            assertEquals(Map.of(), emqx.stored);
        }
    }

    @Test
    void aKeyThatMayOnlyReadIsToldWhichRoleItNeeds() throws Exception {
        try (var emqx = new PretendEmqx("5.10.0").viewer()) {
            assertRefused(setup(emqx, "mqtt"), "give it the role Administrator");
        }
    }

    @Test
    void anAddressWhereNothingListensIsNamed() throws Exception {
        assertRefused(setup("http://127.0.0.1:" + freePort(), Map.of(), "mqtt"), "cannot reach EMQX at http://127.0.0.1:");
    }

    @Test
    void aServerThatIsNotEmqxIsNamed() throws Exception {
        try (var emqx = new PretendEmqx("5.10.0")) {
            assertRefused(setup(emqx.url() + "/other", Map.of(), "mqtt"), "no EMQX 5 REST API at");
            assertDone(setup(emqx.url() + "/api/v5/", Map.of(), "mqtt"));
        }
    }

    @Test
    void whatEmqxRefusesIsPassedOnInItsOwnWordsWithoutTheTokenItEchoes() throws Exception {
        try (var emqx = new PretendEmqx("5.10.0").refusingWithAnEcho()) {
            var run = setup(emqx, "http");
            assertRefused(run, "answered 400 to POST /api/v5/connectors: {\"code\":\"BAD_REQUEST\"");
            assertTrue(run.err().contains("Bearer ***"), run::err);
        }
    }

    @Test
    void helpNamesEveryOptionAndVariable() throws Exception {
        var help = Shell.bash(Map.of(), "setup.sh", "--help");
        assertDone(help);
        for (var word : List.of("mqtt", "http", "--emqx", "--receiver", "--receiver-ca", "--dry-run", "--help",
                "EMQX_URL", "EMQX_API_KEY", "EMQX_API_SECRET", "RECEIVER_URL", "HTTP_TOKEN")) {
            assertTrue(help.out().contains(word), word);
        }
    }

    private static void assertRefused(Shell run, String sentence) {
        assertTrue(run.exit() != 0, run::toString);
        assertTrue(run.err().startsWith("setup.sh: ") && run.err().contains(sentence), run::toString);
        assertEquals(1, run.err().lines().count(), run::err);
        assertEquals("", run.out());
    }

    private static String text(JsonNode node, String pointer) {
        return node.at(pointer).asText();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
