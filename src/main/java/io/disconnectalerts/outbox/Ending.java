package io.disconnectalerts.outbox;

import java.util.Collection;

/**
 * What was told, or is to be told, is over: who has read of it reads that too, and who has not reads both at once.
 *
 * @param keys     of the messages that are over
 * @param outboxes that they were addressed to
 * @param message  says that they are over
 */
public record Ending(Collection<String> keys, Collection<String> outboxes, Message message) {
}
