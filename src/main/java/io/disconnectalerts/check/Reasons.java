package io.disconnectalerts.check;

import io.disconnectalerts.bundle.Bundle;
import io.disconnectalerts.words.Vocabulary;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The words that rules ask for, as the jar has them. */
final class Reasons {
    private static final String MEANING = "reason.";
    private static final Set<String> KNOWN = new TreeSet<>(Set.of("normal"));

    static {
        Bundle.shippedProperties(Vocabulary.file("en", "client")).stringPropertyNames().stream()
                .filter(key -> key.startsWith(MEANING)).map(key -> key.substring(MEANING.length()))
                .forEach(KNOWN::add);
    }

    private Reasons() {
    }

    /** What was meant by a word that is almost one of them. */
    static Optional<String> near(String word) {
        return KNOWN.contains(word) ? Optional.empty() : Nearest.of(word, KNOWN);
    }
}
