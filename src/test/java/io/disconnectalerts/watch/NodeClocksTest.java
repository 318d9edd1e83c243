package io.disconnectalerts.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code emqx@a:3600} is an event of that node that is stamped so many seconds later than it came. */
class NodeClocksTest {
    private static final Instant NOW = Instant.parse("2025-11-26T00:00:00Z");

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', value = {
        "emqx@a:-5                          |",
        "emqx@a:2                           |",
        "emqx@a:3                           | the clock of emqx@a is at least 3 s ahead",
        "emqx@a:3600 emqx@b:0               | the clock of emqx@a is at least 3600 s ahead",
        "emqx@a:3600 emqx@a:0               |",
        "emqx@b:60 emqx@a:3600 emqx@b:61    | the clock of emqx@a is at least 3600 s ahead,"
            + " the clock of emqx@b is at least 61 s ahead",
        ":60                                | the clock of a node without a name is at least 60 s ahead"})
    void aNodeIsAheadUntilAnEventOfItIsNot(String heard, String said) {
        NodeClocks clocks = new NodeClocks(() -> NOW);
        Stream.of(heard.split(" ")).map(NodeClocksTest::event).forEach(clocks::heard);
        assertEquals(said == null ? "no node's clock is ahead" : said, clocks.state().replaceFirst(": set it.*", ""));
    }

    private static Event event(String word) {
        return event(word, NOW);
    }

    private static Event event(String word, Instant now) {
        List<String> parts = List.of(word.split(":"));
        return new Event("client", Event.DISCONNECTED, "client:pump", now.plusSeconds(Long.parseLong(parts.get(1))),
                Event.Timing.SAID, now, Map.of("node", parts.get(0)), "key");
    }

    @ParameterizedTest(name = "{0} min later: {1}")
    @CsvSource({"59, true", "60, false"})
    void aNodeThatSaysNothingIsForgotten(int minutes, boolean said) {
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        NodeClocks clocks = new NodeClocks(now::get);
        IntStream.range(0, 100).forEach(i -> clocks.heard(event("n" + i + ":60")));
        now.set(NOW.plus(Duration.ofMinutes(minutes)));
        clocks.heard(event("other:61", now.get()));
        assertEquals(said, clocks.state().contains("the clock of n99 "));
        assertEquals(!said, clocks.state().contains("the clock of other "));
    }

    @Test
    void aNameIsCutBetweenCharacters() {
        NodeClocks clocks = new NodeClocks(() -> NOW);
        clocks.heard(event("n".repeat(127) + "\uD83D\uDE00:60"));
        assertTrue(clocks.state().startsWith("the clock of " + "n".repeat(127) + "\uFFFD is"), clocks::state);
    }

    /** What a node is called comes from outside. */
    @ParameterizedTest(name = "of {0} nodes {1} are said")
    @CsvSource({"100, 100", "1000, 100"})
    void namesDoNotFillTheMemory(int nodes, int said) {
        NodeClocks clocks = new NodeClocks(() -> NOW);
        for (int i = 0; i < nodes; i++) {
            clocks.heard(event("n" + i + ":60"));
        }
        assertEquals(said, clocks.state().split(" ahead").length - 1);
        assertTrue(clocks.state().endsWith("came"));
    }
}
