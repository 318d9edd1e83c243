package io.disconnectalerts.robot;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** A plain Camel project that uses the kamelets the way any other would: a YAML route and three settings, no more. */
final class KameletContext implements AutoCloseable {

    private static final String ROUTE = """
            - route:
                id: %1$s
                errorHandler:
                  noErrorHandler: {}
                from:
                  uri: direct:%1$s
                  steps:
                    - to:
                        uri: kamelet:%1$s-robot-sink
                        parameters:
            """;

    private static final Map<String, Object> HEADERS = Map.of("CamelHttpUri", "http://127.0.0.1:1/stolen",
            "CamelHttpMethod", "GET", "CamelHttpQuery", "key=stolen", "CamelHttpRawQuery", "key=stolen",
            "CamelHttpPath", "stolen", "Content-Type", "text/plain", "Content-Length", "1", "Transfer-Encoding",
            "chunked", "Host", "stolen", "device", "d1");

    private final CamelContext camel = new DefaultCamelContext();
    private final ProducerTemplate template;

    KameletContext(Clock clock) throws Exception {
        camel.getRegistry().bind("clock", clock);
        camel.getComponent("kamelet", KameletComponent.class).setLocation("file:kamelets");
        camel.getComponent("kamelet", KameletComponent.class).setNoErrorHandler(true);
        camel.setStreamCaching(true);
        camel.getStreamCachingStrategy().setEnabled(true);
        camel.start();
        template = camel.createProducerTemplate();
    }

    /** Adds a route {@code direct:<platform>} into the platform's kamelet; every parameter is a {@code {{setting}}}. */
    KameletContext with(String platform, Map<String, String> parameters) throws Exception {
        StringBuilder route = new StringBuilder(ROUTE.formatted(platform));
        Map<String, String> settings = new HashMap<>();
        parameters.forEach((name, value) -> {
            settings.put(platform + "." + name, value);
            route.append("              %s: \"{{%s.%s}}\"%n".formatted(name, platform, name));
        });
        return with(settings, route.toString());
    }

    KameletContext with(Map<String, String> settings, String route) throws Exception {
        settings.forEach(camel.getPropertiesComponent()::addInitialProperty);
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("route.camel.yaml", route));
        return this;
    }

    /**
     * Sends beside headers no kamelet may heed or pass on.
     *
     * @return null when the message was accepted, otherwise what the kamelet threw
     */
    Throwable send(String platform, Object text) {
        return exchange(platform, text).getException();
    }

    /** Like {@link #send}: what the caller's route goes on with. */
    Exchange exchange(String platform, Object text) {
        return template.request("direct:" + platform, exchange -> {
            exchange.getMessage().setBody(text);
            exchange.getMessage().setHeaders(new HashMap<>(HEADERS));
        });
    }

    CamelContext camel() {
        return camel;
    }

    @Override
    public void close() {
        camel.stop();
    }
}
