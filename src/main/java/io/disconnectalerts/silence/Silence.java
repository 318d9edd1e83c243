package io.disconnectalerts.silence;

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
}
