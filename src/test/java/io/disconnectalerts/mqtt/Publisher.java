package io.disconnectalerts.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/** Somebody else at the broker, who publishes with QoS 1 and returns when the broker has taken the message. */
public final class Publisher implements AutoCloseable {

    private final MqttClient client;

    public Publisher(String url) throws MqttException {
        this(url, "publisher", false);
    }

    /** @param durable whether to connect without a clean start, so as to take over a session that exists. */
    Publisher(String url, String clientId, boolean durable) throws MqttException {
        client = new MqttClient(url, clientId, new MemoryPersistence());
        client.setTimeToWait(5000);
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(!durable);
        options.setSessionExpiryInterval(durable ? 86400L : 0L);
        client.connect(options);
    }

    public void publish(String topic, String text) throws MqttException {
        MqttProperties properties = new MqttProperties();
        properties.setUserProperties(new ArrayList<>(List.of(new UserProperty("CamelHttpUri", "http://127.0.0.1:1/"))));
        MqttMessage message = new MqttMessage(text.getBytes(UTF_8), 1, false, properties);
        for (boolean taken = false; !taken;) {
            taken = taken(topic, message);
        }
    }

    /** False while Paho says its window is full, which it opens some time after the publish before has returned. */
    private boolean taken(String topic, MqttMessage message) throws MqttException {
        try {
            client.publish(topic, message);
            return true;
        } catch (MqttException e) {
            if (e.getReasonCode() != MqttClientException.REASON_CODE_MAX_INFLIGHT) {
                throw e;
            }
            Thread.onSpinWait();
            return false;
        }
    }

    /**
     * Publishes {@code from}, {@code from + 1} ... {@code to - 1}, each on a topic of its own, and returns the texts.
     */
    List<String> publish(String topic, int from, int to) throws MqttException {
        List<String> texts = IntStream.range(from, to).mapToObj(Integer::toString).toList();
        for (String text : texts) {
            publish(topic + text, text);
        }
        return texts;
    }

    boolean isConnected() {
        return client.isConnected();
    }

    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            client.disconnect();
        }
        client.close();
    }
}
