package io.disconnectalerts;

import io.disconnectalerts.outbox.OutboxComponent;
import java.util.Collection;
import org.apache.camel.CamelContext;

final class Telemetry {
    static void install(CamelContext context, OutboxComponent outbox, Settings settings, Collection<String> robots) {
    }
}
