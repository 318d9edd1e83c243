package io.disconnectalerts.follow;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.event.Subject;
import io.disconnectalerts.store.Database;
import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Dialect;
import io.disconnectalerts.store.Session;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pasts in a real database: what is committed is known to everybody, and what is due is decided once. */
@ParameterizedClass
@EnumSource(Dialect.class)
class SubjectsTest {
    private static final Limits LIMITS = new Limits(5, Duration.ofMinutes(10), Duration.ofMinutes(15),
            Duration.ofDays(30));
    private static final Duration HISTORY = Duration.ofDays(7);
    private static final Duration SHORT = Duration.ofMillis(500);

    @Parameter
    Dialect dialect;
    @TempDir
    Path folder;
    private final List<Decision> committed = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, List<String>> said = new ConcurrentHashMap<>();
    private String url;
    private Database database;
    private Follow<String> follow;

    @BeforeEach
    void start() throws Exception {
        url = Databases.fresh(dialect, folder);
        open();
        Databases.update(url,
                "CREATE TABLE said (message VARCHAR(99), robot VARCHAR(9), PRIMARY KEY (message, robot))");
    }

    private void open() {
        database = Databases.open(url);
        follow = new Follow<>(database, LIMITS, new Scribe(), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        database.close();
    }

    /** A message is {@code key>robots}; who was told of which is in a table of its own. */
    private final class Scribe implements Voice<String> {
        @Override
        public Optional<String> lost(Session session, String subject, String plain, Decision decision, Told before) {
            Set<String> concerned = plain == null ? Set.of() : Set.of(plain.split(">")[1].split("\\+"));
            Set<String> robots = new TreeSet<>(decision.robots(concerned, before.robots()));
            return robots.isEmpty() ? Optional.empty()
                    : Optional.of(decision.shown().handed().key() + ">" + String.join("+", robots));
        }

        @Override
        public String again(String lost, String key) {
            return key + lost.substring(lost.indexOf('>'));
        }

        @Override
        public Optional<String> began(String subject, boolean lost, String plain) {
            return lost ? Optional.empty() : Optional.of(plain);
        }

        @Override
        public void end(Session session, List<Ended<String>> ended) {
            ended.forEach(one -> session.afterCommit(() -> said(one.subject(), one.decision())));
        }

        @Override
        public List<Reached> tell(Session session, List<String> messages) throws SQLException {
            List<Reached> reached = new ArrayList<>();
            for (String message : messages) {
                String[] parts = message.split(">");
                Set<String> robots = new TreeSet<>();
                for (String robot : parts[1].split("\\+")) {
                    if (session.update("INSERT INTO said (message, robot) VALUES (?, ?) ON CONFLICT DO NOTHING",
                            parts[0], robot) == 1) {
                        robots.add(robot);
                    }
                }
                reached.add(new Reached(!robots.isEmpty(), robots));
            }
            return reached;
        }

        @Override
        public Map<String, String> facets(String told) {
            return Map.of("severity", "critical", "attribute line", told.substring(0, 1));
        }

        @Override
        public List<Boolean> told(Session session, List<String> messages) throws SQLException {
            List<Boolean> told = new ArrayList<>();
            for (String message : messages) {
                told.add(session.number(0, "SELECT count(*) FROM said WHERE message = ?", message.split(">")[0]) > 0);
            }
            return told;
        }

        @Override
        public void decided(List<Decision> decisions) {
            committed.addAll(decisions);
        }
    }

    private void said(String subject, Decision decision) {
        String word = Words.story(List.of(decision));
        if (!word.isEmpty()) {
            said.computeIfAbsent(subject, any -> new ArrayList<>()).add(word);
        }
    }

    /** Whether it was heard for the first time. */
    private boolean hear(String subject, String word, Duration grace) {
        return hear(follow, subject, fact(word, grace)).join();
    }

    private static CompletableFuture<Boolean> hear(Follow<String> follow, String subject, Fact fact) {
        return follow.hear(subject, fact, fact.loss() ? fact.key() + ">wecom" : null, "body of " + fact.key());
    }

    private static Fact fact(String word, Duration grace) {
        return Words.received(Words.fact(word, grace, Words.ZERO), Instant.now());
    }

    private List<Due> due() {
        return await().until(() -> follow.due(null), due -> !due.isEmpty());
    }

    private List<String> column(String sql) throws SQLException {
        return Databases.column(url, sql);
    }

    /** Whose client id no index takes, and none can shorten. */
    @Test
    void aDeviceOfTheLongestNameIsFollowedToo() throws Exception {
        String clientid = new Random(1).ints(65_535, 0x4E00, 0x9FFF).mapToObj(Character::toString)
                .collect(Collectors.joining());
        String subject = Subject.client(clientid);
        assertTrue(hear(subject, "d60/0@n", Duration.ZERO));
        follow.hear(subject, fact("d90/80", Duration.ZERO), null, null).join();
        assertEquals(List.of("1", "1"), column("SELECT count(*) FROM subject WHERE gone_at IS NOT NULL UNION ALL "
                + "SELECT count(*) FROM passed"));
    }

    @Test
    void whatWaitsIsToldWhenItsGraceIsOver() throws Exception {
        assertTrue(hear("client:a", "d60/0@n", SHORT));
        hear("client:later", "d61/0", Duration.ofHours(1));
        assertEquals(List.of("client:a"), column("SELECT name FROM subject WHERE due_at < "
                + Instant.now().plus(SHORT).toEpochMilli()));
        database.close();
        open();
        Due due = due().get(0);
        assertEquals("client:a d60/0@n body of d60/0@n", due.subject() + " " + due.loss().key() + " " + due.body());
        assertEquals(List.of(), column("SELECT message FROM said"));
        assertTrue(follow.decide(due, "d60/0@n>wecom+feishu").join());
        assertTrue(follow.decide(due, "d60/0@n>wecom+feishu").join());
        assertEquals(List.of("d61/0"), column("SELECT key FROM held"));
        assertEquals(List.of("client:later"), column("SELECT name FROM subject WHERE due_at IS NOT NULL"));
        assertEquals(List.of("client:a n tcp_closed"),
                column("SELECT name || ' ' || node || ' ' || reason FROM subject WHERE gone_at IS NOT NULL"));
        assertEquals(List.of("d"), column("SELECT facets ->> 'attribute line' FROM subject WHERE facets IS NOT NULL"));
        hear("client:a", "c100", null);
        assertEquals(List.of("tell 60", "back 100 from 60 to feishu+wecom"), said.get("client:a"));
        assertEquals(List.of(), column("SELECT name FROM subject WHERE gone_at IS NOT NULL"));
    }

    private List<String> passed() throws SQLException {
        return column("SELECT subject || ' ' || key || ' ' || outcome FROM passed ORDER BY id");
    }

    @Test
    void whatBecameOfEachEndThatNobodyWasToldOfIsKnown() throws Exception {
        hear("client:blip", "d60/0@n", SHORT);
        hear("client:blip", "c70", null);
        hear("client:replaced", "r60/0", SHORT);
        hear("client:replaced", "c60.5", null);
        hear("client:quiet", "q60/0", null);
        hear("client:twice", "d60/0", SHORT);
        hear("client:twice", "d61/0", SHORT);
        flaps("client:flaps", true, "wecom");
        Fact more = fact("d20/19", Duration.ZERO);
        follow.hear("client:flaps", more, more.key() + ">wecom", null).join();
        Fact nobodys = fact("d90/80", Duration.ZERO);
        follow.hear("client:nobodys", nobodys, null, null).join();
        await().until(() -> {
            follow.due(null).forEach(due ->
                    follow.decide(due, due.loss() == null ? null : due.loss().key() + ">wecom").join());
            return passed().size() == 10;
        });
        assertEquals(List.of("client:blip d60/0 blip", "client:flaps d1/0 suppressed", "client:flaps d20/19 suppressed",
                "client:flaps d3/2 suppressed", "client:flaps d5/4 suppressed", "client:flaps d7/6 suppressed",
                "client:nobodys d90/80 unaddressed", "client:quiet q60/0 quiet", "client:replaced r60/0 replaced",
                "client:twice d61/0 duplicate"), passed().stream().sorted().toList());
        assertEquals(List.of("60000 n tcp_closed"), column("SELECT at || ' ' || node || ' ' || reason FROM passed "
                + "WHERE outcome = 'blip'").stream().map(row -> row.replaceFirst("^\\d+(\\d{5}) ", "$1 ")).toList());
    }

    @Test
    void whatNobodyWasToldOfIsForgottenWithTheHistoryAndWhereItIsTooMuch() throws Exception {
        String some = "INSERT INTO passed (subject, key, at, reason, node, outcome, decided_at) WITH RECURSIVE n (i) "
                + "AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) SELECT 'client:x', '', i, '', '', '%s', %d "
                + "FROM n";
        long now = Instant.now().toEpochMilli();
        Databases.update(url, some.formatted(6_000, "quiet", now - HISTORY.toMillis() - 1_000));
        Databases.update(url, some.formatted(Passed.MOST + 6_000, "blip", now));
        hear("client:quiet", "q60/0", null);
        follow.forget(HISTORY);
        assertEquals(List.of("quiet 1 60000"), column("SELECT outcome || ' ' || count(*) || ' ' "
                + "|| (min(at) % 100000) FROM passed WHERE outcome = 'quiet' GROUP BY outcome"));
        assertEquals(List.of("blip " + Passed.MOST + " 6001"), column("SELECT outcome || ' ' || count(*) || ' ' "
                + "|| min(at) FROM passed WHERE outcome = 'blip' GROUP BY outcome"));
    }

    /** It holds nobody else back, and is forgotten as soon as anything happens to its subject. */
    @ParameterizedTest
    @ValueSource(strings = {"{", "null", "{}", "{\"known\":[null],\"told\":{\"robots\":[]}}",
        "{\"known\":[{\"fact\":{\"key\":\"d60/0\"},\"fate\":\"WAITING\"}],\"told\":{\"robots\":[]}}"})
    void aDamagedPastIsNobodyElses(String damaged) throws Exception {
        hear("client:a", "d60/0", SHORT);
        hear("client:b", "d70/0", SHORT);
        hear("client:c", "d80/0", Duration.ZERO);
        Databases.update(url, "UPDATE subject SET past = '" + damaged + "' WHERE name <> 'client:b'");
        assertTrue(new Gone(() -> database, "Z", Clock.systemUTC()).list(null).readAllBytes().length > 0);
        await().until(() -> due().size() == 2);
        for (Due due : due()) {
            follow.decide(due, due.loss() == null ? null : due.loss().key() + ">wecom").join();
        }
        assertEquals(List.of("tell 70"), said.get("client:b"));
        assertEquals(List.of("client:b", "client:c"), column("SELECT name FROM subject ORDER BY name"));
        assertTrue(hear("client:c", "d90/85", Duration.ZERO));
        assertTrue(hear("client:c", "c100", null));
        assertEquals(List.of("tell 80", "tell 90", "back 100 from 90"), said.get("client:c"));
        assertTrue(hear("client:a", "c100", null));
        assertEquals(damaged.contains("d60") ? List.of() : List.of("d60/0"), column("SELECT key FROM held"));
    }

    @Test
    void whatHasBecomeAnotherLossMeanwhileStaysDue() throws Exception {
        hear("client:a", "d60/0", SHORT);
        Due due = due().get(0);
        hear("client:a", "d80/70", SHORT);
        await().until(() -> follow.due(null).stream().anyMatch(next -> next.loss() != null
                && next.loss().key().equals("d80/70")));
        follow.decide(due, "d60/0>wecom").join();
        assertEquals(List.of(), column("SELECT message FROM said"));
        assertEquals("d80/70", due().get(0).loss().key());
    }

    @Test
    void whoIsBackInTimeIsTakenOutOfWhatIsHeld() throws Exception {
        assertTrue(hear("client:a", "d60/0", SHORT));
        assertFalse(hear("client:a", "d60/0", SHORT));
        hear("client:a", "c70", null);
        assertEquals(List.of("d60/0"), column("SELECT key FROM held"));
        Due due = due().get(0);
        assertNull(due.loss());
        follow.decide(due, null).join();
        assertEquals(List.of(), column("SELECT key FROM held"));
        assertEquals(List.of(), column("SELECT name FROM subject WHERE due_at IS NOT NULL"));
        assertEquals(List.of("blip 60"), said.get("client:a"));
    }

    /** A past may be forgotten sooner than the history. */
    @ParameterizedTest
    @ValueSource(longs = {0, 3_600})
    void whatWasToldBeforeMakesNobodyGoneAgain(long grace) throws Exception {
        hear("client:a", "d60/0", Duration.ZERO);
        Databases.update(url, "DELETE FROM subject");
        assertFalse(hear("client:a", "d60/0", Duration.ofSeconds(grace)));
        assertEquals(List.of(), column("SELECT name FROM subject"));
        assertEquals(List.of(), column("SELECT key FROM held"));
        assertEquals("tell 60", Words.story(committed));
    }

    @Test
    void whatIsGoneAfterAllIsToldAgain() throws Exception {
        hear("client:a", "d60/0@a", Duration.ZERO);
        hear("client:a", "c1@b", null);
        hear("client:a", "d30/1@b", Duration.ZERO);
        Due due = due().get(0);
        follow.decide(due, "d60/0@a>wecom").join();
        hear("client:a", "c99@a", null);
        assertEquals(List.of("tell 60", "back 60 from 60", "blip 30", "reopened 60", "tell 60", "back 99 from 60"),
                said.get("client:a"));
        assertEquals(List.of("d60/0-again", "d60/0@a"), column("SELECT message FROM said ORDER BY message").stream()
                .map(key -> key.replaceAll("(-again)-\\p{XDigit}{12}$", "$1")).toList());
        List<List<String>> over = committed.stream().filter(Decision.Back.class::isInstance)
                .map(back -> ((Decision.Back) back).losses().stream().map(loss -> loss.key()
                .replaceAll("-\\p{XDigit}{12}$", "")).toList()).toList();
        assertEquals(List.of(List.of("d60/0@a"), List.of("d60/0-again")), over);
    }

    @Test
    void whatIsToldAgainIsToldToThoseWhoHeardOfItBeforeAndToThoseWhoMissedIt() throws Exception {
        hear("client:a", "d60/0@a", Duration.ZERO);
        hear("client:a", "c1@b", null);
        hear("client:a", "d30/1@b", Duration.ZERO);
        follow.decide(due().get(0), "d60/0@a>feishu+wecom").join();
        assertEquals(List.of("feishu d60/0-again", "wecom d60/0-again", "wecom d60/0@a"),
                column("SELECT robot || ' ' || message FROM said").stream()
                .map(key -> key.replaceAll("(-again)-\\p{XDigit}{12}$", "$1")).sorted().toList());
        hear("client:a", "c99@a", null);
        assertEquals("back 99 from 60 to feishu+wecom", said.get("client:a").get(said.get("client:a").size() - 1));
    }

    @Test
    void whatHasNoPastIsTold() throws Exception {
        assertTrue(follow.tell("a>wecom").join());
        assertFalse(follow.tell("a>wecom").join());
        assertTrue(follow.tell("a>wecom+feishu").join());
        assertEquals(List.of(), column("SELECT name FROM subject"));
    }

    @Test
    void theStepsOfOneCommitFollowEachOther() {
        List<CompletableFuture<Boolean>> heard = IntStream.range(0, 100).boxed()
                .flatMap(i -> List.of("d60/0", "c70").stream().map(word ->
                        hear(follow, "client:" + i % 10, fact(word + "#" + i % 10, Duration.ZERO)))).toList();
        assertEquals(20, heard.stream().filter(CompletableFuture::join).count());
        assertEquals(10, said.size());
        said.values().forEach(story -> assertEquals(List.of("tell 60", "back 70 from 60"), story));
    }

    @Test
    void whatIsWellIsForgotten() throws Exception {
        hear("client:well", "c60", null);
        hear("client:gone", "d60/0", Duration.ofHours(1));
        follow.forget(HISTORY);
        assertEquals(2, column("SELECT name FROM subject").size());
        Databases.update(url, "UPDATE subject SET forget_at = 1 WHERE forget_at IS NOT NULL");
        follow.forget(HISTORY);
        assertEquals(List.of("client:gone"), column("SELECT name FROM subject"));
    }

    /** Nothing that is gone could ever come back, until a beginning was heard of; from then on, all can. */
    @Test
    void whatIsGoneIsKeptOnceReturnsAreHeardOf() throws Exception {
        for (String subject : List.of("client:a", "client:b", "alarm:n/a")) {
            if ("client:b".equals(subject)) {
                hear("client:well", "c60", null);
            }
            hear(subject, "d60/0#" + subject.length() + subject.charAt(subject.length() - 1), Duration.ZERO);
        }
        long now = Instant.now().toEpochMilli();
        assertEquals(List.of("client:a", "client:b"), column("SELECT name FROM subject WHERE forget_at > "
                + (now + Duration.ofDays(29).toMillis()) + " ORDER BY name"));
        assertEquals(List.of("alarm:n/a"), column("SELECT name FROM subject WHERE forget_at < "
                + (now + Duration.ofMinutes(16).toMillis()) + " AND gone_at IS NOT NULL ORDER BY name"));
    }

    private void flaps(String subject, boolean connects, String robots) {
        for (int i = 0; i < 5; i++) {
            if (connects) {
                hear(subject, "c" + 2 * i, null);
            }
            Fact loss = fact("d" + (2 * i + 1) + "/" + 2 * i, Duration.ofMinutes(1));
            follow.hear(subject, loss, loss.key() + ">" + robots, "body").join();
        }
    }

    @Test
    void whoDoesNotKnowThatItFlapsIsToldByTheNextLossThatConcernsThem() throws Exception {
        flaps("client:a", true, "feishu");
        assertEquals(List.of("feishu d9/8"), column("SELECT robot || ' ' || message FROM said"));
        assertEquals(List.of("1"), column("SELECT count(*) FROM subject WHERE flaps_since IS NOT NULL"));
        for (String loss : List.of("d11/10", "d13/12")) {
            Fact more = fact(loss, Duration.ZERO);
            assertTrue(follow.hear("client:a", more, more.key() + ">feishu+wecom", null).join());
        }
        assertEquals(List.of("feishu d9/8", "wecom d11/10"), column("SELECT robot || ' ' || message FROM said "
                + "ORDER BY robot"));
        ahead(Duration.ofMinutes(11));
        List<String> ends = said.get("client:a");
        assertEquals("still gone 13 from 13 to feishu+wecom", ends.get(ends.size() - 1));
        assertEquals(List.of("0"), column("SELECT count(*) FROM subject WHERE flaps_since IS NOT NULL"));
        assertEquals(List.of(), column("SELECT key FROM held"));
    }

    @Test
    void whatIsNeverHeardToComeBackIsNotToldAsStillGone() throws Exception {
        flaps("client:a", false, "wecom");
        ahead(Duration.ofMinutes(11));
        assertFalse(String.valueOf(said.get("client:a")).contains("still"));
        assertTrue(Words.story(committed).endsWith("still gone 9 from 9"), committed::toString);
    }

    /** All that is due then is decided. */
    private void ahead(Duration time) throws SQLException {
        Follow<String> later = new Follow<>(database, LIMITS, new Scribe(), Clock.offset(Clock.systemUTC(), time));
        for (List<Due> due = later.due(null); !due.isEmpty(); due = later.due(null)) {
            due.forEach(each -> later.decide(each, null).join());
        }
    }

    /** Several processes on PostgreSQL, several threads on SQLite. */
    @Test
    void whoeverHearsWhatTheEndIsTrue() throws Exception {
        Random random = new Random(14);
        Map<String, World> worlds = new ConcurrentHashMap<>();
        List<Map.Entry<String, Fact>> heard = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String subject = "client:" + i;
            World world = new World(subject, random, SHORT);
            worlds.put(subject, world);
            world.facts().forEach(fact -> heard.add(Map.entry(subject, fact)));
            world.facts().forEach(fact -> heard.add(Map.entry(subject, fact)));
        }
        Collections.shuffle(heard, random);
        Database second = dialect == Dialect.POSTGRESQL ? Databases.open(url) : database;
        Follow<String> other = new Follow<>(second, LIMITS, new Scribe(), Clock.systemUTC());
        List<CompletableFuture<Boolean>> decided = new ArrayList<>();
        for (int i = 0; i < heard.size(); i++) {
            decided.add(hear(i % 2 == 0 ? follow : other, heard.get(i).getKey(),
                    Words.received(heard.get(i).getValue(), Instant.now())));
        }
        decided.forEach(CompletableFuture::join);
        await().until(() -> {
            follow.due(null).forEach(due ->
                    follow.decide(due, due.loss() == null ? null : due.loss().key() + ">wecom").join());
            return column("SELECT key FROM held").isEmpty();
        });
        List<String> ends = worlds.values().stream().flatMap(world -> world.facts().stream())
                .filter(fact -> fact.kind() != Fact.Kind.BEGAN).map(Fact::key).sorted().toList();
        assertEquals(ends, column("SELECT key FROM passed UNION SELECT message FROM said WHERE message NOT LIKE "
                + "'%-again-%'").stream().sorted().toList(), "history says what became of each");
        assertEquals(ends.size() + committed.stream().filter(Decision.Reopened.class::isInstance).count(),
                column("SELECT key FROM passed UNION ALL SELECT message FROM said").size());
        List<String> gone = column("SELECT name FROM subject WHERE gone_at IS NOT NULL ORDER BY name");
        assertEquals(worlds.entrySet().stream().filter(world -> world.getValue().end() == World.End.LOST)
                .map(Map.Entry::getKey).sorted().toList(), gone.stream().sorted().toList());
        if (second != database) {
            second.close();
        }
    }
}
