package io.disconnectalerts.outbox;

import java.time.Duration;

/** Wakes a consumer when messages were committed; what is sent before the wait is not lost. */
final class Signal {
    private int highest = -1;
    private int sent;
    private int awaitedPriority;
    private int awaitedCount;

    /** A message of that priority was committed. */
    synchronized void send(int priority) {
        highest = Math.max(highest, priority);
        sent++;
        if (enough()) {
            notifyAll();
        }
    }

    /** Waits for one of at least that priority, or for so many of any, no longer than the time. */
    synchronized void await(Duration time, int priority, int count) throws InterruptedException {
        pause(time, priority, count);
        highest = -1;
        sent = 0;
    }

    /** The same, but what is sent before its end still ends the next wait. */
    synchronized void pause(Duration time, int priority, int count) throws InterruptedException {
        awaitedPriority = priority;
        awaitedCount = count;
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); !enough() && left > 0; left = end - System.nanoTime()) {
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
    }

    private boolean enough() {
        return highest >= awaitedPriority || sent >= awaitedCount;
    }
}
