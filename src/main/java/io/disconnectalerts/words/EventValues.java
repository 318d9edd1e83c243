package io.disconnectalerts.words;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.outbox.Batch;
import io.disconnectalerts.outbox.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One event's values by name: any field that its message holds, {@code time} and {@code clock} (the time of day, with
 * the date if the batch is about several days), {@code word}, its reason without what that means, {@code host},
 * where it came from without the port, {@code lasted}, how long it was so, and {@code since}; of what comes and goes
 * its {@code reasons}, of two with one name their {@code hosts}; {@code why}, what is wrong with the program itself.
 */
final class EventValues implements UnaryOperator<String> {
    /** Besides the message's fields. */
    static final Set<String> NAMES = Set.of("time", "clock", "word", "host", "reason", "severity", "class",
            "lasted", "since");
    /** What stands behind an IPv6 address without brackets may belong to it. */
    private static final Pattern PORT = Pattern.compile("^([^:]+|\\[.*]):\\d+$");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Message message;
    private final Batch batch;
    private final Style style;
    private final JsonNode fields;

    /** @param batch what the message is about, this event among others */
    EventValues(Message message, Batch batch, Style style) {
        this.message = message;
        this.batch = batch;
        this.style = style;
        try {
            this.fields = JSON.readTree(message.body());
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("a stored message is not JSON", unreadable);
        }
    }

    @Override
    public String apply(String name) {
        return switch (name) {
            case "time" -> style.time(message.time());
            case "clock" -> style.clock(message.time(), batch.from(), batch.to());
            case "word" -> style.text("reason", field("reason"));
            case "host" -> style.text("peername", PORT.matcher(field("peername")).replaceFirst("$1"));
            case "since" -> fields.has("since_ms")
                    ? style.time(Instant.ofEpochMilli(fields.path("since_ms").asLong())) : Style.NONE;
            case "lasted" -> fields.has("lasted_ms")
                    ? style.duration(Duration.ofMillis(fields.path("lasted_ms").asLong())) : Style.NONE;
            case "why" -> style.sentence(field(name));
            case "reasons" -> each("reason", field("reasons"));
            case "hosts" -> each("peername", field("hosts"));
            default -> style.explained(name, field(name));
        };
    }

    private String each(String name, String lines) {
        return lines.isEmpty() ? Style.NONE : lines.lines().map(value -> style.explained(name, value))
                .collect(Collectors.joining(style.words().get("", "comma")));
    }

    private String field(String name) {
        return fields.path(name).asText("");
    }
}
