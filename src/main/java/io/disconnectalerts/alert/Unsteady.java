package io.disconnectalerts.alert;

import io.disconnectalerts.follow.Decision;
import io.disconnectalerts.follow.Fact;
import io.disconnectalerts.follow.Facts;
import io.disconnectalerts.outbox.Message;
import io.disconnectalerts.store.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is told of a subject that comes and goes, or that is two: that it does, and how that ends. Of what an
 * {@link Alert} holds besides, {@code losses} is how many there were, {@code since_ms} when the first was;
 * {@code reasons} and {@code hosts} hold a line each.
 */
final class Unsteady {
    /** Reasons and hosts are listed up to so many. */
    private static final int MOST = 5;

    private Unsteady() {
    }

    /** Instead of a loss. */
    static Message shown(Message loss, Decision decision) {
        if (decision instanceof Decision.Flapping flapping) {
            return saying(loss, ".flapping", flapping.latest(), Map.of("losses", Integer.toString(flapping.losses()),
                    "since_ms", ms(flapping.since()), "reasons", lines(flapping.reasons())));
        } else if (decision instanceof Decision.Twins twins) {
            return saying(loss, ".twins", twins.latest(), Map.of("hosts", lines(twins.hosts())));
        }
        return loss;
    }

    private static Message saying(Message loss, String kind, Instant latest, Map<String, String> more) {
        Map<String, String> fields = new TreeMap<>(Alert.of(loss).fields());
        fields.putAll(more);
        return new Message(loss.key(), loss.family(), loss.family() + kind, loss.subject(), loss.priority(), latest,
                loss.receivedAt(), loss.facets(), JsonObject.of(fields), loss.duplicateWithin());
    }

    private static String lines(List<String> values) {
        return String.join("\n", values.stream().filter(value -> !value.isEmpty()).limit(MOST).toList());
    }

    /** @param told what was told last of what is over */
    static Message steady(Decision.Steady steady, Message told, Instant now) {
        Map<String, String> fields = new TreeMap<>(Alert.of(told).fields());
        fields.put("losses", Integer.toString(steady.episode().losses()));
        fields.put("since_ms", ms(steady.episode().since()));
        fields.put("lasted_ms", Long.toString(Duration.between(steady.episode().since(), steady.at()).toMillis()));
        fields.put("severity", Severity.NOTICE.toString());
        String key = told.key() + "-steady-" + HexFormat.of().toHexDigits(steady.at().toEpochMilli(), 12);
        return new Message(key, told.family(), told.family() + ".steady", told.subject(), Severity.NOTICE.priority(),
                steady.at(), now, told.facets(), JsonObject.of(fields));
    }

    /**
     * It is as urgent as what it is gone by, whatever was told last.
     *
     * @param told what was told last of it
     */
    static Message stillGone(Decision.StillGone still, Message told, Instant now) {
        Message gone = by(still.loss(), told, now);
        return new Message(Facts.stillGone(still.loss()), gone.family(), gone.family().equals("alarm")
                ? Alert.STILL_ACTIVE : StillGone.KIND, gone.subject(), gone.priority(), gone.time(), now,
                gone.facets(), gone.body());
    }

    /**
     * A loss of which no more is known than that.
     *
     * @param told what was told last of its subject
     */
    static Message by(Fact loss, Message told, Instant now) {
        int priority = told.priority();
        Map<String, String> said = new HashMap<>(Map.of("reason", loss.reason(), "node", loss.place().node(),
                "peername", loss.place().peername()));
        said.values().removeIf(String::isEmpty);
        if (loss.verdict() != null) {
            Verdict verdict = Verdict.of(loss.verdict());
            priority = verdict.severity().priority();
            said.putAll(Map.of("class", verdict.rule(), "severity", verdict.severity().toString()));
        }
        Map<String, String> fields = new TreeMap<>(Alert.of(told).fields());
        fields.putAll(said);
        Map<String, String> facets = new LinkedHashMap<>(told.facets());
        facets.replaceAll((name, value) -> said.getOrDefault(name, value));
        return new Message(Facts.event(loss), told.family(), told.kind(), told.subject(), priority, loss.happened(),
                now, facets, JsonObject.of(fields));
    }

    private static String ms(Instant time) {
        return Long.toString(time.toEpochMilli());
    }
}
