package io.disconnectalerts.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Why a client is gone: as its broker wrote it, and in the one word that rules and meanings know it by. */
public final class Reason {
    /** Characters shown of what is no word. */
    private static final int LONGEST = 200;
    /** What brokers write instead of the word; an MQTT 5 code (3.14.2.1) is named as EMQX names it. */
    private static final Map<String, String> WORDS = new HashMap<>(Map.of("takeovered", "takenover"));

    static {
        Map.ofEntries(Map.entry(0x00, "normal"), Map.entry(0x04, "disconnect_with_will_message"),
                Map.entry(0x80, "unspecified_error"), Map.entry(0x81, "malformed_packet"), Map.entry(0x82, "protocol_error"),
                Map.entry(0x83, "implementation_specific_error"), Map.entry(0x87, "not_authorized"),
                Map.entry(0x89, "server_busy"), Map.entry(0x8B, "server_shutting_down"), Map.entry(0x8D, "keepalive_timeout"),
                Map.entry(0x8E, "takenover"), Map.entry(0x8F, "topic_filter_invalid"), Map.entry(0x90, "topic_name_invalid"),
                Map.entry(0x93, "receive_maximum_exceeded"), Map.entry(0x94, "topic_alias_invalid"),
                Map.entry(0x95, "packet_too_large"), Map.entry(0x96, "message_rate_too_high"),
                Map.entry(0x97, "quota_exceeded"), Map.entry(0x98, "administrative_action"),
                Map.entry(0x99, "payload_format_invalid"), Map.entry(0x9A, "retain_not_supported"),
                Map.entry(0x9B, "qos_not_supported"), Map.entry(0x9C, "use_another_server"), Map.entry(0x9D, "server_moved"),
                Map.entry(0x9E, "shared_subscriptions_not_supported"), Map.entry(0x9F, "connection_rate_exceeded"),
                Map.entry(0xA0, "maximum_connect_time"), Map.entry(0xA1, "subscription_identifiers_not_supported"),
                Map.entry(0xA2, "wildcard_subscriptions_not_supported")).forEach(Reason::code);
    }

    private Reason() {
    }

    /** No two digits are another code in hex than in decimal. */
    private static void code(int code, String word) {
        for (String format : new String[] {"%d", "%x", "%02x", "0x%02x"}) {
            WORDS.put(String.format(format, code), word);
        }
    }

    /** The word that rules and meanings know a reason by: {@code takenover} for {@code takeovered}, 142 and {@code 8e}. */
    public static String word(String written) {
        return WORDS.getOrDefault(written.toLowerCase(Locale.ROOT), written);
    }

    /** The one word in an object or array, else as much of its JSON as is shown. */
    static String inside(JsonNode container) {
        JsonNode only = container;
        while (only.size() == 1) {
            only = only.iterator().next();
        }
        String json = container.toString();
        return only.isTextual() && !only.asText().isBlank() ? only.asText() : json.substring(0, Math.min(json.length(), LONGEST));
    }
}
