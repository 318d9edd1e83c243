package io.disconnectalerts.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** Reads every shape in which EMQX tells of a client: rule row, narrowed SELECT, republish, Webhook page and {@code $SYS}. */
public final class Payload {
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_ELEMENTS = 10_000;
    private static final int MOST_ATTRIBUTES = 8;
    /** What an MQTT string may be. */
    private static final int LONGEST = 65_535;
    private static final String DISCONNECTED = "client.disconnected";
    private static final Set<String> FAMILIES = Set.of("client", "session", "message", "delivery", "schema", "alarm");
    /** Counted by name; others of a family are counted as one, so that nobody can fill the memory with names. */
    private static final Set<String> KNOWN = Set.of("client.connect", "client.connected", "client.connack", "client.ping", "client.subscribe",
            "client.subscribed", "client.unsubscribe", "client.unsubscribed", "client.check_authz_complete", "client.check_authn_complete",
            "session.subscribed", "session.unsubscribed", "session.created", "session.terminated", "message.publish", "message.delivered",
            "message.acked", "message.dropped", "message.transformation_failed", "delivery.dropped", "schema.validation_failed",
            "alarm.activate", "alarm.activated", "alarm.deactivate", "alarm.deactivated");
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder().streamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(64).maxNumberLength(100).maxStringLength(MOST_BYTES).build()).build())
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY, DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private final EventTime time;

    /** @param zone the zone a formatted time is in */
    public Payload(String zone) {
        this.time = new EventTime(zone);
    }

    /** @param topic the MQTT topic it came by, null or empty if it came another way */
    public Reading read(@Body byte[] payload, @Variable("topic") String topic) {
        return read(payload, topic == null ? "" : topic, time, Instant.now());
    }

    static Reading read(byte[] payload, String topic, EventTime time, Instant now) {
        if (payload == null || payload.length == 0) {
            return new Reading.Unreadable(new byte[0], "it is empty");
        }
        if (payload.length > MOST_BYTES) {
            return new Reading.Unreadable(payload, "it is larger than 1 MiB");
        }
        try {
            JsonNode json = JSON.readTree(payload);
            if (json.isArray() && json.size() > MOST_ELEMENTS) {
                return new Reading.Unreadable(payload, "it is an array of more than " + MOST_ELEMENTS + " elements");
            }
            if (json.isArray() && !json.isEmpty()) {
                List<byte[]> elements = new ArrayList<>();
                for (JsonNode element : json) {
                    elements.add(JSON.writeValueAsBytes(element));
                }
                return new Reading.Several(elements);
            }
            return json.isObject() ? read(json, payload, SystemTopic.of(topic), time, now)
                    : new Reading.Unreadable(payload, "it is JSON, but not an object; an EMQX republish action needs the payload ${.}");
        } catch (JsonProcessingException malformed) {
            return new Reading.Unreadable(payload, "it is not JSON: " + malformed.getOriginalMessage().lines().findFirst().orElse(""));
        } catch (IOException malformed) {
            return new Reading.Unreadable(payload, "it is not JSON: it is not UTF-8");
        }
    }

    private static Reading read(JsonNode json, byte[] payload, SystemTopic topic, EventTime time, Instant now) {
        String event = event(json, topic);
        if (!event.equals(DISCONNECTED)) {
            String family = event.split("\\.", 2)[0];
            return FAMILIES.contains(family) ? new Reading.Ignored(KNOWN.contains(event) ? event : family + ".other")
                    : new Reading.Unreadable(payload, "its event is none that EMQX sends");
        }
        String clientid = text(json, "clientid");
        if (clientid.isEmpty()) {
            clientid = topic.clientid();
        }
        if (clientid.isEmpty()) {
            return new Reading.Unreadable(payload, "it has no clientid");
        }
        return event(json, clientid, topic, payload, time, now);
    }

    /** EMQX 4 calls it {@code action}, and {@code client_disconnected}. */
    private static String event(JsonNode json, SystemTopic topic) {
        String event = text(json, "event").isEmpty() ? text(json, "action") : text(json, "event");
        if (event.isEmpty()) {
            event = topic.event().isEmpty() ? DISCONNECTED : topic.event();
        }
        return event.contains(".") ? event : event.replaceFirst("_", ".");
    }

    private static ClientEvent event(JsonNode json, String clientid, SystemTopic topic, byte[] payload, EventTime time, Instant now) {
        String reason = text(json, "reason");
        String peername = text(json, "peername").isEmpty() ? text(json, "ipaddress") : text(json, "peername");
        String peerhost = text(json, "peername").isEmpty() ? peername : beforeLastColon(peername);
        String listener = text(json, "sockname").isEmpty() ? text(json, "sockport") : afterLastColon(text(json, "sockname"));
        String node = text(json, "node").isEmpty() ? topic.node() : text(json, "node");
        Instant connected = time.read(json.get("connected_at"));
        Instant disconnected = time.read(json.get("disconnected_at"));
        if (disconnected == null) {
            disconnected = time.read(json.has("ts") ? json.get("ts") : json.get("timestamp"));
        }
        String key;
        if (disconnected == null) {
            key = "payload-" + ClientEvent.hash(payload);
        } else if (connected != null) {
            key = ClientEvent.key(disconnected.toEpochMilli(), clientid, Long.toString(connected.toEpochMilli()), DISCONNECTED);
        } else {
            key = ClientEvent.key(disconnected.toEpochMilli(), clientid, node, reason, peername, DISCONNECTED);
        }
        return new ClientEvent(clientid, text(json, "username"), reason, peername, peerhost, listener, node,
                disconnected == null ? now : disconnected, now, attributes(json.path("client_attrs")), key);
    }

    private static Map<String, String> attributes(JsonNode json) {
        Map<String, String> attributes = new LinkedHashMap<>();
        json.properties().forEach(field -> {
            if (attributes.size() < MOST_ATTRIBUTES && field.getValue().isValueNode()) {
                attributes.put(clean(field.getKey()), clean(field.getValue().asText()));
            }
        });
        return attributes;
    }

    /** EMQX writes a missing value as the word {@code undefined}. */
    private static String text(JsonNode json, String field) {
        JsonNode value = json.get(field);
        String text = value == null || !value.isValueNode() || value.isNull() ? "" : value.asText();
        return text.equals("undefined") ? "" : clean(text);
    }

    /** PostgreSQL stores no NUL, and nothing stores half a character. */
    private static String clean(String text) {
        String most = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
        return new String(most.getBytes(UTF_8), UTF_8).replace('\u0000', '\uFFFD');
    }

    private static String beforeLastColon(String address) {
        int colon = address.lastIndexOf(':');
        return colon < 0 ? address : address.substring(0, colon);
    }

    private static String afterLastColon(String address) {
        return address.substring(address.lastIndexOf(':') + 1);
    }
}
