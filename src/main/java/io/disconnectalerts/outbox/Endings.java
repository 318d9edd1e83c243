package io.disconnectalerts.outbox;

import io.disconnectalerts.outbox.MessageTable.Addressed;
import io.disconnectalerts.store.Dialect;
import io.disconnectalerts.store.Names;
import io.disconnectalerts.store.Session;
import io.disconnectalerts.store.Storable;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is over of what the outboxes tell. Every outbox reads the end of what it read, once: of what waits it reads so
 * as soon as that is told; of what is being told when that was told; of what was told at once. Whoever ends something
 * locks the outboxes' rows first, as whoever claims or settles does.
 */
final class Endings {
    /** Of a delivery {@code d}: what tells it tells as well that it is over. */
    static final String OVER = "(d.over_by IS NOT NULL AND d.over_late = 0)";
    private static final String MARK = "UPDATE delivery SET over_by = (SELECT id FROM message WHERE key = ?), "
            + "over_kind = ?, over_late = ? WHERE message = ? AND outbox = ? AND over_by IS NULL";

    private final MessageTable messages;
    private final String lock;
    private final String find;

    Endings(Dialect dialect, MessageTable messages) {
        this.messages = messages;
        String names = dialect.among(dialect.names());
        lock = "SELECT name FROM outbox WHERE name " + names + " ORDER BY name" + dialect.forUpdate;
        find = "SELECT m.key, d.outbox, m.id, CASE WHEN b.outcome IS NOT NULL THEN b.outcome "
                + "WHEN d.batch IS NULL THEN 'waits' ELSE 'open' END, d.priority FROM message m "
                + "JOIN delivery d ON d.message = m.id LEFT JOIN batch b ON b.id = d.batch WHERE m.key " + names;
    }

    /** How a message stands in an outbox: told, open, silenced, or neither. */
    private record Delivery(String key, String outbox, long message, String state, int priority) {

        boolean told() {
            return state.equals("told");
        }

        boolean silenced() {
            return state.equals("silenced");
        }

        boolean critical() {
            return priority >= Message.CRITICAL;
        }

        boolean beingTold() {
            return state.equals("open");
        }
    }

    /** Answers what is to be told by itself, and now. */
    List<Addressed> end(Session session, Collection<Ending> endings) throws SQLException {
        Map<String, Map<String, Delivery>> known = known(session, endings);
        List<Addressed> told = new ArrayList<>();
        Map<Delivery, Message> over = new TreeMap<>(
                Comparator.comparing(Delivery::key).thenComparing(Delivery::outbox));
        for (Ending ending : endings) {
            for (String outbox : ending.outboxes()) {
                List<Delivery> all = ending.keys().stream()
                        .map(key -> known.getOrDefault(key, Map.of()).get(outbox)).filter(one -> one != null).toList();
                List<Delivery> deliveries = all.stream().filter(one -> !one.silenced()).toList();
                if (deliveries.isEmpty() || deliveries.stream().anyMatch(Delivery::told)) {
                    told.add(new Addressed(outbox, ending.message(), ending.message().priority() < Message.CRITICAL
                            && (all.isEmpty() ? ending.critical()
                            : deliveries.stream().anyMatch(Delivery::critical))));
                }
                deliveries.stream().filter(one -> !one.told()).forEach(one -> over.put(one, ending.message()));
            }
        }
        mark(session, over);
        return told;
    }

    /** By key and by outbox; the outboxes stay as they are until the transaction ends. */
    private Map<String, Map<String, Delivery>> known(Session session, Collection<Ending> endings) throws SQLException {
        session.all(row -> row.getString(1), lock,
                Names.json(endings.stream().flatMap(ending -> ending.outboxes().stream()).toList()));
        Map<String, Map<String, Delivery>> known = new HashMap<>();
        session.all(row -> new Delivery(row.getString(1), row.getString(2), row.getLong(3), row.getString(4),
                row.getInt(5)), find,
                Names.json(endings.stream().flatMap(ending -> ending.keys().stream()).toList()))
                .forEach(one -> known.computeIfAbsent(one.key(), key -> new HashMap<>()).put(one.outbox(), one));
        return known;
    }

    private void mark(Session session, Map<Delivery, Message> over) throws SQLException {
        messages.store(session, over.values().stream().distinct().sorted(Comparator.comparing(Message::key)).toList());
        PreparedStatement mark = session.prepare(MARK);
        for (Map.Entry<Delivery, Message> one : over.entrySet()) {
            mark.setString(1, Storable.text(one.getValue().key()));
            mark.setString(2, one.getValue().kind());
            mark.setInt(3, one.getKey().beingTold() ? 1 : 0);
            mark.setLong(4, one.getKey().message());
            mark.setString(5, one.getKey().outbox());
            mark.addBatch();
        }
        mark.executeBatch();
    }

    /** The batch is told anew, or not at all: what was over meanwhile is in what is told of it. */
    static void untold(Session session, long batch) throws SQLException {
        session.update("UPDATE delivery SET over_late = 0 WHERE batch = ? AND over_late = 1", batch);
    }

    /** The batch was told: that something of it was over meanwhile waits to be told. True if something does. */
    static boolean told(Session session, long batch) throws SQLException {
        return session.update("INSERT INTO delivery (message, outbox, kind, priority, hurries) SELECT m.id, d.outbox, "
                + "d.over_kind, m.priority, CASE WHEN d.priority >= " + Message.CRITICAL + " AND m.priority < "
                + Message.CRITICAL + " THEN 1 ELSE 0 END FROM delivery d JOIN message m ON m.id = d.over_by "
                + "WHERE d.batch = ? AND d.over_late = 1 "
                + "ON CONFLICT (message, outbox) DO NOTHING", batch) > 0;
    }
}
