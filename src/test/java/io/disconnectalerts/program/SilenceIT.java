package io.disconnectalerts.program;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that is killed while it tells the end of a silence tells it once, with all that was kept. */
class SilenceIT {
    private static final int EVENTS = 12_000;
    private static final int AT_ONCE = 4_000;
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void anEndThatIsBrokenOffByAKillIsToldOnceAndWithAllThatWasKept(@TempDir Path folder) throws Exception {
        try (Groups groups = Groups.open(); Program program = new Program(folder)
                .set("wecom.token", groups.wecom().token()).set("wecom.url", groups.wecom().url())
                .set(Groups.unpaced("wecom")).start()) {
            groups.wecom().quota(false);
            String id = new ObjectMapper().readTree(program.post("/silences", "{\"match\":{\"clientid\":\"c-*\"},"
                    + "\"until\":\"1h\",\"by\":\"li\",\"why\":\"w\"}").body()).path("id").asText();
            for (int i = 0; i < EVENTS; i += AT_ONCE) {
                assertEquals(202, program.post("/events", IntStream.range(i, i + AT_ONCE).mapToObj(Flood::event)
                        .collect(Collectors.joining(",", "[", "]"))).statusCode());
            }
            assertEquals(EVENTS, program.metric("alerts_silenced_total"));
            try (Connection store = DriverManager.getConnection("jdbc:sqlite:" + program.database())) {
                end(program, id);
                await("it is half told").pollInterval(Duration.ofMillis(1)).atMost(SOON).until(() ->
                        number(store, "SELECT count(*) FROM silenced WHERE gone IS NOT NULL") > 0);
                program.kill();
                assertEquals(1, number(store, "SELECT count(*) FROM silence WHERE over_at > 0 AND told_at IS NULL"));
                assertEquals(0, groups.wecom().messages().size());
            }
            program.start();
            await("its end").atMost(SOON).until(() -> !texts(groups).isEmpty());
            assertEquals(202, program.post("/events", "{\"event\":\"client.connected\",\"clientid\":\"c-7\","
                    + "\"connected_at\":1700000100000}").statusCode());
            await("its return").atMost(SOON).until(() -> texts(groups).size() == 2);
            assertTrue(texts(groups).get(0).startsWith("静默结束告警"), () -> texts(groups).get(0));
            assertTrue(texts(groups).get(0).contains("期间未通知:" + EVENTS + " 条"), () -> texts(groups).get(0));
            assertTrue(texts(groups).get(0).contains("仍未恢复:" + EVENTS + " 个"), () -> texts(groups).get(0));
            assertTrue(texts(groups).get(1).startsWith("设备恢复告警"), () -> texts(groups).get(1));
        }
    }

    private static void end(Program program, String id) throws Exception {
        program.send(program.request("/silences/" + id).DELETE());
    }

    private static int number(Connection store, String sql) throws SQLException {
        try (Statement query = store.createStatement(); ResultSet row = query.executeQuery(sql)) {
            return row.getInt(1);
        }
    }

    private static List<String> texts(Groups groups) {
        return groups.wecom().messages().stream().map(message -> message.text()).toList();
    }
}
