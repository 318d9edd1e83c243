package io.disconnectalerts.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.disconnectalerts.event.ClientEvent.Timing;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is told of one client, as JSON: a rule's row, narrowed or not, a system topic's payload, an EMQX 4 webhook's.
 * A field is found however its name is written: {@code clientid}, {@code client_id}, {@code clientId}.
 */
record Row(JsonNode json) {
    private static final int MOST_ATTRIBUTES = 8;
    /** What an MQTT string may be. */
    private static final int LONGEST = 65_535;
    private static final Pattern UNSTORABLE = Pattern.compile("[\\p{Cs}\\x00]");
    /** How EMQX, and C's printf in NanoMQ, write what is not there. */
    private static final Set<String> MISSING = Set.of("undefined", "(null)");
    /** When it happened; if the broker does not say, when it told. */
    private static final List<String> TIMES = List.of("disconnected_at", "ts", "timestamp");

    /** @throws Refusal if it does not tell what happened, or to whom */
    Reading reading(String topic, EventTime time, Instant now) throws Refusal {
        String event = EventName.of(this, topic);
        if (event.isEmpty()) {
            throw new Refusal(has("event") || has("action")
                    ? "its event is none that is known: client.disconnected is what is told"
                    : "it does not say what happened: add event, reason or disconnected_at");
        }
        if (!event.equals(EventName.DISCONNECTED)) {
            return new Reading.Ignored(event);
        }
        SystemTopic system = SystemTopic.of(topic);
        String clientid = either(plain("clientid"), system.clientid()); // a client may really be called undefined
        if (clientid.isEmpty()) {
            throw new Refusal("it has no clientid: add clientid");
        }
        return event(clientid, either(text("node"), system.node()), time, now);
    }

    private ClientEvent event(String clientid, String node, EventTime time, Instant now) {
        String socket = text("peername");
        String peername = either(socket, text("ipaddress"));
        String peerhost = socket.isEmpty() ? peername : beforeLastColon(socket);
        String sockname = text("sockname");
        String listener = sockname.isEmpty() ? text("sockport") : afterLastColon(sockname);
        String reason = reason();
        Instant connected = time.read(text("connected_at"), now);
        Instant disconnected = null;
        for (int i = 0; i < TIMES.size() && disconnected == null; i++) {
            disconnected = time.read(text(TIMES.get(i)), now);
        }
        if (disconnected == null) {
            return new ClientEvent(clientid, text("username"), reason, peername, peerhost, listener, node, now,
                    TIMES.stream().anyMatch(this::has) ? Timing.UNUSABLE : Timing.UNSAID, now, attributes(),
                    "payload-" + ClientEvent.hash(clientid, node, json.toString()));
        }
        long millis = disconnected.toEpochMilli();
        String key = connected == null
                ? ClientEvent.key(millis, clientid, node, reason, peername, EventName.DISCONNECTED)
                : ClientEvent.key(millis, clientid, Long.toString(connected.toEpochMilli()), EventName.DISCONNECTED);
        return new ClientEvent(clientid, text("username"), reason, peername, peerhost, listener, node, disconnected,
                Timing.SAID, now, attributes(), key);
    }

    private String reason() {
        String name = has("reason") ? "reason" : "reason_code";
        return has(name) && field(name).isContainerNode() ? clean(Reason.inside(field(name))) : text(name);
    }

    private Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        json.path("client_attrs").properties().forEach(field -> {
            if (attributes.size() < MOST_ATTRIBUTES && field.getValue().isValueNode()) {
                attributes.put(clean(field.getKey()), clean(field.getValue().asText()));
            }
        });
        return attributes;
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
