package io.disconnectalerts.check;

import io.disconnectalerts.settings.Typo;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The word that somebody most likely meant. */
public final class Nearest {
    /** What people write who come from another language. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("beginswith", "startsWith"), Map.entry("like", "contains"), Map.entry("matches", "regex"),
            Map.entry("equals", "=="), Map.entry("eq", "=="), Map.entry("=", "=="), Map.entry("===", "=="),
            Map.entry("ne", "!="), Map.entry("<>", "!="),
            Map.entry("and", "&&"), Map.entry("&", "&&"), Map.entry("or", "||"), Map.entry("|", "||"),
            Map.entry("info", "notice"), Map.entry("warn", "warning"), Map.entry("error", "critical"),
            Map.entry("high", "critical"), Map.entry("silent", "quiet"), Map.entry("ignore", "quiet"));

    private Nearest() {
    }

    /** A question to end a sentence with; without a word that is near, all there are. */
    public static String hint(String word, Collection<String> known) {
        return question(word, known).isEmpty() ? "; there are " + String.join(", ", new TreeSet<>(known))
                : question(word, known);
    }

    /** A question to end a sentence with; empty without a word that is near. */
    public static String question(String word, Collection<String> known) {
        return of(word, known).map(near -> ": did you mean " + near + "?").orElse("");
    }

    /** Differing in case only, by one slip, or by one in three letters. */
    public static Optional<String> of(String word, Collection<String> known) {
        Map<String, String> lower = known.stream()
                .collect(Collectors.toMap(each -> each.toLowerCase(Locale.ROOT), each -> each, (one, other) -> one,
                    TreeMap::new));
        String written = word.toLowerCase(Locale.ROOT);
        String elsewhere = ELSEWHERE.get(written);
        return elsewhere != null && known.contains(elsewhere) ? Optional.of(elsewhere)
                : Typo.of(written, lower.keySet(), each -> Math.max(1, Math.max(each.length(), written.length()) / 3))
                .map(lower::get);
    }
}
