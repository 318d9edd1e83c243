package io.disconnectalerts.mqtt;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.common.MqttException;

/** Puts what the client library reports into words an operator can act on. */
final class Trouble {

    private Trouble() {
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

    /** Half a sentence, without a stop, on why a connection failed or ended. */
    static String with(Throwable failure) {
        Throwable root = root(failure);
        if (root instanceof UnknownHostException) {
            return "its host name is unknown";
        } else if (root instanceof ConnectException) {
            return "nothing answers there (" + root.getMessage() + ")";
        } else if (root instanceof SocketTimeoutException) {
            return "it does not answer in time";
        } else if (root instanceof EOFException) {
            return "it closed the connection";
        } else if (root instanceof CertPathBuilderException) {
            return "no authority we trust has signed its certificate, check the CA file";
        } else if (root instanceof CertificateException) {
            return "its certificate is not acceptable (" + root.getMessage() + ")";
        } else if (root instanceof SSLException) {
            return "TLS failed (" + root.getMessage() + ")";
        } else if (root instanceof MqttException mqtt) {
            return with(mqtt);
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    private static String with(MqttException failure) {
        return switch (failure.getReasonCode()) {
            case MqttClientException.REASON_CODE_CLIENT_TIMEOUT, MqttClientException.REASON_CODE_WRITE_TIMEOUT -> "it has gone silent";
            case MqttClientException.REASON_CODE_CONNECTION_LOST -> "the connection was lost";
            default -> failure.getReasonCode() < 0x100 ? "it answers " + code(failure.getReasonCode()) : failure.getMessage();
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
