package io.disconnectalerts.outbox;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.outbox.ClaimResult.Claimed;
import io.disconnectalerts.store.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who reads an outbox, without pacing: what was lost, and what of it is over. */
final class Group {
    private static final Pacing UNPACED = new Pacing(0, 0, Duration.ofMinutes(1));
    private static final String END = "-back";

    final String name;
    /** Keys, each as often as it was read. */
    final List<String> losses = new ArrayList<>();
    final List<String> ends = new ArrayList<>();

    Group(String name) {
        this.name = name;
    }

    /** @param key whose it is, and behind a slash which of several */
    static Message loss(String key) {
        return message("lost", key, Message.CRITICAL);
    }

    static Ending over(Set<String> outboxes, String... keys) {
        return new Ending(List.of(keys), outboxes, message("back", keys[keys.length - 1] + END, 1));
    }

    private static Message message(String kind, String key, int priority) {
        return new Message(key, "any", kind, "any:" + key.replaceFirst("/.*", ""), priority, Instant.now(),
                Instant.now(), Map.of("reason", "kicked"), "{}");
    }

    static void end(Store store, Ending... endings) throws SQLException {
        store.database.writer().execute(session -> {
            store.end(session, List.of(endings), outbox -> true);
            return null;
        });
    }

    /** Null if nothing is to be told. */
    Claimed claim(Store store) throws SQLException {
        return store.claims.claim(name, UNPACED, false) instanceof Claimed claimed ? claimed : null;
    }

    /** What the claimed batch tells is read, unless it is another's by now. */
    boolean read(Store store, Claimed claimed, Batch batch) throws SQLException {
        if (!store.settlements.settle(claimed, batch, null)) {
            return false;
        }
        List<String> listed = batch.first().stream().map(Message::key).toList();
        if (batch.kind().equals("back")) {
            listed.forEach(key -> ends.add(key.substring(0, key.length() - END.length())));
        }
        List<String> lost;
        try (Session session = store.database.reading()) {
            lost = session.all(row -> row.getString(1), "SELECT m.key FROM delivery d JOIN message m "
                    + "ON m.id = d.message WHERE d.batch = ? AND d.kind = 'lost'", batch.id());
        }
        losses.addAll(lost);
        if (batch.kind().equals("lost")) {
            List<String> over = lost.stream().filter(key -> !listed.contains(key)).toList();
            assertTrue(over.size() == batch.over() && lost.size() == batch.size(), batch::toString);
            ends.addAll(over);
        }
        return true;
    }

    /** Reads all that is to be told. */
    void readAll(Store store) throws SQLException {
        for (Claimed claimed = claim(store); claimed != null; claimed = claim(store)) {
            read(store, claimed, store.batches.read(claimed.batch()));
        }
    }
}
