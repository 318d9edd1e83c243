package io.disconnectalerts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator learns of an input that could not be read, and what the store knows of it. */
class ParkedTest {

    @Test
    void eachSaysWhatToDoAboutIt(@TempDir Path folder) throws Exception {
        try (RunningBundle bundle = new RunningBundle(folder, Map.of())) {
            bundle.post("undefined".getBytes(UTF_8));
            JsonNode parked = new ObjectMapper().readTree(bundle.get("/parked"));
            assertEquals(1, parked.size(), parked::toString);
            assertEquals("nothing of an event is in it: leave the body of EMQX's HTTP action empty; then DELETE "
                    + "/parked/1", parked.at("/0/todo").asText());
        }
    }

    @Test
    void whoSentItIsKnownByItsAddress(@TempDir Path folder) throws Exception {
        try (RunningBundle bundle = new RunningBundle(folder, Map.of())) {
            bundle.post("undefined".getBytes(UTF_8));
            assertEquals(400, bundle.post("undefined".getBytes(UTF_8)).statusCode());
            try (Connection store = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("alerts.db"));
                    ResultSet parked = store.createStatement()
                            .executeQuery("SELECT count(*), min(sender) FROM parked")) {
                assertEquals(List.of(1, "127.0.0.1"), List.of(parked.getInt(1), parked.getString(2)));
            }
        }
    }

    private static List<String> column(Path folder, String sql) throws Exception {
        List<String> values = new ArrayList<>();
        try (Connection store = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("alerts.db"));
                ResultSet rows = store.createStatement().executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    @Test
    void aRetryThatFailsIsNoOtherEvent(@TempDir Path folder) throws Exception {
        try (RunningBundle bundle = new RunningBundle(folder, Map.of("parked.tell", "true"))) {
            byte[] several = "{\"clientid\":\"a\",\"reason\":\"kicked\"}\nundefined\n{}".getBytes(UTF_8);
            bundle.post(several);
            await().until(() -> column(folder, "SELECT reason FROM untold").isEmpty());
            HttpResponse<String> again = bundle.retry(1);
            assertEquals(400, again.statusCode());
            assertEquals(List.of(), column(folder, "SELECT reason FROM untold"));
            assertEquals(1, bundle.count("alerts.refused.input"));
            assertEquals(List.of("1"), column(folder, "SELECT id FROM parked"));
        }
    }

    @Test
    void whatNobodyIsToldOfIsNotKeptToBeToldLater(@TempDir Path folder) throws Exception {
        try (RunningBundle bundle = new RunningBundle(folder, Map.of("parked.tell", "false"))) {
            bundle.post("undefined".getBytes(UTF_8));
            await().until(() -> column(folder, "SELECT reason FROM untold").isEmpty());
        }
    }

    @Test
    void whatIsLargerInUtf8IsReadAgainAllTheSame(@TempDir Path folder) throws Exception {
        try (RunningBundle bundle = new RunningBundle(folder, Map.of())) {
            byte[] body = ("{\"clientid\":\"" + "水".repeat(500_000)).getBytes("GBK");
            String first = bundle.post(body, "Content-Type", "application/json; charset=gbk").body();
            assertEquals(first, bundle.retry(1).body());
        }
    }
}
