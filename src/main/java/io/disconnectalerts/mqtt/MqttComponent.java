package io.disconnectalerts.mqtt;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Endpoint;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Component;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.support.PluginHelper;

/**
 * Camel's {@code paho-mqtt5} with a consumer that keeps what a durable session promises: nothing that waited at the
 * broker is dropped at start, nothing stalls after a reconnect (CAMEL-24511), and a message is acknowledged when its
 * exchange has completed, not before. Options, header names and the producer are those of the stock component; bound in
 * the registry as {@code paho-mqtt5-component} it takes its place.
 */
public final class MqttComponent extends PahoMqtt5Component {

    @Metadata(label = "security", description = "PEM file with the authorities to trust on ssl:// URLs; empty = those "
            + "of the JVM.")
    private String ca;
    @Metadata(label = "security", description = "PEM file with the client's certificate chain; empty = none is shown.")
    private String cert;
    @Metadata(label = "security", description = "PEM file with the private key of the client's certificate (PKCS#8 or "
            + "PKCS#1).")
    private String key;
    @Metadata(label = "consumer", defaultValue = "300", description = "Seconds to stay away after another process has "
            + "taken our client id.")
    private int takenOverPauseS = 300;

    private final List<MqttEntrance> entrances = new CopyOnWriteArrayList<>();

    /** The least healthy of the entrances that consume through this component; there is usually one. */
    public EntranceState state() {
        EntranceState state = new EntranceState.Off("No route consumes from MQTT.");
        for (MqttEntrance entrance : entrances) {
            state = entrance.state();
            if (!state.up()) {
                return state;
            }
        }
        return state;
    }

    /** Camel's own, whose name only the annotation says that would make this component Camel's everywhere. */
    @Override
    public PropertyConfigurer getComponentPropertyConfigurer() {
        return configurer("component");
    }

    @Override
    public PropertyConfigurer getEndpointPropertyConfigurer() {
        return configurer("endpoint");
    }

    private PropertyConfigurer configurer(String of) {
        return PluginHelper.getConfigurerResolver(getCamelContext())
                .resolvePropertyConfigurer("paho-mqtt5-" + of, getCamelContext());
    }

    @Override
    protected Endpoint createEndpoint(String uri, String topic, Map<String, Object> parameters) throws Exception {
        MqttEndpoint endpoint = new MqttEndpoint(uri, topic, this, getConfiguration().copy());
        endpoint.setClient(getClient());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    void opened(MqttEntrance entrance) {
        entrances.add(entrance);
    }

    void closed(MqttEntrance entrance) {
        entrances.remove(entrance);
    }

    Tls tls() {
        return new Tls(ca, cert, key);
    }

    public String getCa() {
        return ca;
    }

    public void setCa(String ca) {
        this.ca = ca;
    }

    public String getCert() {
        return cert;
    }

    public void setCert(String cert) {
        this.cert = cert;
    }

    public String getKey() {
        return key;
    }

    public void setKey(String key) {
        this.key = key;
    }

    public int getTakenOverPauseS() {
        return takenOverPauseS;
    }

    public void setTakenOverPauseS(int takenOverPauseS) {
        this.takenOverPauseS = takenOverPauseS;
    }
}
