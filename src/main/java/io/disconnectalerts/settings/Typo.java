package io.disconnectalerts.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** What somebody meant who wrote something else: a letter or two changed, left out, added, or two of them swapped. */
public final class Typo {
    private Typo() {
    }

    /** @param most how many letters of a word may be wrong */
    public static Optional<String> of(String written, Collection<String> words, ToIntFunction<String> most) {
        // A letter too many or too few is a wrong one.
        return words.stream().filter(word -> Math.abs(written.length() - word.length()) <= most.applyAsInt(word))
                .filter(word -> distance(written, word) <= most.applyAsInt(word))
                .min(Comparator.comparingInt(word -> distance(written, word)));
    }

    private static int distance(String one, String other) {
        int[][] changes = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                changes[i][j] = i == 0 || j == 0 ? i + j : Math.min(Math.min(changes[i - 1][j], changes[i][j - 1]) + 1,
                        changes[i - 1][j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1));
                if (i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    changes[i][j] = Math.min(changes[i][j], changes[i - 2][j - 2] + 1);
                }
            }
        }
        return changes[one.length()][other.length()];
    }
}
