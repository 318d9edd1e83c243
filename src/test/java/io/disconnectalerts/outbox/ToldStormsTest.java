package io.disconnectalerts.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.disconnectalerts.follow.Gone;
import io.disconnectalerts.outbox.Batch.Count;
import io.disconnectalerts.outbox.ClaimResult.Claimed;
import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Dialect;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What an outbox told in a storm is known until it was looked after. */
@ParameterizedClass
@EnumSource(Dialect.class)
class ToldStormsTest {
    private static final Pacing SECONDS = new Pacing(20, 0, Duration.ofSeconds(1));
    @Parameter
    Dialect dialect;
    @TempDir
    Path folder;
    private Store store;
    private int lost;

    @BeforeEach
    void start() throws Exception {
        store = Stores.open(Databases.fresh(dialect, folder));
        store.open("group");
    }

    @AfterEach
    void stop() {
        store.close();
    }

    private void lose(int count, String reason) {
        for (int i = 0; i < count; i++) {
            String key = "%03d".formatted(lost++);
            store.append("group", new Message(key, "any", "lost", "client:" + key, 2, Instant.ofEpochMilli(lost),
                    Instant.now(), Map.of("reason", reason), "{}")).join();
        }
    }

    private void tell(Pacing pacing) throws Exception {
        if (store.claims.claim("group", pacing, false) instanceof Claimed claimed) {
            store.settlements.settle(claimed, store.batches.read(claimed.batch()), null);
        } else {
            throw new IllegalStateException("nothing is to be told");
        }
    }

    private void gone(int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            String name = "client:%03d".formatted(i);
            store.database.writer().execute(session ->
                    session.update("INSERT INTO subject (name, gone_at, past) VALUES (?, 1, '')", name));
        }
    }

    @Test
    void aStormIsItsDigests() throws Exception {
        lose(1, "kicked");
        tell(SECONDS);
        assertEquals(List.of(), store.storms.all());
        lose(3, "kicked");
        tell(SECONDS);
        lose(12, "error");
        tell(SECONDS);
        ToldStorm storm = store.storms.all().get(0);
        assertEquals(1, store.storms.all().size());
        assertEquals(List.of("group", "lost", 15, 0), List.of(storm.outbox(), storm.kind(), storm.messages(),
                storm.followed()));
        gone(0, 6);
        Batch left = store.storms.read(storm, Gone.STILL, Gone.FORGOTTEN, null);
        assertEquals(List.of(15, 10), List.of(left.size(), left.over()));
        assertEquals(IntStream.range(1, 6).mapToObj("%03d"::formatted).toList(),
                left.first().stream().map(Message::key).toList());
        assertEquals(List.of(new Count("kicked", 3), new Count("error", 2)), left.facets().get("reason"));
        assertEquals(List.of(2L, 6L), List.of(left.from().toEpochMilli(), left.to().toEpochMilli()));
        assertEquals(null, store.storms.read(storm, "m.id < 0", Gone.FORGOTTEN, null));
        Batch heard =
                store.storms.read(storm, Gone.STILL, Gone.FORGOTTEN, loss -> loss.facets().containsValue("error"));
        assertEquals(List.of(13, 10), List.of(heard.size(), heard.over()), "who is silent is neither gone nor back");
        assertEquals(List.of(new Count("kicked", 3)), heard.facets().get("reason"));
        assertEquals(null, store.storms.read(storm, Gone.STILL, Gone.FORGOTTEN, loss -> true));
        store.database.writer().execute(session ->
                session.update("UPDATE subject SET gone_at = NULL WHERE name = 'client:002'"));
        Batch known = store.storms.read(storm, Gone.STILL, Gone.FORGOTTEN, null);
        assertEquals(List.of(14, 10), List.of(known.size(), known.over()), "who is forgotten is neither gone nor back");
    }

    @Test
    void whatWasLostTwiceIsOne() throws Exception {
        lose(2, "kicked");
        tell(SECONDS);
        store.append("group", new Message("again", "any", "lost", "client:001", 2, Instant.EPOCH, Instant.now(),
                Map.of(), "{}")).join();
        lose(8, "kicked");
        tell(SECONDS);
        gone(1, 2);
        Batch left = store.storms.read(store.storms.all().get(0), Gone.STILL, Gone.FORGOTTEN, null);
        assertEquals(List.of(10, 9), List.of(left.size(), left.over()));
        assertEquals(List.of("again"), left.first().stream().map(Message::key).toList());
    }

    @Test
    void oneOfManyLooksAfterIt() throws Exception {
        lose(2, "kicked");
        tell(SECONDS);
        ToldStorm storm = store.storms.all().get(0);
        store.follow(storm, 1, false, Optional.of(Group.loss("first")));
        store.follow(storm, 1, false, Optional.of(Group.loss("second")));
        Group group = new Group("group");
        group.readAll(store);
        assertEquals(List.of("first"), group.losses);
        ToldStorm followed = store.storms.all().get(0);
        assertEquals(1, followed.followed());
        store.follow(followed, 3, true, Optional.empty());
        assertEquals(List.of(), store.storms.all());
    }
}
