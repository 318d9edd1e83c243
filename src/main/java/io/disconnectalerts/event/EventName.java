package io.disconnectalerts.event;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What happened, in the words of EMQX 5's {@code event}: {@code client.disconnected}. A row says so itself, as
 * {@code event} or, in EMQX 4, as {@code action}; else the topic does ({@code $event/client_disconnected},
 * {@code $events/client/disconnected}, {@code $SYS/brokers/n/clients/c/disconnected},
 * {@code alerts/clients/disconnected}); else its fields do.
 */
final class EventName {
    static final String DISCONNECTED = "client.disconnected";
    /** What is told, each with the family whose rules and words it is for; the others are nobody's alarm. */
    private static final Map<String, String> FAMILIES = Map.ofEntries(
            Map.entry(DISCONNECTED, "client"), Map.entry("client.connected", "client"),
            Map.entry("client.connack", "access"), Map.entry("client.check_authn_complete", "access"),
            Map.entry("client.check_authz_complete", "access"),
            Map.entry("session.subscribed", "session"), Map.entry("session.unsubscribed", "session"),
            Map.entry("message.dropped", "message"), Map.entry("delivery.dropped", "message"),
            Map.entry("message.transformation_failed", "message"), Map.entry("schema.validation_failed", "message"),
            Map.entry("alarm.activated", "alarm"), Map.entry("alarm.deactivated", "alarm"));
    /** What EMQX writes otherwise in a system topic, or wrote in older versions. */
    private static final Map<String, String> ALIASES = Map.of("client.disconnect", DISCONNECTED, // Tencent Cloud's docs
            "client.subscribed", "session.subscribed", "client.unsubscribed", "session.unsubscribed",
            "check.authn_complete", "client.check_authn_complete", "check.authz_complete",
            "client.check_authz_complete",
            "alarm.activate", "alarm.activated", "alarm.deactivate", "alarm.deactivated");
    private static final Set<String> GROUPS = Set.of("client", "session", "message", "delivery", "schema", "alarm");
    /** What clients do as the last level of a topic alone says it. */
    private static final Set<String> BARE = Set.of("connected", "disconnected", "subscribed", "unsubscribed");
    /** Counted by name; others of a family are counted as one, so that nobody can fill the memory with names. */
    private static final Set<String> KNOWN = Set.of(DISCONNECTED, "client.connect", "client.connected",
            "client.connack", "client.ping", "client.subscribe", "client.unsubscribe",
            "client.check_authz_complete", "client.check_authn_complete", "session.subscribed", "session.unsubscribed",
            "session.created", "session.terminated", "message.publish", "message.delivered", "message.acked",
            "message.dropped", "message.transformation_failed", "delivery.dropped", "schema.validation_failed",
            "alarm.activated", "alarm.deactivated");

    private static final Pattern SEPARATOR = Pattern.compile("[_/]");
    private static final String OTHER = ".other";
    /** White space, characters that show nothing, and the beginning of an event's topic. */
    private static final Pattern AROUND = Pattern.compile("[\\p{Z}\\p{C}]+|^\\$events?/");

    private EventName() {
    }

    /** Which rules and words an event is for; empty if it is nobody's alarm. */
    static String family(String name) {
        return FAMILIES.getOrDefault(name, "");
    }

    /** The name, {@code <family>.other} for one of a family that is not known by name, or empty if nothing tells. */
    static String of(Row row, String topic) {
        String name = known(row.text("event"));
        if (name.isEmpty()) {
            name = known(row.text("action"));
        }
        if (name.endsWith(OTHER) && ofFields(row).equals(DISCONNECTED)) {
            return ""; // nobody's alarm is only what is known to be
        }
        if (name.isEmpty()) {
            name = ofTopic(topic);
        }
        return name.isEmpty() && row.text("event").isEmpty() ? ofFields(row) : name;
    }

    /** As EMQX 5, EMQX 4 and the topics of events write it: {@code client.connected}, {@code client_connected}. */
    private static String known(String written) {
        if (KNOWN.contains(written) || written.isEmpty()) {
            return written;
        }
        String bare = AROUND.matcher(written).replaceAll("").toLowerCase(Locale.ROOT);
        String name = SEPARATOR.matcher(bare).replaceFirst(".").replace('/', '_');
        name = BARE.contains(name) ? "client." + name : name;
        name = ALIASES.getOrDefault(name, name);
        String group = name.split("\\.", 2)[0];
        return KNOWN.contains(name) ? name : GROUPS.contains(group) && !name.equals(group) ? group + OTHER : "";
    }

    /** Only below {@code $event} and {@code $events} is every last level a name; elsewhere it may be a client id. */
    private static String ofTopic(String topic) {
        String system = SystemTopic.of(topic).event();
        if (!system.isEmpty()) {
            return known(system);
        }
        String last = topic.substring(topic.lastIndexOf('/') + 1);
        String above = topic.substring(0, topic.length() - last.length());
        String name = known(last);
        if (name.isEmpty() && topic.startsWith("$event")) {
            return known(above.substring(above.lastIndexOf('/', above.length() - 2) + 1) + last);
        }
        return KNOWN.contains(name) || topic.startsWith("$event") ? name : "";
    }

    /** A message or a subscription has a topic, and a message that was dropped has a reason too. */
    private static String ofFields(Row row) {
        if (row.has("disconnected_at") || row.has("reason") && !row.has("topic")) {
            return DISCONNECTED;
        }
        if (row.has("sub_props") || row.has("unsub_props") || row.has("subopts")) {
            return "session.other";
        }
        if (row.has("topic") && row.has("payload")) {
            return "message.other";
        }
        return row.has("keepalive") || row.has("clean_start") || row.has("connected_at") ? "client.connected" : "";
    }
}
