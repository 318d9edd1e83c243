package io.disconnectalerts.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.outbox.Batch.Count;
import io.disconnectalerts.outbox.Batch;
import io.disconnectalerts.outbox.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who is still gone, as people are told some time after a storm, or after a device flapped.
 *
 * @param batch  the losses, the first of them listed
 * @param back   how many others are back; null if there were no others
 */
public record StillGone(Batch batch, Integer back) {
    /** The kind of message that tells of them. */
    public static final String KIND = "client.still_gone";
    private static final int LISTED = 30;
    private static final ObjectMapper JSON = new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** One of those that are listed. */
    private record Loss(long time, int priority, String body) {
    }

    /** As it is stored; times in ms since 1970. */
    private record Body(int gone, Integer back, long from, long to, Map<String, List<Count>> facets,
            List<Loss> losses) {
        /** A device that is told by itself; {@code counted} says that its facets are counted with others'. */
        static Body of(Message message, boolean counted) {
            Map<String, List<Count>> facets = new LinkedHashMap<>();
            if (!counted) {
                message.facets().forEach((name, value) -> facets.put(name, List.of(new Count(value, 1))));
            }
            long time = message.time().toEpochMilli();
            return new Body(1, null, time, time, facets, List.of(new Loss(time, message.priority(), message.body())));
        }

        Body plus(Body other) {
            List<Loss> all = new ArrayList<>(losses);
            all.addAll(other.losses);
            return new Body(gone + other.gone, sum(back, other.back), Math.min(from, other.from),
                    Math.max(to, other.to), sum(facets, other.facets), all);
        }

        private static Integer sum(Integer one, Integer other) {
            return one == null ? other : other == null ? one : Integer.valueOf(one + other);
        }

        static Map<String, List<Count>> sum(Map<String, List<Count>> some, Map<String, List<Count>> more) {
            Map<String, List<Count>> sums = new LinkedHashMap<>(some);
            more.forEach((name, counts) -> sums.merge(name, counts, Body::sum));
            return sums;
        }

        private static List<Count> sum(List<Count> some, List<Count> more) {
            Map<String, Integer> counts = new TreeMap<>();
            some.forEach(count -> counts.merge(count.value(), count.count(), Integer::sum));
            more.forEach(count -> counts.merge(count.value(), count.count(), Integer::sum));
            return counts.entrySet().stream().map(count -> new Count(count.getKey(), count.getValue()))
                    .sorted((one, other) -> other.count() - one.count()).toList();
        }
    }

    /**
     * What a group is told.
     *
     * @param key   whose it is alone
     * @param storm those of a storm that are gone, the others being over
     */
    public static Message message(String key, Batch storm, Instant now) {
        Body body = new Body(storm.size() - storm.over(), storm.over(), storm.from().toEpochMilli(),
                storm.to().toEpochMilli(), storm.facets(), storm.first().stream().limit(LISTED)
                .map(loss -> new Loss(loss.time().toEpochMilli(), loss.priority(), loss.body())).toList());
        try {
            return new Message(key, "client", KIND, "", storm.first().get(0).priority(), now, now, Map.of(),
                    JSON.writeValueAsString(body));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What several messages tell together; what is not known of all of them is not counted. */
    public static StillGone of(Batch told) {
        boolean counted = told.size() > 1 && told.over() == 0;
        Body all = told.first().stream().map(message -> body(message, counted)).reduce(Body::plus).orElseThrow();
        Message any = told.first().get(0);
        List<Message> first = all.losses.stream().sorted((one, other) -> other.priority - one.priority)
                .map(loss -> new Message("", any.family(), KIND, "", loss.priority, Instant.ofEpochMilli(loss.time),
                any.receivedAt(), Map.of(), loss.body)).toList();
        int unread = told.size() - told.over() - told.first().size();
        return new StillGone(new Batch(told.id(), told.outbox(), all.gone + unread, 0, told.plain(),
                Instant.ofEpochMilli(all.from), Instant.ofEpochMilli(all.to), told.received(), told.critical(), false,
                first, counted ? Body.sum(all.facets, told.facets()) : unread == 0 ? all.facets : Map.of()),
                Body.sum(all.back, told.back() == 0 ? null : told.back()));
    }

    private static Body body(Message message, boolean counted) {
        try {
            JsonNode body = JSON.readTree(message.body());
            return body.path("losses").isArray() ? JSON.treeToValue(body, Body.class) : Body.of(message, counted);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("what is stored of who is still gone is not JSON", unreadable);
        }
    }
}
