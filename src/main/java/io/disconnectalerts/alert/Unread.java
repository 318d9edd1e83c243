package io.disconnectalerts.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.outbox.Message;
import io.disconnectalerts.parking.UnreadEvents;
import java.util.HexFormat;
import java.util.Map;

/**
 * Events that could not be read, as people are told of them.
 *
 * @param events how many
 * @param since  when the first came, ms since 1970
 * @param reason the most frequent reason; empty if none is frequent
 * @param share  how many of the events had it
 */
public record Unread(long events, long since, String reason, long share) {
    /** The kind of message that tells of them, and its template. */
    public static final String KIND = "unread";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** As urgent as any: whatever was in them, nobody is told of it. */
    public static Message message(UnreadEvents untold) {
        try {
            String body = JSON.writeValueAsString(
                    new Unread(untold.count(), untold.since().toEpochMilli(), untold.reason(), untold.share()));
            return new Message(HexFormat.of().toHexDigits(untold.now().toEpochMilli(), 12) + "-" + KIND, KIND, KIND,
                    "", Message.CRITICAL, untold.since(), untold.now(), Map.of(), body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static Unread of(Message message) {
        try {
            return JSON.readValue(message.body(), Unread.class);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("what is stored of unread inputs is not JSON", unreadable);
        }
    }
}
