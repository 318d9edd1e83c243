package io.disconnectalerts.mqtt;

import io.disconnectalerts.settings.Address;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;

/**
 * One MQTT connection, from CONNECT to its end. It is never revived: packet ids mean something within one connection
 * only, so an acknowledgement that comes late must find its own connection gone rather than settle somebody else's
 * message. The callback is set before CONNECT and nothing here waits on Paho's threads; both are what the stock
 * consumer gets wrong.
 */
final class Connection implements MqttCallback {

    /** What happens to a connection; called on Paho's threads, so an implementation must not wait. */
    interface Listener {

        void subscribed(Connection connection);

        /** @param why half a sentence on why there is no subscription, with the broker's reason code. */
        void refused(Connection connection, String why);

        void takenOver(Connection connection);

        /** It could not be made or has ended; said at least once, unless this side ended it. */
        void lost(Connection connection, Throwable why);

        void arrived(Connection connection, String topic, MqttMessage message);
    }

    /** Paho prints stack traces to stderr through java.util.logging; what matters in them reaches {@link Listener}. */
    private static final Logger PAHO = Logger.getLogger("org.eclipse.paho.mqttv5");

    static {
        PAHO.setLevel(Level.OFF);
    }

    private final Address server;
    private final String topic;
    private final int qos;
    private final MqttConnectionOptions options;
    private final Listener listener;
    private final MqttAsyncClient client;
    private volatile boolean abandoned;
    private volatile boolean answered;

    Connection(Address server, MqttEndpoint endpoint, String clientId, Listener listener) throws Exception {
        this.server = server;
        this.topic = endpoint.getTopic();
        this.qos = endpoint.getConfiguration().getQos();
        this.options = endpoint.options(server);
        this.listener = listener;
        this.client = new MqttAsyncClient(Dialer.address(server), clientId, new MemoryPersistence());
        client.setManualAcks(true);
        client.setCallback(this);
    }

    void open() throws MqttException {
        client.connect(options, null, new Answer() {
            @Override
            public void onSuccess(IMqttToken token) {
                if (abandoned) {
                    new Thread(Connection.this::close, "mqtt late").start();
                } else {
                    subscribe();
                }
            }
        });
    }

    /** Asks for the subscription; the listener hears the answer. */
    void subscribe() {
        try {
            client.subscribe(topic, qos, null, new Answer() {
                @Override
                public void onSuccess(IMqttToken token) {
                    answered = true;
                    int reason = token.getReasonCodes()[0];
                    if (reason < MqttReturnCode.RETURN_CODE_UNSPECIFIED_ERROR) {
                        listener.subscribed(Connection.this);
                    } else {
                        listener.refused(Connection.this, ConnectionFailure.code(reason));
                    }
                }
            });
        } catch (IllegalArgumentException | IllegalStateException e) {
            answered = true;
            listener.refused(this, e.getMessage());
        } catch (MqttException e) {
            listener.lost(this, e);
        }
    }

    /**
     * Sends the PUBACK if the connection is still there; else the broker will send the message again on the next one.
     */
    void acknowledge(MqttMessage message) {
        if (client.isConnected()) {
            try {
                client.messageArrivedComplete(message.getId(), message.getQos());
            } catch (MqttException e) {
                listener.lost(this, e);
            }
        }
    }

    /** Whether the broker has answered CONNECT and SUBSCRIBE. */
    boolean answered() {
        return answered;
    }

    /** Says DISCONNECT after what is still to be sent; takes at most 3 s. The broker keeps the session. */
    void close() {
        abandoned = true;
        try {
            client.disconnect(1000).waitForCompletion(2000);
        } catch (MqttException e) {
            abandon();
        }
    }

    /** Cuts the connection without a word. */
    void abandon() {
        abandoned = true;
        try {
            client.disconnectForcibly(0, 0, false);
        } catch (MqttException e) {
            PAHO.log(Level.FINE, "already gone", e);
        }
    }

    @Override
    public String toString() {
        return name(server);
    }

    Address server() {
        return server;
    }

    /** Scheme, host and port, without user information. */
    static String name(Address server) {
        return server.scheme() + "://" + server.place();
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        listener.arrived(this, topic, message);
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        if (response.getReturnCode() == MqttReturnCode.RETURN_CODE_SESSION_TAKEN_OVER) {
            listener.takenOver(this);
        } else {
            listener.lost(this, response.getException() != null ? response.getException()
                    : new MqttException(response.getReturnCode()));
        }
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
        // followed by disconnected
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        // nothing is published here
    }

    @Override
    public void connectComplete(boolean reconnect, String serverURI) {
        // the connect token has said so already
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
        // no extended authentication
    }

    private abstract class Answer implements MqttActionListener {
        @Override
        public void onFailure(IMqttToken token, Throwable failure) {
            listener.lost(Connection.this, failure);
        }
    }
}
