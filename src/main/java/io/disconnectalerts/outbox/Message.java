package io.disconnectalerts.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What is to be told, addressed to as many outboxes as it is sent to. Two messages with the same key are the same
 * message: the first one stored wins.
 *
 * @param key        identifies the message for as long as its history is kept; short, at best rising with time
 * @param family     the family of events that it tells of
 * @param kind       what happened; a batch holds messages of one kind
 * @param subject    what it happened to; empty if nothing in particular
 * @param priority   higher is told first; {@link #CRITICAL} does not wait behind a digest without critical ones
 * @param time       when it happened
 * @param receivedAt when this program got it
 * @param facets     values that are worth counting over many messages, by name (reason, node, ...)
 * @param body       the whole of it, as text
 * @param duplicateWithin for how long another with its key is the same message; null for as long as its history is kept
 */
public record Message(String key, String family, String kind, String subject, int priority, Instant time,
        Instant receivedAt, Map<String, String> facets, String body, Duration duplicateWithin) implements Letter {

    /** The priority that is never paced behind lesser ones. */
    public static final int CRITICAL = 3;
    /** What is below does not hurry a digest. */
    static final int PRESSING = 2;

    /** A message whose key is never another's. */
    public Message(String key, String family, String kind, String subject, int priority, Instant time,
            Instant receivedAt, Map<String, String> facets, String body) {
        this(key, family, kind, subject, priority, time, receivedAt, facets, body, null);
    }

    @Override
    public Message message() {
        return this;
    }

    /** The same with another key. */
    public Message named(String other) {
        return new Message(other, family, kind, subject, priority, time, receivedAt, facets, body, duplicateWithin);
    }

    /** The same, said as another kind of message. */
    public Message saying(String otherKind, String otherBody) {
        return new Message(key, family, otherKind, subject, priority, time, receivedAt, facets, otherBody,
                duplicateWithin);
    }

    /** Whether one with its key that was received then, in ms since 1970, is the same message. */
    public boolean isSame(long received) {
        return duplicateWithin == null
                || Math.abs(receivedAt.toEpochMilli() - received) < duplicateWithin.toMillis();
    }
}
