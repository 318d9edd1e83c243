package io.disconnectalerts.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.disconnectalerts.delivery.DeliveryFailure;
import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Dialect;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A message whose key may come again: the same for a minute, by the times they came, then another. */
@ParameterizedClass
@EnumSource(Dialect.class)
class RepetitionTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:00Z");

    @Parameter
    Dialect dialect;
    @TempDir
    Path folder;
    private String url;
    private Instance process;
    private final Receiver group = new Receiver();

    @BeforeEach
    void start() throws Exception {
        url = Databases.fresh(dialect, folder);
        process = new Instance(url).delivers("group?perMinute=0", group).start();
    }

    @AfterEach
    void stop() {
        process.close();
    }

    private static Message came(long millis) {
        return new Message("same words", "any", "any", "", 2, START, START.plusMillis(millis),
                Map.of("reason", "kicked"), "{}", Duration.ofMinutes(1));
    }

    private static boolean fresh(CompletableFuture<Exchange> sent) {
        Exchange exchange = sent.join();
        assertNull(exchange.getException());
        return exchange.getProperty(OutboxComponent.FRESH, Boolean.class);
    }

    @ParameterizedTest(name = "at {0} s")
    @CsvSource(delimiter = '|', textBlock = """
            0  0                           | true false
            0  0.001 2 59.999              | true false false false
            0  60                          | true true
            0  59.999 60 60.001            | true false true false
            59.9 60.1 119.899 119.9        | true false false true
            59.9 119.95 120.05             | true true false
            0  30 61 90 122                | true false true false true
            7  3600 3602                   | true true false
            100 98 45                      | true false false
            100 40 41 99                   | true true false false
            """)
    void itIsTheSameForAMinute(String seconds, String expected) {
        List<String> fresh = new ArrayList<>();
        for (String second : seconds.split(" +")) {
            Message message = came(Math.round(Double.parseDouble(second) * 1_000));
            fresh.add(Boolean.toString(fresh(process.send("group", message))));
        }
        assertEquals(expected, String.join(" ", fresh));
        process.awaitOutcomes(1);
    }

    @Test
    void aRepetitionReachesTheOutboxThatDidNotHaveIt() throws Exception {
        Receiver other = new Receiver();
        process.send("group", came(0)).join();
        process.delivers("other?perMinute=0", other);
        assertEquals(List.of(false, true, false), List.of(fresh(process.send("group", came(1))),
                fresh(process.send("other", came(1))), fresh(process.send("other", came(2)))));
        other.awaits(1);
        assertEquals(List.of("1"), Databases.column(url, "SELECT count(*) FROM message"));
    }

    @Test
    void itIsTheSameForTheNextProcess() throws Exception {
        process.send("group", came(0)).join();
        process.close();
        process = new Instance(url).delivers("group?perMinute=0", group).start();
        assertEquals(List.of(false, true),
                List.of(fresh(process.send("group", came(59_000))), fresh(process.send("group", came(61_000)))));
    }

    @Test
    void whatComesAtTheSameTimeIsToldOnceByHoweverManyProcesses() throws Exception {
        List<Instance> processes = new ArrayList<>(List.of(process));
        for (int i = 1; dialect == Dialect.POSTGRESQL && i < 3; i++) {
            processes.add(new Instance(url).delivers("group?perMinute=0", group).start());
        }
        for (int round = 0; round < 20; round++) {
            List<CompletableFuture<Exchange>> same = new ArrayList<>();
            List<CompletableFuture<Exchange>> others = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                Instance one = processes.get(i % processes.size());
                same.add(one.send("group", came(round * 61_000L + i % 5)));
                others.add(one.send("group", Instance.message("m" + (round * 7 + i))));
            }
            others.forEach(RepetitionTest::fresh);
            assertEquals(1, same.stream().filter(RepetitionTest::fresh).count());
        }
        assertEquals(List.of("20"), Databases.column(url, "SELECT count(*) FROM message WHERE key LIKE 'same words%'"));
        for (Instance each : processes.subList(1, processes.size())) {
            each.close();
        }
    }

    @Test
    void whatIsRefusedForGoodIsParkedEachTime() throws Exception {
        for (int i = 0; i < 4; i++) {
            group.answer(new DeliveryFailure.Unacceptable("too strange"));
        }
        process.send("group", came(0)).join();
        process.awaitOutcomes(2);
        process.send("group", came(61_000)).join();
        process.awaitOutcomes(4);
        assertEquals(2, process.outbox.parking().count());
    }
}
