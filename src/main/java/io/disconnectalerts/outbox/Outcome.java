package io.disconnectalerts.outbox;

import java.util.Locale;

/** How a send ended; in metrics and in the store by its word, such as {@code back-off}. */
public enum Outcome {
    TOLD,
    /** The receiver says when to come again. */
    RETRY_AFTER,
    BACK_OFF,
    /** Something has to be mended first. */
    BLOCKED,
    /** The receiver refuses what is in it, which is tried again in the plainest form. */
    UNACCEPTABLE,
    /** The plainest form of one message was refused, too. */
    PARKED;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    @Override
    public String toString() {
        return word;
    }
}
