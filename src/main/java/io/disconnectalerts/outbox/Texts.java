package io.disconnectalerts.outbox;

import io.disconnectalerts.outbox.ClaimResult.Claimed;
import io.disconnectalerts.store.Database;
import io.disconnectalerts.store.Dialect;
import io.disconnectalerts.store.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.camel.Variable;

/** What the outboxes told last, word for word, as far as their routes left it in the variable {@code text}. */
public final class Texts {
    /** Kept of each outbox. */
    private static final int KEPT = 100;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Supplier<Database> database;

    /** @param database opened by the first who needs it */
    Texts(Supplier<Database> database) {
        this.database = database;
    }

    /**
     * @param id     rises with every text of an outbox
     * @param toldAt RFC 3339, UTC
     * @param kind   what it is about
     * @param count  for how many messages it stands
     */
    public record Text(long id, String robot, String toldAt, String kind, int count, String text) {
    }

    /**
     * What an outbox did lately.
     *
     * @param text  the id of its last text, 0 if there is none
     * @param sends within the last minute
     */
    public record Lately(long text, int sends) {
        public static final Lately NOTHING = new Lately(0, 0);
    }

    /** In the transaction that settles the batch; the outbox's row is locked. */
    static void told(Session session, Claimed claimed, Batch batch, String text, long now) throws SQLException {
        session.update("INSERT INTO last_text (outbox, told_at, kind, size, text) VALUES (?, ?, ?, ?, ?)",
                claimed.outbox(), now, batch.kind(), batch.size(), text);
        session.update("DELETE FROM last_text WHERE outbox = ? AND id <= (SELECT id FROM last_text WHERE outbox = ? "
                + "ORDER BY id DESC LIMIT 1 OFFSET " + KEPT + ")", claimed.outbox(), claimed.outbox());
    }

    /**
     * The oldest first.
     *
     * @param robot whose; null for all
     * @param after only those with a greater id; null for all
     * @throws IllegalArgumentException with a sentence
     */
    public List<Text> list(@Variable("robot") String robot, @Variable("after") String after) throws SQLException {
        if (after != null && !after.matches("\\d{1,18}")) {
            throw new IllegalArgumentException("after is no id of a text");
        }
        List<Object> asked = new ArrayList<>(List.of(after == null ? 0 : Long.parseLong(after)));
        if (robot != null) {
            asked.add(robot);
        }
        try (Session session = database.get().reading()) {
            return session.all(row -> new Text(row.getLong(1), row.getString(2),
                    Instant.ofEpochMilli(row.getLong(3)).toString(), row.getString(4), row.getInt(5),
                    row.getString(6)), "SELECT id, outbox, told_at, kind, size, text FROM last_text WHERE id > ?"
                    + (robot == null ? "" : " AND outbox = ?") + " ORDER BY id", asked.toArray());
        }
    }

    /** By the name of the outbox. */
    public Map<String, Lately> lately() throws SQLException {
        Map<String, Lately> lately = new TreeMap<>();
        Dialect dialect = database.get().dialect();
        try (Session session = database.get().reading()) {
            session.all(row -> lately.put(row.getString(1), new Lately(row.getLong(2), row.getInt(3))),
                    "SELECT o.name, (SELECT coalesce(max(id), 0) FROM last_text t WHERE t.outbox = o.name), "
                    + "(SELECT count(*) FROM permit p WHERE p.outbox = o.name AND p.answered_at > " + dialect.now
                    + " - ?) FROM outbox o", MINUTE.toMillis());
        }
        return lately;
    }
}
