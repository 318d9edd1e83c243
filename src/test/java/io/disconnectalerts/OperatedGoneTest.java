package io.disconnectalerts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.follow.Gone;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator asks of the clients that are gone, and is answered. */
class OperatedGoneTest {
    private static final String GONE = "INSERT INTO subject (name, gone_at, past) VALUES ('client:' || ?, 1, '')";

    @Test
    void aClientIsForgottenWhateverItIsCalled(@TempDir Path folder) throws Exception {
        Map<String, String> ids = Map.of("pump-1", "pump-1", "a/b/", "a%2Fb%2F", "\u8bbe\u5907 1",
                "%E8%AE%BE%E5%A4%87%201", "\"null\"", "%22null%22", "50%+1?#&", "50%25%2B1%3F%23%26", "'a'", "'a'",
                "${header.x}", "$%7Bheader.x%7D");
        try (RunningBundle bundle = new RunningBundle(folder, Map.of())) {
            assertEquals("{\"gone\":0,\"waiting\":0,\"note\":\"" + Gone.UNHEARD + "\",\"clients\":[\n]}\n",
                    bundle.get("/gone"));
            try (Connection store = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("alerts.db"));
                    PreparedStatement gone = store.prepareStatement(GONE)) {
                for (String id : ids.keySet()) {
                    gone.setString(1, id);
                    gone.executeUpdate();
                }
            }
            for (String id : ids.values()) {
                assertEquals(204, bundle.ask("DELETE", "/gone/" + id).statusCode(), id);
                HttpResponse<String> again = bundle.ask("DELETE", "/gone/" + id);
                assertEquals("404 no device of that client id is gone\n", again.statusCode() + " " + again.body(), id);
            }
        }
    }

    @Test
    void aFilterThatIsWrongIsNamed(@TempDir Path folder) throws Exception {
        try (RunningBundle bundle = new RunningBundle(folder, Map.of())) {
            HttpResponse<String> answer = bundle.ask("GET", "/gone?nod=emqx%40a");
            assertEquals("400 nod is no filter: node, reason, since, search, most, after and attribute.<name> are\n",
                    answer.statusCode() + " " + answer.body());
            assertEquals("text/plain; charset=utf-8", answer.headers().firstValue("Content-Type").orElse(""));
            assertEquals(200, bundle.ask("GET", "/gone?since=2026-11-27T17:30:00+08:00&node=a").statusCode());
        }
    }

    private static byte[] event(String name, String clientid, long since, long until) {
        return ("{\"event\":\"client." + name + "\",\"clientid\":\"" + clientid + "\",\"node\":\"emqx@a\","
                + "\"client_attrs\":{\"line\":\"3\"},\"connected_at\":" + since + (until == 0 ? "}"
                : ",\"reason\":\"keepalive_timeout\",\"disconnected_at\":" + until + "}")).getBytes(UTF_8);
    }

    private static String gone(RunningBundle bundle) throws Exception {
        JsonNode gone = new ObjectMapper().readTree(bundle.get("/gone?attribute.line=3&node=emqx@a"));
        return gone.path("gone") + " gone, " + gone.path("waiting") + " waits, "
                + gone.path("clients").findValuesAsText("clientid") + " " + gone.path("clients").findValues("robots");
    }

    @Test
    void goneIsWhoIsToldAsGoneAndNotWhoMayBeBackInTime(@TempDir Path folder) throws Exception {
        try (RunningBundle bundle = new RunningBundle(folder, Map.of())) {
            long now = System.currentTimeMillis();
            bundle.edit("routes/3-triage-client.camel.yaml", "lost critical", "lost critical after 30s");
            bundle.post(event("connected", "pump", now - 9_000, 0));
            bundle.post(event("disconnected", "pump", now - 9_000, now - 5_000));
            assertEquals("0 gone, 1 waits, [] []", gone(bundle));
            bundle.wait(Duration.ofSeconds(31));
            bundle.tell();
            String told = "[pump] [[\"dingtalk\",\"feishu\",\"wecom\"]]";
            assertEquals("1 gone, 0 waits, " + told, gone(bundle));
            bundle.post(event("disconnected", "pump", now - 2_000, now - 1_000));
            assertEquals("1 gone, 1 waits, " + told, gone(bundle), "its connect was missed, and it is lost again");
            assertEquals(List.of(1.0, 1.0), List.of(bundle.gauge("alerts.gone"), bundle.gauge("alerts.waiting")));
            bundle.post(event("connected", "pump", now, 0));
            bundle.tell();
            assertEquals("0 gone, 1 waits, [] []", gone(bundle), "what the second loss was is decided in its time");
            bundle.wait(Duration.ofSeconds(31));
            bundle.tell();
            assertEquals("0 gone, 0 waits, [] []", gone(bundle));
            assertEquals(1, bundle.count("alerts.blips"));
        }
    }

    @Test
    void whoComesAndGoesIsCountedAndShownAsGoneWithWhatWasToldOfItBefore(@TempDir Path folder) throws Exception {
        try (RunningBundle bundle = new RunningBundle(folder, Map.of())) {
            long began = System.currentTimeMillis() - 60_000;
            for (long since = began; since < began + 21_000; since += 3_000) {
                bundle.post(event("connected", "pump", since, 0));
                bundle.post(event("disconnected", "pump", since, since + 2_000));
            }
            bundle.tell();
            assertEquals(1, bundle.gauge("alerts.flapping"));
            assertEquals(2, bundle.count("alerts.suppressed"));
            bundle.wait(Duration.ofSeconds(601));
            bundle.tell();
            assertEquals(0, bundle.gauge("alerts.flapping"));
            assertEquals("1 gone, 0 waits, [pump] [[\"dingtalk\",\"feishu\",\"wecom\"]]", gone(bundle));
            assertTrue(bundle.get("/gone").contains("\"severity\":\"critical\""), bundle.get("/gone"));
        }
    }

    @Test
    void whoeverIsForgottenIsTakenForWell(@TempDir Path folder) throws Exception {
        try (RunningBundle bundle = new RunningBundle(folder, Map.of())) {
            long now = System.currentTimeMillis();
            bundle.post(event("connected", "pump", now - 9_000, 0));
            bundle.post(event("disconnected", "pump", now - 9_000, now - 5_000));
            bundle.tell();
            assertEquals(204, bundle.ask("DELETE", "/gone/pump").statusCode());
            bundle.post(event("connected", "pump", now, 0));
            bundle.tell();
            assertEquals(1, bundle.vendors().get("wecom").messages().size(), "nobody waits for its return any more");
        }
    }
}
