package io.disconnectalerts.parking;

import io.disconnectalerts.store.Session;
import io.disconnectalerts.store.Storable;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Counts the events that could not be read until somebody is told of them, by all processes together. */
final class UnreadCounter {
    private static final int MOST_REASONS = 100;
    private static final int LONGEST_REASON = 200;

    private UnreadCounter() {
    }

    private record Counted(String reason, long events, long since) {
    }

    static void count(Session session, long now, String reason, int events) throws SQLException {
        String text = Storable.text(reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON));
        session.update("INSERT INTO untold (reason, events, since) VALUES (CASE WHEN (SELECT count(*) FROM untold "
                + "WHERE reason <> ?) < ? THEN ? ELSE '' END, ?, ?) "
                + "ON CONFLICT (reason) DO UPDATE SET events = untold.events + excluded.events",
                text, MOST_REASONS, text, events, now);
    }

    /** What was counted, which is counted anew; empty if there is nothing, or was something within the pause. */
    static Optional<UnreadEvents> take(Session session, Duration pause) throws SQLException {
        long now = session.now();
        if (session.update("UPDATE notice SET told_at = ? WHERE kind = 'unread' AND (told_at <= ? OR told_at > ?) "
                + "AND EXISTS (SELECT 1 FROM untold)", now, now - pause.toMillis(), now) == 0) {
            return Optional.empty();
        }
        List<Counted> all = session.all(row -> new Counted(row.getString(1), row.getLong(2), row.getLong(3)),
                "DELETE FROM untold RETURNING reason, events, since");
        Counted most = all.stream().max(Comparator.comparingLong(Counted::events)).orElseThrow();
        return Optional.of(new UnreadEvents(all.stream().mapToLong(Counted::events).sum(),
                Instant.ofEpochMilli(all.stream().mapToLong(Counted::since).min().orElseThrow()), most.reason(),
                most.events(), Instant.ofEpochMilli(now)));
    }
}
