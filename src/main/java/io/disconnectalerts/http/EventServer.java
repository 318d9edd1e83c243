package io.disconnectalerts.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * Camel's HTTP server, where no thread waits for an event's commit: each of Camel's twenty waits with its request, and
 * has to be woken for the answer, which the event loop gives.
 */
public final class EventServer extends VertxPlatformHttpEngine {
    private static final String EVENTS = "/events";
    /** Not one: what cannot be read does wait, until it is parked. */
    private static final int THREADS = 4;

    private WorkerExecutor threads;

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor route) {
        return endpoint.getPath().equals(EVENTS) ? new Events(endpoint, route) : super.createConsumer(endpoint, route);
    }

    /** Ends with the server. */
    private synchronized WorkerExecutor threads(Vertx server) {
        if (threads == null) {
            threads = server.createSharedWorkerExecutor("events", THREADS);
        }
        return threads;
    }

    private final class Events extends VertxPlatformHttpConsumer {
        Events(PlatformHttpEndpoint endpoint, Processor route) {
            super(endpoint, route, getHandlers(), VertxPlatformHttpRouter.getRouterNameFromPort(getServerPort()));
        }

        @Override
        protected void handleRequest(RoutingContext request) {
            if (isSuspended()) {
                super.handleRequest(request);
                return;
            }
            Context loop = request.vertx().getOrCreateContext();
            Exchange exchange = createExchange(false);
            exchange.setPattern(ExchangePattern.InOut);
            processHttpRequest(exchange, request)
                    .compose(read -> threads(request.vertx()).executeBlocking(() -> {
                createUoW(exchange);
                return getAsyncProcessor().process(exchange, any -> loop.runOnContext(here ->
                        answer(exchange, request)));
            }, false)).onFailure(request::fail);
        }

        /** Unless it took so long that the server has. */
        private void answer(Exchange exchange, RoutingContext request) {
            if (!request.response().ended()) {
                boolean failed = exchange.isFailed();
                request.response().setStatusCode(failed ? 500
                        : exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class))
                        .end(failed ? "" : Objects.toString(exchange.getMessage().getBody(String.class), ""));
            }
            doneUoW(exchange);
            releaseExchange(exchange, false);
        }
    }
}
