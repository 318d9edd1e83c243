package io.disconnectalerts.words;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;

import io.disconnectalerts.alert.Unread;
import io.disconnectalerts.outbox.Batch;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The values of a message on events that could not be read: how many ({@code count}; with a plus if there are more
 * messages of them than a batch lists), when the first came ({@code since}), and how many had the most frequent
 * {@code reason}, and what it is; {@code -} if the platform refused that once, or none is frequent.
 */
final class UnreadValues implements UnaryOperator<String> {
    static final Set<String> NAMES = Set.of("count", "since", "reason");

    private final Batch batch;
    private final Style style;
    private final List<Unread> all;

    /** @param all what the batch's messages say, as far as they are listed */
    UnreadValues(Batch batch, List<Unread> all, Style style) {
        this.batch = batch;
        this.style = style;
        this.all = all;
    }

    @Override
    public String apply(String name) {
        return switch (name) {
            case "count" -> all.stream().mapToLong(Unread::events).sum() + (batch.size() > all.size() ? "+" : "");
            case "since" -> style.time(batch.from());
            case "reason" -> reason();
            default -> Style.NONE;
        };
    }

    private String reason() {
        return all.stream().filter(unread -> !batch.plain() && !unread.reason().isEmpty())
                .collect(groupingBy(Unread::reason, summingLong(Unread::share))).entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(most -> most.getValue() + " × " + style.sentence(most.getKey()))
                .orElse(Style.NONE);
    }
}
