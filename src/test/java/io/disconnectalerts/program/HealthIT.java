package io.disconnectalerts.program;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.broker.FreePort;
import io.disconnectalerts.vendors.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health says what is the case, in words an operator reads as they were meant. */
class HealthIT {
    @TempDir
    private Path folder;
    private final Groups groups = Groups.open();
    private Program program;

    @AfterEach
    void stop() {
        program.close();
        groups.close();
    }

    private Map<String, String> messages() throws IOException {
        String health = program.get("/observe/health").body();
        assertFalse(health.contains("\\\\\\") || health.contains("\\/"), health);
        Map<String, String> messages = new TreeMap<>();
        for (JsonNode check : new ObjectMapper().readTree(health).path("checks")) {
            messages.put(check.path("name").asText(),
                    check.path("status").asText() + " " + check.path("message").asText());
        }
        return messages;
    }

    @Test
    void whatIsOffWhatCannotBeReachedAndWhatWaits() throws IOException {
        String url = "tcp://127.0.0.1:" + FreePort.take();
        program = new Program(folder).set(groups.settings()).set("wecom.per-minute", "1").set("dingtalk.token", "")
                .set("mqtt.url", url).start();
        groups.feishu().fail(new Fault.Says(groups.feishu().refusal(12345, "say \\\"C:\\\\new\\\" 你 / <b>")), 1000);
        for (int i = 0; i < 2; i++) {
            assertEquals(202, program.post("/events", Flood.event(i)).statusCode());
            await("told").until(() -> Groups.told(groups.wecom()) == 1);
        }
        await("known").untilAsserted(() -> {
            Map<String, String> messages = messages();
            assertEquals("UP well", messages.get("store"));
            assertEquals("UP on", messages.get("entrance-http"));
            assertTrue(messages.get("entrance-mqtt").startsWith(
                    "UP No connection to the broker " + url + ": nothing answers there"), messages::toString);
            assertEquals("UP off: dingtalk.token turns it on", messages.get("robot-dingtalk"));
            assertTrue(messages.get("robot-wecom").matches("UP well, waits for its quota until [\\d:]{8} \\(in \\d\\d "
                    + "s\\); 1 pending"), messages::toString);
            assertTrue(messages.get("robot-feishu").matches(
                    "UP failing since [\\d:]{8}: 12345 say \"C:\\\\new\" 你 / <b>.*; tried again at "
                    + "[\\d:]{8} \\(in \\d+ s\\); 2 pending"), messages::toString);
        });
    }

    @Test
    void anEntranceThatIsNotWantedIsOff() throws IOException {
        program = new Program(folder).set(groups.settings()).start();
        assertEquals("UP off: mqtt.url turns it on", messages().get("entrance-mqtt"));
        assertEquals(200, program.get("/observe/health/live").statusCode());
        assertEquals("{\"status\":\"UP\"}", program.get("/observe/health/ready").body().replaceAll(",\"checks.*]", ""));
    }
}
