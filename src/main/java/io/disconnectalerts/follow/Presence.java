package io.disconnectalerts.follow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A session of a subject, as its facts tell it together.
 *
 * @param stamp when it began, as it was stamped, which tells it from others; null if nobody said
 * @param since when it began by our clock; if nobody said, as late as it can be
 * @param ends  the facts that say its end, one for each entrance and repetition
 */
record Presence(Clocks clocks, Instant stamp, Instant since, Place place, List<Fact> ends) {
    /** The clocks of two nodes differ by no more. */
    static final Duration SKEW = Duration.ofSeconds(2);

    Presence with(Fact fact) {
        List<Fact> more = new ArrayList<>(ends);
        if (fact.kind() != Fact.Kind.BEGAN) {
            more.add(fact);
        }
        Instant began = said() && stamp.equals(fact.since()) ? clocks.since(fact) : since;
        return new Presence(clocks, stamp, began.isBefore(since) ? began : since, place.or(fact.place()), more);
    }

    boolean said() {
        return stamp != null;
    }

    boolean open() {
        return ends.isEmpty();
    }

    /** The end that counts: the first; a session ends once. */
    Fact end() {
        return ends.size() == 1 ? ends.get(0) : Collections.min(ends, clocks.order());
    }

    /** An end that was stamped before its beginning came no sooner than that. */
    Instant endedAt() {
        Instant at = clocks.at(end());
        return at.isBefore(since) ? since : at;
    }

    /** Whether the other one surely began later, so that this one is over, whether or not an end is known. */
    boolean overtakenBy(Presence other) {
        boolean oneClock = other.said() && place.sameNode(other.place);
        return other.since.isAfter(oneClock ? since : since.plus(SKEW));
    }
}
