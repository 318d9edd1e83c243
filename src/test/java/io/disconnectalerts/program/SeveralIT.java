package io.disconnectalerts.program;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.broker.Broker;
import io.disconnectalerts.broker.EmbeddedBroker;
import io.disconnectalerts.mqtt.Publisher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * While the packaged program takes arrays, over HTTP and MQTT, nobody else waits for one, also where every commit is
 * synced.
 */
class SeveralIT {
    private static final int MOST = 10_000;
    private volatile boolean enough;

    @Test
    void nobodyWaitsForSomebodyElsesArray(@TempDir Path folder) throws Exception {
        try (Groups groups = Groups.open(); Broker broker = new EmbeddedBroker();
                Publisher emqx = new Publisher(broker.url()); Program program = new Program(folder)) {
            program.set("wecom.token", groups.wecom().token()).set("wecom.url", groups.wecom().url())
                    .set(Groups.unpaced("wecom")).set("database.synchronous", "full").set("mqtt.url", broker.url())
                    .start();
            groups.wecom().quota(false);
            List<Long> waits = Collections.synchronizedList(new ArrayList<>());
            Thread others = new Thread(() -> others(program, waits));
            others.start();
            long start = System.nanoTime();
            assertEquals(202, program.post("/events", array(0, MOST)).statusCode());
            long array = (System.nanoTime() - start) / 1_000_000;
            assertEquals(202, program.post("/events", "[" + event(MOST) + ",{}".repeat(MOST - 1) + "]").statusCode());
            assertEquals(400, program.post("/events", "[[{}]" + ",[{},[{}]]".repeat(MOST - 1) + "]").statusCode());
            emqx.publish("alerts/clients/batch", array(MOST + 1, 2 * MOST + 1));
            emqx.publish("alerts/clients/a", event(2 * MOST + 1));
            await("all are told").until(() -> Groups.told(groups.wecom()) >= 2 * MOST + 3);
            enough = true;
            others.join();
            assertEquals(2, program.metric("alerts_parked"), "one item an input");
            assertTrue(waits.stream().allMatch(wait -> wait < array / 2), () -> waits + " of " + array);
        }
    }

    /** Ten thousand of them fit into 1 MiB. */
    private static String event(int number) {
        long at = 1_700_000_000_000L + number;
        return "{\"clientid\":\"c-" + number + "\",\"reason\":\"kicked\",\"disconnected_at\":" + at + "}";
    }

    private static String array(int from, int to) {
        return IntStream.range(from, to).mapToObj(SeveralIT::event).collect(Collectors.joining(",", "[", "]"));
    }

    /** Posts one event after the other, each of them known by now. */
    private void others(Program program, List<Long> waits) {
        try {
            while (!enough) {
                long start = System.nanoTime();
                int status = program.post("/events", event(-1)).statusCode();
                waits.add(status == 202 ? (System.nanoTime() - start) / 1_000_000 : Long.MAX_VALUE);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
