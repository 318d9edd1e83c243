package io.disconnectalerts.outbox;

import io.disconnectalerts.outbox.Account.Delivery;
import io.disconnectalerts.store.Dialect;
import io.disconnectalerts.store.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What became of the messages of a subject, as far as their history is kept. */
final class Accounts {
    /** The index holds them in blocks of ids, and in each of these by subject. */
    private static final String BLOCKS = "WITH RECURSIVE block(n) AS (SELECT max(id) >> 12 FROM message UNION ALL "
            + "SELECT n - 1 FROM block WHERE n > (SELECT min(id) >> 12 FROM message)) SELECT n FROM block";
    private static final String DELIVERIES = "SELECT d.%s, d.%s, d.outbox, coalesce(b.outcome, 'waits'), b.settled_at, "
            + "b.size, b.silence FROM delivery d LEFT JOIN batch b ON b.id = d.batch WHERE d.%s IN (%s)";

    private Accounts() {
    }

    private record Stored(long id, Instant committed, Message message) {
        static Stored of(ResultSet row) throws SQLException {
            return new Stored(row.getLong(10), Instant.ofEpochMilli(row.getLong(11)), BatchReader.message(row));
        }
    }

    /** @param kind as which its outbox tells the message */
    private record Addressed(long message, String kind, Delivery delivery) {
        static Addressed of(ResultSet row) throws SQLException {
            long settled = row.getLong(5);
            Instant at = row.wasNull() ? null : Instant.ofEpochMilli(settled);
            return new Addressed(row.getLong(1), row.getString(2), new Delivery(row.getString(3), row.getString(4),
                    at, row.getInt(6), row.getString(7)));
        }
    }

    /** The latest of those whose ids are below another, the latest first. */
    static List<Account> of(Session session, Dialect dialect, String subject, long below, int most)
            throws SQLException {
        List<Stored> messages = session.all(Stored::of, messages(dialect), subject, subject, below, most);
        Map<Long, List<Addressed>> addressed = new TreeMap<>();
        if (!messages.isEmpty()) {
            String ids = messages.stream().map(Stored::id).map(String::valueOf).collect(Collectors.joining(", "));
            session.all(Addressed::of, DELIVERIES.formatted("message", "kind", "message", ids) + " UNION ALL "
                    + DELIVERIES.formatted("over_by", "over_kind", "over_by", ids) + " AND d.over_late = 0 ORDER BY 3")
                    .forEach(one -> addressed.computeIfAbsent(one.message(), any -> new ArrayList<>()).add(one));
        }
        return messages.stream().map(one -> account(one, addressed.getOrDefault(one.id(), List.of()))).toList();
    }

    /** Takes the subject twice, the id that they are below, and how many. */
    static String messages(Dialect dialect) {
        return "SELECT key, family, '', subject, priority, time, received_at, facets, '', id, committed_at "
                + "FROM message WHERE (id >> 12) " + dialect.among(BLOCKS)
                + " AND substr(subject, 1, 200) = substr(?, 1, 200) AND subject = ? AND id < ? ORDER BY id DESC "
                + "LIMIT ?";
    }

    /** What is over after several losses is told once to each outbox, with whichever of them it told first. */
    private static Account account(Stored stored, List<Addressed> addressed) {
        String kind = addressed.isEmpty() ? "" : addressed.get(0).kind();
        Map<String, Delivery> byOutbox = addressed.stream().map(Addressed::delivery).collect(Collectors.toMap(
                Delivery::outbox, Function.identity(), (one, other) -> one.at() == null ? other : one, TreeMap::new));
        return new Account(stored.id(), stored.committed(), stored.message().saying(kind, ""),
                List.copyOf(byOutbox.values()));
    }
}
