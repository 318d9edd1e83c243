package io.disconnectalerts.watch;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Has every event and every message traced, and sends the spans where OpenTelemetry's own {@code OTEL_} variables say.
 * Only {@link #install} is called from elsewhere, and only when tracing is on, so that nothing of it is loaded
 * otherwise.
 */
public final class Tracing extends ServiceSupport {
    /** Traces alone, over HTTP; no request's trace is continued, and none is shown to a robot's platform. */
    private static final Map<String, String> DEFAULTS =
            Map.of("otel.service.name", "disconnect-alerts", "otel.exporter.otlp.protocol", "http/protobuf",
            "otel.metrics.exporter", "none", "otel.logs.exporter", "none", "otel.propagators", "none");

    private final OpenTelemetrySdk sdk;

    private Tracing(OpenTelemetrySdk sdk) {
        this.sdk = sdk;
    }

    public static void install(CamelContext context) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder().addPropertiesSupplier(() -> DEFAULTS)
                .disableShutdownHook().build().getOpenTelemetrySdk();
        context.getRegistry().bind("tracer", sdk.getTracer("disconnect-alerts"));
        context.getRegistry().bind("propagators", sdk.getPropagators());
        try {
            context.addService(new Tracing(sdk));
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
        new OpenTelemetryTracer().init(context);
    }

    /** What is not sent yet is sent, once no route is at work any more. */
    @Override
    protected void doStop() {
        sdk.close();
    }
}
