package io.disconnectalerts.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Why a client is gone: as its broker wrote it, and in the one word that rules and meanings know it by. */
public final class Reason {
    /** Characters shown of what is no word. */
    private static final int LONGEST = 200;
    /** MQTT 5, 3.14.2.1, named as in emqx_reason_codes.erl; no two digits are another code in decimal than in hex. */
    private static final String CODES = """
            00 normal
            04 disconnect_with_will_message
            80 unspecified_error
            81 malformed_packet
            82 protocol_error
            83 implementation_specific_error
            87 not_authorized
            89 server_busy
            8b server_shutting_down
            8d keepalive_timeout
            8e takenover
            8f topic_filter_invalid
            90 topic_name_invalid
            93 receive_maximum_exceeded
            94 topic_alias_invalid
            95 packet_too_large
            96 message_rate_too_high
            97 quota_exceeded
            98 administrative_action
            99 payload_format_invalid
            9a retain_not_supported
            9b qos_not_supported
            9c use_another_server
            9d server_moved
            9e shared_subscriptions_not_supported
            9f connection_rate_exceeded
            a0 maximum_connect_time
            a1 subscription_identifiers_not_supported
            a2 wildcard_subscriptions_not_supported
            """;
    /** What brokers write instead of the word. */
    private static final Map<String, String> WORDS = new HashMap<>(Map.of("takeovered", "takenover"));

    static {
        CODES.lines().map(line -> line.split(" ")).forEach(code -> {
            int number = Integer.parseInt(code[0], 16);
            String hex = Integer.toHexString(number);
            for (String written : List.of(code[0], "0x" + code[0], hex, Integer.toString(number))) {
                WORDS.put(written, code[1]);
            }
        });
    }

    private Reason() {
    }

    /** The word that rules and meanings know it by: {@code takenover} for {@code takeovered}, 142 and {@code 8e}. */
    public static String word(String written) {
        return WORDS.getOrDefault(written.toLowerCase(Locale.ROOT), written);
    }

    /** The one word in an object or array, else as much of its JSON as is shown. */
    static String inside(JsonNode container) {
        JsonNode only = container;
        while (only.size() == 1) {
            only = only.iterator().next();
        }
        if (only.isTextual() && !only.asText().isBlank()) {
            return only.asText();
        }
        String json = container.toString();
        return json.substring(0, Math.min(json.length(), LONGEST));
    }
}
