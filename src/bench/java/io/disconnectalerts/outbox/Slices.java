package io.disconnectalerts.outbox;

import io.disconnectalerts.outbox.ClaimResult.Claimed;
import io.disconnectalerts.parking.ParkingSpace;
import io.disconnectalerts.store.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** How long the claim of a full slice takes, with no more pending than that, and with many more. */
public final class Slices implements AutoCloseable {
    private static final String OUTBOX = "robot";
    private static final int SLICES = 20;

    private final Database database;
    private final Store store;
    private int stored;

    public Slices(Path folder) throws Exception {
        database = Database.open("jdbc:sqlite:" + folder.resolve("slices.db"), "", "", "normal");
        store = new Store(database, Duration.ofSeconds(30), ParkingSpace.ofMib(256), dropped -> { });
        store.open(OUTBOX);
    }

    /** The median in ms, each slice taking all there is. */
    public double alone() throws Exception {
        List<Long> took = new ArrayList<>();
        for (int i = 0; i < SLICES; i++) {
            fill(Claims.SLICE);
            long began = System.nanoTime();
            store.claims.claim(OUTBOX, new Pacing(0, 0, Duration.ofMinutes(1)), false);
            took.add(System.nanoTime() - began);
        }
        return median(took);
    }

    /** The median in ms, while so many are pending. */
    public double among(int pending) throws Exception {
        fill(pending);
        List<Long> took = new ArrayList<>();
        long began = System.nanoTime();
        Claimed claimed = (Claimed) store.claims.claim(OUTBOX, new Pacing(0, 0, Duration.ofMinutes(1)), false);
        took.add(System.nanoTime() - began);
        while (took.size() < SLICES) {
            began = System.nanoTime();
            store.claims.extend(claimed);
            took.add(System.nanoTime() - began);
        }
        return median(took);
    }

    private void fill(int count) {
        List<CompletableFuture<Boolean>> committed = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String key = Long.toString(1_000_000_000L + stored++);
            committed.add(store.append(OUTBOX,
                    new Message(key, "any", "any", "", stored % 4, Instant.now(), Instant.now(),
                            Map.of("reason", "tcp_closed"), "{}")));
            if (committed.size() == 1_000) {
                CompletableFuture.allOf(committed.toArray(CompletableFuture[]::new)).join();
                committed.clear();
            }
        }
        CompletableFuture.allOf(committed.toArray(CompletableFuture[]::new)).join();
    }

    private static double median(List<Long> nanos) {
        return nanos.stream().sorted().skip(nanos.size() / 2).findFirst().orElseThrow() / 1e6;
    }

    @Override
    public void close() {
        store.close();
    }
}
