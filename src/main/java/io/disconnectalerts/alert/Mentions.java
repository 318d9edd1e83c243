package io.disconnectalerts.alert;

import io.disconnectalerts.outbox.Batch;
import io.disconnectalerts.outbox.OutboxListener;
import io.disconnectalerts.outbox.Outcome;
import io.disconnectalerts.store.Database;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whom a message calls: those whom the settings name for its most urgent event, unless the robot has called somebody
 * not long ago, from whichever process, for something as urgent or more. The first digest of a storm calls even so, if
 * it holds a critical event.
 */
public final class Mentions implements OutboxListener {
    /**
     * In {@code notice}, before the robot's name; {@code told_at} says there until when it calls nobody, or, with
     * {@link #LESSER} behind the name, nobody for what is not critical.
     */
    private static final String REST = "rest of ";
    private static final String LESSER = " for warnings";
    private static final String UNTIL = "SELECT told_at FROM notice WHERE kind = ?";
    /** So long nobody else calls while a message that does is on its way; a send ends, or its process, before that. */
    private static final Duration ON_ITS_WAY = Duration.ofMinutes(1);

    private final Supplier<Database> store;
    private final Duration pause;
    private final InstantSource clock;
    private final boolean tests;
    /** By outbox. */
    private final Map<String, Call> calling = new ConcurrentHashMap<>();

    /**
     * @param kind   in {@code notice}
     * @param before what was there, in ms since 1970
     */
    private record Call(long batch, String kind, long before) {
    }

    /**
     * @param store where it is kept when a robot has called somebody; gives null if that matters to nobody
     * @param pause how long it then calls nobody
     * @param tests whether a test calls everybody
     */
    public Mentions(Supplier<Database> store, Duration pause, InstantSource clock, boolean tests) {
        this.store = store;
        this.pause = pause;
        this.clock = clock;
        this.tests = tests;
    }

    /**
     * As a platform's kamelet takes it; empty if the message calls nobody.
     *
     * @param critical whom the settings name for what is critical
     * @param warning  and for a warning
     */
    public String of(Batch batch, String critical, String warning) {
        calling.remove(batch.outbox());
        if (batch.first().isEmpty()) {
            return tests ? Stream.of(critical, warning).filter(people -> !people.isEmpty())
                    .collect(Collectors.joining(",")) : "";
        }
        Severity urgency = urgency(batch);
        String people = urgency == Severity.CRITICAL ? critical : urgency == Severity.WARNING ? warning : "";
        return people.isEmpty() || !takes(batch, urgency) ? "" : people;
    }

    /**
     * What the platform refused once, perhaps for whom it names, what could not be read and how the watch stands calls
     * nobody; nor does a silence's end, as it was wanted, unless something critical is still gone.
     */
    private static Severity urgency(Batch batch) {
        if (batch.plain() || Set.of(Unread.KIND, Daily.KIND).contains(batch.kind())) {
            return Severity.NOTICE;
        } else if (batch.kind().equals(SilenceEnd.KIND)) {
            return SilenceEnd.of(batch).grave() ? Severity.CRITICAL : Severity.NOTICE;
        }
        return Severity.of(batch.first().get(0).priority());
    }

    /** Whether it is the one that calls. While the store cannot say, it is: better twice than never. */
    private boolean takes(Batch batch, Severity urgency) {
        Database database = store.get();
        if (database == null) {
            return true;
        }
        long now = clock.millis();
        boolean evenSo = batch.begins() && batch.critical();
        try {
            return database.writer().execute(session -> {
                String most = REST + batch.outbox();
                String kind = urgency == Severity.CRITICAL ? most : most + LESSER;
                long rests = session.number(0, UNTIL, kind);
                boolean called = Math.max(rests, session.number(0, UNTIL, most)) > now;
                if (called && !evenSo || session.update("INSERT INTO notice (kind, told_at) VALUES (?, ?) "
                        + "ON CONFLICT (kind) DO UPDATE SET told_at = excluded.told_at WHERE notice.told_at = ?",
                        kind, now + ON_ITS_WAY.toMillis(), rests) == 0) {
                    return false;
                }
                calling.put(batch.outbox(), new Call(batch.id(), kind, rests));
                return true;
            });
        } catch (SQLException unavailable) {
            return true;
        }
    }

    /** Whoever was called by a message that did not arrive has to be called again. */
    @Override
    public void sent(Batch batch, Outcome outcome, String why) {
        Call call = calling.remove(batch.outbox());
        if (call == null || call.batch != batch.id()) {
            return;
        }
        long until = outcome == Outcome.TOLD ? clock.millis() + pause.toMillis() : call.before;
        try {
            store.get().writer().execute(session -> session.update("UPDATE notice SET told_at = ? WHERE kind = ?",
                    until, call.kind));
        } catch (SQLException unavailable) {
            // It ends by itself.
        }
    }
}
