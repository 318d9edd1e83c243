package io.disconnectalerts.follow;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.event.Event;
import io.disconnectalerts.event.Subject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A client that is gone, as it is shown.
 *
 * @param clientid   with its scope, where client ids come again
 * @param since      RFC 3339
 * @param severity   null if nobody was to be told of it
 * @param robots     who was told, or is to be
 * @param received   when what they are told of was received, RFC 3339; null if nobody was to be told
 * @param goneAt     when that is, in ms since 1970
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record GoneClient(String clientid, String since, String reason, String severity,
        @JsonInclude(JsonInclude.Include.ALWAYS) Set<String> robots, String received, String node,
        Map<String, String> attributes, @JsonIgnore long goneAt) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param facets what is worth counting of what was told of it, as JSON; null if nothing was */
    static GoneClient of(String subject, long goneAt, String node, String reason, Told told, String facets,
            ZoneId zone) {
        Map<String, String> attributes = new TreeMap<>();
        JsonNode said = tree(facets == null ? "{}" : facets);
        said.properties().stream().filter(field -> field.getKey().startsWith(Event.NAMED_ATTRIBUTE))
                .forEach(field -> attributes.put(field.getKey().substring(Event.NAMED_ATTRIBUTE.length()),
                        field.getValue().asText()));
        return new GoneClient(Subject.id(subject), time(Instant.ofEpochMilli(goneAt), zone),
                reason, said.path("severity").textValue(), new TreeSet<>(told.robots()),
                told.nothing() ? null : time(told.last().receivedAt(), zone), node, attributes, goneAt);
    }

    private static String time(Instant time, ZoneId zone) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(zone));
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("stored facets are not JSON", unreadable);
        }
    }

    /** Where a list goes on behind it. */
    String cursor() {
        return goneAt + " " + clientid;
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
