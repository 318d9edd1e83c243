package io.disconnectalerts.program;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.disconnectalerts.broker.Broker;
import io.disconnectalerts.broker.Mosquitto;
import io.disconnectalerts.deploy.Operator;
import io.disconnectalerts.mqtt.Publisher;
import io.disconnectalerts.vendors.WeComServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Integrations of {@code integration.yaml}, started from the files and the environment the operator would give
 * them.
 */
class CamelKIT {
    private static final int MOST = 50_000;

    @TempDir
    private Path root;

    private static String event(int number) {
        return """
                {"clientid":"door-%d","reason":"kicked","connected_at":1700000000000,"disconnected_at":17000000%05d}"""
                .formatted(number, number);
    }

    @Test
    void aRouteInAConfigMapIsUsedAndItsEditIsUsedAfterARestart() throws Exception {
        ObjectNode integration = Operator.integrations().get(0).deepCopy();
        integration.withArray("/spec/traits/mount/resources").add("configmap:disconnect-alerts-routes@/app/routes");
        try (WeComServer wecom = new WeComServer(InstantSource.system())) {
            Operator operator = new Operator(root).has("configmap:disconnect-alerts-routes", routes("'kicked'"))
                    .has("configmap:disconnect-alerts",
                            Map.of("settings.properties", "wecom.url=" + wecom.url() + "\nalerts.language=en\n"))
                    .has("secret:disconnect-alerts", Map.of("wecom.token", wecom.token() + "\n"));
            try (Program program = pod(operator, integration).start()) {
                program.post("/events", event(1));
                program.post("/events", event(2).replace("kicked", "normal"));
                await().until(() -> wecom.messages().size() == 1);
                assertTrue(wecom.messages().get(0).text().startsWith("Device offline 告警"), wecom.messages()::toString);
                assertTrue(wecom.messages().get(0).text().contains("door-2"), wecom.messages()::toString);
                assertEquals(143, program.stop());
                operator.edit("configmap:disconnect-alerts-routes", routes("'normal'"));
                program.start();
                program.post("/events", event(3));
                program.post("/events", event(4).replace("kicked", "normal"));
                await().until(() -> wecom.messages().size() == 2);
                assertTrue(wecom.messages().get(1).text().contains("door-3"), wecom.messages()::toString);
            }
        }
    }

    /** The routes of this repository, in which one reason is quiet. */
    private static Map<String, String> routes(String quiet) throws IOException {
        Map<String, String> routes = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                routes.put(file.getFileName().toString(), Files.readString(file).replace("'normal'", quiet));
            }
        }
        return routes;
    }

    private static Program pod(Operator operator, JsonNode integration) throws IOException {
        Map<String, String> environment = operator.mount(integration);
        Program program = new Program(operator.app());
        environment.forEach(program::environment);
        return program;
    }

    /** Mosquitto deals out in turn, as EMQX does; HiveMQ gives one member nearly everything. */
    @Test
    void ofTwoReplicasOneIsEndedUnderLoadAndNothingIsLostOrToldTwice() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
                Broker broker = Mosquitto.with();
                WeComServer wecom = new WeComServer(InstantSource.system());
                Program first = replica(0, broker, postgres, wecom).start();
                Program second = replica(1, broker, postgres, wecom).start();
                Publisher emqx = new Publisher(broker.url())) {
            wecom.quota(false);
            await("both entrances").until(() -> first.metric("alerts_entrance_up{entrance=\"mqtt\"}")
                    + second.metric("alerts_entrance_up{entrance=\"mqtt\"}") == 2);
            AtomicInteger published = new AtomicInteger();
            AtomicBoolean enough = new AtomicBoolean();
            Thread load = new Thread(() -> publish(emqx, published, enough), "load");
            load.start();
            await("both under load").until(() -> received(first) > 50 && received(second) > 50);
            int before = published.get();
            assertEquals(143, first.stop());
            int during = published.get() - before;
            enough.set(true);
            load.join();
            assertTrue(during > 0, "nothing was published while the first replica ended");
            first.start();
            int events = published.get();
            await("all is told").until(() -> Groups.told(wecom) >= events && first.pending() == 0);
            assertEquals(events, Groups.told(wecom));
            assertEquals(events, told(postgres, "count(DISTINCT clientid)"));
            assertEquals(events, told(postgres, "count(*)"));
        }
    }

    private static double received(Program replica) throws IOException {
        return replica.metric("alerts_received_total{entrance=\"mqtt\"}");
    }

    private Program replica(int number, Broker broker, EmbeddedPostgres postgres, WeComServer wecom)
            throws IOException {
        String settings = Operator.settings().replace("tcp://emqx:1883", broker.url())
                .replace("http.host=0.0.0.0", "http.host=127.0.0.1")
                .replace("postgresql:5432/alerts", "127.0.0.1:" + postgres.getPort() + "/postgres")
                .replace("username=alerts", "username=postgres")
                + "wecom.per-minute=0\nwecom.url=" + wecom.url() + "\n";
        Operator operator = new Operator(root.resolve("pod-" + number))
                .has("configmap:disconnect-alerts", Map.of("settings.properties", settings))
                .has("secret:disconnect-alerts", Map.of("wecom.token", wecom.token(), "database.password", "postgres"));
        return pod(operator, Operator.integrations().get(number));
    }

    private static void publish(Publisher emqx, AtomicInteger published, AtomicBoolean enough) {
        try {
            while (!enough.get() && published.get() < MOST) {
                emqx.publish("alerts/clients/door-" + published.get(), event(published.get()));
                published.incrementAndGet();
            }
        } catch (MqttException refused) {
            throw new IllegalStateException(refused);
        }
    }

    private static long told(EmbeddedPostgres postgres, String what) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection(); Statement statement =
                connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + what + " FROM told")) {
            row.next();
            return row.getLong(1);
        }
    }
}
