package io.disconnectalerts.outbox;

import static io.disconnectalerts.outbox.Instance.message;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.disconnectalerts.outbox.ClaimResult.Claimed;
import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Dialect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A million messages that are pending, a few ten thousand when shortened, are told as few digests whose numbers add up.
 */
@Tag("soak")
class MillionIT {
    private static final Logger LOG = LoggerFactory.getLogger(MillionIT.class);
    private static final int PENDING = System.getProperty("soak") == null ? 12_000 : 1_000_000;
    private static final int SOME = 10_000;
    private static final Pacing UNPACED = new Pacing(0, 0, Duration.ofMinutes(1));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void whatIsPendingIsClaimedInSlicesAndAddsUp(Dialect dialect) throws Exception {
        try (Store store = Stores.open(Databases.fresh(dialect, folder))) {
            store.open("group");
            append(store, 0, SOME);
            double few = append(store, SOME, 2 * SOME);
            append(store, 2 * SOME, PENDING);
            double many = append(store, PENDING, PENDING + SOME);
            store.append("group", message("news", "urgent", Message.CRITICAL)).join();
            double alone = claimOf(store, "news");
            store.append("group", message("rumour", "not urgent", 1)).join();
            long told = 0;
            List<Double> slices = new ArrayList<>();
            double longestRead = 0;
            while (told < PENDING + SOME) {
                Claimed claimed = (Claimed) store.claims.claim("group", UNPACED, false);
                long start = System.nanoTime();
                for (boolean more = claimed.more(); more; start = System.nanoTime()) {
                    more = store.claims.extend(claimed);
                    slices.add(ms(start));
                }
                Batch batch = store.batches.read(claimed.batch());
                longestRead = Math.max(longestRead, ms(start));
                assertEquals(Math.min(Claims.LARGEST_BATCH, PENDING + SOME - told), batch.size());
                assertEquals(batch.size(), batch.facets().get("reason").stream().mapToInt(Batch.Count::count).sum());
                told += batch.size();
                store.settlements.settle(claimed, batch, null);
            }
            assertEquals(PENDING + SOME, told);
            claimOf(store, "rumour");
            slices.sort(null);
            LOG.info("{}: {} pending: an urgent one of another kind claimed in {} ms; receiving {} us a message, with "
                    + "few {}; a slice of {} {} ms at the median, {} at most; counting a batch {} ms at most",
                    dialect, PENDING, Math.round(alone), Math.round(many), Math.round(few), Claims.SLICE,
                    slices.isEmpty() ? 0 : Math.round(slices.get(slices.size() / 2)),
                    slices.isEmpty() ? 0 : Math.round(slices.get(slices.size() - 1)), Math.round(longestRead));
        }
    }

    /** How long the claim took of one that is the only one of its kind, in ms. */
    private static double claimOf(Store store, String kind) throws Exception {
        long start = System.nanoTime();
        Claimed claimed = (Claimed) store.claims.claim("group", UNPACED, false);
        double took = ms(start);
        Batch batch = store.batches.read(claimed.batch());
        assertEquals(kind + " 1", batch.kind() + " " + batch.size());
        store.settlements.settle(claimed, batch, null);
        return took;
    }

    private static double ms(long since) {
        return (System.nanoTime() - since) / 1e6;
    }

    /** Microseconds a message. */
    private static double append(Store store, int from, int to) {
        long start = System.nanoTime();
        for (int chunk = from; chunk < to; chunk += SOME) {
            List<CompletableFuture<Boolean>> appended = IntStream.range(chunk, Math.min(to, chunk + SOME))
                    .mapToObj(i -> store.append("group",
                    message("c" + i, 2, Map.of("reason", "reason " + i % 7, "node", "node " + i % 3, "network",
                            "10.0." + i % 250 + ".0/24")))).toList();
            appended.forEach(CompletableFuture::join);
        }
        return ms(start) * 1000 / Math.max(1, to - from);
    }
}
