package io.disconnectalerts.outbox;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What outboxes are to hold of one matter, each by its name.
 *
 * @param silence in which it is kept from everybody, and only in the history; empty if it is told
 */
public record Copies(Map<String, Message> byOutbox, String silence) {

    public Copies(Map<String, Message> byOutbox) {
        this(byOutbox, "");
    }

    public static Copies of(Message message, Collection<String> outboxes) {
        Map<String, Message> copies = new LinkedHashMap<>();
        outboxes.forEach(outbox -> copies.put(outbox, message));
        return new Copies(copies);
    }

    /** The same outboxes with another message. */
    public Copies with(UnaryOperator<Message> other) {
        Map<String, Message> copies = new LinkedHashMap<>();
        byOutbox.forEach((outbox, message) -> copies.put(outbox, other.apply(message)));
        return new Copies(copies, silence);
    }

    /** The same in a silence, or told if that is empty. */
    public Copies in(String other) {
        return new Copies(byOutbox, other);
    }

    /** One of them; null if no outbox is to hold any. */
    public Message any() {
        return byOutbox.isEmpty() ? null : byOutbox.values().iterator().next();
    }
}
