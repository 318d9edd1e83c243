package io.disconnectalerts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.disconnectalerts.store.Database;
import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Dialect;
import io.disconnectalerts.store.Session;
import io.disconnectalerts.vendors.VendorServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the version before left to be told is told, and has its end. */
class UpgradedTest {
    private static final long LOST = System.currentTimeMillis() - 300_000;
    private static final String BODY = "{\"broker\":\"emqx\",\"node\":\"emqx@a\",\"clientid\":\"pump\",\"reason\":"
            + "\"keepalive_timeout\",\"cause\":\"keepalive_timeout\",\"connected_at\":\"" + (LOST - 60_000)
            + "\",\"disconnected_at\":\"" + LOST + "\",\"class\":\"lost\",\"severity\":\"critical\"}";

    private static void leave(Path folder) throws Exception {
        Databases.open(Databases.fresh(Dialect.SQLITE, folder)).close(); // a JVM bears one SQLite: the program's
        String url = "jdbc:sqlite:" + folder.resolve("alerts.db");
        Flyway.configure().dataSource(url, "", "").target("7").table("schema_history")
                .locations(Database.migrations(Dialect.SQLITE)).load().migrate();
        try (Session session = Databases.session(url)) {
            session.update("INSERT INTO message (key, family, subject, priority, time, received_at, committed_at, "
                    + "facets, body) VALUES ('pending', 'client', 'client:pump', 3, ?, ?, ?, '{}', ?)", LOST, LOST,
                    LOST, BODY);
            for (String robot : List.of("wecom", "dingtalk", "feishu")) {
                session.update("INSERT INTO delivery (message, outbox, priority, kind) VALUES (1, ?, 3, "
                        + "'client.disconnected')", robot);
            }
        }
    }

    private static List<String> firstLines(VendorServer vendor) {
        return vendor.messages().stream().map(message -> message.text().lines().findFirst().orElse("")
                .replaceAll("^\\W*# |\\*", "").strip()).toList();
    }

    @Test
    void aLossThatWasPendingIsToldAndItsReturnToo(@TempDir Path folder) throws Exception {
        leave(folder);
        try (RunningBundle bundle = new RunningBundle(folder, Map.of())) {
            bundle.tell();
            bundle.post(("{\"event\":\"client.connected\",\"clientid\":\"pump\",\"node\":\"emqx@b\",\"connected_at\":"
                    + (LOST + 240_000) + "}").getBytes(UTF_8));
            bundle.tell();
            bundle.vendors().forEach((robot, vendor) -> assertEquals(List.of("设备离线告警 🔴", "设备恢复告警 ✅"),
                    firstLines(vendor), robot));
        }
    }

    /** It was killed while DingTalk did not know its token, and Feishu was not there. */
    @Test
    void whatTheFirstVersionItselfLeftIsToldAndItsReturnToo(@TempDir Path folder) throws Exception {
        Databases.open(Databases.fresh(Dialect.SQLITE, folder)).close(); // a JVM bears one SQLite: the program's
        Databases.released(Dialect.SQLITE, "jdbc:sqlite:" + folder.resolve("alerts.db"));
        try (RunningBundle bundle = new RunningBundle(folder, Map.of())) {
            bundle.tell();
            for (String device : List.of("told-1", "waits-1", "waits-2")) {
                bundle.post(("{\"event\":\"client.connected\",\"clientid\":\"" + device + "\",\"node\":\"emqx@b\","
                        + "\"connected_at\":" + (LOST + 240_000) + "}").getBytes(UTF_8));
                bundle.tell();
            }
            Map<String, String> losses = Map.of("dingtalk", "设备离线告警（4 条） 🔴, ", "feishu",
                    "设备离线告警（3 条） 🔴, ", "wecom", "");
            bundle.vendors().forEach((robot, vendor) -> assertEquals(losses.get(robot)
                    + "设备恢复告警 ✅, 设备恢复告警 ✅, 设备恢复告警 ✅", String.join(", ", firstLines(vendor)), robot));
        }
    }
}
