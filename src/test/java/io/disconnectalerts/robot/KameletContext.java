package io.disconnectalerts.robot;

import java.time.Clock;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** A plain Camel project that uses the kamelets the way any other would: a YAML route and three settings. */
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

    private final CamelContext camel = new DefaultCamelContext();
    private final ProducerTemplate template;

    KameletContext(Clock clock) throws Exception {
        camel.getRegistry().bind("clock", clock);
        camel.getComponent("kamelet", KameletComponent.class).setLocation("file:kamelets");
        camel.getComponent("kamelet", KameletComponent.class).setNoErrorHandler(true);
        camel.getComponent("http", HttpComponent.class).setAutomaticRetriesDisabled(true);
        camel.start();
        template = camel.createProducerTemplate();
    }

    /** Adds a route {@code direct:<platform>} into the platform's kamelet; every parameter is a {@code {{setting}}}. */
    KameletContext with(String platform, Map<String, String> parameters) throws Exception {
        StringBuilder route = new StringBuilder(ROUTE.formatted(platform));
        Properties settings = new Properties();
        parameters.forEach((name, value) -> {
            settings.setProperty(platform + "." + name, value);
            route.append("              %s: \"{{%s.%s}}\"%n".formatted(name, platform, name));
        });
        settings.forEach((name, value) ->
                camel.getPropertiesComponent().addInitialProperty((String) name, (String) value));
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(ResourceHelper.fromString(platform + ".camel.yaml", route.toString()));
        return this;
    }

    /**
     * Sends beside headers no kamelet may heed or pass on.
     *
     * @return null when the message was accepted, otherwise what the kamelet threw
     */
    Throwable send(String platform, String text) {
        try {
            template.sendBodyAndHeaders("direct:" + platform, text, Map.of("CamelHttpUri", "http://127.0.0.1:1/stolen",
                    "CamelHttpMethod", "GET", "CamelHttpQuery", "key=stolen", "Content-Type", "text/plain", "device",
                    "d1"));
            return null;
        } catch (CamelExecutionException e) {
            return e.getCause();
        }
    }

    CamelContext camel() {
        return camel;
    }

    @Override
    public void close() {
        camel.stop();
    }
}
