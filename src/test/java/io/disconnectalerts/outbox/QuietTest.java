package io.disconnectalerts.outbox;

import static io.disconnectalerts.outbox.Instance.message;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.outbox.ClaimResult.Claimed;
import io.disconnectalerts.outbox.ClaimResult.Quiet;
import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Dialect;
import io.disconnectalerts.store.Session;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** In quiet hours only what is critical is told, and its end; the rest waits, and nothing is lost. */
@ParameterizedClass
@EnumSource(Dialect.class)
class QuietTest {
    private static final Pacing UNPACED = new Pacing(0, 0, Duration.ofMinutes(1));
    private static final Set<String> GROUP = Set.of("group");
    private static final int WARNING = 2;
    private static final int CRITICAL = Message.CRITICAL;

    @Parameter
    Dialect dialect;
    @TempDir
    private Path folder;
    private String url;
    private Store store;

    @BeforeEach
    void open() throws SQLException {
        url = Databases.fresh(dialect, folder);
        store = Stores.open(url);
        store.open("group");
    }

    @AfterEach
    void close() throws SQLException {
        try (Session session = store.database.reading()) {
            Stores.consistent(session);
        }
        store.close();
    }

    private void lost(int priority, String... keys) {
        List.of(keys).stream().map(key -> store.append("group", message("lost", key, priority))).toList()
                .forEach(committed -> committed.join());
    }

    private void back(boolean critical, String... keys) throws SQLException {
        Message message = message("back", keys[keys.length - 1] + "-back", 1);
        Group.end(store, new Ending(List.of(keys), GROUP, message, critical));
    }

    private Claimed claim(boolean quiet) throws SQLException {
        return store.claims.claim("group", UNPACED, quiet) instanceof Claimed claimed ? claimed : null;
    }

    /** Each message that is told: its kind, what it lists, how many are over. */
    private String tell(boolean quiet) throws SQLException {
        List<String> told = new ArrayList<>();
        for (Claimed claimed = claim(quiet); claimed != null; claimed = claim(quiet)) {
            Batch batch = store.batches.read(claimed.batch());
            told.add(batch.kind() + " " + String.join(",", batch.first().stream().map(Message::key).toList())
                    + (batch.over() == 0 ? "" : " and " + batch.over() + " over"));
            store.settlements.settle(claimed, batch, null);
        }
        return String.join("; ", told);
    }

    private OutboxState state() throws SQLException {
        return store.history.states(any -> true).get(0);
    }

    @Test
    void whatIsCriticalIsToldAndTheRestWhenItIsOver() throws Exception {
        assertFalse(store.claims.claim("group", UNPACED, true) instanceof Quiet, "nothing waits");
        lost(WARNING, "a", "b");
        assertTrue(store.claims.claim("group", UNPACED, true) instanceof Quiet);
        assertEquals("2 pending, 2 wait, the oldest null", state().pending() + " pending, " + state().quiet()
                + " wait, the oldest " + state().oldest());
        lost(CRITICAL, "c");
        assertEquals("3 of which 2", state().pending() + " of which " + state().quiet());
        assertTrue(state().oldest() != null);
        assertEquals("lost c", tell(true));
        assertEquals("lost a,b", tell(false));
        assertEquals(0, state().pending() + state().quiet());
    }

    @Test
    void aReturnIsToldAsItsLossWas() throws Exception {
        lost(CRITICAL, "urgent");
        lost(WARNING, "minor");
        assertEquals("lost urgent,minor", tell(false));
        back(false, "minor");
        assertEquals("", tell(true));
        back(false, "urgent");
        assertEquals("2 of which 1", state().pending() + " of which " + state().quiet());
        assertEquals("back urgent-back", tell(true));
        assertEquals("back minor-back", tell(false));
    }

    @Test
    void whatIsBackBeforeItIsToldIsToldAsThat() throws Exception {
        lost(WARNING, "a", "b");
        assertEquals("", tell(true));
        back(false, "a");
        assertEquals("", tell(true));
        assertEquals("lost b and 1 over", tell(false));
    }

    @Test
    void whatIsOverWhileSomethingCriticalIsToldHurries() throws Exception {
        lost(CRITICAL, "a");
        Claimed claimed = claim(true);
        back(false, "a");
        store.settlements.settle(claimed, store.batches.read(claimed.batch()), null);
        assertEquals("back a-back", tell(true));
    }

    /** Of what was told long ago its end says how urgent it was; of what a silence kept nobody has read. */
    @Test
    void whatIsNotKnownAnyMoreIsAsUrgentAsItsEndSays() throws Exception {
        back(true, "purged");
        back(false, "purged too");
        store.database.writer().execute(session -> store.address(session,
                List.of(Copies.of(message("lost", "silenced", CRITICAL), GROUP).in("night"))));
        back(true, "silenced");
        assertEquals("back purged-back", tell(true));
        assertEquals("back purged too-back,silenced-back", tell(false));
    }

    @Test
    void whatCouldNotBeSentBeforeWaitsTooUnlessSomethingInItIsCritical() throws Exception {
        lost(WARNING, "a");
        Claimed minor = claim(false);
        store.settlements.release(minor, Duration.ZERO, false, Outcome.BACK_OFF, null, "HTTP 502");
        assertEquals("", tell(true));
        assertEquals("1 of which 1", state().pending() + " of which " + state().quiet());
        lost(CRITICAL, "b");
        assertEquals("lost b", tell(true));
        assertEquals("lost a", tell(false));
        lost(WARNING, "c");
        lost(CRITICAL, "d");
        Claimed both = claim(false);
        store.settlements.release(both, Duration.ZERO, false, Outcome.BACK_OFF, null, "HTTP 502");
        assertEquals("2 of which 0", state().pending() + " of which " + state().quiet());
        assertEquals("lost d,c", tell(true));
    }

    @Test
    void anEndThatHurriesIsTriedAgain() throws Exception {
        lost(CRITICAL, "a");
        assertEquals("lost a", tell(true));
        back(false, "a");
        store.settlements.release(claim(true), Duration.ZERO, false, Outcome.BACK_OFF, null, "HTTP 502");
        assertEquals("1 of which 0", state().pending() + " of which " + state().quiet());
        assertEquals("back a-back", tell(true));
    }

    @Test
    void nothingThatWaitsIsTakenInLaterSlicesNorPurged() throws Exception {
        String[] urgent = IntStream.range(0, Claims.SLICE + 10).mapToObj(i -> "u" + i).toArray(String[]::new);
        lost(WARNING, "a", "b", "c");
        lost(CRITICAL, urgent);
        Claimed claimed = claim(true);
        assertTrue(claimed.more());
        while (store.claims.extend(claimed)) {
            // Until all is taken.
        }
        Batch batch = store.batches.read(claimed.batch());
        assertEquals(urgent.length, batch.size());
        store.settlements.settle(claimed, batch, null);
        while (store.history.purge(Duration.ZERO)) {
            // Until all is purged.
        }
        assertEquals("lost a,b,c", tell(false));
    }

    /** A clock that tests set; it begins at night. */
    private static final class Hand {
        final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-10T23:00:00Z"));
    }

    private Instance process(String uri, Receiver group, Hand hand) throws Exception {
        Instance process = new Instance(url);
        process.outbox.by(hand.now::get, ZoneOffset.UTC);
        process.outbox.jitter = Duration.ofSeconds(90);
        return process.delivers(uri, group).start();
    }

    /** Nobody who dies or comes has to know what was before. */
    @Test
    void theTimeAloneSaysWhatWaitsOverRestartsAndAfterAChange() throws Exception {
        store.close();
        Hand hand = new Hand();
        Receiver group = new Receiver();
        String quiet = "group?perMinute=0&quietHours=22:00-07:00";
        try (Instance process = process(quiet, group, hand)) {
            process.send("group", "a", "b");
            process.send("group", message("any", "c", CRITICAL)).join();
            process.awaitOutcomes(1);
            await().until(() -> process.waits.contains(WaitReason.QUIET));
            assertEquals(List.of("told 1"), process.outcomes);
            assertEquals(2, process.state("group").quiet());
            assertEquals(Instant.parse("2026-01-11T07:01:30Z"), process.outbox.quietUntil("group").orElseThrow());
        }
        try (Instance process = process(quiet, group, hand)) {
            await().until(() -> process.waits.contains(WaitReason.QUIET));
            hand.now.set(Instant.parse("2026-01-11T07:01:31Z"));
            process.awaitOutcomes(1);
            assertEquals(List.of("told 2"), process.outcomes);
            hand.now.set(Instant.parse("2026-01-11T22:00:00Z"));
            process.send("group", "d");
            await().until(() -> process.state("group").quiet() == 1);
        }
        try (Instance process = process("group?perMinute=0&quietHours=", group, hand)) {
            process.awaitOutcomes(1);
            assertEquals(List.of("told 1"), process.outcomes);
        }
        store = Stores.open(url);
    }

    /** On SQLite one process is all. */
    @Test
    void severalProcessesKeepQuietAndTellTheMorningOnce() throws Exception {
        store.close();
        Hand hand = new Hand();
        Receiver group = new Receiver();
        String quiet = "group?perMinute=0&quietHours=22:00-07:00";
        List<Instance> processes = new ArrayList<>();
        for (int i = 0; i < (dialect == Dialect.SQLITE ? 1 : 3); i++) {
            processes.add(process(quiet, group, hand));
        }
        Instance first = processes.get(0);
        for (Instance process : processes) {
            process.send("group", "a", "b");
        }
        first.send("group", message("any", "c", CRITICAL)).join();
        await().until(() -> group.sent.size() == 1 && first.state("group").pending() == 2);
        for (Instance process : processes) {
            process.waits.clear();
            await().until(() -> process.waits.contains(WaitReason.QUIET));
        }
        hand.now.set(Instant.parse("2026-01-11T07:01:31Z"));
        await().until(() -> first.state("group").pending() == 0);
        processes.forEach(Instance::close);
        assertEquals(List.of(1, 2), group.sent.stream().map(sent -> sent.batch().size()).toList());
        store = Stores.open(url);
    }
}
