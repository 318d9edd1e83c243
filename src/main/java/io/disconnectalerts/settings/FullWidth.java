package io.disconnectalerts.settings;

import java.text.Normalizer;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What Chinese and Japanese keyboards type for the characters of a setting's syntax, which look like them and are
 * others: {@code ：，；－}, quotes and digits.
 */
public final class FullWidth {
    private static final Pattern CHARACTERS =
            Pattern.compile("[\uFF01-\uFF5E\u3000-\u3002\u2010-\u2015\u2212\u2018\u2019\u201C\u201D]");
    private static final Pattern DASHES = Pattern.compile("[\u2010-\u2015\u2212]+");

    private FullWidth() {
    }

    /**
     * What is wrong with a value, and, if it holds such characters, which, and the value as it was meant if that is
     * right.
     *
     * @param why the rest of a sentence
     */
    public static String named(String why, String value, Predicate<String> right) {
        List<String> found = CHARACTERS.matcher(value).results().map(MatchResult::group).distinct().toList();
        String meant = DASHES.matcher(Normalizer.normalize(value, Normalizer.Form.NFKC)).replaceAll("-")
                .replace('\u3001', ',').replace('\u3002', '.')
                .replaceAll("[\u2018\u2019]", "'").replaceAll("[\u201C\u201D]", "\"");
        boolean well = !found.isEmpty() && right.test(meant);
        if (found.isEmpty() || !well && why.endsWith("?")) {
            return why;
        }
        return why.replaceFirst(": did you mean .*", "") + "; " + String.join(" ", found)
                + (found.size() > 1 ? " are full-width characters" : " is a full-width character")
                + (well ? ": write " + meant : "");
    }
}
