package io.disconnectalerts.outbox;

import java.time.Duration;

/** Wakes a consumer when messages were committed; a ring that comes before the wait is not lost. */
final class Doorbell {
    private int highest = -1;
    private int rings;
    private int awaitedPriority;
    private int awaitedRings;

    synchronized void ring(int priority) {
        highest = Math.max(highest, priority);
        rings++;
        if (enough()) {
            notifyAll();
        }
    }

    /** Waits for a ring of at least that priority, or for so many of any, no longer than the time. */
    synchronized void await(Duration time, int priority, int count) throws InterruptedException {
        awaitedPriority = priority;
        awaitedRings = count;
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); !enough() && left > 0; left = end - System.nanoTime()) {
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
        highest = -1;
        rings = 0;
    }

    private boolean enough() {
        return highest >= awaitedPriority || rings >= awaitedRings;
    }
}
