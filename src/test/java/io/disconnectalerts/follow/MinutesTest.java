package io.disconnectalerts.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.disconnectalerts.follow.Minutes.Minute;
import io.disconnectalerts.store.Database;
import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Dialect;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What of a day is known, minute by minute. */
class MinutesTest {
    private static final Instant NOW = Instant.parse("2026-11-27T10:00:20Z");
    private static final Fact LOSS = new Fact(Fact.Kind.ENDED, "k", NOW, null, new Place("a", "", ""), "kicked",
            Duration.ZERO, NOW);

    @TempDir
    private Path folder;

    private static Minutes at(Database database, Duration later) {
        return new Minutes(() -> database, Clock.fixed(NOW.plus(later), ZoneOffset.UTC));
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void severalProcessesAddToAMinuteAndWhatIsADayOldIsForgotten(Dialect dialect) throws Exception {
        try (Database database = Databases.open(Databases.fresh(dialect, folder))) {
            Minutes one = at(database, Duration.ZERO);
            one.decided("client:a", new Decision.Tell(LOSS));
            one.decided("client:b", new Decision.Tell(LOSS));
            one.decided("client:b", new Decision.Back(Told.NOTHING.plus(LOSS, Set.of("wecom")), List.of(LOSS), NOW));
            one.decided("client:c", new Decision.Blip(LOSS));
            one.decided("client:c", new Decision.Wait(LOSS, NOW));
            one.decided("alarm:a/high_cpu", new Decision.Tell(LOSS));
            one.write(() -> 1);
            one.write(() -> fail("a minute in which nothing happens is written once"));
            Minutes other = at(database, Duration.ofSeconds(30));
            other.decided("client:d", new Decision.Tell(LOSS));
            other.write(() -> 2);
            at(database, Duration.ofSeconds(40)).write(() -> 2);
            Minute minute = new Minute("2026-11-27T10:00:00Z", 3, 1, 2);
            assertEquals(List.of(minute, new Minute("2026-11-27T10:01:00Z", 0, 0, 2)),
                    at(database, Duration.ofMinutes(2)).list());
            at(database, Duration.ofDays(1).plusSeconds(30)).write(() -> 0);
            assertEquals(List.of("2026-11-27T10:01:00Z", "2026-11-28T10:00:00Z"),
                    at(database, Duration.ofDays(1).plusSeconds(30)).list().stream().map(Minute::at).toList());
        }
    }
}
