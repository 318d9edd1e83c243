package io.disconnectalerts.alert;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.event.Event.Timing;
import io.disconnectalerts.event.Event;
import io.disconnectalerts.outbox.Message;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/**
 * A client's end that people are told of, as it is stored.
 *
 * @param disconnectedAt ms since 1970
 * @param rule           the triage rule that decided, which is the class of the reason
 */
public record Alert(String clientid, String username, String reason, String peername, String node,
        @JsonProperty("disconnected_at") long disconnectedAt, @JsonProperty("class") String rule, String severity) {
    /** The kind of message that tells of disconnects. */
    public static final String KIND = "client.disconnected";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final int LONGEST_FACET = 200;
    /** A broker that does not say when tells the next outage in the same words; EMQX repeats a request for 45 s. */
    private static final Duration RETRIED = Duration.ofMinutes(1);

    /**
     * The message for the outboxes: the alert as its body, and as its facets what is worth counting; null if nobody is
     * to be told.
     */
    public static Message message(@Body Event event, @Variable("verdict") Verdict verdict) {
        if (verdict.quiet()) {
            return null;
        }
        Map<String, String> facets = new LinkedHashMap<>();
        facet(facets, "reason", event.reason());
        facet(facets, "class", verdict.rule());
        facet(facets, "node", event.node());
        facet(facets, "listener", event.listener());
        facet(facets, "network", network(event.peerhost()));
        facet(facets, "username", event.username());
        event.attributes().forEach((name, value) -> facet(facets, "attribute " + name, value));
        Alert alert = new Alert(event.clientid(), event.username(), event.reason(), event.peername(), event.node(),
                event.at().toEpochMilli(), verdict.rule(), verdict.severity().toString());
        return new Message(event.key(), event.family(), event.name(), event.subject(), verdict.severity().ordinal(),
                event.at(), event.receivedAt(), facets, alert.json(), event.timing() == Timing.SAID ? null : RETRIED);
    }

    private static void facet(Map<String, String> facets, String name, String value) {
        if (!value.isEmpty()) {
            facets.put(name, value.length() <= LONGEST_FACET ? value : value.substring(0, LONGEST_FACET));
        }
    }

    /** The IPv4 /24 or IPv6 /64 an address is in; empty if it is no address. No name is ever looked up. */
    static String network(String address) {
        if (!ADDRESS.matcher(address).matches()) {
            return "";
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            if (bytes.length == 4) {
                return (bytes[0] & 255) + "." + (bytes[1] & 255) + "." + (bytes[2] & 255) + ".0/24";
            }
            return String.format("%x:%x:%x:%x::/64", pair(bytes, 0), pair(bytes, 2), pair(bytes, 4), pair(bytes, 6));
        } catch (UnknownHostException none) {
            return "";
        }
    }

    private static int pair(byte[] bytes, int at) {
        return (bytes[at] & 255) << 8 | bytes[at + 1] & 255;
    }

    public static Alert of(Message message) {
        try {
            return JSON.readValue(message.body(), Alert.class);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("a stored alert is not JSON", unreadable);
        }
    }

    private String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public Instant time() {
        return Instant.ofEpochMilli(disconnectedAt);
    }
}
