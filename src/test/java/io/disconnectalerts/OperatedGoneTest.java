package io.disconnectalerts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.disconnectalerts.follow.Gone;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
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
            assertEquals("400 nod is no filter: node, reason, since and attribute.<name> are\n",
                    answer.statusCode() + " " + answer.body());
            assertEquals("text/plain; charset=utf-8", answer.headers().firstValue("Content-Type").orElse(""));
            assertEquals(200, bundle.ask("GET", "/gone?since=2026-11-27T17:30:00+08:00&node=a").statusCode());
        }
    }
}
