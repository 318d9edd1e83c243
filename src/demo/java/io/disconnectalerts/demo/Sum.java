package io.disconnectalerts.demo;

/**
 * A robot's events: what was addressed to it is told or pending. Chat and store are read one after the other, so a
 * message that is under way meanwhile is counted twice or not at all, until both have been read again.
 *
 * @param at when they were read, in ms since 1970
 */
record Sum(long addressed, long told, long pending, long at) {

    static final Sum NOTHING = new Sum(0, 0, 0, 0);
    private static final long PATIENCE_MS = 3_000;

    private boolean balanced() {
        return addressed == told + pending;
    }

    /** What to show after this: the later one if it adds up, or if nothing has for a while. */
    Sum then(Sum later) {
        return later.balanced() || !balanced() || later.at > at + PATIENCE_MS ? later : this;
    }
}
