package io.disconnectalerts.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What one broker's events look like, as its file under {@code brokers} says.
 *
 * @param name     the file's, without its ending
 * @param title    what people call it
 * @param fallback whether it reads what no other broker's is
 * @param header   the one HTTP header that says a field, or empty
 * @param match    by which its events are known, one of several ways: the fields they have, each by the names on the
 *                 way to it, as the broker writes them, with the values that may be there, any if there are none
 * @param topics   the topics it tells by, each with what happens there, or empty if the payload says it
 * @param event    which fields say what happened, the first that says it
 * @param events   what they say, in small letters, with its name in EMQX 5's words
 * @param fields   the names that an event's fields are looked for under, the first that is there
 * @param reasons  what it writes for a reason, in small letters, with the word that rules ask for
 * @param begins   how what it writes for a reason begins, the longest first, likewise
 * @param at       by the event's name, or under {@code any}: which fields say when it happened, the first that can be
 * @param times    what its times are in
 * @param began    the field that says when the session began, or empty
 * @param counter  the fields that count the sessions or events, the first that is there
 * @param scope    the fields within which a client id is one client's
 * @param constants what its events say where nothing else does
 */
record Broker(String name, String title, boolean fallback, String header, List<Map<List<String>, Set<String>>> match,
        Map<TopicFilter, String> topics, List<Source> event, Map<String, String> events,
        Map<String, List<Source>> fields, Map<String, String> reasons, Map<String, String> begins,
        Map<String, List<Source>> at, EventTime.Form times, Source began, List<Source> counter, List<Source> scope,
        Map<String, String> constants) {

    /** Whether the fields are there that its events have. */
    boolean fits(JsonNode json) {
        return match.isEmpty() || fit(json) > 0;
    }

    /** How many fields are there by which its events are known, of the way that asks for most; 0 if it is none. */
    int fit(JsonNode json) {
        int most = 0;
        for (Map<List<String>, Set<String>> way : match) {
            most = way.size() > most && fits(json, way) ? way.size() : most;
        }
        return most;
    }

    private static boolean fits(JsonNode json, Map<List<String>, Set<String>> way) {
        for (Map.Entry<List<String>, Set<String>> must : way.entrySet()) {
            JsonNode value = json;
            for (String name : must.getKey()) {
                value = value.path(name);
            }
            if (value.isMissingNode() || !must.getValue().isEmpty() && !must.getValue().contains(value.asText())) {
                return false;
            }
        }
        return true;
    }

    /** The word that rules ask for. */
    String cause(String reason) {
        String written = reason.toLowerCase(Locale.ROOT);
        if (reasons.containsKey(written)) {
            return reasons.get(written);
        }
        for (Map.Entry<String, String> begin : begins.entrySet()) {
            if (written.startsWith(begin.getKey())) {
                return begin.getValue();
            }
        }
        return Reason.word(reason);
    }

    List<Source> sources(String field) {
        return fields.get(field);
    }

    List<Source> times(String event) {
        return at.getOrDefault(event, at.getOrDefault("any", List.of()));
    }
}
