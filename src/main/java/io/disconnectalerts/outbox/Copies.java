package io.disconnectalerts.outbox;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What outboxes are to hold of one matter, each by its name. */
public record Copies(Map<String, Message> byOutbox) {

    public static Copies of(Message message, Collection<String> outboxes) {
        Map<String, Message> copies = new LinkedHashMap<>();
        outboxes.forEach(outbox -> copies.put(outbox, message));
        return new Copies(copies);
    }

    /** The same outboxes with another message. */
    public Copies with(UnaryOperator<Message> other) {
        Map<String, Message> copies = new LinkedHashMap<>();
        byOutbox.forEach((outbox, message) -> copies.put(outbox, other.apply(message)));
        return new Copies(copies);
    }

    /** One of them; null if no outbox is to hold any. */
    public Message any() {
        return byOutbox.isEmpty() ? null : byOutbox.values().iterator().next();
    }
}
