package io.disconnectalerts.vendors;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** At most {@code limit} in any stretch of {@code span}. */
final class SlidingWindow {

    private final int limit;
    private final Duration span;
    private final Deque<Instant> taken = new ArrayDeque<>();

    SlidingWindow(int limit, Duration span) {
        this.limit = limit;
        this.span = span;
    }

    boolean full(Instant now) {
        while (!taken.isEmpty() && !taken.peekFirst().isAfter(now.minus(span))) {
            taken.removeFirst();
        }
        return taken.size() >= limit;
    }

    void take(Instant now) {
        taken.addLast(now);
    }
}
