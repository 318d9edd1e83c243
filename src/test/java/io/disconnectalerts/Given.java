package io.disconnectalerts;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.alert.Alert;
import io.disconnectalerts.alert.Verdict;
import io.disconnectalerts.bundle.Bundle;
import io.disconnectalerts.event.Brokers;
import io.disconnectalerts.event.Event;
import io.disconnectalerts.event.Payload;
import io.disconnectalerts.outbox.Batch.Count;
import io.disconnectalerts.outbox.Batch;
import io.disconnectalerts.outbox.Message;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a test is given: a message for the outboxes from an event's fields, and a batch as an outbox hands it over. */
public final class Given {
    /** As they are shipped. */
    public static final Brokers BROKERS = Brokers.of(Bundle.brokers());
    private static final ObjectMapper JSON = new ObjectMapper();

    private Given() {
    }

    /** A client is gone, and nothing else is known of it. */
    public static Event event(String reason) {
        return event(Map.of("event", "client.disconnected", "clientid", "a", "reason", reason), "");
    }

    private static Event event(Map<String, ?> event, String topic) {
        try {
            byte[] payload = JSON.writeValueAsString(event).getBytes(UTF_8);
            return (Event) new Payload("+08:00", InstantSource.system(), BROKERS)
                    .read(payload, topic, null, null, null);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static Message message(Map<String, ?> event) {
        return message(event, "");
    }

    public static Message message(Map<String, ?> event, String topic) {
        return Alert.message(event(event, topic), Verdict.of("lost critical"));
    }

    public static Batch batch(List<Message> messages) {
        return batch(messages, false);
    }

    public static Batch batch(List<Message> messages, boolean plain) {
        return batch(messages, 0, plain);
    }

    /** @param over how many more are over */
    public static Batch batch(List<Message> messages, int over, boolean plain) {
        Map<String, Map<String, Long>> counts = messages.stream()
                .flatMap(message -> message.facets().entrySet().stream()).collect(
                Collectors.groupingBy(Map.Entry::getKey, TreeMap::new,
                        Collectors.groupingBy(Map.Entry::getValue, TreeMap::new, Collectors.counting())));
        Map<String, List<Count>> facets = new TreeMap<>();
        counts.forEach((name, values) ->
                facets.put(name, values.entrySet().stream().map(
                value -> new Count(value.getKey(), value.getValue().intValue()))
                .sorted((one, other) -> other.count() - one.count()).toList()));
        Message first = messages.get(0);
        return new Batch(1, "any", messages.size() + over, over, plain, first.time(),
                messages.get(messages.size() - 1).time(), first.receivedAt(), true, false,
                messages.stream().limit(Batch.LISTED).toList(), messages.size() == 1 ? Map.of() : facets);
    }
}
