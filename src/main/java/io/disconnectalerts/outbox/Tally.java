package io.disconnectalerts.outbox;

import io.disconnectalerts.outbox.Writer.Entry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Counts the events that could not be read until somebody is told of them, by all processes together. */
final class Tally {
    private static final int MOST_REASONS = 100;
    private static final int LONGEST_REASON = 200;

    private final Writer writer;
    private final Dialect dialect;
    private final Inserts inserts;

    private record Counted(String reason, long events, long since) {
    }

    Tally(Writer writer, Dialect dialect) {
        this.writer = writer;
        this.dialect = dialect;
        this.inserts = new Inserts(dialect);
    }

    static void count(Session session, long now, String reason, int events) throws SQLException {
        String text = Storable.text(reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON));
        session.update("INSERT INTO untold (reason, events, since) VALUES (CASE WHEN (SELECT count(*) FROM untold "
                + "WHERE reason <> ?) < ? THEN ? "
                + "ELSE '' END, ?, ?) ON CONFLICT (reason) DO UPDATE SET events = untold.events + excluded.events",
                text, MOST_REASONS, text,
                events, now);
    }

    /**
     * Addresses to each outbox, in one transaction, one message of what was counted, and counts anew; unless such a
     * message
     * is younger than the pause.
     *
     * @return whether there was anything to tell
     */
    boolean tell(Collection<String> outboxes, Duration pause, Function<Untold, Message> words) throws SQLException {
        return writer.execute(session -> {
            long now = session.number(0, "SELECT " + dialect.now);
            if (session.update("UPDATE notice SET told_at = ? WHERE kind = 'unread' AND (told_at <= ? OR told_at > ?) "
                    + "AND EXISTS (SELECT 1 FROM untold)", now, now - pause.toMillis(), now) == 0) {
                return false;
            }
            List<Counted> all = session.all(row -> new Counted(row.getString(1), row.getLong(2), row.getLong(3)),
                    "DELETE FROM untold RETURNING reason, events, since");
            Counted most = all.stream().max(Comparator.comparingLong(Counted::events)).orElseThrow();
            Message message = words.apply(new Untold(all.stream().mapToLong(Counted::events).sum(),
                    Instant.ofEpochMilli(all.stream().mapToLong(Counted::since).min().orElseThrow()), most.reason(),
                    most.events(),
                    Instant.ofEpochMilli(now)));
            inserts.insert(session, outboxes.stream().map(
                    outbox -> new Entry(outbox, message, new CompletableFuture<>())).toList());
            return true;
        });
    }
}
