package io.disconnectalerts.outbox;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;

/** What an exchange addresses to outboxes, and others that come of it; whoever began it commits it. */
public final class Gathering {
    /** Property of an exchange that gathers. */
    private static final String PROPERTY = "CamelOutboxGathering";

    private final Map<String, Message> gathered = new LinkedHashMap<>();
    private boolean over;

    private Gathering() {
    }

    /** From now on the exchange's outboxes only take down what is addressed to them. */
    public static void begin(Exchange exchange) {
        exchange.setProperty(PROPERTY, new Gathering());
    }

    /** What was gathered; whoever still comes commits by himself. Null if the exchange does not gather. */
    public static Copies end(Exchange exchange) {
        Gathering gathering = exchange.getProperty(PROPERTY, Gathering.class);
        return gathering == null ? null : gathering.end();
    }

    private synchronized Copies end() {
        over = true;
        return new Copies(gathered);
    }

    /** False if the exchange does not gather, or not any more. */
    public static boolean takes(Exchange exchange, String outbox, Message message) {
        Gathering gathering = exchange.getProperty(PROPERTY, Gathering.class);
        return gathering != null && gathering.add(outbox, message);
    }

    private synchronized boolean add(String outbox, Message message) {
        if (!over) {
            gathered.put(outbox, message);
        }
        return !over;
    }
}
