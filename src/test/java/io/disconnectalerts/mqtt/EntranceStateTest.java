package io.disconnectalerts.mqtt;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.disconnectalerts.broker.Broker;
import io.disconnectalerts.broker.EmbeddedBroker;
import io.disconnectalerts.broker.FreePort;
import io.disconnectalerts.broker.Mosquitto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator reads when an entrance cannot work, and that it mends itself once the cause is gone. */
@Timeout(60)
class EntranceStateTest {

    private static final String NOWHERE = "tcp://127.0.0.1:" + FreePort.take();

    private static EmbeddedBroker hive;

    @TempDir
    private static Path files;

    @BeforeAll
    static void issueCertificates() throws Exception {
        Certificates ours = new Certificates(files, "ours");
        ours.issue("broker", "127.0.0.1");
        ours.issue("elsewhere", "127.0.0.2");
        ours.issue("client", "127.0.0.1");
        Certificates theirs = new Certificates(files, "theirs");
        theirs.issue("stranger", "127.0.0.1");
        ours.issue("six", "::1");
    }

    @BeforeAll
    static void startHive() throws IOException {
        hive = new EmbeddedBroker();
    }

    @AfterAll
    static void stopHive() throws IOException {
        hive.close();
    }

    private static void becomes(Entrance entrance, Class<? extends EntranceState> state, String... words) {
        await(state.getSimpleName()).untilAsserted(() -> {
            assertEquals(state, entrance.state().getClass(), entrance.state().why());
            for (String word : words) {
                assertTrue(entrance.state().why().contains(word), entrance.state().why());
            }
        });
    }

    private static void works(Broker broker, Entrance entrance) throws Exception {
        becomes(entrance, EntranceState.Up.class);
        try (Publisher publisher = new Publisher(broker.url())) {
            publisher.publish(entrance.topic() + "a", "works");
        }
        await().until(() -> entrance.taken.contains("works"));
    }

    @Test
    void aBrokerThatIsNotThereYetStopsNothingAndIsSaidOnce() throws Exception {
        try (Mosquitto broker = Mosquitto.with(); Log log = new Log()) {
            broker.stop();
            try (Entrance entrance = Entrance.to(broker).with("userName", "alerts").with("password", "hunter2")
                    .start()) {
                becomes(entrance, EntranceState.Down.class, broker.url(), "nothing answers there", "check mqtt.url");
                await().during(Duration.ofMillis(1500)).atMost(3, SECONDS)
                        .until(() -> entrance.state() instanceof EntranceState.Down);
                assertEquals(1, log.at(Level.WARN).size(), () -> log.at(Level.WARN).toString());
                assertNull(log.at(Level.WARN).get(0).getThrowableProxy());
                broker.start();
                works(broker, entrance);
                assertEquals(List.of(entrance.state().why()),
                        log.at(Level.INFO).stream().map(ILoggingEvent::getFormattedMessage).toList());
                assertFalse(log.everything().contains("hunter2"));
            }
        }
    }

    @Test
    void ofSeveralServersTheOneThatAnswersIsUsed() throws Exception {
        try (Mosquitto broker = Mosquitto.with(); Entrance entrance =
                new Entrance(NOWHERE + ", " + broker.url()).start()) {
            works(broker, entrance);
        }
    }

    @Test
    void aRefusedSubscriptionNamesFilterReasonAndRemedy() throws Exception {
        try (Mosquitto broker = Mosquitto.refusingSubscriptions(); Log log = new Log();
                Entrance entrance = Entrance.to(broker).start()) {
            becomes(entrance, EntranceState.Refused.class, entrance.topic() + "#", "0x87 not authorized",
                    "access rules",
                    "client id " + entrance.name, "change mqtt.topic");
            await().during(Duration.ofMillis(1500)).atMost(3, SECONDS)
                    .until(() -> entrance.state() instanceof EntranceState.Refused);
            assertEquals(1, log.at(Level.ERROR).size());
        }
    }

    @Test
    void aSubscriptionIsAskedForAgainUntilTheBrokerAllowsIt() throws Exception {
        Entrance entrance = Entrance.to(hive);
        hive.refuse(entrance.topic() + "#");
        try (Entrance running = entrance.start()) {
            becomes(running, EntranceState.Refused.class, "0x87");
            hive.allow(entrance.topic() + "#");
            works(hive, running);
        }
    }

    @Test
    void aSessionTakenOverIsLeftToTheOtherForAWhile() throws Exception {
        try (Entrance entrance = Entrance.to(hive).with("takenOverPauseS", 3).start()) {
            becomes(entrance, EntranceState.Up.class);
            try (Publisher other = new Publisher(hive.url(), entrance.name, true)) {
                becomes(entrance, EntranceState.TakenOver.class, "client id " + entrance.name, "3 s");
                await().during(Duration.ofSeconds(2)).atMost(3, SECONDS).until(other::isConnected);
                assertEquals(EntranceState.TakenOver.class, entrance.state().getClass());
            }
            works(hive, entrance);
        }
    }

    @Test
    void aSessionTakenOverWithoutAWordIsLeftAtTheThirdTime() throws Exception {
        try (Mosquitto broker = Mosquitto.with("");
                Entrance entrance = Entrance.to(broker).with("takenOverPauseS", 3).start()) {
            for (int time = 1; time <= 3; time++) {
                becomes(entrance, EntranceState.Up.class);
                new Publisher(broker.url(), entrance.name, true).close();
                becomes(entrance, time < 3 ? EntranceState.Down.class : EntranceState.TakenOver.class);
            }
            becomes(entrance, EntranceState.TakenOver.class, "client id " + entrance.name, "3 s");
            works(broker, entrance);
        }
    }

    @Test
    void aBrokerThatRefusesThePasswordIsQuoted() throws Exception {
        try (Mosquitto broker = Mosquitto.with("allow_anonymous false");
                Entrance entrance = Entrance.to(broker).start()) {
            becomes(entrance, EntranceState.Down.class, "0x87 not authorized", "check mqtt.username and mqtt.password");
        }
    }

    @Test
    void aHostThatNobodyKnowsIsNamed() throws Exception {
        try (Entrance entrance = new Entrance("tcp://no-such-host.invalid:1883").start()) {
            becomes(entrance, EntranceState.Down.class, "tcp://no-such-host.invalid:1883: its host name is unknown",
                    "check mqtt.url");
        }
    }

    @Test
    void aPortWithTlsIsToldFromOneWithout() throws Exception {
        try (Mosquitto secured = Mosquitto.with("certfile " + pem("broker.crt"), "keyfile " + pem("broker.key"));
                Entrance plain = Entrance.to(secured).start();
                Entrance tls = new Entrance(hive.url().replace("tcp:", "ssl:")).start()) {
            becomes(plain, EntranceState.Down.class, "with TLS it begins with ssl://");
            becomes(tls, EntranceState.Down.class, "without TLS mqtt.url begins with tcp://");
        }
    }

    @Test
    void aFileThatHoldsNoCertificateIsNamed() throws Exception {
        Path garbage = Files.writeString(files.resolve("garbage.crt"), "-----BEGIN CERTIFICATE-----\n");
        try (Entrance authority = new Entrance("ssl://127.0.0.1:1").with("ca", garbage).start();
                Entrance own = new Entrance("ssl://127.0.0.1:1").with("cert", garbage).with("key", garbage).start()) {
            becomes(authority, EntranceState.Down.class, "mqtt.ca: the file " + garbage + " holds no certificate");
            becomes(own, EntranceState.Down.class, "mqtt.cert and mqtt.key cannot be used");
        }
    }

    @ParameterizedTest(name = "broker shows {0}, we trust {1}, show {2}: {3}")
    @CsvSource({
        "broker, ours, client, ",
        "broker, theirs, client, 'no authority we trust has signed its certificate, check mqtt.ca'",
        "broker, '', client, 'no authority we trust has signed its certificate, check mqtt.ca'",
        "broker, ours, stranger, check mqtt.cert and mqtt.key",
        "broker, ours, '', check mqtt.cert and mqtt.key",
        "elsewhere, ours, client, 127.0.0.1",
        "broker, missing, client, missing.crt cannot be read",
    })
    void encryptionWorksOnlyWithTheRightCertificatesOnBothSides(String server, String ca, String client, String trouble)
    throws Exception {
        try (Mosquitto broker = Mosquitto.with("cafile " + pem("ours.crt"), "certfile " + pem(server + ".crt"),
                "keyfile " + pem(server + ".key"), "require_certificate true");
                Entrance entrance = new Entrance(broker.url().replace("tcp:", "ssl:"))
                        .with("ca", ca.isEmpty() ? "" : pem(ca + ".crt"))
                        .with("cert", client.isEmpty() ? "" : pem(client + ".crt"))
                        .with("key", client.isEmpty() ? "" : pem(client + ".key"))
                        .start()) {
            if (trouble == null) {
                becomes(entrance, EntranceState.Up.class, "ssl://");
            } else {
                becomes(entrance, EntranceState.Down.class, trouble);
            }
        }
    }

    @ParameterizedTest(name = "broker shows {0}: {1}")
    @CsvSource({"six, ", "broker, its certificate is not acceptable (Certificate for <::1> doesn't match"})
    void anAddressOfIpVersion6IsReachedAndVerified(String shown, String trouble) throws Exception {
        int port = FreePort.take();
        try (Mosquitto broker = Mosquitto.with("listener " + port + " ::1", "certfile " + pem(shown + ".crt"),
                "keyfile " + pem(shown + ".key"));
                Entrance entrance = new Entrance("ssl://[::1]:" + port).with("ca", pem("ours.crt")).start()) {
            if (trouble == null) {
                becomes(entrance, EntranceState.Up.class, "Connected to ssl://[::1]:" + port);
            } else {
                becomes(entrance, EntranceState.Down.class, trouble, "check the host in mqtt.url");
            }
            assertTrue(broker.log().contains("New connection"), broker.log());
        }
    }

    private static String pem(String file) {
        return files.resolve(file).toString();
    }
}
