package io.disconnectalerts.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.outbox.Batch;
import io.disconnectalerts.outbox.Message;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * How the watch stands, as each group reads once a day, so that nobody takes a dead program for a quiet one.
 *
 * @param http   why no event comes in over HTTP; empty if that is well
 * @param mqtt   likewise
 * @param robots by name, why nothing can be told to whoever is not well: what to mend, or what went wrong
 * @param heard  whether returns are heard of, so that it is known who is gone
 * @param gone   how many clients are
 * @param lost   how many losses there were within a day
 * @param back   how many returns
 * @param parked how many inputs and messages are parked
 */
public record Daily(String http, String mqtt, Map<String, String> robots, boolean heard, long gone, long lost,
        long back, long parked) {
    /** The kind of message that tells of it, and its words. */
    public static final String KIND = "daily";
    private static final ObjectMapper JSON = new ObjectMapper();

    public boolean well() {
        return http.isEmpty() && mqtt.isEmpty() && robots.isEmpty();
    }

    /**
     * One a day, whoever tells it and however often.
     *
     * @param due when it was to be told
     */
    public Message message(Instant due, Instant now) {
        try {
            Severity severity = well() ? Severity.NOTICE : Severity.WARNING;
            return new Message(HexFormat.of().toHexDigits(due.toEpochMilli(), 12) + "-" + KIND, KIND, KIND, "",
                    severity.priority(), now, now, Map.of(), JSON.writeValueAsString(this));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static Daily of(Message message) {
        try {
            return JSON.readValue(message.body(), Daily.class);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("what is stored of a day is not JSON", unreadable);
        }
    }

    /** Of the days that a group did not read of in time only the last. */
    public static Batch latest(Batch told) {
        Message last = told.first().stream().max(Comparator.comparing(Message::time)).orElseThrow();
        return new Batch(told.id(), told.outbox(), 1, 0, told.plain(), last.time(), last.time(), told.received(),
                false, false, List.of(last), Map.of());
    }
}
