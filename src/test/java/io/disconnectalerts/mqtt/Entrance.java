package io.disconnectalerts.mqtt;

import io.disconnectalerts.broker.Broker;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * A Camel application with one route that consumes through {@link MqttComponent}, set up by properties as a user does.
 */
final class Entrance implements AutoCloseable {

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** What completes at once, on another thread than the one it arrived on. */
    static final Function<String, CompletableFuture<?>> AT_ONCE = body -> CompletableFuture.runAsync(() -> { });

    final String name = "entrance-" + COUNT.incrementAndGet();
    final List<String> taken = new CopyOnWriteArrayList<>();
    final List<Map<String, Object>> headers = new CopyOnWriteArrayList<>();
    final List<Object> bodies = new CopyOnWriteArrayList<>();
    private final Map<String, String> options = new TreeMap<>();
    private volatile Function<String, CompletableFuture<?>> work = AT_ONCE;
    private MqttComponent component;
    private Main main;

    Entrance(String url) {
        options.put("brokerUrl", url);
        options.put("clientId", name);
        options.put("qos", "1");
        options.put("cleanStart", "false");
        options.put("sessionExpiryInterval", "86400");
        options.put("keepAliveInterval", "2");
        options.put("connectionTimeout", "1");
    }

    static Entrance to(Broker broker) {
        return new Entrance(broker.url());
    }

    Entrance with(String option, Object value) {
        options.put(option, value.toString());
        return this;
    }

    /** @param work from a message's text to what its exchange waits for. */
    Entrance doing(Function<String, CompletableFuture<?>> work) {
        this.work = work;
        return this;
    }

    /** The prefix of all topics this entrance subscribes to. */
    String topic() {
        return name + "/clients/";
    }

    Entrance start() throws Exception {
        main = new Main();
        main.setDefaultPropertyPlaceholderLocation("false");
        component = new MqttComponent();
        main.bind("paho-mqtt5-component", component);
        main.addInitialProperty("camel.main.shutdownTimeout", "10");
        main.addInitialProperty("camel.main.startupSummaryLevel", "off");
        options.forEach((option, value) -> {
            main.addInitialProperty("mqtt." + option, value);
            main.addInitialProperty("camel.component.paho-mqtt5." + option, "{{mqtt." + option + "}}");
        });
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("paho-mqtt5:" + topic() + "#").routeId(name).process(new Work());
            }
        });
        main.start();
        return this;
    }

    EntranceState state() {
        return component.state();
    }

    Main main() {
        return main;
    }

    /** Stops in order, as a SIGTERM does. */
    @Override
    public void close() {
        main.stop();
    }

    private final class Work extends AsyncProcessorSupport {
        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            bodies.add(exchange.getMessage().getBody());
            headers.add(Map.copyOf(exchange.getMessage().getHeaders()));
            String text = exchange.getMessage().getBody(String.class);
            taken.add(text);
            work.apply(text).whenComplete((nothing, failure) -> {
                exchange.setException(failure);
                callback.done(false);
            });
            return false;
        }
    }
}
