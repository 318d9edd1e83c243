package io.disconnectalerts.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.event.Event.Timing;
import io.disconnectalerts.event.Event;
import io.disconnectalerts.follow.Decision.Back;
import io.disconnectalerts.outbox.Message;
import io.disconnectalerts.store.JsonObject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/**
 * An event that people are told of, as it is stored.
 *
 * @param fields what the broker says of it, the class that triage gave it ({@code class}), how urgent it is
 *               ({@code severity}), and of what is over how many ms it lasted ({@code lasted_ms}) and since when
 *               ({@code since_ms}), in ms since 1970
 */
public record Alert(Map<String, String> fields) {
    /** The kind of a message that tells that a client is back. */
    public static final String BACK = "client.back";
    static final String ALARM_OVER = "alarm.deactivated";
    /** The kind of a message that tells that an alarm that came and went lasts. */
    static final String STILL_ACTIVE = "alarm.still_active";
    /** The kinds of messages that tell what the past of a subject comes to, by family. */
    private static final Map<String, Set<String>> OF_THE_PAST = Map.of(
            "client", Set.of(BACK, StillGone.KIND, "client.flapping", "client.twins", "client.steady"),
            "alarm", Set.of("alarm.flapping", "alarm.steady", STILL_ACTIVE),
            RobotTrouble.FAMILY, RobotTrouble.KINDS);
    /** What is worth counting over many events, by family. */
    private static final Map<String, List<String>> FACETS = Map.of(
            "client", List.of("reason", "class", "node", "listener", "network", "username"),
            "access", List.of("reason", "action", "topic", "class", "node", "listener", "network", "username"),
            "session", List.of("topic", "class", "node", "network", "username"),
            "message", List.of("reason", "validation", "transformation", "topic", "class", "node", "network",
                    "username"),
            "alarm", List.of("name", "class", "node"));
    /** What no words need: it is said otherwise. */
    private static final Set<String> LEFT_OUT =
            Set.of("event", "timestamp", "ts", "peerhost", "listener", "lasted_ms", "class", "severity");
    private static final String OF_THE_RULE = "metadata.";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BYTE = "(?:1?\\d?\\d|2[0-4]\\d|25[0-5])";
    private static final Pattern ADDRESS =
            Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final int LONGEST_FACET = 200;
    /** A broker that does not say when tells the next outage in the same words; EMQX repeats a request for 45 s. */
    private static final Duration RETRIED = Duration.ofMinutes(1);

    /** Null if nobody is to be told. */
    public static News news(@Body Event event, @Variable("verdict") Verdict verdict) {
        return verdict.quiet() ? null : new News(event, verdict, message(event, verdict));
    }

    /**
     * The message for the outboxes: the alert as its body, and as its facets what is worth counting; null if nobody is
     * to be told.
     */
    public static Message message(@Body Event event, @Variable("verdict") Verdict verdict) {
        if (verdict.quiet()) {
            return null;
        }
        Map<String, String> facets = new LinkedHashMap<>();
        for (String name : FACETS.getOrDefault(event.family(), List.of())) {
            facet(facets, name, switch (name) {
                case "class" -> verdict.rule();
                case "network" -> network(event.peerhost());
                default -> event.field(name);
            });
        }
        for (Map.Entry<String, String> attribute : event.attributes().entrySet()) {
            facet(facets, Event.NAMED_ATTRIBUTE + attribute.getKey(), attribute.getValue());
        }
        return new Message(event.key(), event.family(), event.name(), event.subject(), verdict.severity().priority(),
                event.happened(), event.receivedAt(), facets, json(event, verdict),
                event.timing() == Timing.SAID ? null : RETRIED);
    }

    /**
     * The end of what was told.
     *
     * @param lost what was told of it
     * @param end  what is told of the event that says so; null if nothing is
     */
    static Message over(Back back, Message lost, Message end, Instant now) {
        Map<String, String> fields = new LinkedHashMap<>(of(lost).fields());
        boolean alarm = lost.family().equals("alarm");
        if (end != null && end.kind().equals(ALARM_OVER)) {
            fields.putAll(of(end).fields());
            fields.put("class", of(lost).field("class"));
        }
        fields.putIfAbsent("lasted_ms", Long.toString(Duration.between(back.told().since(), back.at()).toMillis()));
        fields.put("since_ms", Long.toString(back.told().since().toEpochMilli()));
        fields.put("severity", Severity.NOTICE.toString());
        String key = lost.key() + "-back-" + HexFormat.of().toHexDigits(back.at().toEpochMilli(), 12);
        return new Message(key, lost.family(), alarm ? ALARM_OVER : BACK,
                lost.subject(), Severity.NOTICE.priority(), back.at(), now, lost.facets(), JsonObject.of(fields));
    }

    /** The kinds of messages that tell of a family's events. */
    public static Set<String> kinds(String family) {
        Set<String> kinds = new TreeSet<>(Event.names(family));
        kinds.addAll(OF_THE_PAST.getOrDefault(family, Set.of()));
        return kinds;
    }

    /** Whether messages of that kind tell of events. */
    public static boolean tells(String kind) {
        return kind.contains(".") && !Set.of(StillGone.KIND, SilenceEnd.KIND).contains(kind)
                && !kind.startsWith(RobotTrouble.FAMILY + ".");
    }

    /** Whether something is gone by what it tells, or an alarm is there. */
    static boolean isLoss(Message message) {
        return Set.of("client", "alarm").contains(message.family())
                && !Set.of("client.connected", ALARM_OVER).contains(message.kind());
    }

    /** What is worth counting of a message, and how urgent it is. */
    static Map<String, String> facets(Message message) {
        Map<String, String> facets = new LinkedHashMap<>(message.facets());
        facets.put("severity", Severity.of(message.priority()).toString());
        return facets;
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
            return new Alert(JSON.readValue(message.body(), new TypeReference<>() {
            }));
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("a stored alert is not JSON", unreadable);
        }
    }

    /** Empty if it is not known. */
    public String field(String name) {
        return fields.getOrDefault(name, "");
    }

    private static String json(Event event, Verdict verdict) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (Map.Entry<String, String> field : event.fields().entrySet()) {
            if (!LEFT_OUT.contains(field.getKey()) && !field.getKey().startsWith(OF_THE_RULE)) {
                fields.put(field.getKey(), field.getValue());
            }
        }
        Duration lasted = event.lasted();
        if (lasted != null) {
            fields.put("lasted_ms", Long.toString(lasted.toMillis()));
        }
        fields.put("class", verdict.rule());
        fields.put("severity", verdict.severity().toString());
        return JsonObject.of(fields);
    }
}
