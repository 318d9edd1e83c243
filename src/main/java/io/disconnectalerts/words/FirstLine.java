package io.disconnectalerts.words;

import io.disconnectalerts.bundle.Bundle;
import io.disconnectalerts.settings.SettingException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.exception.VelocityException;

/** What a message begins with, by which groups filter, and without which a platform may drop it. */
public final class FirstLine {
    /** What the forms that are shipped begin with needs no Velocity, which would take its time at every start. */
    private static final Pattern PLAIN = Pattern.compile("(?:#\\[\\[(.*?)]]#)?( *)\\$\\{body\\.heading}");
    private static final Forms FORMS = new Forms();

    private FirstLine() {
    }

    /** The kinds of a family, and the family itself, of which a message may begin without the word. */
    public static Set<String> without(String word, String platform, String language, String family) {
        Map<String, String> forms = new HashMap<>();
        return Vocabulary.kinds(language, family).stream().filter(kind -> {
            Vocabulary words = Vocabulary.of(language, family, kind);
            return !Draft.forms(family).stream().allMatch(form -> {
                String heading = words.get(form, "heading").replace("{heading}", words.get("alert", "heading"));
                return of(forms.computeIfAbsent(form, each -> text(file(platform, each))), heading).contains(word);
            });
        }).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String file(String platform, String form) {
        return "templates/forms/" + platform + "/" + form + ".vm";
    }

    private static String text(String file) {
        try {
            return Bundle.text(file);
        } catch (IOException unreadable) {
            throw new SettingException(file + " cannot be read: " + unreadable.getMessage());
        }
    }

    /** The heading where the form is not well-formed, which is said elsewhere. */
    private static String of(String form, String heading) {
        Matcher plain = PLAIN.matcher(form.lines().findFirst().orElse(""));
        if (plain.matches()) {
            return plain.group(1) == null ? heading : plain.group(1) + plain.group(2) + heading;
        }
        StringWriter text = new StringWriter();
        try {
            VelocityContext values = new VelocityContext();
            values.put("body", new Wording(heading, List.of(), List.of(), ""));
            FORMS.evaluate(values, text, "", new StringReader(form));
        } catch (IllegalArgumentException | VelocityException malformed) {
            return heading;
        }
        return text.toString().strip().lines().findFirst().orElse("");
    }
}
