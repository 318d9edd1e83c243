package io.disconnectalerts.alert;

import static io.disconnectalerts.outbox.OutboxComponent.FRESH;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/** A multicast to outboxes fails if any branch failed; the message was new if any outbox found it new. */
public final class Committed implements AggregationStrategy {

    @Override
    public Exchange aggregate(Exchange old, Exchange branch) {
        if (old == null) {
            return branch;
        }
        if (old.getException() == null) {
            old.setException(branch.getException());
        }
        if (branch.getProperty(FRESH) != null && !Boolean.TRUE.equals(old.getProperty(FRESH))) {
            old.setProperty(FRESH, branch.getProperty(FRESH));
        }
        return old;
    }
}
