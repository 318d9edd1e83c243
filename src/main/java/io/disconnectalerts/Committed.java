package io.disconnectalerts;

import io.disconnectalerts.outbox.OutboxComponent;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/** A multicast to outboxes fails if any branch failed; it was a duplicate if no outbox found it new. */
public final class Committed implements AggregationStrategy {

    @Override
    public Exchange aggregate(Exchange old, Exchange branch) {
        if (old == null) {
            return branch;
        }
        if (old.getException() == null) {
            old.setException(branch.getException());
        }
        if (fresh(branch)) {
            old.setProperty(OutboxComponent.FRESH, true);
        }
        return old;
    }

    static boolean fresh(Exchange exchange) {
        return !Boolean.FALSE.equals(exchange.getProperty(OutboxComponent.FRESH));
    }
}
