package io.disconnectalerts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.broker.PretendBroker;
import io.disconnectalerts.store.Databases;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told is told once, by whichever ways it comes and over restarts, and each loss that is told has one end. */
class ToldOnceTest {
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");

    @TempDir
    private Path folder;

    private static byte[] event(String name, String clientid, String node, long since, long until) {
        return ("{\"event\":\"client." + name + "\",\"clientid\":\"" + clientid + "\",\"node\":\"" + node
                + "\",\"connected_at\":" + since + (until == 0 ? "}"
                : ",\"reason\":\"keepalive_timeout\",\"disconnected_at\":" + until + "}")).getBytes(UTF_8);
    }

    /** The first lines of what every group read. */
    private static List<String> told(RunningBundle bundle) {
        List<List<String>> told = bundle.vendors().values().stream().map(vendor -> vendor.messages().stream()
                .map(message -> message.text().lines().findFirst().orElseThrow().replaceAll("[^\\p{IsHan}\\d]", ""))
                .toList()).distinct().toList();
        assertEquals(1, told.size(), () -> "every group reads the same: " + told);
        return told.get(0);
    }

    @Test
    void whatComesByBothEntrancesIsToldOnceAndCounted() throws Exception {
        try (PretendBroker broker = new PretendBroker();
                RunningBundle bundle = new RunningBundle(folder, Map.of("mqtt.url", broker.url()))) {
            long now = System.currentTimeMillis();
            byte[] lost = event("disconnected", "pump", "emqx@a", now - 9_000, now - 5_000);
            broker.publish("alerts/clients/events", lost);
            assertEquals(202, bundle.post(lost).statusCode());
            bundle.tell();
            broker.publish("alerts/clients/events", lost);
            bundle.tell();
            assertEquals(List.of("设备离线告警"), told(bundle));
            assertEquals(List.of(3.0, 2.0), List.of(bundle.count("alerts.received"), bundle.count("alerts.duplicate")));
        }
    }

    /** Its node's clock is an hour ahead and then set right; no message says that anything will happen. */
    @Test
    void aClockThatIsAheadHidesNothing() throws Exception {
        try (RunningBundle bundle = new RunningBundle(folder, Map.of())) {
            long now = System.currentTimeMillis();
            long ahead = now + 3_600_000;
            bundle.post(event("connected", "pump", "emqx@a", ahead - 5_000, 0));
            bundle.post(event("disconnected", "pump", "emqx@a", ahead - 5_000, ahead));
            bundle.tell();
            for (long time : List.of(now + 60_000, now + 120_000)) {
                bundle.wait(Duration.ofMinutes(1));
                bundle.post(event("connected", "pump", "emqx@a", time, 0));
                bundle.tell();
                bundle.post(event("disconnected", "pump", "emqx@a", time, time + 1));
                bundle.tell();
            }
            assertEquals(List.of("设备离线告警", "设备恢复告警", "设备离线告警", "设备恢复告警", "设备离线告警"),
                    told(bundle));
            String texts = bundle.vendors().get("wecom").messages().stream().map(message -> message.text())
                    .collect(Collectors.joining("\n"));
            LocalDateTime soon = LocalDateTime.now(ZoneId.of("Asia/Shanghai")).plusMinutes(3);
            assertEquals(List.of(), TIME.matcher(texts).results().map(MatchResult::group)
                    .filter(time -> LocalDateTime.parse(time.replace(' ', 'T')).isAfter(soon)).toList());
            assertEquals(2, Pattern.compile("离线时长[:：]5\\d 秒").matcher(texts).results().count(), texts);
        }
    }

    /** A connect by another node within two seconds may be the newer one, until it is known to have ended before. */
    @Test
    void whatIsToldAgainHasAnEndOfItsOwnAlsoWhileItWaits() throws Exception {
        try (RunningBundle bundle = new RunningBundle(folder, Map.of())) {
            long now = System.currentTimeMillis() - 600_000;
            bundle.post(event("disconnected", "pump", "emqx@a", now, now + 60_000));
            bundle.tell();
            bundle.post(event("connected", "pump", "emqx@b", now + 1_000, 0));
            bundle.tell();
            assertEquals(List.of("设备离线告警", "设备恢复告警"), told(bundle));
            bundle.hold();
            bundle.post(event("disconnected", "pump", "emqx@b", now + 1_000, now + 30_000));
            bundle.wait(Duration.ofSeconds(11));
            await().until(() -> !again("").isEmpty());
            bundle.post(event("connected", "pump", "emqx@a", now + 99_000, 0));
            bundle.tell();
            assertEquals(List.of("设备离线告警", "设备恢复告警", "设备恢复告警"), told(bundle));
            assertEquals(List.of("3"), again(" AND over_by IS NOT NULL"));
        }
    }

    private List<String> again(String which) throws Exception {
        return Databases.column("jdbc:sqlite:" + folder.resolve("alerts.db"), "SELECT count(*) FROM delivery d JOIN "
                + "message m ON m.id = d.message WHERE m.key LIKE '%-again-%' AND m.key NOT LIKE '%-back-%'" + which
                + " HAVING count(*) > 0");
    }

    @Test
    void whoIsStillGoneIsToldOverRestartsAndOnce() throws Exception {
        long now = System.currentTimeMillis();
        try (RunningBundle bundle = new RunningBundle(folder, Map.of())) {
            bundle.hold();
            bundle.post(event("connected", "pump-0", "emqx@a", now - 9_000, 0));
            bundle.post(IntStream.range(0, 25).mapToObj(i -> new String(event("disconnected", "pump-" + i, "emqx@a",
                    now - 9_000, now - 5_000), UTF_8)).collect(Collectors.joining(",", "[", "]")).getBytes(UTF_8));
            bundle.tell();
            assertEquals(List.of("设备离线告警25条"), told(bundle));
            assertEquals(204, bundle.ask("DELETE", "/gone/pump-2").statusCode());
        }
        for (int minutes : List.of(6, 7)) {
            try (RunningBundle bundle = new RunningBundle(folder, Map.of())) {
                bundle.wait(Duration.ofMinutes(minutes));
                bundle.tell();
                bundle.vendors().get("wecom").messages().forEach(message -> assertTrue(message.text()
                        .contains("另有 0 台已恢复"), () -> "who is forgotten is not back: " + message.text()));
                assertEquals(minutes == 6 ? List.of("设备仍离线告警24台") : List.of(), told(bundle));
            }
        }
        try (RunningBundle bundle = new RunningBundle(folder, Map.of())) {
            bundle.wait(Duration.ofMinutes(16));
            bundle.post(event("connected", "pump-1", "emqx@a", now + 900_000, 0));
            bundle.tell();
            assertTrue(told(bundle).contains("设备仍离线告警23台"), () -> told(bundle).toString());
        }
    }
}
