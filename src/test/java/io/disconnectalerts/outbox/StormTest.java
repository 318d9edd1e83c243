package io.disconnectalerts.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.outbox.Pacing.Storm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a group reads of a storm of ten minutes: the table in the component's documentation, computed. */
class StormTest {
    private static final Path DOCUMENT = Path.of("src/main/docs/outbox-component.adoc");
    private static final long ANSWER_MS = 200;
    private static final int MINUTES = 10;

    /** Messages and events of one minute. */
    private record Minute(int messages, long events) {
    }

    /** One after the other as the pacing allows, each with what has piled up by then. */
    private static List<Minute> storm(Pacing pacing, int perSecond) {
        int[] messages = new int[MINUTES];
        long[] events = new long[MINUTES];
        long told = 0;
        Storm storm = pacing.at(1, new Storm(0, 0, -60_000));
        for (long now = 1; now < MINUTES * 60_000; now = Math.max(storm.lastSentAt(), pacing.next(storm))) {
            long some = Math.min(Claims.LARGEST_BATCH, Math.max(1, now * perSecond / 1000 - told));
            messages[(int) (now / 60_000)]++;
            events[(int) (now / 60_000)] += some;
            told += some;
            storm = storm.sent(now + ANSWER_MS);
        }
        List<Minute> minutes = new ArrayList<>();
        for (int i = 0; i < MINUTES; i++) {
            minutes.add(new Minute(messages[i], events[i]));
        }
        return minutes;
    }

    private static Pacing pacing(int perMinute, int perSecond) {
        return new Pacing(perMinute, perSecond, Duration.ofMinutes(1));
    }

    private static String table() {
        StringBuilder table = new StringBuilder("|===\n| Minute | 20 a minute, 100 events/s | 20 a minute, 10,000 events/s | 100 a minute, 100 events/s | 100 a minute, 10,000 events/s\n\n");
        List<List<Minute>> columns = List.of(storm(pacing(20, 0), 100), storm(pacing(20, 0), 10_000), storm(pacing(100, 5), 100), storm(pacing(100, 5), 10_000));
        for (int i = 0; i < MINUTES; i++) {
            table.append("| ").append(i + 1);
            for (List<Minute> column : columns) {
                table.append(String.format(java.util.Locale.ROOT, " | %d for %,d", column.get(i).messages(), column.get(i).events()));
            }
            table.append('\n');
        }
        table.append("| all");
        for (List<Minute> column : columns) {
            table.append(String.format(java.util.Locale.ROOT, " | %d for %,d", column.stream().mapToInt(Minute::messages).sum(), column.stream().mapToLong(Minute::events).sum()));
        }
        return table.append("\n|===").toString();
    }

    @Test
    void theDocumentationShowsWhatAStormOfTenMinutesBecomes() throws Exception {
        String document = Files.readString(DOCUMENT);
        assertTrue(document.contains(table()), () -> "the table is\n" + table());
    }

    @Test
    void aLongStormInformsAGroupAndDoesNotFloodIt() {
        List<Minute> minutes = storm(pacing(20, 0), 100);
        assertTrue(minutes.get(0).messages() > 10, "news at first");
        assertEquals(2, minutes.get(MINUTES - 1).messages());
    }
}
