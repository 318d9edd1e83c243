package io.disconnectalerts.outbox;

/** What keeps an outbox from sending what is pending. */
public enum WaitsFor {
    /** The receiver takes no more for now. */
    QUOTA,
    /** The receiver would take more, but nobody would read it: the next send tells what comes meanwhile as well. */
    PACE,
    /** The last send failed, and is not repeated before that. */
    PAUSE
}
