package io.disconnectalerts.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.disconnectalerts.settings.Address;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Endpoint;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.internal.NetworkModuleService;

/** The stock endpoint with {@link MqttEntrance} for a consumer. */
final class MqttEndpoint extends PahoMqtt5Endpoint {

    MqttEndpoint(String uri, String topic, MqttComponent component, PahoMqtt5Configuration configuration) {
        super(uri, topic, component, configuration);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        MqttEntrance entrance = new MqttEntrance(this, processor);
        configureConsumer(entrance);
        return entrance;
    }

    @Override
    public MqttComponent getComponent() {
        return (MqttComponent) super.getComponent();
    }

    /**
     * The brokers to try, in order: {@code serverURIs} if set, else {@code brokerUrl}; commas separate several.
     *
     * @throws IllegalArgumentException if one is not a URL this component can connect to.
     */
    List<Address> servers() {
        PahoMqtt5Configuration configuration = getConfiguration();
        String urls = configuration.getServerURIs() == null ? configuration.getBrokerUrl()
                : configuration.getServerURIs();
        return Stream.of(urls.split(",")).map(String::trim).map(MqttEndpoint::server).toList();
    }

    private static Address server(String url) {
        try {
            NetworkModuleService.validateURI(url);
            return Address.of(url).orElseThrow();
        } catch (IllegalArgumentException | NoSuchElementException e) {
            throw new IllegalArgumentException("brokerUrl needs tcp://host:port or ssl://host:port, several separated "
                    + "by commas", e);
        }
    }

    String clientId() {
        return getConfiguration().getClientId() == null ? generateClientId() : getConfiguration().getClientId();
    }

    /**
     * What to connect to one server with. The PEM files are read anew each time, so a renewed certificate needs no
     * restart.
     */
    MqttConnectionOptions options(Address server) throws Exception {
        MqttConnectionOptions options = createMqttConnectionOptions();
        options.setServerURIs(new String[] {Dialer.address(server)});
        options.setAutomaticReconnect(false);
        if (getConfiguration().getPassword() != null) {
            options.setPassword(getConfiguration().getPassword().getBytes(UTF_8));
        }
        if (Tls.isFor(server) && options.getSocketFactory() == null && options.getSSLProperties() == null) {
            options.setSocketFactory(getComponent().tls().socketFactory());
        }
        return options;
    }
}
