package io.disconnectalerts.outbox;

import io.disconnectalerts.store.NotCommitted;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Completes an exchange, whose body is a {@link Letter}, when the message is committed; at once if nobody consumes the
 * outbox, or if the exchange is {@link Gathering}.
 */
final class OutboxProducer extends DefaultAsyncProducer {

    OutboxProducer(OutboxEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        OutboxEndpoint endpoint = (OutboxEndpoint) getEndpoint();
        if (!(exchange.getMessage().getBody() instanceof Letter letter)) {
            exchange.setException(new IllegalArgumentException(
                    "outbox:" + endpoint.getName() + " takes a " + Letter.class.getName()));
            callback.done(true);
            return true;
        }
        if (!endpoint.getComponent().consumes(endpoint.getName())
                || Gathering.takes(exchange, endpoint.getName(), letter.message())) {
            callback.done(true);
            return true;
        }
        endpoint.getComponent().store().append(endpoint.getName(), letter.message()).whenComplete((fresh, failure) -> {
            if (failure != null) {
                exchange.setException(new NotCommitted(failure));
            } else {
                exchange.setProperty(OutboxComponent.FRESH, fresh);
            }
            callback.done(false);
        });
        return false;
    }
}
