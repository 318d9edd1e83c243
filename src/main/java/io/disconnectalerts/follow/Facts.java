package io.disconnectalerts.follow;

import io.disconnectalerts.event.Event.Timing;
import io.disconnectalerts.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What an event says of a session. An alarm that is activated ends a time that was well, and its end begins one. */
public final class Facts {
    private static final Set<String> REPLACED = Set.of("takenover", "discarded");

    private Facts() {
    }

    /**
     * @param grace   how long an end waits to be told; null if nobody is told of it
     * @param verdict what triage made of the event
     * @return empty if the event says nothing of any session
     */
    public static Optional<Fact> of(Event event, Duration grace, String verdict) {
        return switch (event.name()) {
            case "client.connected", "alarm.deactivated" -> Optional.of(began(event));
            case Event.DISCONNECTED -> Optional.of(ended(event, since(event.connectedAt()), grace, verdict));
            case "alarm.activated" -> Optional.of(ended(event, null, grace, verdict));
            default -> Optional.empty();
        };
    }

    /** The key of the event that says it. */
    public static String event(Fact fact) {
        return fact.key().replaceFirst("@.*", "");
    }

    /** The key of the message that what it says has lasted, although its subject flapped. */
    public static String stillGone(Fact fact) {
        return event(fact) + "-still-gone";
    }

    /** What does not say when it was may be said again of another time. */
    private static String key(Event event) {
        return event.timing() == Timing.SAID ? event.key() : event.key() + "@" + event.receivedAt().toEpochMilli();
    }

    private static Fact began(Event event) {
        Instant said = since(event.connectedAt());
        Instant at = said == null ? event.at() : said;
        return new Fact(Fact.Kind.BEGAN, key(event), at, at, place(event), event.reason(), null, event.receivedAt(),
                null, count(event));
    }

    private static Fact ended(Event event, Instant since, Duration grace, String verdict) {
        Fact.Kind kind = REPLACED.contains(event.cause()) ? Fact.Kind.REPLACED : Fact.Kind.ENDED;
        return new Fact(kind, key(event), event.at(), since, place(event), event.reason(), grace, event.receivedAt(),
                verdict, count(event));
    }

    private static String count(Event event) {
        return event.session().isEmpty() ? null : event.session();
    }

    private static Place place(Event event) {
        return new Place(event.node(), event.peerhost(), event.peername());
    }

    private static Instant since(OptionalLong millis) {
        return millis.isPresent() ? Instant.ofEpochMilli(millis.getAsLong()) : null;
    }
}
