package io.disconnectalerts.app;

import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * Stands where an endpoint would let something in or out of the routes: what is sent goes to a processor of ours, and
 * nothing comes.
 */
final class Detour extends DefaultEndpoint {
    private final Processor out;
    private final java.util.function.Consumer<Processor> in;

    /**
     * @param out gets what the routes send
     * @param in  gets the route that would have consumed
     */
    Detour(Endpoint instead, Processor out, java.util.function.Consumer<Processor> in) {
        super(instead.getEndpointUri(), instead.getCamelContext() == null ? null
                : instead.getCamelContext().getComponent("direct"));
        this.out = out;
        this.in = in;
    }

    @Override
    public Producer createProducer() {
        return new DefaultProducer(this) {
            @Override
            public void process(org.apache.camel.Exchange exchange) throws Exception {
                out.process(exchange);
            }
        };
    }

    @Override
    public Consumer createConsumer(Processor route) {
        in.accept(route);
        return new DefaultConsumer(this, route);
    }
}
