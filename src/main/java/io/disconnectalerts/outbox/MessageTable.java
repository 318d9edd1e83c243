package io.disconnectalerts.outbox;

import io.disconnectalerts.outbox.MessageTable.Addressed;
import io.disconnectalerts.store.Dialect;
import io.disconnectalerts.store.JsonObject;
import io.disconnectalerts.store.Names;
import io.disconnectalerts.store.Session;
import io.disconnectalerts.store.Storable;
import io.disconnectalerts.store.Table;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Where messages are written: each once, and one delivery an outbox. */
final class MessageTable implements Table<Addressed> {
    private static final String STORED = "SELECT key, family, '', subject, priority, time, received_at, facets, body "
            + "FROM message WHERE key = ?";
    private final String message;
    private final String received;
    private final String deliveries;
    /** Most messages are addressed to the same outboxes. */
    private final Map<List<String>, String> names = new ConcurrentHashMap<>();
    /** Comes first where a key may come again: if its message came long before or after, it gives the key away. */
    private final String unlessLongAgo;

    /**
     * A message for one outbox.
     *
     * @param hurries whether quiet hours do not keep it, although it is not critical
     */
    record Addressed(String outbox, Message message, boolean hurries) {
        Addressed(String outbox, Message message) {
            this(outbox, message, false);
        }

        /** The priority by which it wakes its outbox. */
        int priority() {
            return hurries ? Message.CRITICAL : message.priority();
        }
    }

    /** What deliveries of several messages have in common. */
    private record Address(String kind, boolean hurries, List<String> outboxes) {
    }

    /**
     * Who a message is for.
     *
     * @param fresh whether it is the first of a message that was not there before, so that nobody holds that
     */
    private record Letter(Message message, boolean fresh, Address address) {
    }

    MessageTable(Dialect dialect) {
        String insert = "INSERT INTO message (key, family, subject, priority, time, received_at, facets, body, "
                + "committed_at) VALUES (?, ?, ?, ?, ?, ?, " + dialect.json + ", ?, " + dialect.now
                + ") ON CONFLICT (key) DO ";
        message = insert + "NOTHING";
        unlessLongAgo = insert + "UPDATE SET key = message.key || '-' || message.id "
                + "WHERE abs(message.received_at - excluded.received_at) >= ?";
        received = "SELECT key, received_at FROM message WHERE key " + dialect.among(dialect.names());
        deliveries = "INSERT INTO delivery (message, outbox, kind, priority, hurries) SELECT m.id, o.key, ?, "
                + "m.priority, ? FROM (" + dialect.names() + ") AS o, message m WHERE m.key "
                + dialect.among(dialect.names()) + " ON CONFLICT (message, outbox) DO NOTHING";
    }

    /** Those of the keys that are known, with when their message was received. */
    Map<String, Long> received(Session session, Set<String> keys) throws SQLException {
        Map<String, Long> known = new HashMap<>();
        session.all(row -> known.put(row.getString(1), row.getLong(2)), received, Names.json(keys));
        return known;
    }

    /** The message with that key, if its history is still kept. */
    Optional<Message> stored(Session session, String key) throws SQLException {
        return Optional.ofNullable(session.first(BatchReader::message, null, STORED, key));
    }

    @Override
    public String name() {
        return "message";
    }

    @Override
    public Comparator<Addressed> order() {
        return Comparator.comparing((Addressed row) -> row.message().key()).thenComparing(Addressed::outbox);
    }

    @Override
    public int[] insert(Session session, List<Addressed> rows) throws SQLException {
        List<Message> messages = new ArrayList<>();
        for (Addressed row : rows) {
            messages.add(row.message());
        }
        List<Letter> letters = letters(rows, store(session, messages));
        Map<Address, List<String>> together = new HashMap<>();
        for (Letter letter : letters) {
            if (letter.fresh()) {
                together.computeIfAbsent(letter.address(), address -> new ArrayList<>()).add(letter.message().key());
            }
        }
        PreparedStatement insert = session.prepare(deliveries);
        for (Map.Entry<Address, List<String>> keys : together.entrySet()) {
            add(insert, keys.getKey(), keys.getValue());
        }
        for (Letter letter : letters) {
            if (!letter.fresh()) {
                add(insert, letter.address(), List.of(letter.message().key()));
            }
        }
        return added(rows.size(), letters, insert.executeBatch(), together.size());
    }

    private void add(PreparedStatement insert, Address address, List<String> keys) throws SQLException {
        insert.setString(1, address.kind());
        insert.setInt(2, address.hurries() ? 1 : 0);
        insert.setString(3, names.computeIfAbsent(address.outboxes(), Names::json));
        insert.setString(4, Names.json(keys));
        insert.addBatch();
    }

    /** @param known where in the counts those of the letters that are not fresh begin, in their order */
    private static int[] added(int rows, List<Letter> letters, int[] counts, int known) {
        int[] added = new int[rows];
        int next = 0;
        int other = known;
        for (Letter letter : letters) {
            int last = next + letter.address().outboxes().size();
            Arrays.fill(added, next, last, letter.fresh() ? 1 : Math.min(1, counts[other++]));
            next = last;
        }
        return added;
    }

    /** What was there before may be held by some: it is addressed to each by itself, to know who did not. */
    private static List<Letter> letters(List<Addressed> rows, Set<String> fresh) {
        List<Letter> letters = new ArrayList<>();
        Addressed last = null;
        for (Addressed row : rows) {
            boolean first = fresh.remove(row.message().key());
            if (first || last == null || last.message() != row.message() || last.hurries() != row.hurries()) {
                letters.add(new Letter(row.message(), first,
                        new Address(row.message().kind(), row.hurries(), new ArrayList<>())));
                last = first ? row : null;
            }
            letters.get(letters.size() - 1).address().outboxes().add(row.outbox());
        }
        return letters;
    }

    /** Addressed to nobody as yet; those with one key one after the other. The keys that were not there before. */
    Set<String> store(Session session, List<Message> rows) throws SQLException {
        PreparedStatement repeatable = session.prepare(unlessLongAgo);
        PreparedStatement messages = session.prepare(message);
        List<String> keys = new ArrayList<>();
        String last = null;
        for (Message message : rows) {
            if (!message.key().equals(last)) {
                if (message.duplicateWithin() != null) {
                    fill(repeatable, message);
                    repeatable.setLong(9, message.duplicateWithin().toMillis());
                    repeatable.addBatch();
                }
                fill(messages, message);
                messages.addBatch();
                last = message.key();
                keys.add(last);
            }
        }
        repeatable.executeBatch();
        int[] counts = messages.executeBatch();
        Set<String> fresh = new HashSet<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                fresh.add(keys.get(i));
            }
        }
        return fresh;
    }

    private static void fill(PreparedStatement insert, Message message) throws SQLException {
        insert.setString(1, Storable.text(message.key()));
        insert.setString(2, message.family());
        insert.setString(3, Storable.text(message.subject()));
        insert.setInt(4, message.priority());
        insert.setLong(5, message.time().toEpochMilli());
        insert.setLong(6, message.receivedAt().toEpochMilli());
        insert.setString(7, JsonObject.of(message.facets()));
        insert.setString(8, Storable.text(message.body()));
    }
}
