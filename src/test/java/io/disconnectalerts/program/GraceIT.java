package io.disconnectalerts.program;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A loss that waits outlives the program, and what is due when it comes back waits for what came meanwhile. */
class GraceIT {
    private static final Duration BACKLOG = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void whatWaitedWhenItWasKilledIsToldUnlessTheDeviceIsBack(@TempDir Path folder) throws Exception {
        try (Groups groups = Groups.open(); Program program = new Program(folder).unpack("routes")
                .set("wecom.token", groups.wecom().token()).set("wecom.url", groups.wecom().url())) {
            program.edit("routes/3-triage-client.camel.yaml", "expression: lost critical",
                    "expression: lost critical after 1s");
            program.start();
            groups.wecom().quota(false);
            long now = Instant.now().minusSeconds(61).toEpochMilli();
            says(program, "stays-gone", "client.disconnected", now);
            says(program, "comes-back", "client.disconnected", now);
            program.kill();
            Instant again = Instant.now();
            program.start();
            says(program, "comes-back", "client.connected", now + 1_000);
            await().atMost(SOON).until(() -> !texts(groups).isEmpty());
            assertTrue(Instant.now().isAfter(again.plus(BACKLOG)));
            await().atMost(SOON).until(() -> program.metric("alerts_blips_total") == 1);
            says(program, "stays-gone", "client.connected", now + 61_000);
            await().atMost(SOON).until(() -> texts(groups).size() == 2);
            assertTrue(texts(groups).get(0).startsWith("设备离线告警 🔴\n"), () -> texts(groups).toString());
            assertTrue(texts(groups).get(1).startsWith("设备恢复告警 ✅\n"), () -> texts(groups).toString());
            assertTrue(texts(groups).get(1).contains("离线时长:1 分 1 秒"), () -> texts(groups).toString());
            assertTrue(texts(groups).stream().allMatch(text -> text.contains("stays-gone")));
        }
    }

    private static List<String> texts(Groups groups) {
        return groups.wecom().messages().stream().map(message -> message.text()).toList();
    }

    private static void says(Program program, String clientid, String event, long at) throws IOException {
        boolean gone = event.endsWith("disconnected");
        assertEquals(202, program.post("/events", ("{\"event\":\"%s\",\"clientid\":\"%s\",\"timestamp\":%d,"
                + "\"%s\":%d%s}").formatted(event, clientid, at, gone ? "disconnected_at" : "connected_at", at,
                gone ? ",\"reason\":\"tcp_closed\"" : "")).statusCode());
    }
}
