package io.disconnectalerts.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.disconnectalerts.follow.Past.Fate;
import io.disconnectalerts.follow.Past.Known;
import io.disconnectalerts.store.Database;
import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Dialect;
import io.disconnectalerts.store.Session;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the version before left to be told is known as a loss, so that it gets its end. */
class UpgradeTest {
    private static final String BODY = "{\"broker\":\"emqx\",\"node\":\"emqx@a\",\"clientid\":\"pump 设备\","
            + "\"peername\":\"10.0.1.2:4000\",\"reason\":\"%s\",\"cause\":\"%1$s\",\"connected_at\":\"1795770000000\","
            + "\"client_attrs.line\":\"3\",\"class\":\"lost\",\"severity\":\"critical\"}";

    @TempDir
    private Path folder;

    private static void message(Session session, Dialect dialect, String key, String subject, long time, String body)
            throws SQLException {
        session.update("INSERT INTO message (key, family, subject, priority, time, received_at, committed_at, facets, "
                + "body) VALUES (?, 'client', ?, 3, ?, ?, 1, " + dialect.json + ", ?)", key, subject, time, time + 500,
                "{\"attribute line\":\"" + key + "\"}", body);
    }

    private static void address(Session session, String key, String outbox, String kind, Long batch)
            throws SQLException {
        session.update("INSERT INTO delivery (message, outbox, priority, kind, batch) SELECT id, ?, 3, ?, "
                + batch + " FROM message WHERE key = ?", outbox, kind, key);
    }

    private static void migrate(Dialect dialect, String url, String version) {
        Flyway.configure().dataSource(url, "postgres", "").target(version).table("schema_history")
                .locations(Database.migrations(dialect)).load().migrate();
    }

    private static void fill(Dialect dialect, String url) throws SQLException {
        migrate(dialect, url, "7");
        try (Session session = Databases.session(url)) {
            session.update("INSERT INTO batch (outbox, size, attempts, claimed_at, lease_until, settled_at, outcome, "
                    + "kind) VALUES ('wecom', 1, 1, 1, 0, 1, 'told', 'client.disconnected')");
            session.update("INSERT INTO batch (outbox, size, attempts, claimed_at, lease_until, kind) VALUES ('wecom', "
                    + "1, 1, 1, 0, 'client.disconnected')");
            message(session, dialect, "older", "client:pump 设备", 1_795_773_000_000L, BODY.formatted("kicked"));
            message(session, dialect, "newer", "client:pump 设备", 1_795_773_600_123L, BODY.formatted("takenover"));
            message(session, dialect, "payload-x", "client:untimed", 1_795_773_600_000L, "{\"clientid\":\"untimed\"}");
            message(session, dialect, "told", "client:told", 1_795_773_600_000L, "{\"clientid\":\"told\"}");
            message(session, dialect, "alarm", "alarm:emqx@a/high_cpu", 1_795_773_600_000L, "{\"name\":\"high_cpu\"}");
            message(session, dialect, "over", "alarm:emqx@a/over", 1_795_773_600_000L, "{\"name\":\"over\"}");
            address(session, "older", "wecom", "client.disconnected", null);
            address(session, "newer", "feishu", "client.disconnected", null);
            address(session, "newer", "wecom", "client.disconnected", 2L);
            address(session, "payload-x", "wecom", "client.disconnected", null);
            address(session, "told", "wecom", "client.disconnected", 1L);
            address(session, "alarm", "wecom", "alarm.activated", null);
            address(session, "over", "wecom", "alarm.deactivated", null);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void whatIsToBeToldYetIsKnown(Dialect dialect) throws Exception {
        Databases.open(Databases.fresh(Dialect.SQLITE, folder)).close(); // a JVM bears one SQLite: the program's
        String url = Databases.fresh(dialect, folder);
        fill(dialect, url);
        Databases.open(url).close();
        assertEquals(List.of("alarm:emqx@a/high_cpu", "client:pump 设备", "client:untimed"),
                Databases.column(url, "SELECT name FROM subject").stream().sorted().toList());
        Fact loss = new Fact(Fact.Kind.REPLACED, "newer", Instant.ofEpochMilli(1_795_773_600_123L),
                Instant.ofEpochMilli(1_795_770_000_000L), new Place("emqx@a", "", "10.0.1.2:4000"), "takenover",
                Duration.ZERO, Instant.ofEpochMilli(1_795_773_600_623L));
        assertEquals(new Past(List.of(new Known(loss, Fate.TOLD, null)), new Told(Set.of("feishu", "wecom"), loss),
                null), past(url, "client:pump 设备"));
        assertEquals(List.of("payload-x@1795773600500"),
                past(url, "client:untimed").facts().stream().map(Fact::key).toList());
        assertEquals(List.of("1795773600123 emqx@a takenover 1798365600623"), Databases.column(url, "SELECT gone_at || "
                + "' ' || node || ' ' || reason || ' ' || forget_at FROM subject WHERE node <> ''"));
        assertEquals(List.of("alarm critical", "newer critical", "payload-x critical"), facets(url));
    }

    private static List<String> facets(String url) throws SQLException {
        return Databases.column(url, "SELECT (facets ->> 'attribute line') || ' ' || (facets ->> 'severity') "
                + "FROM subject ORDER BY 1");
    }

    /** What is shown of who is gone was with the history, which ends sooner. */
    @ParameterizedTest
    @EnumSource(Dialect.class)
    void whatWasToldOfWhoIsGoneIsKeptWithIt(Dialect dialect) throws Exception {
        Databases.open(Databases.fresh(Dialect.SQLITE, folder)).close(); // a JVM bears one SQLite: the program's
        String url = Databases.fresh(dialect, folder);
        migrate(dialect, url, "16");
        try (Session session = Databases.session(url)) {
            for (String key : List.of("told", "timeless@1795773600000", "older", "flapped", "silent", "back")) {
                Fact loss = new Fact(Fact.Kind.ENDED, key, Instant.ofEpochMilli(1), null, Place.UNKNOWN, "",
                        Duration.ZERO, Instant.ofEpochMilli(1));
                Told told = key.equals("silent") ? Told.NOTHING : Told.NOTHING.plus(loss, Set.of("wecom"));
                Past past = new Past(key.equals("older") ? List.of() : List.of(new Known(loss, Fate.TOLD, null)), told,
                        null);
                session.update("INSERT INTO subject (name, gone_at, past) VALUES (?, " + (key.equals("back") ? null : 1)
                        + ", ?)", "client:" + key, PastJson.write(past));
            }
            for (String key : List.of("told", "timeless", "older", "flapped", "flapped-still-gone", "silent", "back")) {
                message(session, dialect, key, "client:" + key, 1, "{}");
            }
        }
        Databases.open(url).close();
        assertEquals(List.of("flapped-still-gone critical", "older critical", "timeless critical", "told critical"),
                facets(url).stream().filter(each -> each != null).sorted().toList());
    }

    private static Past past(String url, String subject) throws SQLException {
        String past = Databases.column(url, "SELECT past FROM subject WHERE name = '" + subject + "'").get(0);
        return PastJson.read(past).orElseThrow();
    }
}
