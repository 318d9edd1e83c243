package io.disconnectalerts.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.outbox.ClaimResult.Claimed;
import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Dialect;
import io.disconnectalerts.store.Session;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What became of a subject's messages is known, and found among a great many. */
@ParameterizedClass
@EnumSource(Dialect.class)
class AccountsTest {
    private static final String LONG = "client:" + "x".repeat(20_000);

    @Parameter
    Dialect dialect;
    @TempDir
    private Path folder;
    private Store store;

    @BeforeEach
    void open() throws SQLException {
        store = Stores.open(Databases.fresh(dialect, folder));
        store.open("a");
        store.open("b");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Message message(String key, String subject) {
        return new Message(key, "any", "lost", subject, 2, Instant.EPOCH, Instant.EPOCH, Map.of("reason", "kicked"),
                "{}");
    }

    private void address(String silence, Message message, String... outboxes) throws SQLException {
        store.database.writer().execute(session ->
                store.address(session, List.of(Copies.of(message, List.of(outboxes)).in(silence))));
    }

    private String accounts(String subject) throws SQLException {
        return accounts(subject, Long.MAX_VALUE, 10).stream().map(account -> account.message().key() + " "
                + account.message().kind() + " " + account.deliveries().stream().map(one -> one.outbox() + " "
                + one.outcome() + (one.outcome().equals("told") ? " " + one.size() : "")
                + (one.silence() == null ? "" : " " + one.silence())).collect(Collectors.joining(", ", "[", "]")))
                .collect(Collectors.joining("; "));
    }

    private List<Account> accounts(String subject, long below, int most) throws SQLException {
        try (Session session = store.database.reading()) {
            return Accounts.of(session, dialect, subject, below, most);
        }
    }

    private void tell(String outbox) throws SQLException {
        new Group(outbox).readAll(store);
    }

    @Test
    void eachOutboxHasItsOwn() throws Exception {
        address("", message("1", "client:pump"), "a", "b");
        address("", message("2", "client:fan"), "a");
        assertEquals("1 lost [a waits, b waits]", accounts("client:pump"));
        tell("a");
        address("night", message("3", "client:pump"), "a");
        assertEquals("3 lost [a silenced night]; 1 lost [a told 2, b waits]", accounts("client:pump"));
        assertEquals("", accounts("client:pum"));
        accounts("client:pump", Long.MAX_VALUE, 10).stream().flatMap(account -> account.deliveries().stream())
                .forEach(one -> assertEquals(one.outcome().equals("waits"), one.at() == null, one::toString));
    }

    @Test
    void whatIsOverBeforeItIsToldIsToldWithIt() throws Exception {
        address("", message("1", "client:pump"), "a", "b");
        Message back = new Message("1-back", "any", "back", "client:pump", 1, Instant.EPOCH, Instant.EPOCH, Map.of(),
                "{}");
        tell("a");
        Group.end(store, new Ending(List.of("1"), Set.of("a", "b"), back));
        assertEquals("1-back back [a waits, b waits]; 1 lost [a told 1, b waits]", accounts("client:pump"));
        tell("a");
        tell("b");
        assertEquals("1-back back [a told 1, b told 1]; 1 lost [a told 1, b told 1]", accounts("client:pump"));
    }

    @Test
    void whatAReceiverRefusedForGoodIsParked() throws Exception {
        address("", message("1", "client:pump"), "a");
        Claimed claimed = new Group("a").claim(store);
        store.settlements.park(claimed, store.batches.read(claimed.batch()).first().get(0), "why");
        assertEquals("1 lost [a parked]", accounts("client:pump"));
    }

    @Test
    void anySubjectIsFoundAndNoOther() throws Exception {
        List<String> subjects = List.of("client:", "client:%", "client:a' OR '1'='1", LONG, LONG + "y", "client:\ud83d",
                "client:\u8bbe\u5907");
        for (String subject : subjects) {
            address("", message("of " + subjects.indexOf(subject), subject), "a");
        }
        for (String subject : subjects) {
            assertEquals("of " + subjects.indexOf(subject) + " lost [a waits]", accounts(subject));
        }
    }

    /** The latest first, page by page, across the blocks of the index and with gaps in them. */
    @Test
    void manyAreFoundWithoutLookingAtAll() throws Exception {
        boolean sqlite = dialect == Dialect.SQLITE;
        store.database.writer().execute(session -> session.update("INSERT INTO message (key, subject, priority, time, "
                + "received_at, committed_at, facets, body) WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 "
                + "FROM i WHERE n < 50000) SELECT n, 'client:' || (n % 5000), 1, 0, 0, 0, "
                + (sqlite ? "'{}'" : "'{}'::jsonb") + ", '{}' FROM i"));
        store.database.writer().execute(session ->
                session.update("DELETE FROM message WHERE id BETWEEN 10000 AND 30000"));
        List<Account> first = accounts("client:7", Long.MAX_VALUE, 3);
        assertEquals(List.of("45007", "40007", "35007"), first.stream().map(one -> one.message().key()).toList());
        List<Account> next = accounts("client:7", first.get(2).id(), 9);
        assertEquals(List.of("30007", "5007", "7"), next.stream().map(one -> one.message().key()).toList());
        try (Session session = store.database.reading()) {
            String plan = String.join("\n", session.all(row -> row.getString(sqlite ? 4 : 1),
                    (sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + Accounts.messages(dialect),
                    "client:7", "client:7", 99_999L, 3));
            assertTrue(plan.contains("message_subject") && !plan.contains("Seq Scan on message"), plan);
        }
    }
}
