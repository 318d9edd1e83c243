package io.disconnectalerts.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is told of one event: a JSON object, and besides what its topic, a header and its broker say. A field is found
 * however its name is written: {@code clientid}, {@code client_id}, {@code clientId}.
 */
final class Row {
    private static final int MOST_FIELDS = 64;
    private static final int LONGEST_FIELD = 1_024;
    private static final int DEEPEST = 3;
    /** What an MQTT string may be. */
    private static final int LONGEST = 65_535;
    /** What is told where a character cannot be stored. */
    static final String REPLACEMENT = "\uFFFD";
    private static final Pattern UNSTORABLE = Pattern.compile("[\\p{Cs}\\x00]");
    private static final String PAYLOAD = "payload";
    /** How EMQX, and C's printf in NanoMQ, write what is not there. */
    private static final Set<String> MISSING = Set.of("undefined", "(null)");

    private final JsonNode json;
    private final Map<String, String> besides;

    /** @param besides by name */
    Row(JsonNode json, Map<String, String> besides) {
        this.json = json;
        this.besides = besides;
    }

    boolean isEmpty() {
        return json.isEmpty();
    }

    /** Whether the field is there and says anything. */
    boolean has(Source source) {
        JsonNode value = field(source);
        return value != null && value.isContainerNode() || !text(source).isEmpty();
    }

    /** The field's value as text; empty if it is missing, or no plain value. */
    String text(Source source) {
        String text = plain(source);
        return MISSING.contains(text) ? "" : text;
    }

    /** The first that says anything. */
    String first(List<Source> sources) {
        for (int i = 0; i < sources.size(); i++) {
            String text = text(sources.get(i));
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    /** As it is written, though it is the word for what is missing. */
    String plain(Source source) {
        return clean(written(source));
    }

    /** The same, with what cannot be stored spelt out: two that are told alike stay apart. */
    String distinct(Source source) {
        return UNSTORABLE.matcher(written(source)).replaceAll(unstorable ->
                "\\\\u" + HexFormat.of().toHexDigits(unstorable.group().charAt(0)));
    }

    private String written(Source source) {
        JsonNode value = field(source);
        String said = value == null || value.isContainerNode() ? "" : value.asText();
        return said.isEmpty() ? besides.getOrDefault(source.name(), "") : said;
    }

    /** Null if it is missing, or JSON's null. */
    JsonNode field(Source source) {
        JsonNode at = json;
        for (int i = 0; i < source.path().size() && at != null; i++) {
            at = field(at, source.path().get(i));
        }
        return at;
    }

    /** Under its very name, else under the first that is like it. */
    private static JsonNode field(JsonNode object, String name) {
        JsonNode exactly = object.get(name);
        if (exactly != null && !exactly.isNull()) {
            return exactly;
        }
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (Source.alike(field.getKey(), name) && !field.getValue().isNull()) {
                return field.getValue();
            }
        }
        return null;
    }

    /** Takes every plain value under the name it is written by, as far as there is room; never a payload. */
    void collect(Map<String, String> fields) {
        JsonNode attributes = json.get("client_attrs");
        if (attributes != null) {
            collect(fields, Event.ATTRIBUTE, attributes, DEEPEST);
        }
        collect(fields, "", json, DEEPEST);
        besides.forEach(fields::putIfAbsent);
    }

    private static void collect(Map<String, String> fields, String prefix, JsonNode object, int deepest) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            JsonNode value = field.getValue();
            if (fields.size() == MOST_FIELDS) {
                return;
            }
            String name = clipped(prefix.isEmpty() ? field.getKey() : prefix + field.getKey());
            if (name.equalsIgnoreCase(PAYLOAD)) {
                continue;
            }
            if (value.isObject() && deepest > 1) {
                collect(fields, name + ".", value, deepest - 1);
            } else if (value.isValueNode() && !value.isNull() && !Event.OWN.contains(name)) {
                String text = value.asText();
                if (!MISSING.contains(text)) {
                    fields.putIfAbsent(name, clipped(text));
                }
            }
        }
    }

    private static String clipped(String text) {
        return clean(text.length() <= LONGEST_FIELD ? text : text.substring(0, LONGEST_FIELD));
    }

    /** PostgreSQL stores no NUL, and nothing stores half a character. */
    static String clean(String text) {
        String most = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
        for (int i = 0; i < most.length(); i++) {
            char character = most.charAt(i);
            if (character == 0 || Character.isSurrogate(character)) {
                return UNSTORABLE.matcher(most).replaceAll(REPLACEMENT);
            }
        }
        return most;
    }

    /** As it came. */
    @Override
    public String toString() {
        return json.toString();
    }
}
