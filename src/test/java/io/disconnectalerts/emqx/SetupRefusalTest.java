package io.disconnectalerts.emqx;

import static io.disconnectalerts.emqx.SetupScript.assertDone;
import static io.disconnectalerts.emqx.SetupScript.assertRefused;
import static io.disconnectalerts.emqx.SetupScript.setup;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.broker.FreePort;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetupRefusalTest {
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
        "5.10.0 | mqtt --events alarm | | --events knows no alarm, only access, subscriptions,",
        "5.8.4 | mqtt --events alarms | | EMQX 5.8.4 has no event for its alarms (5.8.5 has)",
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
        assertRefused(setup("http://127.0.0.1:" + FreePort.take(), Map.of(), "mqtt"),
                "cannot reach EMQX at http://127.0.0.1:");
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
}
