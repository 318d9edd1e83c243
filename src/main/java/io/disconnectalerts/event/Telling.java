package io.disconnectalerts.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.disconnectalerts.event.Event.Timing;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a broker tells of one event, in its own words.
 *
 * @param broker whose words they are
 * @param row    the words
 * @param topic  by which they came, or empty
 * @param event  what the topic says happened, or empty
 */
record Telling(Broker broker, Row row, String topic, String event) {
    private static final String OF_NOBODY = "it is no event of a broker that is known: describe it in a file under "
            + "brokers, as brokers/emqx.yaml does, or see what try --broker makes of it";
    private static final Set<String> LET_PASS = Set.of("success", "normal");

    /** @throws Refusal if it does not tell what happened, or to whom */
    Reading reading(EventTime time, Instant now) throws Refusal {
        String name = EventName.of(this);
        if (name.isEmpty()) {
            throw refusal(broker.event().stream().anyMatch(row::has)
                    ? "its event is none that is known: client.disconnected is what is told"
                    : isOfNobody() ? OF_NOBODY
                    : "it does not say what happened: add event, reason or disconnected_at");
        }
        String family = EventName.family(name);
        if (family.isEmpty() || family.equals("access") && !isRefused()) {
            return new Reading.Ignored(name);
        }
        Map<String, String> fields = new LinkedHashMap<>();
        put(fields, "broker", broker.name());
        put(fields, "node", text("node"));
        String id = family.equals("alarm") ? alarm(fields) : client(fields);
        reason(fields);
        Instant began = broker.began() == null ? null : time.read(row.text(broker.began()), now, broker.times());
        put(fields, "connected_at", began == null ? "" : Long.toString(began.toEpochMilli()));
        put(fields, "session", row.first(broker.counter()));
        row.collect(fields);
        String scope = fields.getOrDefault("scope", "");
        String subject = family.equals("alarm") ? Subject.alarm(id)
                : Subject.client(scope.isEmpty() ? id : scope + "/" + id);
        return event(family, name, subject, id, Collections.unmodifiableMap(fields), began, time, now);
    }

    private Refusal refusal(String sentence) {
        return new Refusal(sentence, broker.name());
    }

    /** Whether nothing in it, and there is something, has a name that is known. */
    private boolean isOfNobody() {
        return !row.isEmpty() && broker.fields().values().stream().flatMap(List::stream).noneMatch(row::has);
    }

    private String text(String field) {
        return row.first(broker.sources(field));
    }

    /** Whether a client was kept from something: EMQX tells as well what it let pass. */
    private boolean isRefused() {
        String reason = text("reason");
        return row.text(EventName.RESULT).equals("deny")
                || !reason.isEmpty() && !LET_PASS.contains(broker.cause(reason));
    }

    private String alarm(Map<String, String> fields) throws Refusal {
        String name = text("name");
        if (name.isEmpty()) {
            throw refusal("it has no name: add name, which says what the alarm is about");
        }
        put(fields, "name", name);
        return fields.getOrDefault("node", "") + "/" + name;
    }

    private String client(Map<String, String> fields) throws Refusal {
        String clientid = "";
        Source said = null;
        for (Source source : broker.sources("clientid")) {
            if (clientid.isEmpty()) {
                clientid = row.plain(source); // a client may really be called undefined
                said = source;
            }
        }
        if (clientid.isEmpty()) {
            throw refusal("it has no clientid: add clientid");
        }
        put(fields, "clientid", clientid);
        put(fields, "username", text("username"));
        String peername = text("peername");
        String peerhost = peername.isEmpty() ? text("peerhost") : beforeLastColon(peername);
        put(fields, "peername", peername.isEmpty() ? peerhost : peername);
        put(fields, "peerhost", peerhost);
        put(fields, "listener", afterLastColon(text("listener")));
        put(fields, "scope", scope());
        return clientid.contains(Row.REPLACEMENT) ? row.distinct(said) : clientid;
    }

    private String scope() {
        String scope = "";
        for (Source source : broker.scope()) {
            String part = row.text(source);
            scope = scope.isEmpty() || part.isEmpty() ? scope + part : scope + "/" + part;
        }
        return scope;
    }

    private void reason(Map<String, String> fields) {
        for (Source source : broker.sources("reason")) {
            JsonNode value = row.field(source);
            String reason = value != null && value.isContainerNode() ? Row.clean(Reason.inside(value))
                    : row.text(source);
            if (!reason.isEmpty()) {
                put(fields, "reason", reason);
                put(fields, "cause", broker.cause(reason));
                return;
            }
        }
    }

    private static void put(Map<String, String> fields, String name, String value) {
        if (!value.isEmpty()) {
            fields.put(name, value);
        }
    }

    private Event event(String family, String name, String subject, String id, Map<String, String> fields,
            Instant began, EventTime time, Instant now) {
        List<Source> times = broker.times(name);
        Instant at = null;
        for (int i = 0; i < times.size() && at == null; i++) {
            at = time.read(row.text(times.get(i)), now, broker.times());
        }
        if (at == null) {
            String identity = identity(fields, id, name, "scope", "clientid", "name", "node", "reason");
            return new Event(family, name, subject, now,
                    times.stream().anyMatch(row::has) ? Timing.UNUSABLE : Timing.UNSAID, now, fields,
                    "payload-" + Event.hash(identity + '\u0000' + row));
        }
        String identity = name.equals(Event.DISCONNECTED) && began != null
                ? identity(fields, id, name, "scope", "clientid", "connected_at")
                : identity(fields, id, name, "scope", "clientid", "name", "node", "reason", "peername", "session",
                        "topic", "action", "id");
        return new Event(family, name, subject, at, Timing.SAID, now, fields,
                Event.key(at.toEpochMilli(), identity + '\u0000' + (tellsApart(family, fields) ? "" : row)));
    }

    /** @param id the client's, which tells those apart that are told alike */
    private static String identity(Map<String, String> fields, String id, String event, String... names) {
        StringBuilder identity = new StringBuilder(event);
        for (String name : names) {
            String value = fields.getOrDefault(name, "");
            identity.append('\u0000').append(name.equals("clientid") && !value.isEmpty() ? id : value);
        }
        return identity.toString();
    }

    /** Whether such fields tell two of a moment apart: many messages go to a topic, and AWS tells of many topics. */
    private static boolean tellsApart(String family, Map<String, String> fields) {
        return switch (family) {
            case "message" -> fields.containsKey("id");
            case "session" -> fields.containsKey("topic");
            default -> true;
        };
    }

    private static String beforeLastColon(String address) {
        int colon = address.lastIndexOf(':');
        return colon < 0 ? address : address.substring(0, colon);
    }

    private static String afterLastColon(String address) {
        return address.substring(address.lastIndexOf(':') + 1);
    }
}
