package io.disconnectalerts.watch;

import io.disconnectalerts.mqtt.MqttComponent;
import io.disconnectalerts.settings.Settings;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;

/** Whether events can come in. */
final class Entrances {
    private static final String HTTP = "receive-http";

    private final CamelContext context;
    private final MqttComponent mqtt;
    private final Settings settings;

    Entrances(CamelContext context, Settings settings) {
        this.context = context;
        this.mqtt = context.getComponent("paho-mqtt5", MqttComponent.class);
        this.settings = settings;
    }

    boolean httpUp() {
        return http() == ServiceStatus.Started;
    }

    boolean mqttUp() {
        return mqtt.state().up();
    }

    /** What keeps requests out, if they are to come in at all. */
    Optional<String> httpTrouble() {
        return Optional.ofNullable(http()).filter(status -> status != ServiceStatus.Started)
                .map(status -> "the route " + HTTP + " is " + status);
    }

    String httpState() {
        return http() == null ? "off: there is no route " + HTTP : "on";
    }

    String mqttState() {
        return settings.mqtt() ? mqtt.state().why() : "off: mqtt.url turns it on";
    }

    /** Null if there is no such route. */
    private ServiceStatus http() {
        return context.getRouteController().getRouteStatus(HTTP);
    }
}
