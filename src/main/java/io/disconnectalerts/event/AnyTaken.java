package io.disconnectalerts.event;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/** An array was refused only if every element was; it is to be sent again if any element could not be kept. */
public final class AnyTaken implements AggregationStrategy {

    @Override
    public Exchange aggregate(Exchange old, Exchange element) {
        if (old == null) {
            return element;
        }
        if (old.getException() == null) {
            old.setException(element.getException());
        }
        if (element.getVariable("refused") == null) {
            old.removeVariable("refused");
        }
        return old;
    }
}
