package io.disconnectalerts.follow;

import io.disconnectalerts.event.Subject;
import io.disconnectalerts.store.Database;
import io.disconnectalerts.store.Session;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * How clients were lost and came back, minute by minute, for a day. What is decided is counted in memory and written
 * down every few seconds, so that no event costs a row; several processes add to the same.
 */
public final class Minutes {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final Supplier<Database> database;
    private final Clock clock;
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger back = new AtomicInteger();
    private Instant written = Instant.EPOCH;

    /** @param database opened by the first who needs it */
    public Minutes(Supplier<Database> database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * A minute.
     *
     * @param at   when it began, RFC 3339, UTC
     * @param lost how many clients people were to hear of as gone
     * @param back how many of those came back
     * @param gone how many were gone at its end, or are now
     */
    public record Minute(String at, int lost, int back, int gone) {
    }

    /** What was committed of a subject. */
    public void decided(String subject, Decision decision) {
        if (subject.startsWith(Subject.CLIENT)) {
            if (decision.handed() != null) {
                lost.incrementAndGet();
            } else if (decision instanceof Decision.Back || decision instanceof Decision.Steady) {
                back.incrementAndGet();
            }
        }
    }

    /** How many clients are gone, looked up. */
    public interface Count {
        long now() throws SQLException;
    }

    /**
     * Once somebody was lost or came back, or else every minute, writes down how many, and how many are gone now;
     * forgets what is more than a day ago.
     */
    public synchronized void write(Count gone) throws SQLException {
        Instant now = clock.instant();
        if (lost.get() + back.get() > 0 || !now.isBefore(written.plus(MINUTE))) {
            write(now.truncatedTo(ChronoUnit.MINUTES).toEpochMilli(), gone.now());
            written = now;
        }
    }

    private void write(long minute, long gone) throws SQLException {
        int newlyLost = lost.getAndSet(0);
        int newlyBack = back.getAndSet(0);
        try {
            database.get().writer().execute(session -> {
                session.update("INSERT INTO minute (began_at, lost, back, gone) VALUES (?, ?, ?, ?) ON CONFLICT "
                        + "(began_at) DO UPDATE SET lost = minute.lost + excluded.lost, back = minute.back + "
                        + "excluded.back, gone = excluded.gone", minute, newlyLost, newlyBack, gone);
                return session.update("DELETE FROM minute WHERE began_at < ?", minute - DAY.toMillis());
            });
        } catch (SQLException unavailable) {
            lost.addAndGet(newlyLost);
            back.addAndGet(newlyBack);
            throw unavailable;
        }
    }

    /** How many clients were lost, and how many came back, within the last day. */
    public synchronized Minute day() throws SQLException {
        try (Session session = database.get().reading()) {
            return session.first(row -> new Minute(null, row.getInt(1) + lost.get(), row.getInt(2) + back.get(), 0),
                    null, "SELECT coalesce(sum(lost), 0), coalesce(sum(back), 0) FROM minute WHERE began_at > ?",
                    clock.millis() - DAY.toMillis());
        }
    }

    /** The oldest first; none of which nothing is known, for the program was away. */
    public List<Minute> list() throws SQLException {
        try (Session session = database.get().reading()) {
            return session.all(row -> new Minute(Instant.ofEpochMilli(row.getLong(1)).toString(), row.getInt(2),
                    row.getInt(3), row.getInt(4)), "SELECT began_at, lost, back, gone FROM minute WHERE began_at > ? "
                    + "ORDER BY began_at", clock.millis() - DAY.toMillis());
        }
    }
}
