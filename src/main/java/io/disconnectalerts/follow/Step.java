package io.disconnectalerts.follow;

import java.time.Instant;
import java.util.List;

/**
 * What happens to a subject's past, and what is told of it.
 *
 * @param subject {@code client:<clientid>}, {@code alarm:<node>/<name>}; empty if it has no past
 * @param heard   whether the fact is new; else it is the time that has come
 * @param fact    what a broker said; the loss that is to be told as its time has come, or null if none is
 * @param message what is told of it, to whom it concerns; null if nobody is told
 * @param body    what is kept of the event while it waits
 */
record Step<M>(String subject, boolean heard, Fact fact, M message, String body) {

    Followed of(Past past, Instant now, Limits limits) {
        return subject.isEmpty() ? new Followed(past, List.of())
                : heard ? past.with(fact, now, limits) : past.due(now, limits);
    }

    boolean began() {
        return heard && fact != null && fact.kind() == Fact.Kind.BEGAN;
    }
}
