package io.disconnectalerts.check;

import io.disconnectalerts.bundle.Bundle;
import io.disconnectalerts.alert.Alert;
import io.disconnectalerts.alert.Severity;
import io.disconnectalerts.settings.FullWidth;
import io.disconnectalerts.settings.SettingException;
import io.disconnectalerts.words.Draft;
import io.disconnectalerts.words.Vocabulary;
import io.disconnectalerts.words.Vocabulary.Line;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Whether the words of a language say what a message needs, and name only what it has. */
final class WordsCheck {
    private static final Set<String> KEYS =
            Set.of("heading", "rows", "item", "period", "over", "events", "more", "times", "colon", "open", "close",
            "comma", "other");
    private static final Set<String> FORMS = Set.of("digest", "plain");
    private static final Set<String> SHOWN = Set.of("label", "text");
    /** What leaves a hole in a message where it says nothing. */
    private static final Set<String> SAYING = Set.of("heading", "item", "period", "over", "more", "times", "other",
            "label", "text", "facet", "unit");
    /** What stands before a dot, besides the fields whose values have a meaning. */
    private static final Set<String> GROUPS = Set.of("label", "text", "facet", "unit", "reason", "severity", "mark");
    private static final Set<String> MARKS = Stream.of(Severity.values()).filter(each -> each != Severity.QUIET)
            .map(Vocabulary::mark).collect(Collectors.toSet());
    /** It stands behind every first line. */
    private static final int LONGEST_MARK = 20;
    /** The language that the jar has all words in. */
    private static final String COMPLETE = "en";
    private static final Pattern PLACEHOLDER = Pattern.compile("(\\$!?)?\\{([^{}]*)}");
    private static final Pattern VELOCITY = Pattern.compile("^(body|client|row)\\.");
    private static final Pattern LINE = Pattern.compile("\\s*([A-Za-z][^\\s=:\uFF1A\uFF1D]*)\\s*[=:].*");
    private static final String LACKS = "it lacks a = behind its name, such as heading=...";
    /** A name, and what stands there for its sign: what colons are is told by a colon. */
    private static final Pattern PARTED =
            Pattern.compile("\\s*(?!colon\\s)([A-Za-z][\\w.-]*)\\s*([\uFF1A\uFF1D])\\s*([^=]*)");
    private static final Pattern BRACE = Pattern.compile("[{}｛｝]");

    private final String language;
    private final Findings findings;
    private final Map<String, String> texts = new HashMap<>();
    private final Set<String> used = new TreeSet<>();

    WordsCheck(String language, Findings findings) {
        this.language = language;
        this.findings = findings;
    }

    void check() {
        Set<String> families = new TreeSet<>(Bundle.families(language));
        families.add(Vocabulary.SHARED);
        for (String family : families) {
            try {
                texts.put(family, Bundle.has(file(family)) ? Bundle.text(file(family)) : "");
                Bundle.properties(file(family));
            } catch (SettingException | IOException unreadable) {
                wrong(family, "", unreadable.getMessage().replace(file(family) + " ", "it "));
            }
        }
        if (findings.wrong().stream().anyMatch(finding -> finding.file().startsWith(Bundle.WORDS))) {
            return;
        }
        Set<String> known = Bundle.families(COMPLETE);
        for (String family : Bundle.families(language)) {
            if (!known.contains(family)) {
                wrong(family, "", "nothing is told in these words" + Nearest.hint(family, known));
            } else if (!family.equals(Vocabulary.SHARED)) {
                messages(family);
            }
        }
        families.stream().filter(known::contains).forEach(this::keys);
        families.forEach(this::lines);
        families.stream().filter(known::contains).forEach(this::holes);
    }

    private String file(String family) {
        return Vocabulary.file(language, family);
    }

    /** What all forms say of all kinds. */
    private void messages(String family) {
        Vocabulary all = Vocabulary.of(language, family, family);
        Set<String> labels = all.named("label");
        Set<String> shown = with(labels, all.named("text"));
        Vocabulary.kinds(language, family).forEach(kind -> Draft.forms(family).forEach(form ->
                message(family, Vocabulary.of(language, family, kind), form, labels, shown)));
    }

    /** What a form says of a kind. */
    private void message(String family, Vocabulary words, String form, Set<String> labels, Set<String> shown) {
        Set<String> values = new TreeSet<>(Draft.values(family, form));
        values.addAll(labels);
        needed(family, words, form, List.of("heading", "rows", "colon", "open", "close"));
        words.line(form, "heading").ifPresent(line -> placeholders(line, FORMS.contains(form)
                ? with(values, "heading") : values));
        words.line(form, "rows").filter(line -> form.equals("alert") && line.words().isBlank()).ifPresent(line ->
                wrong(line.family(), line.key(), line.key() + " is empty, so nobody would read who or what it is "
                        + "about: write what is said, or delete the line, which is then as in the jar"));
        MARKS.forEach(mark -> words.line(form, mark).ifPresent(this::mark));
        words.line(form, "rows").ifPresent(line -> words.rows(form).forEach(row -> {
            used.add(row);
            if (!shown.contains(row)) {
                wrong(line.family(), line.key(), FullWidth.named("there is no " + row + Nearest.question(row, shown)
                        + (Nearest.of(row, shown).isPresent() ? ""
                        : ": a row needs a line label." + row + "= or text." + row + "="), row, shown::contains));
            }
            words.line(form, "text." + row).ifPresent(text -> placeholders(text, values));
        }));
        if (form.equals("digest")) {
            needed(family, words, form, List.of("item", "period", "over", "more", "comma", "other"));
            words.line(form, "item").ifPresent(line -> placeholders(line, with(labels, Draft.values(family, "alert"))));
            words.line(form, "period").ifPresent(line -> placeholders(line, Set.of("from", "to")));
            words.line(form, "more").ifPresent(line -> placeholders(line, Set.of("more")));
            words.line(form, "times").ifPresent(line -> placeholders(line, Set.of("times")));
            words.line(form, "over").ifPresent(line -> placeholders(line, Set.of("over")));
            words.line(form, "events").ifPresent(line -> placeholders(line, Set.of("events")));
        }
    }

    private void mark(Line line) {
        if (line.words().length() > LONGEST_MARK || BRACE.matcher(line.words()).find()) {
            wrong(line.family(), line.key(), "a mark has at most " + LONGEST_MARK
                    + " characters and no {value}: write one such as 🔴, or nothing");
        }
    }

    private static Set<String> with(Set<String> names, String... more) {
        return with(names, Set.of(more));
    }

    private static Set<String> with(Set<String> names, Set<String> more) {
        return Stream.concat(names.stream(), more.stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    private void needed(String family, Vocabulary words, String form, List<String> keys) {
        keys.stream().filter(key -> words.find(form, key).isEmpty())
                .forEach(key -> wrong(family, "", "it lacks the line " + key + "="));
    }

    private void placeholders(Line line, Collection<String> values) {
        for (MatchResult placeholder : PLACEHOLDER.matcher(line.words()).results().toList()) {
            String name = placeholder.group(2);
            used.add(name);
            if (placeholder.group(1) != null || VELOCITY.matcher(name).find()) {
                wrong(line.family(), line.key(), placeholder.group() + ": write {"
                        + VELOCITY.matcher(name).replaceFirst("") + "}");
            } else if (!values.contains(name)) {
                wrong(line.family(), line.key(), FullWidth.named(placeholder.group() + ": there is no " + name
                        + Nearest.hint(name, values), placeholder.group(), meant -> true));
            }
        }
        if (BRACE.matcher(PLACEHOLDER.matcher(line.words()).replaceAll("")).find()) {
            wrong(line.family(), line.key(), FullWidth.named("a brace does not open or close: write {name}",
                    line.words().replaceAll("[^\uFF5B\uFF5D]", ""), meant -> false));
        }
    }

    /** What stands there twice, and a line that takes in the next one. */
    private void lines(String family) {
        Set<String> seen = new HashSet<>();
        boolean taken = false;
        for (String text : texts.get(family).lines().toList()) {
            Matcher line = LINE.matcher(text);
            Matcher parted = PARTED.matcher(text);
            if (parted.matches() && !taken) {
                findings.wrong().add(new Finding(file(family), bare(family, parted.group(1)), "", FullWidth.named(LACKS,
                        parted.group(2), parted.group(1) + "=" + parted.group(3), meant -> true)));
            }
            if (line.matches() && taken) {
                wrong(family, line.group(1), "the line above ends in \\, and so takes this one in: delete the \\");
            } else if (line.matches() && !seen.add(line.group(1))) {
                wrong(family, line.group(1), line.group(1) + " stands there twice: delete one of the two");
            }
            taken = text.endsWith("\\") && !text.startsWith("#");
        }
    }

    private void holes(String family) {
        Properties words = Bundle.properties(file(family));
        new TreeSet<>(words.stringPropertyNames()).stream().filter(key -> words.getProperty(key).isBlank()
                && SAYING.contains(Key.of(key, Set.of()).group)).forEach(key -> wrong(family, key, key
                + " is empty: write what it says, or delete the line, which is then as in the jar"));
    }

    /** What the jar does not have may be a slip. */
    private void keys(String family) {
        Set<String> shipped = Stream.of(language, COMPLETE)
                .flatMap(each -> Bundle.shippedProperties(Vocabulary.file(each, family)).stringPropertyNames().stream())
                .collect(Collectors.toSet());
        Set<String> fields = with(Vocabulary.of(language, family, family).named("label"), "reason", "severity");
        new TreeSet<>(Bundle.properties(file(family)).stringPropertyNames()).stream()
                .filter(key -> !shipped.contains(key)).forEach(key -> {
                    Key parts = Key.of(key, fields);
                    int bare = bare(family, key);
                    if (PARTED.matcher(key).matches()) {
                        return;
                    } else if (line(family, key) > 0 && (FullWidth.slipInName(key).isPresent()
                            || !parts.known(fields) && FullWidth.holds(parts.group))) {
                        wrong(family, key, FullWidth.named(key + " is none of the words", key,
                                meant -> Key.of(meant, fields).known(fields)));
                    } else if (bare > 0) {
                        findings.wrong().add(new Finding(file(family), bare, "", LACKS));
                    } else if (!parts.kind.isEmpty() && !Alert.kinds(family).contains(parts.kind)) {
                        wrong(family, key, parts.kind + " is no event that these words are for"
                                + Nearest.hint(parts.kind, Alert.kinds(family)));
                    } else if (parts.group.equals("mark") && !MARKS.contains(parts.word())) {
                        wrong(family, key, key + " is none of the words" + Nearest.hint(parts.word(), MARKS));
                    } else if (parts.group.equals("severity") && !MARKS.contains("mark." + parts.rest)) {
                        wrong(family, key, key + " is none of the words" + Nearest.hint(key, MARKS.stream()
                                .map(mark -> mark.replaceFirst("mark", "severity")).toList()));
                    } else if (!parts.known(fields)) {
                        wrong(family, key, key + " is none of the words" + Nearest.hint(parts.group,
                                parts.rest.isEmpty() ? KEYS : GROUPS));
                    } else if (SHOWN.contains(parts.group) && !used.contains(parts.rest)) {
                        Set<String> others = with(fields, used);
                        others.remove(parts.rest);
                        String meant = Nearest.question(parts.rest, others);
                        wrong(family, key, "nothing shows " + parts.rest
                                + (meant.isEmpty() ? ": add it to rows" : meant));
                    } else if (fields.contains(parts.group)) {
                        Nearest.of(key, shipped).ifPresent(near -> findings.notes().add(new Finding(file(family),
                                line(family, key), "", key + " is new: did you mean " + near + "?")));
                    }
                });
    }

    /**
     * A key in its parts.
     *
     * @param kind  the event that it is for; empty for all
     * @param group the word itself, or what stands before its dot
     * @param rest  what stands behind it; empty without a dot
     */
    private record Key(String kind, String group, String rest) {
        static Key of(String key, Set<String> fields) {
            String[] parts = key.split("\\.", 3);
            if (parts.length == 3 && !with(with(GROUPS, FORMS), fields).contains(parts[0])) {
                Key own = of(parts[2], fields);
                return new Key(parts[0] + "." + parts[1], own.group, own.rest);
            }
            String[] words = key.replaceFirst("^(digest|plain)\\.", "").split("\\.", 2);
            return new Key("", words[0], words.length == 1 ? "" : words[1]);
        }

        /** Whichever kind and form it is for. */
        String word() {
            return rest.isEmpty() ? group : group + "." + rest;
        }

        boolean known(Set<String> fields) {
            return rest.isEmpty() ? KEYS.contains(group) : with(GROUPS, fields).contains(group);
        }
    }

    private void wrong(String family, String key, String sentence) {
        Finding finding = new Finding(file(family), line(family, key), "", sentence);
        if (!findings.wrong().contains(finding)) {
            findings.wrong().add(finding);
        }
    }

    /** The line that begins with a key and has no sign behind it; 0 if there is none. */
    private int bare(String family, String key) {
        List<String> lines = texts.getOrDefault(family, "").lines().toList();
        return 1 + IntStream.range(0, lines.size()).filter(line -> lines.get(line).strip().startsWith(key)
                && !LINE.matcher(lines.get(line)).matches()).findFirst().orElse(-1);
    }

    /** Where a key stands; 0 if nowhere. */
    private int line(String family, String key) {
        List<String> lines = texts.getOrDefault(family, "").lines().toList();
        Pattern written = Pattern.compile("\\s*" + Pattern.quote(key) + "\\s*[=:].*");
        return key.isEmpty() ? 0 : 1 + IntStream.range(0, lines.size())
                .filter(line -> written.matcher(lines.get(line)).matches()).reduce((one, other) -> other).orElse(-1);
    }
}
