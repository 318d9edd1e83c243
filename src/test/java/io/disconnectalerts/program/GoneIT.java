package io.disconnectalerts.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.follow.Gone;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged program says of many clients that are gone. */
class GoneIT {
    static final int MANY = 100_000;
    /** What the program needs at rest, and less than so many clients would take at once. */
    private static final String MEMORY = "40m";
    private static final String LOSS = """
            {"kind":"ENDED","key":"' || i || '","at":1795773600000,"place":{"node":"emqx@a","host":"",\
            "peername":""},"reason":"keepalive_timeout","grace":0,"receivedAt":1795773600000}""";
    private static final String FILL = """
            WITH RECURSIVE many(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM many WHERE i < %d) INSERT INTO %s""";

    /** So many clients are gone, as of their database. */
    static void fill(Path database) throws SQLException {
        try (Connection store = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = store.createStatement()) {
            statement.executeUpdate(FILL.formatted(MANY, "subject (name, gone_at, node, reason, facets, past) SELECT "
                    + "'client:pump-' || i, 1795773600000 + i / 50, 'emqx@a', 'keepalive_timeout', "
                    + "'{\"severity\":\"critical\",\"attribute line\":\"' || (i % 10) || '\"}', "
                    + "'{\"known\":[{\"fact\":" + LOSS + ",\"fate\":\"TOLD\"}],"
                    + "\"told\":{\"robots\":[\"wecom\"],\"last\":\"' || i || '\"}}' FROM many"));
        }
    }

    private static int clients(Program program, String query, int many) throws IOException, InterruptedException {
        try (BufferedReader answer = new BufferedReader(new InputStreamReader(HttpClient.newHttpClient()
                .send(program.request("/gone" + query).build(), BodyHandlers.ofInputStream()).body(), UTF_8))) {
            assertTrue(answer.readLine().startsWith("{\"gone\":" + many + ","), "the count is right at once");
            return (int) answer.lines().filter(line -> line.contains("\"severity\":\"critical\"")).count();
        }
    }

    private static String returns(Program program) throws IOException {
        for (JsonNode check : new ObjectMapper().readTree(program.get("/observe/health").body()).path("checks")) {
            if (check.path("name").asText().equals("returns")) {
                return check.path("status").asText() + " " + check.path("message").asText();
            }
        }
        return "";
    }

    private static void lose(Program program, int from, int to) throws IOException {
        assertEquals(202, program.post("/events", IntStream.range(from, to).mapToObj(Flood::event)
                .collect(Collectors.joining(",", "[", "]"))).statusCode());
    }

    @Test
    void thatNobodyCanBeToldWhoIsBackIsSaidOnceAfterAHundredLosses(@TempDir Path folder) throws Exception {
        try (Program program = new Program(folder)) {
            program.set("wecom.token", "x").set("wecom.url", "http://127.0.0.1:9/send").start();
            lose(program, 0, 99);
            assertEquals("UP no connect heard of yet", returns(program));
            lose(program, 99, 110);
            await("said").until(() -> returns(program).equals("UP " + Gone.UNHEARD));
            assertTrue(program.get("/gone").body().contains("\"note\":\"" + Gone.UNHEARD + "\""));
            program.post("/events", "{\"event\":\"client.connected\",\"clientid\":\"a\"}");
            await("heard of").until(() -> returns(program).equals("UP connects are heard of"));
            assertFalse(program.get("/gone").body().contains("\"note\""));
            program.stop();
            assertEquals(1, program.printed().lines().filter(line -> line.contains(Gone.UNHEARD)).count());
        }
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void howeverManyAreGoneAreListedInLittleMemory(@TempDir Path folder) throws Exception {
        try (Program program = new Program(folder).memory(MEMORY)) {
            program.set("wecom.token", "x").set("wecom.url", "http://127.0.0.1:9/send").start();
            program.stop();
            fill(program.database());
            program.start();
            assertEquals(MANY, clients(program, "", MANY));
            assertEquals(MANY / 10, clients(program, "?attribute.line=7&node=emqx@a", MANY / 10));
            assertEquals(0, program.metric("alerts_parked"), "it is well");
        }
    }
}
