package io.disconnectalerts.program;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The routes under Camel's own main, which knows of this program only what application.properties says. */
class StockMainIT {
    private static final String EVENT = "{\"clientid\":\"door-7\",\"reason\":\"kicked\"}";

    @TempDir
    private Path folder;

    private Program program() throws Exception {
        return new Program(folder).unpack("routes", "application.properties")
                .begin("org.apache.camel.main.Main", folder + File.pathSeparator + Program.JAR)
                .option("-Dlog.stream=System.out")
                .set("camel.main.routes-include-pattern", "file:routes/*.camel.yaml");
    }

    @Test
    void anEventIsToldGuardedCountedAndWatchedAsByOurOwn() throws Exception {
        try (Groups groups = Groups.open();
                Program program = program().set(groups.settings()).set("http.token", "a-token-of-its-own")
                        .set("mqtt.url", "tcp://127.0.0.1:9").start()) {
            assertEquals(401, program.post("/events", EVENT).statusCode());
            assertEquals(202, program.send(program.request("/events")
                    .header("Authorization", "Bearer a-token-of-its-own")
                    .POST(HttpRequest.BodyPublishers.ofString(EVENT))).statusCode());
            await().until(() -> groups.robots().values().stream().allMatch(vendor -> vendor.messages().size() == 1));
            assertTrue(groups.wecom().messages().get(0).text().startsWith("设备离线告警"),
                    groups.wecom().messages()::toString);
            String health = program.send(program.request("/observe/health")
                    .header("Authorization", "Bearer a-token-of-its-own")).body();
            assertTrue(health.contains("\"robot-wecom\"") && health.contains("\"entrance-mqtt\""), health);
            assertTrue(program.out().contains("robot wecom on: "), program::out);
            groups.robots().values().forEach(vendor ->
                    assertFalse(program.printed().contains(vendor.token()), program::printed));
        }
    }

    @Test
    void aMistypedRuleIsRefusedWithItsFileAndLine() throws Exception {
        try (Program program = program().set("wecom.token", "x")) {
            program.edit("routes/3-triage-client.camel.yaml", "removed warning", "removed wraning");
            Program.Ended ended = program.fail();
            assertTrue(ended.out().concat(ended.err()).contains("rule removed: wraning is no severity"),
                    program::printed);
        }
    }
}
