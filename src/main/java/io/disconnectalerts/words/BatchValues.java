package io.disconnectalerts.words;

import io.disconnectalerts.event.Event;
import io.disconnectalerts.outbox.Batch;
import io.disconnectalerts.outbox.Batch.Count;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Many events' values by name: how many they are ({@code count}), the times of the earliest ({@code from},
 * {@code time}) and the latest ({@code to}), both as one ({@code period}); for a facet how often each of its values is
 * there, the rest as one, which add up to the count; and what most of them have in common ({@code common}), as shares;
 * of who is still gone, how many others are back ({@code back}).
 */
final class BatchValues implements UnaryOperator<String> {
    /** Besides the facets. */
    static final Set<String> NAMES = Set.of("count", "from", "to", "time", "period", "common", "back");
    private static final int MOST_VALUES = 5;
    private static final int MOST_IN_COMMON = 3;
    private static final int LEAST_IN_COMMON = 3;
    /** What a line shows of a facet, where that has another name. */
    private static final Map<String, Set<String>> SHOWN_AS =
            Map.of("reason", Set.of("reason", "word"), "network", Set.of("peername", "host"));

    private final Batch batch;
    private final Style style;
    private final Integer back;

    /** @param back how many others there are no more of; null if there were no others */
    BatchValues(Batch batch, Style style, Integer back) {
        this.batch = batch;
        this.style = style;
        this.back = back;
    }

    @Override
    public String apply(String name) {
        return switch (name) {
            case "count" -> Integer.toString(batch.size());
            case "from", "time" -> style.time(batch.from());
            case "to" -> style.until(batch.from(), batch.to());
            case "period" -> style.time(batch.from()).equals(style.time(batch.to())) ? style.time(batch.from())
                    : style.fill("digest", "period", this);
            case "back" -> back == null ? "" : back.toString();
            default -> batch.plain() ? Style.NONE : name.equals("common") ? common() : counts(name);
        };
    }

    private String counts(String facet) {
        List<Count> most = batch.facets().getOrDefault(facet, List.of()).stream().limit(MOST_VALUES).toList();
        int rest = batch.size() - most.stream().mapToInt(Count::count).sum();
        return most.isEmpty() ? Style.NONE : Stream.concat(
                most.stream().map(count -> style.explained(facet, count.value()) + " " + count.count()),
                rest == 0 ? Stream.empty() : Stream.of(style.words().get("digest", "other") + " " + rest))
                .collect(Collectors.joining(style.words().get("digest", "comma")));
    }

    /** The values that every event has, and of which the rows say so, and the time of what took no minute. */
    Set<String> said() {
        List<String> rows = style.words().rows("digest");
        Set<String> said = Stream.concat(rows.stream().filter(batch.facets()::containsKey),
                rows.contains("common") ? shared().map(Map.Entry::getKey) : Stream.empty())
                .filter(facet -> most(batch.facets().get(facet)) == batch.size())
                .map(facet -> SHOWN_AS.getOrDefault(facet, Set.of(facet))).flatMap(Set::stream)
                .collect(Collectors.toSet());
        if (Duration.between(batch.from(), batch.to()).toMinutes() == 0 && rows.contains("period")) {
            said.addAll(Set.of("time", "clock"));
        }
        return said;
    }

    private String common() {
        String shares = shared().map(facet -> most(facet.getValue()) * 100L / batch.size() + "% "
                + name(facet.getKey()) + " " + style.text(facet.getKey(), facet.getValue().get(0).value()))
                .collect(Collectors.joining(style.words().get("digest", "comma")));
        return shares.isEmpty() ? Style.NONE : shares;
    }

    private Stream<Map.Entry<String, List<Count>>> shared() {
        return shared(batch, style.words().rows("digest"));
    }

    /**
     * The facets of which many events share a value, the largest share first; of shares in the same ten percent what
     * narrows the search most.
     *
     * @param said those that something else tells of
     */
    static Stream<Map.Entry<String, List<Count>>> shared(Batch batch, Collection<String> said) {
        return batch.facets().entrySet().stream()
                .filter(facet -> !said.contains(facet.getKey()) && !facet.getKey().equals("class"))
                .filter(facet -> shared(most(facet.getValue()), batch.size()))
                .sorted(Comparator.comparing((Map.Entry<String, List<Count>> facet) ->
                        -Math.min(9, most(facet.getValue()) * 10L / batch.size()))
                        .thenComparing(facet -> breadth(facet.getKey())).thenComparing(Map.Entry::getKey))
                .limit(MOST_IN_COMMON);
    }

    /** How many share the most frequent value. */
    private static int most(List<Count> values) {
        return values.get(0).count();
    }

    /** A facet's name; an attribute's is its own, given by whoever configured the broker. */
    private String name(String facet) {
        return style.words().find("digest", "facet." + facet)
                .orElseGet(() -> style.text("", facet.replaceFirst("^" + Event.NAMED_ATTRIBUTE, "")));
    }

    /** By all, or by at least half and not just two of them: that may be chance. */
    private static boolean shared(int count, int size) {
        return count == size || count >= LEAST_IN_COMMON && count * 2L >= size;
    }

    /**
     * One of few nodes, one of many networks, what an operator attached to the clients; nearly every client comes by
     * the same listener.
     */
    private static int breadth(String facet) {
        return switch (facet) {
            case "node" -> 0;
            case "network" -> 1;
            case "username" -> 3;
            case "listener" -> 4;
            default -> 2;
        };
    }
}
