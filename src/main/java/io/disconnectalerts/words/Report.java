package io.disconnectalerts.words;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.disconnectalerts.alert.Alert;
import io.disconnectalerts.alert.Severity;
import io.disconnectalerts.event.Event;
import io.disconnectalerts.outbox.Batch;
import io.disconnectalerts.outbox.Batch.Count;
import io.disconnectalerts.outbox.Message;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What a batch tells, as JSON for a program; its fields stand in {@code docs/webhook.md}. What a device says is in it
 * as it was said, but for halves of characters, and at most 1,024 characters of each.
 */
public final class Report {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 1_024;
    /** Of those it is about as many are listed as fit; most receivers take no more than 256 KiB. */
    private static final int LARGEST_LIST = 200_000;
    /** What this program keeps for itself. */
    private static final Set<String> OURS = Set.of("cause", "session");

    private Report() {
    }

    /**
     * The same however often, and by whichever process, a batch is sent; another once it tells something else, as more
     * came, some of it is over, or only the plainest form is left to send.
     */
    public static String id(Batch batch) {
        String told = String.join("/", batch.outbox(), Long.toString(batch.id()), batch.kind(),
                Integer.toString(batch.size()), Integer.toString(batch.over()), Boolean.toString(batch.plain()),
                batch.received().toString(), batch.first().isEmpty() ? "" : batch.first().get(0).key());
        return "msg_" + UUID.nameUUIDFromBytes(told.getBytes(UTF_8)).toString().replace("-", "");
    }

    /** @param text the batch in words */
    public static JsonNode of(Batch told, String text) {
        Content content = Content.of(told);
        Batch batch = content.batch();
        ObjectNode report = report(batch, told.kind().isEmpty() ? Content.Events.TEST : told.kind(), content.count(),
                text);
        content.report(report);
        ArrayNode reasons = report.putArray("reasons");
        content.reasons().forEach(each -> count(reasons.addObject(), each));
        ArrayNode common = report.putArray("common");
        if (!batch.plain()) {
            BatchValues.shared(batch, Set.of("reason")).forEach(facet -> count(common.addObject()
                    .put("what", clean(facet.getKey().replaceFirst("^" + Event.NAMED_ATTRIBUTE, Event.ATTRIBUTE))),
                    facet.getValue().get(0)));
        }
        int listed = clients(report.putArray("clients"), content.listed());
        return report.put("more", content.count() - batch.over() - listed);
    }

    private static ObjectNode report(Batch batch, String kind, int count, String text) {
        Severity severity = batch.first().isEmpty() ? Severity.NOTICE
                : Severity.of(batch.first().get(0).priority());
        return JSON.createObjectNode().put("type", kind).put("timestamp", batch.to().toString()).put("kind", kind)
                .put("title", text.lines().findFirst().orElse("")).put("text", text)
                .put("severity", severity.toString()).put("count", count).put("over", batch.over())
                .put("from", batch.from().toString()).put("to", batch.to().toString());
    }

    private static void count(ObjectNode node, Count count) {
        node.put("value", clean(count.value())).put("count", count.count());
    }

    /** How many fit. */
    private static int clients(ArrayNode clients, List<Message> first) {
        int size = 0;
        for (Message message : first) {
            JsonNode client = client(message);
            size += client.toString().getBytes(UTF_8).length;
            if (size > LARGEST_LIST) {
                break;
            }
            clients.add(client);
        }
        return clients.size();
    }

    private static ObjectNode client(Message message) {
        ObjectNode client = JSON.createObjectNode();
        ObjectNode attributes = JSON.createObjectNode();
        Alert.of(message).fields().forEach((name, value) -> {
            if (name.startsWith(Event.ATTRIBUTE)) {
                attributes.put(clean(name.substring(Event.ATTRIBUTE.length())), clean(value));
            } else if (!OURS.contains(name)) {
                client.put(clean(name), clean(value));
            }
        });
        Optional.ofNullable(client.remove("since_ms")).map(JsonNode::asLong).map(Instant::ofEpochMilli)
                .ifPresent(since -> client.put("since", since.toString()));
        Optional.ofNullable(client.remove("lasted_ms")).map(JsonNode::asLong)
                .ifPresent(lasted -> client.put("lasted_ms", lasted));
        client.put("at", message.time().toString()).put("severity", Severity.of(message.priority()).toString());
        if (!attributes.isEmpty()) {
            client.set("attributes", attributes);
        }
        return client;
    }

    static String clean(String said) {
        StringBuilder clean = new StringBuilder();
        said.codePoints().limit(LONGEST)
                .map(point -> Character.getType(point) == Character.SURROGATE ? '\uFFFD' : point)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
