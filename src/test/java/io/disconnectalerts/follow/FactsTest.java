package io.disconnectalerts.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.disconnectalerts.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an event says of a session. */
class FactsTest {
    private static final Duration GRACE = Duration.ofSeconds(30);

    private static Optional<Fact> fact(String name, String reason, String connectedAt) {
        Map<String, String> fields = new HashMap<>(Map.of("node", "a", "peerhost", "x", "peername", "x:1"));
        fields.put("reason", reason == null ? "" : reason);
        fields.put("connected_at", connectedAt == null ? "" : connectedAt);
        fields.put("session", "7");
        return Facts.of(new Event("client", name, "client:c", Instant.ofEpochMilli(900), Event.Timing.SAID,
                Instant.ofEpochMilli(950), fields, "k"), GRACE, "lost critical");
    }

    @ParameterizedTest(name = "{0} {1} connected_at {2}: {3} at {4}, since {5}")
    @CsvSource({
        "client.connected,    ,                    100, BEGAN,    100, 100",
        "client.connected,    ,                       , BEGAN,    900, 900",
        "client.disconnected, tcp_closed,          100, ENDED,    900, 100",
        "client.disconnected, tcp_closed,             , ENDED,    900,",
        "client.disconnected, takenover,           100, REPLACED, 900, 100",
        "client.disconnected, takeovered,             , REPLACED, 900,",
        "client.disconnected, discarded,           100, REPLACED, 900, 100",
        "alarm.activated,     ,                       , ENDED,    900,",
        "alarm.deactivated,   ,                       , BEGAN,    900, 900"})
    void anEventSaysThatASessionBeganOrEnded(String name, String reason, String connectedAt, Fact.Kind kind, long at,
            Long since) {
        Fact fact = fact(name, reason, connectedAt).orElseThrow();
        assertEquals(new Fact(kind, "k", Instant.ofEpochMilli(at), since == null ? null : Instant.ofEpochMilli(since),
                new Place("a", "x", "x:1"), reason == null ? "" : reason, kind == Fact.Kind.BEGAN ? null : GRACE,
                Instant.ofEpochMilli(950), kind == Fact.Kind.BEGAN ? null : "lost critical", "7"), fact);
    }

    @ParameterizedTest
    @CsvSource({"message.dropped", "session.subscribed", "client.connack"})
    void othersSayNothingOfAny(String name) {
        assertEquals(Optional.empty(), fact(name, "", "100"));
    }
}
