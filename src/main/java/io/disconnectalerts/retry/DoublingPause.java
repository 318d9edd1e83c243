package io.disconnectalerts.retry;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before another try: 1 s, doubling.
 *
 * @param longest beyond which it does not grow
 */
public record DoublingPause(Duration longest) {
    private static final int MOST_DOUBLINGS = 30;

    /** @param failures how many tries have failed, at least one */
    public Duration after(int failures) {
        Duration doubled = Duration.ofSeconds(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }

    /** 20 % shorter to 20 % longer, so that several who failed together do not come again together. */
    public Duration scatteredAfter(int failures) {
        double scatter = ThreadLocalRandom.current().nextDouble(0.8, 1.2);
        return Duration.ofMillis((long) (after(failures).toMillis() * scatter));
    }
}
