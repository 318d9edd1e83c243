package io.disconnectalerts.outbox;

import java.time.Duration;
import java.time.Instant;

/**
 * How an outbox stands.
 *
 * @param failures       sends that failed since the last that did not
 * @param failingSince   when the first of them failed
 * @param failedHow      how the last of them ended, as {@link OutboxListener} is told
 * @param blockedSetting the last part of the name of the setting to mend, or null if it is not blocked
 * @param why            what the receiver said to the last send, or null if that did not fail
 * @param pause          for how long it still does not send
 * @param pending        messages not yet settled
 * @param oldest         when the oldest of them was received that does not wait for the end of quiet hours, or null
 * @param quiet          how many wait for that
 */
public record OutboxState(String name, int failures, Instant failingSince, String failedHow, String blockedSetting,
        String why,
        Duration pause, int pending, Instant oldest, int quiet) {

    public boolean blocked() {
        return blockedSetting != null;
    }

    /** Whether the receiver itself said for how long it is to be left alone. */
    public boolean leftAlone() {
        return Outcome.RETRY_AFTER.toString().equals(failedHow);
    }
}
