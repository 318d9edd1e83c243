package io.disconnectalerts.outbox;

import static io.disconnectalerts.outbox.Timelapse.MINUTE;
import static io.disconnectalerts.outbox.Timelapse.atRandom;
import static io.disconnectalerts.outbox.Timelapse.evenly;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.outbox.Timelapse.Told;
import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Dialect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a group reads of ten minutes, from one event in six seconds to 10,000 a second: as documented. */
class StormTest {
    private static final Path DOCUMENT = Path.of("src/main/docs/outbox-component.adoc");
    private static final int MINUTES = 10;
    private static final int SEEDS = 100;

    @TempDir
    private Path folder;

    /** What arrives, and what may become of it: messages in the first minute and in ten, and the longest wait. */
    private enum Load {
        SIX_SECONDS("one every 6 s", 10, 100, 1_000),
        NINETEEN("19 a minute, evenly", 19, 190, 1_000),
        THIRTY("30 a minute, evenly", 18, 181, 20_000),
        AT_RANDOM("30 a minute, at random", 20, 181, 30_000),
        SHORT_STORM("100,000 in 10 s", 12, 12, 5_000),
        STORM("100 a second", 12, 40, 31_000),
        HUGE_STORM("10,000 a second", 12, 40, 1_140_000);

        private final String words;
        private final int firstMinute;
        private final int tenMinutes;
        private final long wait;

        Load(String words, int firstMinute, int tenMinutes, long wait) {
            this.words = words;
            this.firstMinute = firstMinute;
            this.tenMinutes = tenMinutes;
            this.wait = wait;
        }

        private LongStream arrivals(long seed) {
            return switch (this) {
                case SIX_SECONDS -> evenly(10, MINUTES);
                case NINETEEN -> evenly(19, MINUTES);
                case THIRTY -> evenly(30, MINUTES);
                case AT_RANDOM -> atRandom(30, MINUTES, seed);
                case SHORT_STORM -> LongStream.range(0, 100_000).map(event -> event / 10);
                case STORM -> evenly(6_000, MINUTES);
                case HUGE_STORM -> evenly(600_000, MINUTES);
            };
        }

        private Reading read(long seed) throws Exception {
            return new Reading(new Timelapse(arrivals(seed)).of(new PacedValue(pacing(20))));
        }

        /** Several if it is random. */
        private List<Reading> read() throws Exception {
            List<Reading> readings = new ArrayList<>();
            for (int seed = 0; seed < (this == AT_RANDOM ? SEEDS : 1); seed++) {
                readings.add(read(seed));
            }
            return readings;
        }
    }

    /** What the group reads. */
    private record Reading(List<Told> messages) {

        int before(long time) {
            return (int) messages.stream().filter(told -> told.at() < time).count();
        }

        long longest() {
            return messages.stream().mapToLong(Told::waited).max().orElseThrow();
        }

        List<Told> minute(int minute) {
            return messages.stream().filter(told -> Math.min(MINUTES, told.at() / MINUTE) == minute).toList();
        }

        /** The strictest platform counts the one at its answer and the other at its start. */
        void assertQuota(int quota) {
            for (int i = quota; i < messages.size(); i++) {
                long apart = messages.get(i).at() - messages.get(i - quota).at() - Timelapse.SEND_MS;
                assertTrue(apart >= MINUTE, () -> apart + " ms from a send's end to the one that is one too many");
            }
        }

        void assertWithin(Load load) {
            assertQuota(20);
            assertTrue(before(MINUTE) <= load.firstMinute, () -> before(MINUTE) + " messages in the first minute");
            int all = before(MINUTES * MINUTE);
            assertTrue(all <= load.tenMinutes, () -> all + " messages in ten minutes");
            assertTrue(longest() <= load.wait, () -> longest() + " ms waited");
        }
    }

    private PacedStore store(Dialect dialect) throws Exception {
        return new PacedStore(dialect, Databases.fresh(dialect, folder), pacing(20));
    }

    private static Pacing pacing(int perMinute) {
        return new Pacing(perMinute, 0, Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @EnumSource(Load.class)
    void aLoadIsToldInFewMessagesAndSoon(Load load) throws Exception {
        load.read().forEach(reading -> reading.assertWithin(load));
    }

    @Test
    void asLongAsADigestTakesAllThatWaitsNobodyWaitsLongerThanItsPause() throws Exception {
        List<Told> messages = Load.HUGE_STORM.read(0).messages();
        int full = messages.stream().map(Told::size).toList().indexOf(Claims.LARGEST_BATCH);
        assertTrue(new Reading(messages.subList(0, full + 1)).longest() <= 31_000);
        assertEquals(6_000_000, messages.stream().mapToInt(Told::size).sum());
    }

    /** The same messages to the millisecond, though every event is committed, claimed, read and settled. */
    @ParameterizedTest(name = "{1} on {0}")
    @CsvSource({"SQLITE,SIX_SECONDS", "SQLITE,NINETEEN", "SQLITE,THIRTY", "SQLITE,AT_RANDOM", "SQLITE,SHORT_STORM",
        "SQLITE,STORM", "POSTGRESQL,THIRTY", "POSTGRESQL,AT_RANDOM"})
    void theStoreKeepsThePace(Dialect dialect, Load load) throws Exception {
        try (PacedStore store = store(dialect)) {
            Reading reading = new Reading(new Timelapse(load.arrivals(1)).of(store));
            reading.assertWithin(load);
            assertEquals(load.read(1), reading);
        }
    }

    @Test
    void aRestartAfterEveryMessageChangesNothing() throws Exception {
        try (PacedStore store = store(Dialect.SQLITE).restarting()) {
            List<Told> untouched = new Timelapse(evenly(60, 2)).of(new PacedValue(pacing(20)));
            assertEquals(untouched, new Timelapse(evenly(60, 2)).of(store));
        }
    }

    @ParameterizedTest(name = "{0} a minute")
    @ValueSource(ints = {1, 2, 3, 5, 10, 19, 20, 100})
    void noQuotaIsEverExceededAndAllIsTold(int quota) throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            LongStream lesser = atRandom(1 + 7 * seed, MINUTES, seed);
            LongStream critical = atRandom(1 + seed, MINUTES, seed + 1);
            List<Told> messages = new Timelapse(lesser, critical).of(new PacedValue(pacing(quota)));
            new Reading(messages).assertQuota(Math.min(20, quota));
        }
    }

    @ParameterizedTest(name = "{0} lesser ones a minute")
    @ValueSource(ints = {10, 18, 30, 60, 600})
    void aCriticalOneBehindATrickleIsToldAtOnce(int perMinute) throws Exception {
        LongStream critical = LongStream.range(0, MINUTES).map(minute -> 10_500 + minute * MINUTE);
        try (PacedStore store = store(Dialect.SQLITE)) {
            Reading reading = new Reading(new Timelapse(evenly(perMinute, MINUTES), critical).of(store));
            reading.assertQuota(20);
            long urgent = reading.messages().stream().mapToLong(Told::urgent).max().orElseThrow();
            assertTrue(urgent <= Timelapse.SEND_MS, () -> urgent + " ms, and that is more than the send under way");
        }
    }

    @ParameterizedTest(name = "from {0} s to {1} s")
    @CsvSource({"1, 11", "5, 60", "10, 20", "20, 60", "30, 60", "40, 60", "59, 60"})
    void aStormThatComesBackWithinAMinuteIsToldInFewMessages(int from, int to) throws Exception {
        int count = 100_000;
        LongStream returns = LongStream.range(0, count)
                .map(event -> from * 1_000L + (event + 99) * (to - from) * 1_000L / count);
        LongStream losses = LongStream.range(0, count).map(event -> (event + 9) / 10);
        try (PacedStore store = store(Dialect.SQLITE).returning()) {
            List<Told> messages = new Timelapse(returns, losses).of(store);
            assertEquals(2 * count, messages.stream().mapToInt(Told::size).sum());
            assertTrue(messages.size() <= 15, () -> messages.size() + " messages");
        }
    }

    private static String loads() throws Exception {
        StringBuilder table = new StringBuilder("|===\n| Arriving | Messages in the first minute | In ten minutes "
                + "| In all | Longest wait\n");
        for (Load load : Load.values()) {
            List<Reading> readings = load.read();
            table.append(String.format(Locale.ROOT, "%n| %s | %d | %d | %d | %,d s", load.words,
                    readings.stream().mapToInt(reading -> reading.before(MINUTE)).max().orElseThrow(),
                    readings.stream().mapToInt(reading -> reading.before(MINUTES * MINUTE)).max().orElseThrow(),
                    readings.stream().mapToInt(reading -> reading.messages().size()).max().orElseThrow(),
                    (readings.stream().mapToLong(Reading::longest).max().orElseThrow() + 999) / 1000));
        }
        return table.append("\n|===").toString();
    }

    private static String storms() throws Exception {
        List<Reading> columns = List.of(Load.STORM.read(0), Load.HUGE_STORM.read(0));
        StringBuilder table = new StringBuilder("|===\n| Minute | 100 events a second | 10,000 events a second\n\n");
        for (int minute = 0; minute <= MINUTES; minute++) {
            table.append("| ").append(minute == MINUTES ? "later" : minute + 1);
            for (Reading column : columns) {
                List<Told> told = column.minute(minute);
                int events = told.stream().mapToInt(Told::size).sum();
                table.append(String.format(Locale.ROOT, " | %d for %,d", told.size(), events));
            }
            table.append('\n');
        }
        return table.append("|===").toString();
    }

    @Test
    void theDocumentationShowsWhatBecomesOfTenMinutes() throws Exception {
        String document = Files.readString(DOCUMENT);
        for (String table : List.of(loads(), storms())) {
            assertTrue(document.contains(table), () -> "the table is\n" + table);
        }
    }
}
