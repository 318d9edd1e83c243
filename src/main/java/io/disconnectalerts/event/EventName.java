package io.disconnectalerts.event;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What happened, in the words of EMQX 5's {@code event}: {@code client.disconnected}. A row says so itself, as
 * {@code event} or, in EMQX 4, as {@code action}; else the topic does ({@code $event/client_disconnected},
 * {@code $events/client/disconnected}, {@code $SYS/brokers/n/clients/c/disconnected},
 * {@code alerts/clients/disconnected}); else its fields do.
 */
final class EventName {
    /** What is told, each with the family whose rules and words it is for; the others are nobody's alarm. */
    private static final Map<String, String> FAMILIES = Map.ofEntries(
            Map.entry(Event.DISCONNECTED, "client"), Map.entry("client.connected", "client"),
            Map.entry("client.connack", "access"), Map.entry("client.check_authn_complete", "access"),
            Map.entry("client.check_authz_complete", "access"),
            Map.entry("session.subscribed", "session"), Map.entry("session.unsubscribed", "session"),
            Map.entry("message.dropped", "message"), Map.entry("delivery.dropped", "message"),
            Map.entry("message.transformation_failed", "message"), Map.entry("schema.validation_failed", "message"),
            Map.entry("alarm.activated", "alarm"), Map.entry("alarm.deactivated", "alarm"));
    private static final Set<String> GROUPS = Set.of("client", "session", "message", "delivery", "schema", "alarm");
    /** What clients do as the last level of a topic alone says it. */
    private static final Set<String> BARE = Set.of("connected", "disconnected");
    /** Counted by name; others of a family are counted as one, so that nobody can fill the memory with names. */
    private static final Set<String> KNOWN = Set.of(Event.DISCONNECTED, "client.connect", "client.connected",
            "client.connack", "client.ping", "client.subscribe", "client.unsubscribe",
            "client.check_authz_complete", "client.check_authn_complete", "session.subscribed", "session.unsubscribed",
            "session.created", "session.terminated", "message.publish", "message.delivered", "message.acked",
            "message.dropped", "message.transformation_failed", "delivery.dropped", "schema.validation_failed",
            "alarm.activated", "alarm.deactivated");

    private static final Pattern SEPARATOR = Pattern.compile("[_/]");
    private static final String OTHER = ".other";
    /** White space, characters that show nothing, and the beginning of an event's topic. */
    private static final Pattern AROUND = Pattern.compile("[\\p{Z}\\p{C}]+|^\\$events?/");

    static final Source RESULT = Source.of("result");
    private static final Source EVENT = Source.of("event");
    private static final Source REASON = Source.of("reason");
    private static final Source TOPIC = Source.of("topic");
    private static final Source PAYLOAD = Source.of("payload");
    private static final Source DISCONNECTED_AT = Source.of("disconnected_at");
    private static final List<Source> CONNACK = List.of(Source.of("connack"), Source.of("return_code"));
    private static final List<Source> OF_SUBSCRIPTIONS =
            Stream.of("sub_props", "unsub_props", "subopts").map(Source::of).toList();
    private static final List<Source> OF_CONNECTIONS =
            Stream.of("keepalive", "clean_start", "connected_at").map(Source::of).toList();

    private EventName() {
    }

    /** Which rules and words an event is for; empty if it is nobody's alarm. */
    static String family(String name) {
        return FAMILIES.getOrDefault(name, "");
    }

    /** Whether a broker's file may call something so. */
    static boolean isKnown(String name) {
        return KNOWN.contains(name) || name.endsWith(OTHER) && GROUPS.contains(name.replace(OTHER, ""));
    }

    /** All that are known by name. */
    static Set<String> all() {
        return KNOWN;
    }

    /** Those that somebody may be told of. */
    static Set<String> told() {
        return FAMILIES.keySet();
    }

    /** The families of what somebody may be told of. */
    static Set<String> families() {
        return Set.copyOf(FAMILIES.values());
    }

    /** What is told of a family, by name. */
    static Set<String> names(String family) {
        return FAMILIES.entrySet().stream().filter(name -> name.getValue().equals(family)).map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** The name, {@code <family>.other} for one of a family that is not known by name, or empty if nothing tells. */
    static String of(Telling told) {
        Row row = told.row();
        String name = "";
        for (int i = 0; i < told.broker().event().size() && name.isEmpty(); i++) {
            name = named(row.text(told.broker().event().get(i)), told.broker());
        }
        if (name.endsWith(OTHER) && !told.broker().events().containsValue(name)
                && ofFields(row).equals(Event.DISCONNECTED)) {
            return ""; // nobody's alarm is only what is known to be
        }
        if (name.isEmpty()) {
            name = told.event().isEmpty() ? ofTopic(told.topic(), told.broker()) : told.event();
        }
        return name.isEmpty() && told.broker().fallback() && row.text(EVENT).isEmpty() ? ofFields(row)
                : name.equals("client.connected") && isRefused(row) ? "client.connack" : name;
    }

    /** EMQX 3 and NanoMQ say of whom they refuse that he is connected, and why not. */
    private static boolean isRefused(Row row) {
        return !Set.of("", "0").contains(row.first(CONNACK));
    }

    private static String named(String written, Broker broker) {
        String word = broker.events().get(written);
        if (word != null || written.isEmpty() || KNOWN.contains(written)) {
            return word == null ? written : word;
        }
        word = broker.events().get(bare(written));
        return word == null ? known(written) : word;
    }

    /** In small letters, and without what does not show. */
    static String bare(String written) {
        return AROUND.matcher(written).replaceAll("").toLowerCase(Locale.ROOT);
    }

    /** As EMQX 5, EMQX 4 and the topics of events write it: {@code client.connected}, {@code client_connected}. */
    private static String known(String written) {
        if (KNOWN.contains(written) || written.isEmpty()) {
            return written;
        }
        String name = SEPARATOR.matcher(bare(written)).replaceFirst(".").replace('/', '_');
        name = BARE.contains(name) ? "client." + name : name;
        String group = name.split("\\.", 2)[0];
        return KNOWN.contains(name) ? name : GROUPS.contains(group) && !name.equals(group) ? group + OTHER : "";
    }

    /** Only below {@code $event} and {@code $events} is every last level a name; elsewhere it may be a client id. */
    private static String ofTopic(String topic, Broker broker) {
        String last = topic.substring(topic.lastIndexOf('/') + 1);
        String above = topic.substring(0, topic.length() - last.length());
        String name = named(last, broker);
        if (name.isEmpty() && topic.startsWith("$event")) {
            return known(above.substring(above.lastIndexOf('/', above.length() - 2) + 1) + last);
        }
        return KNOWN.contains(name) || topic.startsWith("$event") ? name : "";
    }

    /** A message or a subscription has a topic, and a message that was dropped has a reason too. */
    private static String ofFields(Row row) {
        if (row.has(DISCONNECTED_AT) || row.has(REASON) && !row.has(TOPIC)) {
            return Event.DISCONNECTED;
        }
        if (OF_SUBSCRIPTIONS.stream().anyMatch(row::has)) {
            return "session.other";
        }
        if (row.has(TOPIC) && row.has(PAYLOAD)) {
            return "message.other";
        }
        return OF_CONNECTIONS.stream().anyMatch(row::has) ? "client.connected" : "";
    }
}
