package io.disconnectalerts.words;

import io.disconnectalerts.alert.SilenceEnd;
import io.disconnectalerts.outbox.Batch.Count;
import java.time.Instant;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The values of a silence's end: what it was for and who wanted it ({@code why}), from when to when ({@code from},
 * {@code to}), how much was kept from the group ({@code silenced}), and how many of them are still gone ({@code gone}),
 * with their reasons ({@code reason}).
 */
final class SilenceValues implements UnaryOperator<String> {
    /** With those of a line of the list. */
    static final Set<String> NAMES = Set.of("why", "from", "to", "silenced", "gone", "reason", "subject", "word",
            "clock");
    private static final int LONGEST = 200;

    private final SilenceEnd end;
    private final Style style;

    SilenceValues(SilenceEnd end, Style style) {
        this.end = end;
        this.style = style;
    }

    @Override
    public String apply(String name) {
        return switch (name) {
            case "why" -> style.platform().text(end.why(), LONGEST) + (end.by().isEmpty() ? ""
                    : style.words().get("", "open") + style.platform().text(end.by(), LONGEST)
                    + style.words().get("", "close"));
            case "from" -> style.time(Instant.ofEpochMilli(end.from()));
            case "to" -> style.time(Instant.ofEpochMilli(end.until()));
            case "silenced" -> Integer.toString(end.events());
            case "gone" -> Integer.toString(end.gone());
            case "reason" -> end.reasons().isEmpty() ? Style.NONE : end.reasons().stream().map(this::reason)
                    .collect(Collectors.joining(style.words().get("digest", "comma")));
            default -> Style.NONE;
        };
    }

    private String reason(Count count) {
        return style.text("reason", count.value()) + " " + count.count();
    }
}
