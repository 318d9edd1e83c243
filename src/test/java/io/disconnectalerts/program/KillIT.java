package io.disconnectalerts.program;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.broker.Broker;
import io.disconnectalerts.broker.EmbeddedBroker;
import io.disconnectalerts.broker.Mosquitto;
import io.disconnectalerts.vendors.Fault;
import io.disconnectalerts.vendors.Received;
import io.disconnectalerts.vendors.VendorServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program that is killed at any moment, at 1,000 events a second, loses no acknowledged event, and tells at most the
 * batch in flight twice.
 */
@Tag("soak")
class KillIT {
    private static final Logger LOG = LoggerFactory.getLogger(KillIT.class);
    /** How long a platform takes to answer. */
    private static final Duration ANSWER = Duration.ofMillis(10);
    /** What a killed program has sent arrives by then, and nothing of the next one, which takes longer to start. */
    private static final Duration LAST_WORDS = Duration.ofMillis(500);
    private static final int PER_SECOND = 1000;
    private static final int KILLS = Soak.or(40, 4);
    private static final int EACH_STAGE = Soak.or(3, 0);

    @TempDir
    private Path folder;
    private final Random random = new Random();
    private final Map<Stage, Integer> hits = new EnumMap<>(Stage.class);
    /** By robot, the sizes of the batches that the platform took and the store did not know of: they are told twice. */
    private final Map<String, List<Integer>> twice = new TreeMap<>();

    @Test
    void overHttp() throws Exception {
        try (Groups groups = groups(); Program program = program(groups).start();
                Flood flood = new HttpFlood(program, PER_SECOND)) {
            kill(program, groups, flood, KILLS);
            assertTrue(everyStageWasHit(), hits::toString);
        }
    }

    @Test
    void overMqttWithMosquitto() throws Exception {
        try (Mosquitto mosquitto = Mosquitto.persistent()) {
            overMqtt(mosquitto, KILLS / 4);
        }
    }

    @Test
    void overMqttWithTheEmbeddedBroker() throws Exception {
        try (Broker embedded = new EmbeddedBroker()) {
            overMqtt(embedded, KILLS / 4);
        }
    }

    private void overMqtt(Broker broker, int kills) throws Exception {
        try (Groups groups = groups(); Program program = program(groups).set("mqtt.url", broker.url()).start()) {
            await("subscribed").until(() -> program.metric("alerts_entrance_up{entrance=\"mqtt\"}") == 1);
            try (Flood flood = new MqttFlood(broker.url(), PER_SECOND)) {
                kill(program, groups, flood, kills);
            }
        }
    }

    /** Feishu counts and is paced, the others are not. */
    private static Groups groups() {
        Groups groups = Groups.open();
        groups.wecom().quota(false);
        groups.dingtalk().quota(false);
        groups.robots().values().forEach(vendor -> vendor.fail(new Fault.Slow(ANSWER)));
        return groups;
    }

    private Program program(Groups groups) {
        return new Program(folder).set(groups.settings()).set(Groups.unpaced("wecom", "dingtalk"));
    }

    private void kill(Program program, Groups groups, Flood flood, int kills) throws Exception {
        flood.flow(PER_SECOND);
        for (int kill = 1; kill <= kills || !everyStageWasHit() && kill <= 2 * kills; kill++) {
            int enough = flood.offered() + PER_SECOND / 2;
            await().until(() -> flood.offered() > enough || flood.done());
            await().pollDelay(Duration.ofMillis(random.nextInt(200))).until(() -> true);
            hit(kill - 1, Map.of(Stage.COMMITTING, (int) program.metric("alerts_duplicate_total")));
            Instant moment = Instant.now();
            program.kill();
            Ledger ledger = Ledger.of(program.database());
            Instant end = Instant.now().plus(LAST_WORDS);
            int offeredThen = flood.offered();
            program.start();
            hit(kill, stages(moment, end, ledger, offeredThen, groups));
            flood.flow(flood.offered() + PER_SECOND);
        }
        await("everything offered").until(flood::done);
        await("everything told").atMost(90, SECONDS).pollInterval(Duration.ofMillis(200))
                .until(() -> Ledger.allTold(flood.offered(), program.database()));
        program.stop();
        assertAllTold(Ledger.of(program.database()), groups, flood.offered());
    }

    private boolean everyStageWasHit() {
        return List.of(Stage.values()).stream().allMatch(stage -> hits.getOrDefault(stage, 0) >= EACH_STAGE);
    }

    private void hit(int kill, Map<Stage, Integer> events) {
        Map<Stage, Integer> hit = new EnumMap<>(Stage.class);
        events.entrySet().stream().filter(stage -> stage.getValue() > 0)
                .forEach(stage -> hit.put(stage.getKey(), stage.getValue()));
        hit.keySet().forEach(stage -> hits.merge(stage, 1, Integer::sum));
        LOG.info("kill {} hit {}", kill, hit);
    }

    /**
     * How many events were in which stage; those being committed show only when they are offered again, as duplicates.
     */
    private Map<Stage, Integer> stages(Instant moment, Instant end, Ledger ledger, int offered, Groups groups) {
        Map<Stage, Integer> events = new EnumMap<>(Stage.class);
        events.put(Stage.RECEIVING, offered - ledger.stored());
        groups.robots().forEach((robot, vendor) -> {
            Ledger.Robot books = ledger.robots().get(robot);
            if (books.open() > 0) {
                events.merge(stage(robot, vendor, books, moment, end), books.open(), Integer::sum);
            }
        });
        return events;
    }

    private Stage stage(String robot, VendorServer vendor, Ledger.Robot books, Instant moment, Instant end) {
        List<Received> accepted = vendor.received().stream().filter(sent -> sent.accepted() && sent.at().isBefore(end))
                .toList();
        List<Integer> before = twice.computeIfAbsent(robot, none -> new ArrayList<>());
        if (accepted.size() == books.batches() + before.size()) {
            return Stage.CLAIMING;
        }
        before.add(books.open());
        return accepted.get(accepted.size() - 1).at().plus(ANSWER).isAfter(moment) ? Stage.SENDING : Stage.SETTLING;
    }

    private void assertAllTold(Ledger ledger, Groups groups, int events) {
        groups.robots().forEach((robot, vendor) -> {
            Map<String, Integer> told = ledger.robots().get(robot).told();
            assertEquals(Flood.clients(events), told.keySet(), robot);
            assertEquals(Map.of(), told.entrySet().stream().filter(client -> client.getValue() != 1)
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)), robot);
            int more = Groups.told(vendor) - events;
            LOG.info("{}: {} events in {} messages, {} told twice, in flight {}", robot, events,
                    vendor.messages().size(), more, twice.get(robot));
            assertEquals(twice.getOrDefault(robot, List.of()).stream().mapToInt(size -> size).sum(), more, robot);
            assertEquals(0, vendor.throttled(), robot);
        });
        LOG.info("kills hit {}", hits);
    }
}
