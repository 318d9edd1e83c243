package io.disconnectalerts.program;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.broker.FreePort;
import io.disconnectalerts.broker.Mosquitto;
import io.disconnectalerts.mqtt.Certificates;
import io.disconnectalerts.mqtt.Publisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts as Compose and Swarm name them, with an underscore, are reached by everything that connects to one. */
class HostIT {
    @TempDir
    private Path folder;

    /** The program knows the names from a file, as others know them from a container's name server. */
    private Program program() throws IOException {
        Path hosts = Files.writeString(folder.resolve("hosts"),
                "127.0.0.1 localhost emqx_broker wecom_gateway ding_talk feishu_1 my_proxy pg_1\n");
        return new Program(folder).option("-Djdk.net.hosts.file=" + hosts);
    }

    private static void tellsWhatComesBy(String broker, Program program, Groups groups) throws Exception {
        await("subscribed").until(() -> program.get("/observe/health").body().contains("subscribed to"));
        try (Publisher emqx = new Publisher(broker)) {
            emqx.publish("alerts/clients/a", Flood.event(0));
        }
        groups.robots().forEach((robot, vendor) ->
                await(robot).until(() -> Groups.told(vendor) == 1));
    }

    @Test
    void theBrokersTheRobotsAndTheDatabases() throws Exception {
        try (Mosquitto broker = Mosquitto.with(); Postgres postgres = new Postgres(folder);
                Groups groups = Groups.open();
                Program program = program()) {
            program.set(groups.settings()).set(postgres.settings()).set("mqtt.url", on(broker.url(), "emqx_broker"))
                    .set("wecom.url", on(groups.wecom().url(), "wecom_gateway"))
                    .set("dingtalk.url", on(groups.dingtalk().url(), "ding_talk"))
                    .set("feishu.url", on(groups.feishu().url(), "feishu_1"))
                    .set("database.url", on(postgres.settings().get("database.url"), "pg_1")).start();
            tellsWhatComesBy(broker.url(), program, groups);
            assertTrue(program.out().contains("Connected to tcp://emqx_broker:" + broker.port()), program::out);
        }
    }

    @Test
    void theBrokersOverTlsAndTheProxys() throws Exception {
        Certificates authority = new Certificates(folder, "ours");
        authority.issueFor("broker", "emqx_broker");
        int plain = FreePort.take();
        try (Mosquitto broker = Mosquitto.with("cafile " + folder.resolve("ours.crt"),
                "certfile " + folder.resolve("broker.crt"),
                "keyfile " + folder.resolve("broker.key"), "listener " + plain + " 127.0.0.1");
                Proxy proxy = new Proxy("me:secret-of-mine"); Groups groups = Groups.open(); Program program =
                        program()) {
            program.set(groups.settings()).set("proxy.url", "http://me:secret-of-mine@my_proxy:" + proxy.port())
                    .set("mqtt.url", on(broker.url(), "emqx_broker").replace("tcp:", "ssl:"))
                    .set("mqtt.ca", folder.resolve("ours.crt").toString()).start();
            tellsWhatComesBy("tcp://127.0.0.1:" + plain, program, groups);
            assertTrue(proxy.asked().size() >= 3, proxy.asked()::toString);
        }
    }

    private static String on(String url, String host) {
        return url.replace("127.0.0.1", host);
    }
}
