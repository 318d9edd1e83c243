package io.disconnectalerts.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.event.Event.Timing;
import io.disconnectalerts.event.Event;
import io.disconnectalerts.event.Subject;
import io.disconnectalerts.follow.Fact;
import io.disconnectalerts.follow.Facts;
import io.disconnectalerts.outbox.Message;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** An event and its verdict, as they are kept until it is known whether they are told; times in ms since 1970. */
record Held(String family, String name, String subject, long at, Timing timing, long receivedAt,
        Map<String, String> fields, String key, String verdict) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static String json(Event event, Verdict verdict) {
        try {
            return JSON.writeValueAsString(new Held(event.family(), event.name(), event.subject(),
                    event.at().toEpochMilli(), event.timing(), event.receivedAt().toEpochMilli(), event.fields(),
                    event.key(), verdict.toString()));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What little is known of a loss whose own event is not kept any more. */
    static Held of(String subject, Fact loss) {
        String family = Subject.family(subject);
        String id = Subject.id(subject);
        boolean alarm = family.equals("alarm");
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(alarm ? "name" : "clientid", alarm ? id.substring(id.indexOf('/') + 1) : id);
        fields.put("reason", loss.reason());
        fields.put("node", loss.place().node());
        fields.put("peername", loss.place().peername().isEmpty() ? loss.place().host() : loss.place().peername());
        fields.values().removeIf(String::isEmpty);
        return new Held(family, alarm ? "alarm.activated" : Event.DISCONNECTED, subject, loss.at().toEpochMilli(),
                Timing.SAID, loss.receivedAt().toEpochMilli(), fields, Facts.event(loss),
                loss.verdict() == null ? Verdict.UNKNOWN.toString() : loss.verdict());
    }

    /** The same event, as people were told of it. */
    Held as(Message told) {
        Map<String, String> said = new LinkedHashMap<>(fields);
        said.putAll(Alert.of(told).fields());
        String rule = said.remove("class");
        String severity = said.remove("severity");
        return new Held(family, name, subject, at, timing, receivedAt, said, key,
                rule == null || severity == null ? verdict : rule + " " + severity);
    }

    static Held of(String json) {
        try {
            return JSON.readValue(json, Held.class);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("a held event is not JSON", unreadable);
        }
    }

    Event event() {
        return new Event(family, name, subject, Instant.ofEpochMilli(at), timing, Instant.ofEpochMilli(receivedAt),
                fields, key);
    }
}
