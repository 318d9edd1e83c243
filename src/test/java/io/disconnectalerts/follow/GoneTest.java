package io.disconnectalerts.follow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.follow.GoneSummary.Share;
import io.disconnectalerts.follow.Past.Fate;
import io.disconnectalerts.follow.Past.Known;
import io.disconnectalerts.store.Database;
import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Dialect;
import io.disconnectalerts.store.Session;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is gone, as a store knows it. */
class GoneTest {
    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");
    private static final int PAGES = 1_234;

    @TempDir
    private Path folder;

    private static Gone gone(Database database) {
        return new Gone(() -> database, "+08:00", Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static JsonNode list(Database database, String filters) throws Exception {
        try (InputStream answer = gone(database).list(filters)) {
            return new ObjectMapper().readTree(answer.readAllBytes());
        }
    }

    private static List<String> ids(JsonNode answer) {
        return StreamSupport.stream(answer.path("clients").spliterator(), false)
                .map(client -> client.path("clientid").textValue()).toList();
    }

    /** A client that is gone and of which a robot was told. */
    private static void gone(Session session, String clientid, Instant at, String node, String reason,
            String facets) throws SQLException {
        Fact loss = new Fact(Fact.Kind.ENDED, "key " + clientid, at, null, new Place(node, "", ""), reason,
                Duration.ZERO, at);
        Past past = new Past(List.of(new Known(loss, Fate.TOLD, null)), Told.NOTHING.plus(loss, Set.of("wecom")),
                null);
        session.update("INSERT INTO subject (name, gone_at, node, reason, past) VALUES (?, ?, ?, ?, ?)",
                "client:" + clientid, at.toEpochMilli(), node, reason, PastJson.write(past));
        if (facets != null) {
            session.update("UPDATE subject SET facets = '{\"severity\":\"critical\"" + facets + "}' WHERE name = ?",
                    "client:" + clientid);
        }
    }

    private static void three(Session session) throws SQLException {
        gone(session, "pump-1", NOW.minusSeconds(60), "emqx@a", "keepalive_timeout", ",\"attribute line\":\"3\"");
        gone(session, "a/b \"c\" 设备", NOW.minusSeconds(3_600), "emqx@b", "kicked", ",\"attribute line\":\"4\"");
        gone(session, "old", NOW.minus(Duration.ofDays(10)), "emqx@a", "kicked", null);
        session.update("INSERT INTO subject (name, past) VALUES ('client:well', '')");
        session.update("INSERT INTO subject (name, gone_at, past) VALUES ('alarm:emqx@a/high_cpu', 1, '')");
        session.update("INSERT INTO held (key, body) VALUES ('waits', '')");
    }

    private Database ofThree(Dialect dialect) throws Exception {
        Database database = Databases.open(Databases.fresh(dialect, folder));
        database.writer().execute(session -> {
            three(session);
            return null;
        });
        return database;
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void eachSaysSinceWhenAndWhyItIsGoneAndWhoKnows(Dialect dialect) throws Exception {
        try (Database database = ofThree(dialect)) {
            JsonNode answer = list(database, null);
            assertEquals("{\"clientid\":\"pump-1\",\"since\":\"2026-11-27T17:59:00+08:00\","
                    + "\"reason\":\"keepalive_timeout\",\"severity\":\"critical\",\"robots\":[\"wecom\"],"
                    + "\"received\":\"2026-11-27T17:59:00+08:00\","
                    + "\"node\":\"emqx@a\",\"attributes\":{\"line\":\"3\"}}", answer.at("/clients/0").toString());
            assertEquals("{\"clientid\":\"old\",\"since\":\"2026-11-17T18:00:00+08:00\",\"reason\":\"kicked\","
                    + "\"robots\":[\"wecom\"],\"received\":\"2026-11-17T18:00:00+08:00\",\"node\":\"emqx@a\"}",
                    answer.at("/clients/2").toString());
            assertEquals(3, answer.path("gone").intValue());
            assertEquals(1, answer.path("waiting").intValue());
            assertTrue(gone(database).forget("a/b \"c\" 设备"));
            assertFalse(gone(database).forget("a/b \"c\" 设备"), "it is known no more");
            assertFalse(gone(database).forget("well"), "it is not gone");
            assertEquals(List.of("pump-1", "old"), ids(list(database, "")));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "node=emqx@a                                       | pump-1,old",
        "node=emqx%40a&reason=kicked                       | old",
        "reason=kicked                                     | a/b \"c\" 设备,old",
        "since=2h                                          | pump-1,a/b \"c\" 设备",
        "since=2026-11-27T17:30:00                         | pump-1",
        "since=2026-11-27T17:30                            | pump-1",
        "since=2026-11-27T09:30Z                           | pump-1",
        "since=2026-11-27%2017:30+08:00                    | pump-1",
        "since=2026-11-27T17:30:00+08:00                   | pump-1",
        "since=2026-11-27T09:30:00Z                        | pump-1",
        "since=2026-11-01%2000:00:00&node=emqx@b           | a/b \"c\" 设备",
        "attribute.line=3                                  | pump-1",
        "search=PUMP                                       | pump-1",
        "search=%22C%22+%E8%AE%BE                          | a/b \"c\" 设备",
        "search=_                                          | ''",
        "search=%25                                        | ''",
        "search=!                                          | ''",
        "search=client                                     | ''",
        "attribute.line=3&since=30s                        | ''",
        "attribute.line=3&attribute.site=x                 | ''",
        "node=emqx@c                                       | ''"})
    void onlyThoseAreListedThatPassEachFilter(String filters, String clients) throws Exception {
        try (Database database = ofThree(Dialect.SQLITE)) {
            JsonNode answer = list(database, filters);
            assertEquals(clients, String.join(",", ids(answer)));
            assertEquals(ids(answer).size(), answer.path("gone").intValue());
            assertEquals(1, answer.path("waiting").intValue());
        }
    }

    /** A NUL is stored by none as it is said. */
    @ParameterizedTest
    @EnumSource(Dialect.class)
    void whatNoDatabaseHoldsIsAskedForAsItIsStored(Dialect dialect) throws Exception {
        try (Database database = ofThree(dialect)) {
            database.writer().execute(session -> {
                gone(session, "a\0b", NOW, "n\0", "r\0", ",\"attribute line\":\"\uFFFD\"");
                return null;
            });
            for (String filters : List.of("search=A%00B", "node=n%00", "reason=r%00", "attribute.line=%00",
                    "search=%00", "most=1&after=999999999999999999+%00")) {
                assertEquals(List.of("a\uFFFDb"), ids(list(database, filters)), filters);
            }
            assertEquals(List.of(), ids(list(database, "attribute.%00=3")));
            assertTrue(gone(database).forget("a\0b"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "nod=a             | nod is no filter: node, reason, since, search, most, after and attribute.<name> are",
        "attribute.=3 | attribute. is no filter: node, reason, since, search, most, after and attribute.<name> are",
        "node              | node is empty",
        "reason=           | reason is empty",
        "node=a&node=b     | node is given twice",
        "since=yesterday   | since is no time: write 30m, 12h, 7d or 2026-01-31T08:00:00",
        "since=30          | since is no time: write 30m, 12h, 7d or 2026-01-31T08:00:00",
        "most=0            | most is not a whole number from 1 to 1000",
        "most=1001         | most is not a whole number from 1 to 1000",
        "most=many         | most is not a whole number from 1 to 1000",
        "after=pump-1      | after is not what an answer said as next",
        "reason=100%       | reason has a % that is not followed by two hexadecimal digits: write it as %25"})
    void aFilterThatIsWrongIsNamed(String filters, String sentence) {
        assertEquals(sentence, assertThrows(IllegalArgumentException.class,
                () -> gone((Database) null).list(filters)).getMessage());
    }

    private static String page(Database database, String filters) throws Exception {
        JsonNode answer = list(database, filters);
        return String.join(",", ids(answer)) + " of " + answer.path("gone") + ", next "
                + answer.path("next").asText("none").replaceFirst("\\d+ ", "");
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aPageSaysWhereTheNextBegins(Dialect dialect) throws Exception {
        try (Database database = ofThree(dialect)) {
            assertEquals("pump-1 of 3, next pump-1", page(database, "most=1"));
            assertEquals("pump-1,a/b \"c\" 设备 of 3, next a/b \"c\" 设备", page(database, "most=2"));
            assertEquals("pump-1,a/b \"c\" 设备,old of 3, next none", page(database, "most=3"));
            assertEquals("pump-1,old of 2, next none", page(database, "most=2&node=emqx@a"));
            assertEquals("pump-1 of 1, next none", page(database, "most=2&attribute.line=3"));
            String next = URLEncoder.encode(list(database, "most=2").path("next").asText(), StandardCharsets.UTF_8);
            assertEquals("old of 3, next none", page(database, "most=2&after=" + next));
        }
    }

    @Test
    void whereAsManyAreGoneAsWereAskedForNobodyFollows() throws Exception {
        try (Database database = Databases.open(Databases.fresh(Dialect.SQLITE, folder))) {
            database.writer().execute(session -> {
                for (int i = 0; i < 1_000; i++) {
                    gone(session, "pump-" + i, NOW.minusSeconds(i), "emqx@a", "kicked", null);
                }
                return null;
            });
            assertEquals("pump-499", list(database, "most=500").path("next").asText().replaceFirst("\\d+ ", ""));
            assertEquals(1_000, list(database, "most=1000").path("clients").size());
            assertFalse(list(database, "most=1000").has("next"));
        }
    }

    /** https://owasp.org/www-community/attacks/CSV_Injection */
    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠1"})
    void noCellOfTheTableIsAFormula(String clientid) throws Exception {
        try (Database database = Databases.open(Databases.fresh(Dialect.SQLITE, folder))) {
            database.writer().execute(session -> {
                gone(session, clientid, NOW, clientid, "a \"b\", c", null);
                return null;
            });
            try (InputStream table = gone(database).table("most=5")) {
                assertEquals("\uFEFF'clientid','since','reason','severity','robots','node','attributes'\r\n"
                        .replace('\'', '"') + "\"'" + clientid + "\",\"2026-11-27T18:00:00+08:00\",\"a \"\"b\"\", c\","
                        + "\"\",\"wecom\",\"'" + clientid + "\",\"\"\r\n",
                        new String(table.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }

    private static void lives(Session session, String subject, String history) throws SQLException {
        Past past = new Device(new Limits(5, Duration.ofMinutes(10), Duration.ofMinutes(15), Duration.ofDays(30)))
                .lives(history, Duration.ofSeconds(30)).past();
        session.update("INSERT INTO subject (name, due_at, past) VALUES (?, ?, ?)", subject,
                past.dueAt().orElseThrow().toEpochMilli(), PastJson.write(past));
    }

    /** However many alarms, devices that flap and devices that are back are due before them. */
    @ParameterizedTest
    @EnumSource(Dialect.class)
    void whoIsGoneAndMayBeBackIsListedByWhenItIsTold(Dialect dialect) throws Exception {
        try (Database database = Databases.open(Databases.fresh(dialect, folder))) {
            database.writer().execute(session -> {
                for (int i = 0; i < 510; i++) {
                    lives(session, "alarm:emqx@a/" + i, "d1/0");
                    lives(session, "client:back-" + i, "d1/0 c2");
                }
                lives(session, "client:flaps", "d1/0+0 d3/2+0 d5/4+0 d7/6+0 d9/8+0");
                lives(session, "client:again", "d60/0 c65 d70/65");
                for (int i = 100; i < 220; i++) {
                    lives(session, "client:gone-" + i, "d" + i + "/0");
                }
                session.update("INSERT INTO subject (name, due_at, past) VALUES ('client:damaged', 1, '{')");
                return null;
            });
            List<Waits> waits = gone(database).waits();
            assertEquals(List.of(new Waits("again", "tcp_closed", "2025-11-26T08:01:10+08:00",
                    "2025-11-26T08:01:40+08:00"), new Waits("gone-100", "tcp_closed", "2025-11-26T08:01:40+08:00",
                    "2025-11-26T08:02:10+08:00")), waits.subList(0, 2));
            assertEquals(100, waits.size());
            assertEquals("gone-198", waits.get(99).clientid());
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void whyAndWhatTheyHaveInCommonIsCounted(Dialect dialect) throws Exception {
        try (Database database = Databases.open(Databases.fresh(dialect, folder))) {
            assertEquals(new GoneSummary(0, 0, List.of(), List.of(), 0), gone(database).summary(null));
            database.writer().execute(session -> {
                three(session);
                return session.update("UPDATE subject SET facets = '{\"reason\":\"kicked\",\"node\":\"emqx@a\","
                        + "\"severity\":\"critical\"}' WHERE facets IS NOT NULL");
            });
            assertEquals(new GoneSummary(3, NOW.minusSeconds(60).toEpochMilli(),
                    List.of(new Share("reason", "kicked", 2), new Share("reason", "keepalive_timeout", 1)),
                    List.of(new Share("node", "emqx@a", 2)), 3), gone(database).summary(null));
        }
    }

    /** Also where many went at one moment. */
    @ParameterizedTest
    @EnumSource(Dialect.class)
    void asManyAsThereAreAreListedOnceEach(Dialect dialect) throws Exception {
        try (Database database = Databases.open(Databases.fresh(dialect, folder))) {
            database.writer().execute(session -> {
                for (int i = 0; i < PAGES; i++) {
                    gone(session, "c-" + i, NOW.minusMillis(i / 700), "emqx@a", "kicked", i % 2 == 0 ? "" : null);
                }
                return null;
            });
            List<String> ids = ids(list(database, null));
            assertEquals(PAGES, ids.size());
            assertEquals(IntStream.range(0, PAGES).mapToObj(i -> "c-" + i).sorted().toList(),
                    ids.stream().sorted().toList());
        }
    }

    @Test
    void whyNobodyCanBeKnownToBeBackIsSaidUntilOneIs() throws Exception {
        try (Database database = Databases.open(Databases.fresh(Dialect.SQLITE, folder))) {
            assertEquals("{\"gone\":0,\"waiting\":0,\"note\":\"" + Gone.UNHEARD + "\",\"clients\":[]}",
                    list(database, null).toString());
            database.writer().execute(session -> session.update("INSERT INTO notice (kind, told_at) VALUES "
                    + "('returns of client:', 1)"));
            assertEquals("{\"gone\":0,\"waiting\":0,\"clients\":[]}", list(database, null).toString());
        }
    }
}
