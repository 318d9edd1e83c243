package io.disconnectalerts.outbox;

import java.time.Duration;
import java.time.Instant;

/**
 * How an outbox stands.
 *
 * @param failures       sends that failed since the last that did not
 * @param blockedSetting the last part of the name of the setting to mend, or null if it is not blocked
 * @param why            what the receiver said to the last send, or null if that did not fail
 * @param pause          for how long it still does not send
 * @param pending        messages not yet settled
 * @param oldest         when the oldest of them was received, or null
 */
public record OutboxState(String name, int failures, String blockedSetting, String why, Duration pause, int pending, Instant oldest) {

    public boolean blocked() {
        return blockedSetting != null;
    }
}
