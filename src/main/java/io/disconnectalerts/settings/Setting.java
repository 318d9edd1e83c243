package io.disconnectalerts.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * One setting.
 *
 * @param required whether it has to be declared
 * @param spelling how a value is used, whichever way it was written
 * @param wrong    what is wrong with a value in that spelling, as the rest of a sentence that begins with the name
 */
record Setting(String name, boolean required, UnaryOperator<String> spelling,
               Function<String, Optional<String>> wrong) {

    static Setting any(String name) {
        return of(name, value -> Optional.empty());
    }

    static Setting of(String name, Function<String, Optional<String>> wrong) {
        return new Setting(name, true, UnaryOperator.identity(), wrong);
    }

    static Setting of(String name, Predicate<String> right, String otherwise) {
        return of(name, value -> right.test(value) ? Optional.empty() : Optional.of(otherwise));
    }

    static Setting filled(String name) {
        return of(name, value -> !value.isEmpty(), "is empty");
    }

    static Setting password(String name) {
        return of(name, value -> !value.matches("\\.{2,}|\u2026|<.*>|\\$\\{.*}"), "is still a placeholder");
    }

    /** One of some words, in capitals or not. */
    static Setting choice(String name, String... words) {
        String wrong = words.length == 2 ? "is neither " + words[0] + " nor " + words[1]
                : "is none of " + String.join(", ", words);
        return new Setting(name, true, value -> value.toLowerCase(Locale.ROOT), value ->
                Optional.of(wrong).filter(why -> !List.of(words).contains(value)));
    }

    static Setting number(String name, long least, long most) {
        return of(name, value -> {
            boolean right = value.matches("\\d{1,10}") && Long.parseLong(value) >= least && Long.parseLong(value)
                    <= most;
            String hint = value.matches("\\d+ *[A-Za-z]+") ? ", without a unit" : "";
            return right ? Optional.empty() : Optional.of("is not a whole number from " + least + " to " + most + hint);
        });
    }

    /** The path of a file, or nothing. */
    static Setting file(String name) {
        return of(name, path -> path.isEmpty() || Files.isRegularFile(Path.of(path)) && Files.isReadable(Path.of(path)),
                "is no file that can be read");
    }

    Setting optional() {
        return new Setting(name, false, spelling, wrong);
    }

    /** In a syntax of its own, no character of which is another than it looks. */
    Setting spelt() {
        return and(FullWidth::slip);
    }

    /** What somebody chose as a name. */
    Setting named() {
        return and(FullWidth::slipInName);
    }

    private Setting and(Function<String, Optional<String>> more) {
        return new Setting(name, required, spelling, value -> wrong.apply(value).or(() -> more.apply(value)));
    }

    /** What is wrong with a value, in a sentence that begins with the name. */
    Optional<String> slip(String value) {
        return copied(value).or(() -> wrong.apply(value).map(why -> Settings.isSecret(name)
                ? why + (FullWidth.holds(value) ? "; it holds full-width or invisible characters" : "")
                : FullWidth.named(why, value, meant -> wrong.apply(meant).isEmpty()))).map(why -> name + " " + why);
    }

    /** What was copied with a value, or before something was put in for a part of it; a secret may look like that. */
    private Optional<String> copied(String value) {
        if (value.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("holds a line break or another control character");
        } else if (value.matches(name.endsWith(".password") ? "[\uFF1A\uFF1D] .+" : "[\uFF1A\uFF1D].+")) {
            return Optional.of("begins with " + value.charAt(0) + ", a full-width character: delete it");
        } else if (Settings.isSecret(name)) {
            return Optional.empty();
        } else if (value.matches("[\"\u201C\uFF02].*[\"\u201D\uFF02]|['\u2018\uFF07].*['\u2019\uFF07]")) {
            return Optional.of("stands in quotation marks: take them off");
        }
        return Optional.of("holds a placeholder that nothing has been put in for: ${...}")
                .filter(why -> value.matches(".*\\$\\{.*}.*"));
    }
}
