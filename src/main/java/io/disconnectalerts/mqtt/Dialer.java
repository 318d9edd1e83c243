package io.disconnectalerts.mqtt;

import io.disconnectalerts.settings.Address;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;
import org.eclipse.paho.mqttv5.client.internal.NetworkModuleService;
import org.eclipse.paho.mqttv5.client.internal.TCPNetworkModule;
import org.eclipse.paho.mqttv5.client.spi.NetworkModuleFactory;
import org.eclipse.paho.mqttv5.common.MqttException;

/**
 * Connects Paho, and hands it what arrives as a {@link PacketStream}. It reaches the hosts that Paho does not by
 * itself: those with an underscore, which are none to {@link URI}, and over TLS IPv6 addresses, which fit no server
 * name indication. Over plain TCP it connects to all, and reads at once what has arrived, where Paho asks the system
 * four times for each packet. It has a scheme of its own: {@code dial:///host/port}, or {@code dial:wss://...} for what
 * Paho dials.
 */
public final class Dialer implements NetworkModuleFactory {
    private static final String SCHEME = "dial";

    /** The address as Paho takes it. */
    static String address(Address server) {
        if (server.scheme().equals("tcp") || server.host().contains("_") || server.host().contains(":")) {
            int port = server.port() > 0 ? server.port() : Tls.isFor(server) ? 8883 : 1883;
            return SCHEME + ":///" + server.host() + "/" + port;
        }
        return SCHEME + ":" + server.scheme() + "://" + server.place() + server.path();
    }

    @Override
    public Set<String> getSupportedUriSchemes() {
        return Set.of(SCHEME);
    }

    @Override
    public void validateURI(URI server) {
        if (server.isOpaque()) {
            NetworkModuleService.validateURI(server.getSchemeSpecificPart());
        }
    }

    @Override
    public NetworkModule createNetworkModule(URI server, MqttConnectionOptions options, String clientId)
            throws MqttException {
        if (server.isOpaque()) {
            return new Dialed(NetworkModuleService.createInstance(server.getSchemeSpecificPart(), options, clientId));
        }
        String[] hostAndPort = server.getPath().substring(1).split("/");
        Line line = new Line(hostAndPort[0], Integer.parseInt(hostAndPort[1]), clientId,
                options.getSocketFactory() instanceof SSLSocketFactory tls ? tls : null,
                options.getConnectionTimeout());
        line.setConnectTimeout(options.getConnectionTimeout());
        return line;
    }

    private static final class Line extends TCPNetworkModule {
        private final String host;
        private final int port;
        private final SSLSocketFactory tls;
        private final int patienceS;

        Line(String host, int port, String clientId, SSLSocketFactory tls, int patienceS) {
            super(SocketFactory.getDefault(), host, port, clientId);
            this.host = host;
            this.port = port;
            this.tls = tls;
            this.patienceS = patienceS;
        }

        @Override
        public void start() throws IOException, MqttException {
            super.start();
            if (tls != null) {
                int timeout = socket.getSoTimeout();
                SSLSocket secured = (SSLSocket) tls.createSocket(socket, host, port, true);
                socket = secured;
                secured.setSoTimeout(patienceS * 1000);
                secured.startHandshake();
                X509Certificate shown = (X509Certificate) secured.getSession().getPeerCertificates()[0];
                new DefaultHostnameVerifier().verify(host, shown);
                secured.setSoTimeout(timeout);
            }
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new PacketStream(new BufferedInputStream(super.getInputStream()) {
                @Override
                public synchronized int available() throws IOException {
                    return pos < count ? count - pos : super.available();
                }
            });
        }
    }

    /** A connection of Paho's own. */
    private record Dialed(NetworkModule line) implements NetworkModule {
        @Override
        public void start() throws IOException, MqttException {
            line.start();
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new PacketStream(line.getInputStream());
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return line.getOutputStream();
        }

        @Override
        public void stop() throws IOException {
            line.stop();
        }

        @Override
        public String getServerURI() {
            return line.getServerURI();
        }
    }
}
