package io.disconnectalerts.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.disconnectalerts.event.Event.Timing;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is told of one event, as JSON: a rule's row, narrowed or not, a system topic's payload, an EMQX 4 webhook's.
 * A field is found however its name is written: {@code clientid}, {@code client_id}, {@code clientId}.
 */
record Row(JsonNode json) {
    private static final int MOST_FIELDS = 64;
    private static final int LONGEST_FIELD = 1_024;
    private static final int DEEPEST = 3;
    /** What an MQTT string may be. */
    private static final int LONGEST = 65_535;
    private static final Pattern UNSTORABLE = Pattern.compile("[\\p{Cs}\\x00]");
    /** How EMQX, and C's printf in NanoMQ, write what is not there. */
    private static final Set<String> MISSING = Set.of("undefined", "(null)");
    /** When it happened; if the broker does not say, when it told. */
    private static final Map<String, List<String>> TIMES = Map.of(
            "client.disconnected", List.of("disconnected_at", "ts", "timestamp"),
            "client.connected", List.of("connected_at", "ts", "timestamp"),
            "alarm.activated", List.of("activated_at", "activate_at", "ts", "timestamp"),
            "alarm.deactivated", List.of("deactivated_at", "deactivate_at", "ts", "timestamp"));
    private static final List<String> TIMES_OF_OTHERS = List.of("timestamp", "ts", "publish_received_at");

    /** @throws Refusal if it does not tell what happened, or to whom */
    Reading reading(String topic, EventTime time, Instant now) throws Refusal {
        String name = EventName.of(this, topic);
        if (name.isEmpty()) {
            throw new Refusal(has("event") || has("action")
                    ? "its event is none that is known: client.disconnected is what is told"
                    : "it does not say what happened: add event, reason or disconnected_at");
        }
        String family = EventName.family(name);
        if (family.isEmpty() || family.equals("access") && !isRefused()) {
            return new Reading.Ignored(name);
        }
        SystemTopic system = SystemTopic.of(topic);
        Map<String, String> fields = new LinkedHashMap<>();
        put(fields, "node", either(text("node"), system.node()));
        String subject = family.equals("alarm") ? alarm(fields) : client(fields, system);
        put(fields, "reason", reason());
        collect(fields, Event.ATTRIBUTE, field("client_attrs"), DEEPEST);
        collect(fields, "", json, DEEPEST);
        return event(family, name, subject, Collections.unmodifiableMap(fields), time, now);
    }

    /** Whether a client was kept from something: EMQX tells as well what it let pass. */
    private boolean isRefused() {
        return text("result").equals("deny")
                || has("reason_code") && !Set.of("success", "normal").contains(Reason.word(text("reason_code")));
    }

    private String alarm(Map<String, String> fields) throws Refusal {
        if (text("name").isEmpty()) {
            throw new Refusal("it has no name: add name, which says what the alarm is about");
        }
        put(fields, "name", text("name"));
        return "alarm:" + fields.getOrDefault("node", "") + "/" + text("name");
    }

    private String client(Map<String, String> fields, SystemTopic system) throws Refusal {
        String clientid = either(plain("clientid"), system.clientid()); // a client may really be called undefined
        if (clientid.isEmpty()) {
            throw new Refusal("it has no clientid: add clientid");
        }
        put(fields, "clientid", clientid);
        put(fields, "username", text("username"));
        String socket = text("peername");
        String peername = either(socket, either(text("peerhost"), text("ipaddress")));
        put(fields, "peername", peername);
        put(fields, "peerhost", socket.isEmpty() ? peername : beforeLastColon(socket));
        String sockname = text("sockname");
        put(fields, "listener", sockname.isEmpty() ? text("sockport") : afterLastColon(sockname));
        return "client:" + clientid;
    }

    private static void put(Map<String, String> fields, String name, String value) {
        if (!value.isEmpty()) {
            fields.put(name, value);
        }
    }

    /** Takes every plain value under the name it is written by, as far as there is room. */
    private static void collect(Map<String, String> fields, String prefix, JsonNode object, int deepest) {
        if (object == null) {
            return;
        }
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            String name = prefix + clean(field.getKey());
            JsonNode value = field.getValue();
            if (value.isObject() && deepest > 1) {
                collect(fields, name + ".", value, deepest - 1);
            } else if (value.isValueNode() && !value.isNull() && !name.equals("payload")
                    && fields.size() < MOST_FIELDS) {
                String text = clean(value.asText());
                if (!MISSING.contains(text)) {
                    fields.putIfAbsent(clipped(name), clipped(text));
                }
            }
        }
    }

    private static String clipped(String text) {
        return text.length() <= LONGEST_FIELD ? text : text.substring(0, LONGEST_FIELD);
    }

    private Event event(String family, String name, String subject, Map<String, String> fields, EventTime time,
            Instant now) {
        List<String> times = TIMES.getOrDefault(name, TIMES_OF_OTHERS);
        Instant at = null;
        for (int i = 0; i < times.size() && at == null; i++) {
            at = time.read(text(times.get(i)), now);
        }
        if (at == null) {
            Timing timing = times.stream().anyMatch(this::has) ? Timing.UNUSABLE : Timing.UNSAID;
            return new Event(family, name, subject, now, timing, now, fields, "payload-"
                    + Event.hash(id(subject, fields), fields.getOrDefault("node", ""), json.toString()));
        }
        return new Event(family, name, subject, at, Timing.SAID, now, fields,
                Event.key(at.toEpochMilli(), identity(name, subject, fields, time, now)));
    }

    /** What tells this event from others at the same time. */
    private String[] identity(String name, String subject, Map<String, String> fields, EventTime time, Instant now) {
        String id = id(subject, fields);
        String node = fields.getOrDefault("node", "");
        String reason = fields.getOrDefault("reason", "");
        if (!name.equals(EventName.DISCONNECTED)) {
            return new String[] {id, node, reason, text("topic"), text("id"), name};
        }
        Instant connected = time.read(text("connected_at"), now);
        return connected == null ? new String[] {id, node, reason, fields.getOrDefault("peername", ""), name}
                : new String[] {id, Long.toString(connected.toEpochMilli()), name};
    }

    private static String id(String subject, Map<String, String> fields) {
        return fields.getOrDefault("clientid", subject);
    }

    private String reason() {
        String name = has("reason") ? "reason" : "reason_code";
        return has(name) && field(name).isContainerNode() ? clean(Reason.inside(field(name))) : text(name);
    }

    /** Whether the field is there and says anything. */
    boolean has(String name) {
        JsonNode value = field(name);
        return value != null && (value.isContainerNode() || !text(name).isEmpty());
    }

    /** The field's value as text; empty if it is missing, or no plain value. */
    String text(String name) {
        String text = plain(name);
        return MISSING.contains(text) ? "" : text;
    }

    private String plain(String name) {
        JsonNode value = field(name);
        return value == null || value.isContainerNode() ? "" : clean(value.asText());
    }

    /** Null if it is missing, or JSON's null. */
    private JsonNode field(String name) {
        JsonNode exactly = json.get(name);
        if (exactly != null && !exactly.isNull()) {
            return exactly;
        }
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (alike(field.getKey(), name) && !field.getValue().isNull()) {
                return field.getValue();
            }
        }
        return null;
    }

    private static boolean alike(String written, String name) {
        return written.regionMatches(true, 0, name, 0, 1) && letters(written).equals(letters(name));
    }

    private static String letters(String name) {
        return name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }

    /** PostgreSQL stores no NUL, and nothing stores half a character. */
    private static String clean(String text) {
        String most = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
        return UNSTORABLE.matcher(most).replaceAll("\uFFFD");
    }

    private static String either(String one, String other) {
        return one.isEmpty() ? other : one;
    }

    private static String beforeLastColon(String address) {
        int colon = address.lastIndexOf(':');
        return colon < 0 ? address : address.substring(0, colon);
    }

    private static String afterLastColon(String address) {
        return address.substring(address.lastIndexOf(':') + 1);
    }
}
