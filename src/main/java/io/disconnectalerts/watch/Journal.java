package io.disconnectalerts.watch;

import io.disconnectalerts.alert.Alert;
import io.disconnectalerts.event.Reading;
import io.disconnectalerts.outbox.Batch;
import io.disconnectalerts.outbox.OutboxListener;
import io.disconnectalerts.outbox.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** One log line for every event that somebody may look for; at INFO none while all is well. */
public final class Journal implements OutboxListener {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final Clock clock;
    private final Map<String, Mentioned> mentioned = new HashMap<>();

    /** What may come at any rate: when there was a line of it, and how many came without one since. */
    private record Mentioned(Instant at, int unmentioned) {
    }

    public Journal(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void sent(Batch batch, Outcome outcome, String why) {
        if (outcome == Outcome.PARKED) {
            of(LOG.atWarn(), batch).addKeyValue("why", why).log("refused for good, and parked");
        } else if (outcome == Outcome.TOLD && LOG.isDebugEnabled()) {
            of(LOG.atDebug(), batch).log("told");
        }
    }

    private static LoggingEventBuilder of(LoggingEventBuilder line, Batch batch) {
        line.addKeyValue("robot", batch.outbox()).addKeyValue("batch", batch.id()).addKeyValue("events", batch.size());
        if (batch.size() == 1 && Alert.tells(batch.kind())) {
            Alert alert = Alert.of(batch.first().get(0));
            Stream.of("clientid", "name", "class", "reason").filter(alert.fields()::containsKey)
                    .forEach(name -> line.addKeyValue(name, alert.field(name)));
        }
        return line;
    }

    @Override
    public void parkedDropped(int count) {
        LOG.atWarn().addKeyValue("count", count).log("too much is parked, the oldest of who parked the most are gone");
    }

    /**
     * An entrance got what cannot be read: a line at most once a minute, which says how many there were without one.
     */
    public void refused(@Body Reading.Unreadable reading, @Variable("entrance") String entrance,
            @Variable("topic") String topic) {
        onceAMinute("refused").ifPresent(unmentioned -> LOG.atWarn().addKeyValue("entrance", entrance)
                .addKeyValue("topic", Objects.requireNonNullElse(topic, "")).addKeyValue("why", reading.reason())
                .addKeyValue("unmentioned", unmentioned).log("an input cannot be read, and is parked"));
    }

    /** A rule could not decide on an event: a line at most once a minute for each rule. */
    public void undecided(String rule, String why) {
        onceAMinute("rule " + rule).ifPresent(
                unmentioned -> LOG.atWarn().addKeyValue("rule", rule).addKeyValue("why", why)
                .addKeyValue("unmentioned", unmentioned).log("a rule cannot decide, the event is told as unknown "
                + "warning"));
    }

    /** A robot's filter could not decide on an event: a line at most once a minute for each robot. */
    public void unfiltered(String robot, String why) {
        onceAMinute("filter " + robot).ifPresent(
                unmentioned -> LOG.atWarn().addKeyValue("robot", robot).addKeyValue("why", why)
                .addKeyValue("unmentioned", unmentioned).log("the robot's filter cannot decide, it is told all the "
                + "same"));
    }

    /** How many came without a line since the last one; none if it is not yet time for another. */
    private synchronized OptionalInt onceAMinute(String what) {
        Instant now = clock.instant();
        Mentioned last = mentioned.getOrDefault(what, new Mentioned(Instant.EPOCH, 0));
        boolean due = Elapsed.isOver(QUIET, last.at(), now);
        mentioned.put(what, due ? new Mentioned(now, 0) : new Mentioned(last.at(), last.unmentioned() + 1));
        return due ? OptionalInt.of(last.unmentioned()) : OptionalInt.empty();
    }
}
