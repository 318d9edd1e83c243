package io.disconnectalerts.outbox;

import java.time.Duration;

/** Wakes a consumer when a message was committed; a ring that comes before the wait is not lost. */
final class Doorbell {
    private int rung = -1;

    synchronized void ring(int priority) {
        if (priority > rung) {
            rung = priority;
            notifyAll();
        }
    }

    /** Waits for a ring of at least that priority, no longer than the time. */
    synchronized void await(Duration time, int priority) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); rung < priority && left > 0; left = end - System.nanoTime()) {
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
        rung = -1;
    }
}
