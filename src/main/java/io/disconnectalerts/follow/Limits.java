package io.disconnectalerts.follow;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

/**
 * How much of a subject's past is kept, and when it is one that flaps.
 *
 * @param losses    so many within the window are flapping; 0 switches that off
 * @param window    also for how long a subject that flapped has to be steady
 * @param memory    how long a subject that is well is remembered, if the window is not longer
 * @param retention how long one that is gone is
 */
public record Limits(int losses, Duration window, Duration memory, Duration retention) {
    /** Replacements to and fro that make two devices with one name. */
    static final int TO_AND_FRO = 3;
    private static final int SPARE = 16;

    /** How long a subject is remembered that is well: what flaps has to be seen. */
    Duration well() {
        return Collections.max(List.of(memory, window));
    }

    /** So many facts are kept of one subject: both ends of each loss that counts, and some more. */
    int facts() {
        return 2 * losses + SPARE;
    }
}
