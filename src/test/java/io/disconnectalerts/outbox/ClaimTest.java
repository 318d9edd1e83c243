package io.disconnectalerts.outbox;

import static io.disconnectalerts.outbox.Instance.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.outbox.Backlog.Known;
import io.disconnectalerts.outbox.ClaimResult.Claimed;
import io.disconnectalerts.outbox.ClaimResult.Wait;
import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Dialect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What one process may send while another one is at it; a minute of an hour, so that none of it passes meanwhile. */
@ParameterizedClass
@EnumSource(Dialect.class)
class ClaimTest {
    private static final Pacing PACING = new Pacing(20, 0, Duration.ofHours(1));

    @Parameter
    Dialect dialect;
    @TempDir
    Path folder;
    private Store store;
    private int sent;

    @BeforeEach
    void start() throws Exception {
        store = Stores.open(Databases.fresh(dialect, folder));
        store.open("group");
    }

    @AfterEach
    void stop() {
        store.close();
    }

    private void append(int count, int priority) {
        IntStream.range(0, count).mapToObj(i -> message("m" + sent++, priority, Map.of()))
                .map(message -> store.append("group", message)).toList().forEach(CompletableFuture::join);
    }

    private ClaimResult claim() throws Exception {
        return store.claims.claim("group", PACING, false);
    }

    @Test
    void aDigestThatIsUnderWayHasBegunAStorm() throws Exception {
        append(5, 2);
        assertInstanceOf(Claimed.class, claim());
        append(2, 2);
        Wait wait = assertInstanceOf(Wait.class, claim());
        assertEquals(new Wait(wait.time(), WaitReason.PACE, true, 18), wait);
        assertTrue(wait.time().toMillis() > 170_000 && wait.time().toMillis() <= 180_000, wait::toString);
        append(18, 2);
        assertInstanceOf(Claimed.class, claim());
        append(79, 2);
        assertEquals(1, assertInstanceOf(Wait.class, claim()).unlessMore());
    }

    @Test
    void aSendThatIsUnderWayHasItsPermit() throws Exception {
        for (int i = 0; i < 10; i++) {
            append(1, 2);
            assertInstanceOf(Claimed.class, claim());
        }
        append(1, 2);
        assertInstanceOf(Claimed.class, claim());
        append(1, 2);
        Wait wait = assertInstanceOf(Wait.class, claim());
        assertEquals(new Wait(wait.time(), WaitReason.PACE, true, Integer.MAX_VALUE), wait);
        append(1, 3);
        for (int i = 11; i < 20; i++) {
            assertInstanceOf(Claimed.class, claim());
            append(1, 3);
        }
        Wait full = assertInstanceOf(Wait.class, claim());
        assertEquals(new Wait(full.time(), WaitReason.QUOTA, false, Integer.MAX_VALUE), full);
        assertTrue(full.time().compareTo(Duration.ofHours(1)) > 0, full::toString);
    }

    @Test
    void whatWasToldGoesOnAsAStorm() throws Exception {
        append(3, 3);
        Claimed claimed = assertInstanceOf(Claimed.class, claim());
        store.settlements.settle(claimed, store.batches.read(claimed.batch()), null);
        append(3, 3);
        Wait wait = assertInstanceOf(Wait.class, claim());
        assertEquals(new Wait(wait.time(), WaitReason.PACE, false, 9), wait);
    }

    @Test
    void whatWaitsAloneOfItsKindIsNoDigest() throws Exception {
        store.append("group", message("news", "n1", 3)).join();
        store.append("group", message("loss", "l1", 2)).join();
        store.append("group", message("rumour", "r1", 1)).join();
        store.append("group", message("rumour", "r2", 2)).join();
        Backlog backlog = new Backlog(dialect, Duration.ofSeconds(30));
        for (String expected : List.of("news 1", "loss 1", "rumour 2")) {
            Known known = store.database.writer().execute(session -> backlog.read(session, "group", PACING, false));
            assertEquals(expected, known.kind() + " " + known.situation().waiting());
            assertInstanceOf(Claimed.class, claim());
        }
    }
}
