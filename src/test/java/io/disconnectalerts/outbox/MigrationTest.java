package io.disconnectalerts.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.disconnectalerts.outbox.ClaimResult.Claimed;
import io.disconnectalerts.parking.Parking.Parked;
import io.disconnectalerts.parking.Parking;
import io.disconnectalerts.store.Database;
import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Dialect;
import io.disconnectalerts.store.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A database comes along when the program is renewed, and stays behind when it is put back. */
class MigrationTest {
    private static final String PARK = "INSERT INTO parked (key, parked_at, source, topic, reason, payload, message) "
            + "VALUES (?, 1, ?, ?, 'a reason', ?, (SELECT id FROM message WHERE key = ?))";

    private static final String REFUSED = "client:refused-\ufffd\u8bbe\u5907";
    private static final Pacing UNPACED = new Pacing(0, 0, Duration.ofMinutes(1));

    @TempDir
    private Path folder;

    /**
     * As 0.1.0 leaves it in the middle of a storm: a message was refused for good, and an input of each entrance could
     * not be read.
     */
    private static void fill(Dialect dialect, String url) throws Exception {
        Flyway.configure().dataSource(url, "postgres", "").target("1").table("schema_history")
                .locations(Database.migrations(dialect)).load().migrate();
        try (Session session = Databases.session(url)) {
            session.update("INSERT INTO outbox (name, storm_began_at, storm_sends, last_sent_at, last_priority) "
                    + "VALUES ('wecom', " + dialect.now + " - 600000, 30, " + dialect.now + ", 3)");
            session.update("INSERT INTO message (key, priority, time, received_at, committed_at, facets, body) "
                    + "VALUES ('refused', 3, 1, 1, 1, '{}', '{}')");
            session.update("INSERT INTO batch (outbox, size, attempts, plain, claimed_at, lease_until, settled_at, "
                    + "outcome) VALUES ('wecom', 1, 2, 1, 1, 0, 1, 'parked')");
            session.update("INSERT INTO delivery SELECT m.id, 'wecom', 3, b.id FROM message m, batch b");
            session.update(PARK, "wecom refused", "wecom", null, "{}".getBytes(UTF_8), "refused");
            session.update(PARK, "mqtt 1", "mqtt", "alerts/" + "x".repeat(300), new byte[1_000_000], null);
            session.update(PARK, "http 1", "http", null, new byte[0], null);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void whatTheFirstVersionDidNotTellIsToldWithItsFamilyAndSubject(Dialect dialect) throws Exception {
        String url = Databases.fresh(dialect, folder);
        Databases.released(dialect, url);
        try (Store store = Stores.open(url)) {
            store.open("dingtalk");
            Claimed claimed = (Claimed) store.claims.claim("dingtalk", UNPACED, false);
            List<Message> messages = store.batches.read(claimed.batch()).first();
            assertEquals(List.of("client:told-1", "client:waits-1", REFUSED, "client:waits-2"),
                    messages.stream().map(Message::subject).toList());
            assertEquals(Set.of("client client.disconnected"),
                    messages.stream().map(each -> each.family() + " " + each.kind()).collect(Collectors.toSet()));
            Parking parking = new Parking(() -> store.parked);
            assertEquals(List.of("http", "wecom"), parking.list(10).stream().map(Parked::source).toList());
            parking.release(parking.list(10).get(1).id());
            assertEquals(REFUSED, claimed(store).subject());
        }
        assertEquals(List.of("told-1", "told-1", "waits-1", "waits-2"),
                Databases.column(url, "SELECT clientid FROM told ORDER BY clientid"));
    }

    /** While several processes are renewed one by one. */
    @Test
    void whatAProcessOfTheFirstVersionWritesBesideIsToldToo() throws Exception {
        String url = Databases.fresh(Dialect.POSTGRESQL, folder);
        Databases.released(Dialect.POSTGRESQL, url);
        try (Store store = Stores.open(url); Session beside = Databases.session(url)) {
            beside.update("INSERT INTO message (key, priority, time, received_at, committed_at, facets, body) "
                    + "VALUES ('beside', 3, 1, 1, 1, '{}'::jsonb, '{}') ON CONFLICT (key) DO NOTHING");
            beside.update("INSERT INTO delivery (message, outbox, priority) SELECT id, 'wecom', priority FROM message "
                    + "WHERE key = 'beside' ON CONFLICT (message, outbox) DO NOTHING");
            long open = beside.number(0, "INSERT INTO batch (outbox, size, attempts, claimed_at, lease_until) "
                    + "VALUES ('feishu', 0, 0, 1, 0) RETURNING id");
            beside.update("DELETE FROM batch WHERE outbox = 'feishu' AND id <> ?", open);
            beside.update("INSERT INTO parked (key, parked_at, source, topic, reason, payload, message) VALUES "
                    + "('http beside', 1, 'http', NULL, 'not JSON', ''::bytea, NULL) ON CONFLICT (key) DO NOTHING");
            Message told = claimed(store);
            assertEquals(List.of("beside", "client", "client.disconnected", ""),
                    List.of(told.key(), told.family(), told.kind(), told.subject()));
            assertEquals(open, ((Claimed) store.claims.claim("feishu", UNPACED, false)).batch());
            assertEquals("http", new Parking(() -> store.parked).list(1).get(0).source());
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void whatTheFirstVersionParkedIsStillThereAndCanBeDealtWith(Dialect dialect) throws Exception {
        String url = Databases.fresh(dialect, folder);
        fill(dialect, url);
        try (Store store = Stores.open(url)) {
            Parking parking = new Parking(() -> store.parked);
            List<Parked> parked = parking.list(10);
            assertEquals(List.of("http", "mqtt", "wecom"), parked.stream().map(Parked::source).toList());
            assertEquals(1_000_000, parking.find("" + parked.get(1).id()).bytes().length);
            assertEquals(List.of("", "alerts/" + "x".repeat(249), ""),
                    Databases.column(url, "SELECT sender FROM parked ORDER BY id DESC"));
            assertEquals(List.of("8", "1000315", "10"),
                    Databases.column(url, "SELECT bytes FROM parked ORDER BY id DESC"));
            parking.release(parked.get(2).id());
            assertEquals("refused", claimed(store).key());
        }
    }

    /** As two retries of one message at the same time left it behind. */
    @Test
    void whatTheFirstVersionToreApartOnPostgreSQLIsToldAfterAll() throws Exception {
        String url = Databases.fresh(Dialect.POSTGRESQL, folder);
        fill(Dialect.POSTGRESQL, url);
        Databases.update(url, "DELETE FROM parked");
        Databases.update(url, "DELETE FROM batch");
        Databases.update(url, "INSERT INTO batch (outbox, size, attempts, claimed_at, lease_until) "
                + "VALUES ('wecom', 1, 1, 1, 0)");
        try (Store store = Stores.open(url)) {
            assertEquals("refused", claimed(store).key());
        }
    }

    private static Message claimed(Store store) throws Exception {
        Claimed claimed = (Claimed) store.claims.claim("wecom", UNPACED, false);
        return store.batches.read(claimed.batch()).first().get(0);
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void whatTheFirstVersionTookForAStormKeepsNobody(Dialect dialect) throws Exception {
        String url = Databases.fresh(dialect, folder);
        fill(dialect, url);
        try (Store store = Stores.open(url)) {
            store.append("wecom", Instance.message("new", 3, Map.of())).join();
            assertInstanceOf(Claimed.class, store.claims.claim("wecom",
                    new Pacing(20, 0, Duration.ofMinutes(1)), false));
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aDatabaseOfANewerVersionIsRefusedInOneSentence(Dialect dialect) throws Exception {
        String url = Databases.fresh(dialect, folder);
        Stores.open(url).close();
        Databases.update(url, "INSERT INTO schema_history SELECT 99, '99', 'to come', 'SQL', 'V99__to_come.sql', 1, "
                + "installed_by, installed_on, 1, success FROM schema_history WHERE version = '1'");
        String sentence = assertThrows(IllegalStateException.class, () -> Stores.open(url)).getMessage();
        assertEquals("a newer version of this program has changed it (schema 99): start that version, or restore a "
                + "copy from before", sentence.split("cannot be used: ")[1]);
        assertEquals(List.of("1"), Databases.column(url, "SELECT count(*) FROM schema_history WHERE version = '99'"));
    }
}
