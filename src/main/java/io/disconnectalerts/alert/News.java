package io.disconnectalerts.alert;

import io.disconnectalerts.event.Event;
import io.disconnectalerts.outbox.Letter;
import io.disconnectalerts.outbox.Message;
import java.util.Map;

/**
 * What there is to tell of an event: all that a robot's filter may ask, whatever is not known being empty.
 */
public record News(Event event, Verdict verdict, Message message) implements Letter {

    /** How urgent it is: {@code notice}, {@code warning} or {@code critical}. */
    public String severity() {
        return verdict.severity().toString();
    }

    /** Whether it is as urgent as that, or more. */
    public boolean atLeast(String severity) {
        return verdict.severity().compareTo(Severity.of(severity)) >= 0;
    }

    /** The class that a rule gave it. */
    public String rule() {
        return verdict.rule();
    }

    public String family() {
        return event.family();
    }

    /** What happened, such as {@code client.disconnected}. */
    public String name() {
        return event.name();
    }

    public String clientid() {
        return event.clientid();
    }

    public String username() {
        return event.username();
    }

    public String peername() {
        return event.peername();
    }

    public String peerhost() {
        return event.peerhost();
    }

    public String listener() {
        return event.listener();
    }

    public String node() {
        return event.node();
    }

    public String topic() {
        return event.topic();
    }

    public String broker() {
        return event.broker();
    }

    /** As the broker wrote it; the word that the rules ask for is the variable {@code reason}. */
    public String reason() {
        return event.reason();
    }

    public Map<String, String> attributes() {
        return event.attributes();
    }

    /** What the broker says under a name. */
    public String field(String name) {
        return event.field(name);
    }
}
