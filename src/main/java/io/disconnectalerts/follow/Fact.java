package io.disconnectalerts.follow;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * What a broker said once of one subject: that a session began or ended. A session is a time in which the subject is
 * well: a client's connection, or the time between the end of one alarm and the next activation of the same. All times
 * are whole milliseconds.
 *
 * @param key        the same for the same event, however often it is delivered
 * @param at         when the session began or ended, by the clock of the broker's node; when it was received, if nobody
 *                   said
 * @param since      when the session began that ended; null if nobody said; {@code at} of a beginning
 * @param grace      how long an end waits to be told; null if nobody is told of it, and of a beginning
 * @param receivedAt by our clock
 * @param verdict    what triage made of an end, as a rule sets it; null if that is not known, and of a beginning
 * @param count      which it is by the broker's own count; null if that does not count
 */
public record Fact(Kind kind, String key, Instant at, Instant since, Place place, String reason, Duration grace,
        Instant receivedAt, String verdict, String count) {
    static final Comparator<Fact> BY_TIME = Comparator.comparing(Fact::happened).thenComparing(Fact::key);

    public Fact {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(key);
        Objects.requireNonNull(place);
        Objects.requireNonNull(reason);
        at = at.truncatedTo(ChronoUnit.MILLIS);
        receivedAt = receivedAt.truncatedTo(ChronoUnit.MILLIS);
    }

    Fact(Kind kind, String key, Instant at, Instant since, Place place, String reason, Duration grace,
            Instant receivedAt) {
        this(kind, key, at, since, place, reason, grace, receivedAt, null, null);
    }

    enum Kind {
        BEGAN, ENDED,
        /** Ended because another session with the same name took its place. */
        REPLACED
    }

    /** When it was, as people read it: no later than it was received, though its clock be ahead. */
    public Instant happened() {
        return at.isAfter(receivedAt) ? receivedAt : at;
    }

    /** The same, told under another key. */
    Fact named(String other) {
        return new Fact(kind, other, at, since, place, reason, grace, receivedAt, verdict, count);
    }

    /** The same, at another time. */
    Fact at(Instant other) {
        return new Fact(kind, key, other, kind == Kind.BEGAN ? other : since, place, reason, grace, receivedAt, verdict,
                count);
    }

    /** Whether it is the same event. */
    boolean is(Fact other) {
        return other != null && key.equals(other.key);
    }

    /** Whether it is one of those. */
    boolean isIn(List<Fact> facts) {
        for (Fact fact : facts) {
            if (is(fact)) {
                return true;
            }
        }
        return false;
    }

    boolean replaced() {
        return kind == Kind.REPLACED;
    }

    /** Whether somebody is to be told of it, unless the device is back in time. */
    public boolean loss() {
        return grace != null;
    }
}
