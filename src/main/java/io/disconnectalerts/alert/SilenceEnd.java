package io.disconnectalerts.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.outbox.Batch.Count;
import io.disconnectalerts.outbox.Batch;
import io.disconnectalerts.outbox.Message;
import io.disconnectalerts.silence.Silence;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was kept from a group in a silence that is over; times in ms since 1970.
 *
 * @param why     what for; the window as it is set, if it comes again
 * @param by      who wanted it; empty of a window
 * @param events  how many were kept
 * @param gone    how much of what they were about is still gone
 * @param grave   whether any of that was critical
 * @param reasons of that, the most frequent first
 * @param first   of that, what has been gone the longest
 */
public record SilenceEnd(String why, String by, long from, long until, int events, int gone, boolean grave,
        List<Count> reasons, List<Lost> first) {
    /** The kind of message that tells of it. */
    public static final String KIND = "silence.ended";
    /** The family of that kind, and the file of its words. */
    public static final String FAMILY = "silence";
    static final int LISTED = 30;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param subject the client's id, or the alarm's node and name */
    record Lost(String subject, String reason, long since) {
    }

    static SilenceEnd of(Silence silence, int events, int gone, boolean grave, List<Count> reasons, List<Lost> first) {
        return new SilenceEnd(silence.window().isEmpty() ? silence.why() : silence.window(), silence.by(),
                silence.from().toEpochMilli(), silence.until().toEpochMilli(), events, gone, grave, reasons, first);
    }

    /** @param name whose it is alone */
    Message message(String name, Instant now) {
        Severity severity = gone == 0 ? Severity.NOTICE : Severity.WARNING;
        return new Message(HexFormat.of().toHexDigits(until, 12) + "-silence-" + name, FAMILY, KIND, "",
                severity.priority(), Instant.ofEpochMilli(until), now, Map.of(), json(this));
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static SilenceEnd read(Message message) {
        try {
            return JSON.readValue(message.body(), SilenceEnd.class);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("what is stored of a silence's end is not JSON", unreadable);
        }
    }

    /** What several messages tell together. */
    public static SilenceEnd of(Batch told) {
        return told.first().stream().map(SilenceEnd::read).reduce(SilenceEnd::plus).orElseThrow();
    }

    private SilenceEnd plus(SilenceEnd other) {
        Map<String, Integer> sums = new TreeMap<>();
        Stream.of(reasons, other.reasons).flatMap(List::stream)
                .forEach(count -> sums.merge(count.value(), count.count(), Integer::sum));
        return new SilenceEnd(both(why, other.why), both(by, other.by), Math.min(from, other.from),
                Math.max(until, other.until), events + other.events, gone + other.gone,
                grave || other.grave,
                sums.entrySet().stream().map(sum -> new Count(sum.getKey(), sum.getValue()))
                .sorted(Comparator.comparing(Count::count).reversed()).toList(),
                Stream.of(first, other.first).flatMap(List::stream).sorted(Comparator.comparing(Lost::since))
                .limit(LISTED).toList());
    }

    private static String both(String one, String other) {
        return Stream.of(one, other).filter(text -> !text.isEmpty()).distinct().collect(Collectors.joining("; "));
    }

    /** Those that are still gone, as one batch; if none is, what says so. */
    public Batch batch(Batch told) {
        List<Message> lost = first.stream().map(one -> {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("subject", one.subject);
            fields.put("reason", one.reason);
            return new Message("", FAMILY, KIND, "", Severity.WARNING.priority(), Instant.ofEpochMilli(one.since),
                    Instant.ofEpochMilli(until), Map.of(), json(fields));
        }).toList();
        return new Batch(told.id(), told.outbox(), Math.max(1, gone), 0, told.plain(),
                lost.isEmpty() ? Instant.ofEpochMilli(from) : lost.get(0).time(),
                lost.isEmpty() ? Instant.ofEpochMilli(until) : lost.get(lost.size() - 1).time(), told.received(),
                told.critical(), false, lost.isEmpty() ? told.first() : lost, reasons.isEmpty() ? Map.of()
                : Map.of("reason", reasons));
    }
}
