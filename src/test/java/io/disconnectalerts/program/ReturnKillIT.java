package io.disconnectalerts.program;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.vendors.Fault;
import io.disconnectalerts.vendors.VendorServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program that is killed while it tells who is gone and who is back: each loss that was told has one end, which is
 * told twice at most if the platform had it and the store did not know.
 */
@Tag("soak")
class ReturnKillIT {
    private static final Fault TAKEN = new Fault.Hang(true);
    private static final Fault LOST = new Fault.Hang(false);
    /** How long a platform takes to answer. */
    private static final Duration ANSWER = Duration.ofMillis(150);
    /** What a killed program has sent arrives by then, and nothing of the next one, which takes longer to start. */
    private static final Duration LAST_WORDS = Duration.ofMillis(500);
    private static final int PER_SECOND = 1000;
    private static final int KILLS = Soak.or(30, 3);
    /** A device is back when so many more are lost; those that are lost last stay away. */
    private static final int AWAY = 25;
    private static final long THEN = 1_700_000_000_000L;
    /** How many events each robot has told and is telling, and how many of these are over meanwhile. */
    private static final String BOOKS = """
            SELECT outbox || coalesce(' ' || outcome, ' open'), sum(size) FROM batch GROUP BY 1
            UNION ALL SELECT 'late', count(*) FROM delivery WHERE over_late = 1 AND batch IN
              (SELECT id FROM batch WHERE settled_at IS NULL)""";
    /** Of each robot and device how many losses were told, in tens, and how many ends: with them, or by themselves. */
    private static final String LOSSES_AND_ENDS = """
            SELECT d.outbox || ' ' || m.subject, sum(CASE WHEN d.kind = 'client.disconnected' THEN 10 ELSE 0 END
              + CASE WHEN d.kind = 'client.back' OR d.over_by IS NOT NULL AND d.over_late = 0 THEN 1 ELSE 0 END)
            FROM delivery d JOIN message m ON m.id = d.message GROUP BY 1""";

    @TempDir
    private Path folder;
    private final Random random = new Random(1);
    /** By robot, how many events the platform took and the store did not know of. */
    private final Map<String, Integer> twice = new TreeMap<>();

    private static List<String> read(VendorServer vendor) {
        return vendor.messages().stream().map(message -> message.text().contains("设备恢复告警") ? "back" : "lost")
                .toList();
    }

    private static void says(Program program, String what, long since, String end) throws IOException {
        assertEquals(202, program.post("/events", """
                {"event":"client.%s","clientid":"pump","node":"a","connected_at":%d%s}""".formatted(what, since, end))
                .statusCode());
    }

    private static void lost(Program program) throws IOException {
        says(program, "disconnected", THEN, ",\"disconnected_at\":" + (THEN + 1) + ",\"reason\":\"tcp_closed\"");
    }

    private static void back(Program program) throws IOException {
        says(program, "connected", THEN + 2, "");
    }

    private static void received(VendorServer vendor, int messages) {
        await().until(() -> vendor.received().size() == messages);
    }

    private void again(Program program, Groups groups) throws IOException {
        program.kill();
        groups.robots().values().forEach(VendorServer::heal);
        program.start();
        await("told, as no lease of its own lasts").atMost(20, SECONDS).until(() -> program.pending() == 0);
    }

    /** A loss, of which one group has read while its send goes on, and another has not. */
    private static void beingTold(Program program, Groups groups) throws IOException {
        groups.wecom().fail(TAKEN);
        groups.dingtalk().fail(LOST);
        lost(program);
        groups.robots().values().forEach(vendor -> received(vendor, 1));
    }

    /** One group has read of the loss, another not yet, and the third one of the return; no store knows. */
    @Test
    void whatIsBackAndIsBeingToldIsToldAsBackOnce() throws Exception {
        try (Groups groups = Groups.open(); Program program = program(groups).start()) {
            beingTold(program, groups);
            await("settled").until(() -> program.metric("alerts_pending{robot=\"feishu\"}") == 0);
            groups.feishu().fail(TAKEN);
            back(program);
            received(groups.feishu(), 2);
            again(program, groups);
            assertEquals(List.of("lost", "back"), read(groups.wecom()));
            assertEquals(List.of("back"), read(groups.dingtalk()));
            assertEquals(List.of("lost", "back", "back"), read(groups.feishu()));
        }
    }

    @Test
    void whatWasBeingToldWhenItWasKilledHasItsEndOnce() throws Exception {
        try (Groups groups = Groups.open(); Program program = program(groups).start()) {
            beingTold(program, groups);
            again(program, groups);
            back(program);
            await("told, as no lease of its own lasts").atMost(20, SECONDS).until(() -> program.pending() == 0);
            assertEquals(List.of("lost", "lost", "back"), read(groups.wecom()));
            assertEquals(List.of("lost", "back"), read(groups.dingtalk()));
            assertEquals(List.of("lost", "back"), read(groups.feishu()));
        }
    }

    private Program program(Groups groups) {
        return new Program(folder).set(groups.settings()).set(Groups.unpaced("wecom", "dingtalk", "feishu"));
    }

    private static String event(int number) {
        return number % 2 == 0 ? "{\"event\":\"client.disconnected\",\"clientid\":\"" + Flood.client(number / 2)
                + "\",\"node\":\"a\",\"connected_at\":" + (THEN + number) + ",\"disconnected_at\":"
                + (THEN + number + 1) + ",\"reason\":\"tcp_closed\"}"
                : "{\"event\":\"client.connected\",\"clientid\":\"" + Flood.client(number / 2 - AWAY)
                + "\",\"node\":\"a\",\"connected_at\":" + (THEN + number) + "}";
    }

    @Test
    void wheneverItIsKilledEachLossThatWasToldHasOneEnd() throws Exception {
        try (Groups groups = Groups.open(); Program program = program(groups).start();
                Flood flood = new HttpFlood(program, PER_SECOND, ReturnKillIT::event)) {
            groups.robots().values().forEach(vendor -> {
                vendor.quota(false);
                vendor.fail(new Fault.Slow(ANSWER));
            });
            int late = 0;
            flood.flow(PER_SECOND);
            for (int kill = 0; kill < KILLS; kill++) {
                int enough = flood.offered() + PER_SECOND / 2 + random.nextInt(200);
                await().until(() -> flood.offered() > enough || flood.done());
                program.kill();
                Instant end = Instant.now().plus(LAST_WORDS);
                Map<String, Integer> books = Ledger.left(program.database(), store -> Ledger.counts(store, BOOKS));
                late += books.get("late");
                program.start();
                groups.robots().forEach((robot, vendor) -> audit(robot, vendor, books, end));
                flood.flow(flood.offered() + PER_SECOND);
            }
            await("everything offered").until(flood::done);
            await("everything told").until(() -> program.pending() == 0);
            program.stop();
            assertTrue(late > 0, "somebody was back while the loss was being told");
            Map<String, Integer> books = Ledger.left(program.database(), store -> Ledger.counts(store, BOOKS));
            groups.robots().forEach((robot, vendor) -> audit(robot, vendor, books, Instant.MAX));
            assertEnded(flood.offered() / 2, program, groups);
        }
    }

    /** What the platform took last, and the store does not know of, is told once more; nothing else is. */
    private void audit(String robot, VendorServer vendor, Map<String, Integer> books, Instant end) {
        int before = twice.getOrDefault(robot, 0);
        int more = vendor.received().stream().filter(sent -> sent.accepted() && sent.at().isBefore(end))
                .mapToInt(sent -> Groups.count(sent.message())).sum() - books.getOrDefault(robot + " told", 0) - before;
        assertTrue(more == 0 || more == books.getOrDefault(robot + " open", 0),
                () -> robot + ", told twice before " + before + ", now " + more + ": " + books);
        twice.merge(robot, more, Integer::sum);
    }

    private static void assertEnded(int devices, Program program, Groups groups) throws Exception {
        Map<String, Integer> told = Ledger.left(program.database(), store -> Ledger.counts(store, LOSSES_AND_ENDS));
        for (String robot : groups.robots().keySet()) {
            for (int device = 0; device < devices; device++) {
                String which = robot + " client:" + Flood.client(device);
                int losses = told.getOrDefault(which, 0);
                assertTrue(device >= devices - AWAY ? losses == 10 : losses == 11 || losses == 0,
                        () -> which + " of " + devices + ": " + told.get(which));
            }
        }
    }
}
