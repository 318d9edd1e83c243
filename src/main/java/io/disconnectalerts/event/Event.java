package io.disconnectalerts.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a broker says happened, as every later stage knows it, whatever shape the broker gave it.
 *
 * @param family     which rules and words it is for: client, access, session, message or alarm
 * @param name       what happened, in EMQX 5's word for it: {@code client.disconnected}
 * @param subject    what it happened to: {@code client:<clientid>}, {@code alarm:<node>/<name>}
 * @param at         when the broker says it happened; when it was received, if the broker did not say
 * @param timing     whether the broker said when
 * @param receivedAt when this program got it
 * @param fields     what the broker says of it, by the names that {@link #clientid()} and the like stand for and by
 *                   those the broker wrote; of an object in it {@code details.usage}; never a message's payload
 * @param key        the same for the same event, however often it is delivered
 */
public record Event(String family, String name, String subject, Instant at, Timing timing, Instant receivedAt,
        Map<String, String> fields, String key) implements Reading {
    /** The name of what people are told of unless a rule says otherwise. */
    public static final String DISCONNECTED = "client.disconnected";
    /** What the fields of a client's attributes begin with. */
    public static final String ATTRIBUTE = "client_attrs.";
    /** The same where people, facets and silences name one: {@code attribute line}. */
    public static final String NAMED_ATTRIBUTE = "attribute ";
    /** Fields that only this program says, whatever a broker's are called. */
    static final Set<String> OWN = Set.of("broker", "cause", "scope", "session", "connected_at");
    private static final int MOST_ATTRIBUTES = 8;

    /** How a broker tells the time of an event; {@link #UNUSABLE} is one that can be none. */
    public enum Timing {
        SAID, UNSAID, UNUSABLE
    }

    /** Those that somebody may be told of. */
    public static Set<String> families() {
        return EventName.families();
    }

    /** The names that the events of a family have. */
    public static Set<String> names(String family) {
        return EventName.names(family);
    }

    @Override
    public String kind() {
        return "event";
    }

    /** What the broker says under a name; empty if it says nothing. */
    public String field(String name) {
        return fields.getOrDefault(name, "");
    }

    /** Never empty where the subject is a client. */
    public String clientid() {
        return field("clientid");
    }

    public String username() {
        return field("username");
    }

    /** One word of an open set. */
    public String reason() {
        return field("reason");
    }

    /** The reason in the word that the rules ask for, whatever the broker writes for it. */
    public String cause() {
        String cause = field("cause");
        return cause.isEmpty() ? Reason.word(reason()) : cause;
    }

    /** The file under {@code brokers} by which it was read, without its ending. */
    public String broker() {
        return field("broker");
    }

    /** When the session began, in ms since 1970; empty if the broker does not say. */
    public OptionalLong connectedAt() {
        return number("connected_at");
    }

    /** Which of the subject's sessions or events it is, by the broker's own count; empty if it does not count. */
    public String session() {
        return field("session");
    }

    private OptionalLong number(String name) {
        String text = field(name);
        boolean number = !text.isEmpty() && text.length() < 19;
        for (int i = 0; i < text.length() && number; i++) {
            number = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        return number ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** The client's address, {@code ip:port} or only the ip. */
    public String peername() {
        return field("peername");
    }

    /** The client's ip without port. */
    public String peerhost() {
        return field("peerhost");
    }

    /** The port the client had connected to. */
    public String listener() {
        return field("listener");
    }

    /** What a message was for, or a subscription. */
    public String topic() {
        return field("topic");
    }

    /** The broker node that saw it, {@code name@host}. */
    public String node() {
        return field("node");
    }

    /** The client's attributes ({@code client_attrs}). */
    public Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (Map.Entry<String, String> field : fields.entrySet()) {
            if (field.getKey().startsWith(ATTRIBUTE) && attributes.size() < MOST_ATTRIBUTES) {
                attributes.put(field.getKey().substring(ATTRIBUTE.length()), field.getValue());
            }
        }
        return attributes;
    }

    /** How long an alarm that has ended was there; null if the broker does not say. */
    public Duration lasted() {
        if (!family.equals("alarm")) {
            return null;
        }
        String over = field("deactivated_at") + field("deactivate_at");
        EventTime time = new EventTime("Z"); // both are of one zone, if they are of any
        Instant end = time.read(over, receivedAt, EventTime.Form.ANY);
        Instant begin = time.read(field("activated_at") + field("activate_at"), receivedAt, EventTime.Form.ANY);
        return begin == null || end == null || end.isBefore(begin) ? null : Duration.between(begin, end);
    }

    /** When it happened, as people read it: no later than it was received, though the broker's clock be ahead. */
    public Instant happened() {
        return at.isAfter(receivedAt) ? receivedAt : at;
    }

    /** A key of bounded length that rises with time, so that an index over many stays quick. */
    static String key(long millis, String identity) {
        return HexFormat.of().toHexDigits(millis, 12) + "-" + hash(identity);
    }

    static String hash(String identity) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest).substring(0, 22);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
