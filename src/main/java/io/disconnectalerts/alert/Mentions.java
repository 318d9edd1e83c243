package io.disconnectalerts.alert;

import io.disconnectalerts.outbox.Batch;
import io.disconnectalerts.outbox.Message;
import io.disconnectalerts.outbox.OutboxListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whom a message calls: those whom the settings name for its most urgent event, unless the robot has called somebody
 * not long ago. The first digest of a storm calls even so, if it holds a critical event. What is kept of that is of
 * this process, and gone when it ends.
 */
public final class Mentions implements OutboxListener {
    private final Duration pause;
    private final InstantSource clock;
    private final boolean tests;
    /** By outbox: the batch that calls somebody, and when one was last told. */
    private final Map<String, Long> calling = new ConcurrentHashMap<>();
    private final Map<String, Instant> called = new ConcurrentHashMap<>();

    /**
     * @param pause how long a robot that has called somebody calls nobody
     * @param tests whether a test calls everybody
     */
    public Mentions(Duration pause, InstantSource clock, boolean tests) {
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
        String people = people(batch, critical, warning);
        if (people.isEmpty() || rests(batch.outbox()) && !(batch.begins() && batch.critical())) {
            return "";
        }
        calling.put(batch.outbox(), batch.id());
        return people;
    }

    /** What the platform refused once, perhaps for whom it names, and what could not be read calls nobody. */
    private static String people(Batch batch, String critical, String warning) {
        int priority = batch.plain() || batch.kind().equals(Unread.KIND) ? 0 : batch.first().get(0).priority();
        return priority >= Message.CRITICAL ? critical : priority == Severity.WARNING.ordinal() ? warning : "";
    }

    private boolean rests(String outbox) {
        Instant last = called.get(outbox);
        return last != null && clock.instant().isBefore(last.plus(pause));
    }

    /** Whoever was called by a message that did not arrive has to be called again. */
    @Override
    public void sent(Batch batch, String outcome, String why) {
        if (outcome.equals("told") && calling.remove(batch.outbox(), batch.id())) {
            called.put(batch.outbox(), clock.instant());
        }
    }
}
