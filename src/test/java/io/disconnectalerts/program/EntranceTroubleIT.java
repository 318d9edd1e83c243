package io.disconnectalerts.program;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.broker.Broker;
import io.disconnectalerts.broker.EmbeddedBroker;
import io.disconnectalerts.broker.FreePort;
import io.disconnectalerts.broker.Mosquitto;
import io.disconnectalerts.mqtt.Cable;
import io.disconnectalerts.mqtt.Certificates;
import io.disconnectalerts.mqtt.Publisher;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An MQTT entrance that cannot work says why in log, health and metric, and works again by itself; the HTTP entrance
 * beside it goes on.
 */
class EntranceTroubleIT {
    /** Five minutes as delivered. */
    private static final Duration PAUSE = Duration.ofSeconds(15);

    @TempDir
    private Path folder;
    private final Groups groups = Groups.open();
    private Program program;

    @AfterEach
    void stop() {
        program.close();
        groups.close();
    }

    private Program program() {
        program = new Program(folder).set("wecom.token", groups.wecom().token()).set("wecom.url", groups.wecom().url())
                .set("wecom.per-minute", "0");
        return program;
    }

    private void is(String level, String sentence) {
        await(sentence).atMost(40, SECONDS).untilAsserted(() -> {
            String health = program.get("/observe/health").body();
            assertTrue(health.contains(sentence), health);
            assertEquals(level.equals("INFO") ? 1 : 0, program.metric("alerts_entrance_up{entrance=\"mqtt\"}"));
            assertTrue(program.out().lines().anyMatch(
                    line -> line.contains(" " + level + " ") && line.contains(sentence)), program::out);
            assertEquals(200, program.get("/observe/health/ready").statusCode());
        });
    }

    private void tells(Broker broker, int event) throws Exception {
        tells(broker.url(), event);
    }

    /** What is published comes with a user property {@code CamelHttpUri}, which steers nothing. */
    private void tells(String url, int event) throws Exception {
        try (Publisher emqx = new Publisher(url)) {
            emqx.publish("alerts/clients/a", Flood.event(event));
        }
        await("told").until(() -> Groups.told(groups.wecom()) == event + 1);
    }

    @Test
    void aSubscriptionThatIsRefusedAndABrokerThatRestarts() throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker()) {
            broker.refuse("alerts/clients/#");
            program().set("mqtt.url", broker.url()).set("mqtt.topic", "alerts/clients/#").start();
            is("ERROR", "refuses the subscription to alerts/clients/# (0x87 not authorized)");
            broker.allow("alerts/clients/#");
            is("INFO", "Connected to " + broker.url());
            tells(broker, 0);
            broker.stop();
            is("WARN", "No connection to the broker " + broker.url());
            broker.start();
            is("INFO", "Connected to " + broker.url());
            tells(broker, 1);
        }
    }

    @Test
    void aNetworkThatFallsSilent() throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(); Cable cable = new Cable(broker.port())) {
            program().unpack("routes").set("mqtt.url", cable.url());
            program.edit("routes/1-receive-mqtt.camel.yaml", "keepAliveInterval: 20", "keepAliveInterval: 2");
            program.start();
            is("INFO", "Connected to " + cable.url());
            cable.cut();
            is("WARN", "No connection to the broker " + cable.url());
            cable.mend();
            is("INFO", "Connected to " + cable.url());
            tells(broker, 0);
        }
    }

    @Test
    void aSessionThatAnotherProcessTakesOverIsLeftToItAndTriedAgainLater(@TempDir Path elsewhere) throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker()) {
            program().unpack("application.properties").set("mqtt.url", broker.url());
            program.edit("application.properties", "camel.component.paho-mqtt5.ca=",
                    "camel.component.paho-mqtt5.taken-over-pause-s=" + PAUSE.toSeconds()
                    + "\ncamel.component.paho-mqtt5.ca=");
            program.start();
            is("INFO", "Connected to " + broker.url());
            Instant taken = Instant.now();
            try (Program other = new Program(elsewhere).set(groups.settings()).set("mqtt.url", broker.url()).start()) {
                is("ERROR", "Another process has connected to " + broker.url()
                        + " with the client id disconnect-alerts, so this one keeps away for " + PAUSE.toSeconds()
                        + " s");
                try (Publisher emqx = new Publisher(broker.url())) {
                    emqx.publish("alerts/clients/a", Flood.event(0));
                }
                await("told by the other").until(() -> Groups.told(groups.feishu()) == 1);
                assertEquals(1, other.metric("alerts_entrance_up{entrance=\"mqtt\"}"));
                other.stop();
            }
            await("its pause is over").atMost(PAUSE.plusSeconds(60))
                    .until(() -> program.metric("alerts_entrance_up{entrance=\"mqtt\"}") == 1);
            assertTrue(Duration.between(taken, Instant.now()).compareTo(PAUSE) >= 0);
            is("INFO", "Connected to " + broker.url());
            tells(broker, 1);
        }
    }

    @Test
    void aWrongCertificateThatIsReplaced() throws Exception {
        Certificates authority = new Certificates(folder, "ours");
        authority.issue("broker", "127.0.0.2");
        authority.issue("client", "127.0.0.1");
        int plain = FreePort.take();
        try (Mosquitto broker = Mosquitto.with("cafile " + pem("ours.crt"), "certfile " + pem("broker.crt"),
                "keyfile " + pem("broker.key"), "require_certificate true",
                "listener " + plain + " 127.0.0.1")) {
            String tls = broker.url().replace("tcp:", "ssl:");
            program().set("mqtt.url", tls).set("mqtt.ca", pem("ours.crt")).set("mqtt.cert", pem("client.crt"))
                    .set("mqtt.key", pem("client.key"))
                    .set("http.cert", pem("client.crt")).set("http.key", pem("client.key")).https(trusting("ours.crt"))
                    .start();
            is("WARN", "No connection to the broker " + tls + ": its certificate is not acceptable");
            assertEquals(202, program.post("/events", Flood.event(0)).statusCode());
            await("told").until(() -> Groups.told(groups.wecom()) == 1);

            authority.issue("broker", "127.0.0.1");
            broker.stop();
            broker.start();
            is("INFO", "Connected to " + tls);
            tells("tcp://127.0.0.1:" + plain, 1);
        }
    }

    private String pem(String file) {
        return folder.resolve(file).toString();
    }

    private HttpClient trusting(String authority) throws Exception {
        KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
        authorities.load(null, null);
        try (InputStream certificate = Files.newInputStream(folder.resolve(authority))) {
            authorities.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(certificate));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(authorities);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }
}
