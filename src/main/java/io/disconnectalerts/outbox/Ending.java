package io.disconnectalerts.outbox;

import java.util.Collection;

/**
 * What was told, or is to be told, is over: who has read of it reads that too, and who has not reads both at once.
 *
 * @param keys     of the messages that are over
 * @param outboxes that they were addressed to
 * @param message  says that they are over
 * @param critical whether the last of them was, as far as that is known without them: quiet hours do not keep its end
 */
public record Ending(Collection<String> keys, Collection<String> outboxes, Message message, boolean critical) {
    public Ending(Collection<String> keys, Collection<String> outboxes, Message message) {
        this(keys, outboxes, message, false);
    }
}
