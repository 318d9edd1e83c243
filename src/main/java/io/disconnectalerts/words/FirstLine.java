package io.disconnectalerts.words;

import io.disconnectalerts.bundle.Bundle;
import io.disconnectalerts.settings.SettingException;
import java.io.IOException;
import java.util.List;

/** What a message begins with, by which groups filter, and without which a platform may drop it. */
public final class FirstLine {
    private FirstLine() {
    }

    /** Whether a word stands in it, whatever is told of a family. */
    public static boolean always(String word, String platform, String language, String family) {
        return Vocabulary.kinds(language, family).stream().map(kind -> Vocabulary.of(language, family, kind))
                .allMatch(words -> Draft.forms(family).stream()
                        .allMatch(form -> of(platform, form, words).contains(word)));
    }

    private static String of(String platform, String form, Vocabulary words) {
        String file = "templates/forms/" + platform + "/" + form + ".vm";
        try {
            return Bundle.text(file).lines().findFirst().orElse("")
                    .replace("${body.heading}", words.get(form, "heading"))
                    .replace("{heading}", words.get("alert", "heading"));
        } catch (IOException unreadable) {
            throw new SettingException(file + " cannot be read: " + unreadable.getMessage());
        }
    }
}
