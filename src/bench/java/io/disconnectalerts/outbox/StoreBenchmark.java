package io.disconnectalerts.outbox;

import io.disconnectalerts.parking.ParkingSpace;
import io.disconnectalerts.store.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How long the writer takes for events that arrive together, each with three deliveries. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class StoreBenchmark {
    private static final List<String> OUTBOXES = List.of("wecom", "dingtalk", "feishu");
    private static final Map<String, String> FACETS =
            Map.of("reason", "tcp_closed", "class", "lost", "node", "emqx@172.20.0.1", "listener", "1883",
            "network", "10.20.1.0/24", "username", "factory-7");
    private static final String BODY = "{\"clientid\":\"sensor-000001\",\"username\":\"factory-7\","
            + "\"reason\":\"tcp_closed\","
            + "\"peername\":\"10.20.1.7:52911\","
            + "\"node\":\"emqx@172.20.0.1\",\"disconnected_at\":1700000000000,"
            + "\"class\":\"lost\",\"severity\":\"critical\"}";

    @Param({"1", "8", "32", "1000"})
    private int together;
    private Path folder;
    private Store store;
    private long stored;

    @Setup(Level.Iteration)
    public void open() throws Exception {
        folder = Files.createTempDirectory("bench");
        store = new Store(Database.open("jdbc:sqlite:" + folder.resolve("alerts.db"), "", "", "normal"),
                Duration.ofSeconds(30), ParkingSpace.ofMib(256), dropped -> { });
    }

    @TearDown(Level.Iteration)
    public void close() throws Exception {
        store.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }

    @Benchmark
    public void commit() {
        List<CompletableFuture<Boolean>> committed = new ArrayList<>();
        for (int i = 0; i < together; i++) {
            Message message = new Message(Long.toHexString(1_000_000_000_000L + stored++), "client",
                    "client.disconnected", "client:sensor-000001", Message.CRITICAL,
                    Instant.now(), Instant.now(), FACETS, BODY);
            OUTBOXES.forEach(outbox -> committed.add(store.append(outbox, message)));
        }
        committed.forEach(CompletableFuture::join);
    }
}
