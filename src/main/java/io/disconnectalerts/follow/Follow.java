package io.disconnectalerts.follow;

import io.disconnectalerts.store.Database;
import io.disconnectalerts.store.Session;
import io.disconnectalerts.store.Storable;
import io.disconnectalerts.store.Writer.Insert;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * What devices' pasts make of what is heard and of the time, by all processes together: one commit decides, and tells.
 *
 * @param <M> a message, and whom it is addressed to
 */
public final class Follow<M> {
    private final Database database;
    private final Subjects<M> subjects;
    private final Clock clock;

    /** @param clock the one by which facts are received */
    public Follow(Database database, Limits limits, Voice<M> voice, Clock clock) {
        this.database = database;
        this.clock = clock;
        subjects = new Subjects<>(database.dialect(), limits, voice, clock);
    }

    /**
     * A broker said something of a subject.
     *
     * @param message what is told of it, to whom it concerns; null if nobody is told
     * @param body    what is kept of it while it waits
     * @return ends as soon as it is committed, with false if it was heard before
     */
    public CompletableFuture<Boolean> hear(String subject, Fact fact, M message, String body) {
        return take(new Step<>(Storable.text(subject), true, fact, message, body == null ? null
                : Storable.text(body)));
    }

    /** What has no past is told; ends with false if it was told before. */
    public CompletableFuture<Boolean> tell(M message) {
        return take(new Step<>("", true, null, message, null));
    }

    /**
     * What is due, the oldest first, a bounded number at once: each is to be decided.
     *
     * @param after what came before it, and itself, is left out; null if nothing is
     */
    public List<Due> due(Due after) throws SQLException {
        try (Session session = database.reading()) {
            return subjects.due(session, after);
        }
    }

    /** When something is due next; empty if only another event can change anything. */
    public Optional<Instant> nextDue() throws SQLException {
        try (Session session = database.reading()) {
            return session.first(row -> Optional.of(Instant.ofEpochMilli(row.getLong(1))), Optional.empty(),
                    "SELECT due_at FROM subject WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 1");
        }
    }

    /**
     * Decides what is due, unless somebody has; what has become another loss meanwhile stays due.
     *
     * @param message what is told of the loss, to whom it concerns; null if nobody is told
     */
    public CompletableFuture<Boolean> decide(Due due, M message) {
        return take(new Step<>(due.subject(), false, due.loss(), message, null));
    }

    private CompletableFuture<Boolean> take(Step<M> step) {
        return database.writer().insert(new Insert<>(subjects, step));
    }

    /** In the transaction that goes on, robots learn what was kept from them; those of the subjects that are gone. */
    public Set<String> learn(Session session, Map<String, Untold> untold) throws SQLException {
        return subjects.learn(session, untold);
    }

    /**
     * Forgets what nobody has to know any more.
     *
     * @param history for how long it is known what nobody was told of
     */
    public void forget(Duration history) throws SQLException {
        boolean more = true;
        while (more) {
            more = database.writer().execute(subjects::forget);
        }
        Passed.forget(database, clock.instant().minus(history));
    }
}
