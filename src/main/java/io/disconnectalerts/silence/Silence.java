package io.disconnectalerts.silence;

import io.disconnectalerts.event.Event;
import java.time.Instant;

/**
 * Events that nobody is told of for a while.
 *
 * @param window as it stands in {@code silence.windows}, if it is one time of a window's; else empty
 * @param from   the first moment
 * @param until  the first moment that it is over
 * @param by     who wants it; empty of a window
 */
public record Silence(String id, String window, Matchers match, Instant from, Instant until, String by, String why) {

    boolean on(Instant now) {
        return !now.isBefore(from) && now.isBefore(until);
    }

    /** @param rule the class that triage gave the event */
    boolean covers(Event event, String rule, Instant now) {
        return on(now) && match.match(event, rule);
    }

    Silence endedAt(Instant time) {
        return new Silence(id, window, match, from, time.isBefore(until) ? time : until, by, why);
    }
}
