package io.disconnectalerts.words;

import io.disconnectalerts.bundle.Bundle;
import io.disconnectalerts.settings.SettingException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a message begins with, by which groups filter, and without which a platform may drop it. */
public final class FirstLine {
    private FirstLine() {
    }

    /** The kinds of a family, and the family itself, of which a message may begin without the word. */
    public static Set<String> without(String word, String platform, String language, String family) {
        Map<String, String> begins = new HashMap<>();
        return Vocabulary.kinds(language, family).stream().filter(kind -> {
            Vocabulary words = Vocabulary.of(language, family, kind);
            return !Draft.forms(family).stream().allMatch(form -> begins
                    .computeIfAbsent(form, each -> begin(platform, each))
                    .replace("${body.heading}", words.get(form, "heading"))
                    .replace("{heading}", words.get("alert", "heading")).contains(word));
        }).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String begin(String platform, String form) {
        String file = "templates/forms/" + platform + "/" + form + ".vm";
        try {
            return Bundle.text(file).lines().findFirst().orElse("");
        } catch (IOException unreadable) {
            throw new SettingException(file + " cannot be read: " + unreadable.getMessage());
        }
    }
}
