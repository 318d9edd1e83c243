package io.disconnectalerts.mqtt;

import io.disconnectalerts.settings.Address;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.common.MqttException;

/** Puts what the client library reports into words an operator can act on. */
final class ConnectionFailure {

    private ConnectionFailure() {
    }

    /** Whether the other side closed the connection without a word. */
    static boolean closed(Throwable failure) {
        return root(failure) instanceof EOFException;
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    /**
     * Half a sentence, without a stop, on why a connection failed or ended, and what to look at.
     *
     * @param answered whether the broker had answered before
     */
    static String sentence(Throwable failure, Address server, boolean answered) {
        Throwable root = root(failure);
        if (root instanceof UnknownHostException) {
            return "its host name is unknown, check mqtt.url";
        } else if (root instanceof ConnectException || root instanceof NoRouteToHostException) {
            return "nothing answers there (" + root.getMessage() + "), check mqtt.url";
        } else if (root instanceof SocketTimeoutException) {
            return "it does not answer in time" + port(server, answered);
        } else if (root instanceof EOFException || root instanceof SocketException) {
            return "it closed the connection" + port(server, answered);
        } else if (root instanceof CertPathBuilderException) {
            return "no authority we trust has signed its certificate, check mqtt.ca";
        } else if (root instanceof CertificateException || root instanceof SSLPeerUnverifiedException) {
            return "its certificate is not acceptable (" + root.getMessage() + "), check the host in mqtt.url";
        } else if (root instanceof SSLException) {
            return "TLS failed (" + root.getMessage() + ")" + port(server, answered);
        } else if (root instanceof MqttException mqtt) {
            return sentence(mqtt);
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    /** A port that never answered may be one for the other kind of connection. */
    private static String port(Address server, boolean answered) {
        String tls = ", check mqtt.cert and mqtt.key; without TLS mqtt.url begins with tcp://";
        return answered ? "" : Tls.isFor(server) ? tls : ", check mqtt.url; with TLS it begins with ssl://";
    }

    private static String sentence(MqttException failure) {
        return switch (failure.getReasonCode()) {
            case MqttClientException.REASON_CODE_CLIENT_TIMEOUT, MqttClientException.REASON_CODE_WRITE_TIMEOUT ->
                    "it has gone silent";
            case MqttClientException.REASON_CODE_CONNECTION_LOST -> "the connection was lost";
            case 0x85 -> "it answers " + code(0x85) + ", check mqtt.client-id";
            case 0x86, 0x87, 0x8C ->
                    "it answers " + code(failure.getReasonCode()) + ", check mqtt.username and mqtt.password";
            default -> failure.getReasonCode() < 0x100 ? "it answers " + code(failure.getReasonCode())
                    : failure.getMessage();
        };
    }

    /** A reason code of MQTT 5 (section 2.4) in digits and words: {@code 0x87 not authorized}. */
    static String code(int reason) {
        String words = switch (reason) {
            case 0x80 -> "unspecified error";
            case 0x82 -> "protocol error";
            case 0x83 -> "implementation specific error";
            case 0x84 -> "unsupported protocol version";
            case 0x85 -> "client id not valid";
            case 0x86 -> "bad user name or password";
            case 0x87 -> "not authorized";
            case 0x88 -> "server unavailable";
            case 0x89 -> "server busy";
            case 0x8A -> "banned";
            case 0x8B -> "server shutting down";
            case 0x8C -> "bad authentication method";
            case 0x8D -> "keep alive timeout";
            case 0x8E -> "session taken over";
            case 0x8F -> "topic filter not valid";
            case 0x93 -> "receive maximum exceeded";
            case 0x97 -> "quota exceeded";
            case 0x98 -> "administrative action";
            case 0x9C -> "use another server";
            case 0x9D -> "server moved";
            case 0x9E -> "shared subscriptions not supported";
            case 0x9F -> "connection rate exceeded";
            case 0xA2 -> "wildcard subscriptions not supported";
            default -> "";
        };
        return String.format("0x%02X %s", reason, words).trim();
    }
}
