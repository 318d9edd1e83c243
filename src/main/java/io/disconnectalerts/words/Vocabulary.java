package io.disconnectalerts.words;

import io.disconnectalerts.alert.Severity;
import io.disconnectalerts.bundle.Bundle;
import io.disconnectalerts.event.Reason;
import io.disconnectalerts.settings.SettingException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The words of a language for one kind of message: {@code templates/words/<language>/<family>.properties}, and what all
 * families share. A line that begins with a kind ({@code client.connected.heading}) is for that kind only, one that
 * begins with a form ({@code digest.heading}) for that form; without one for all others.
 */
public final class Vocabulary {
    /** The words that all families share. */
    public static final String SHARED = "shared";

    /** Also as people write it whose keyboard is set to Chinese. */
    private static final Pattern SEPARATOR = Pattern.compile("[\\s,，、]+");
    /** Of an event; a form's keys have no second dot. */
    private static final Pattern KIND = Pattern.compile("^(\\w+\\.\\w+)\\.(?:\\w+\\.)?heading$");
    private static final String AS_BEFORE = "messages are worded as before";
    private static final Map<String, Page> PAGES = new ConcurrentHashMap<>();
    private static final Logger LOG = LoggerFactory.getLogger(Vocabulary.class);

    private final String language;
    private final String family;
    private final String kind;
    private final Properties own;
    private final Properties shared;

    private Vocabulary(String language, String family, String kind) {
        this.language = language;
        this.family = family;
        this.kind = kind;
        this.own = page(file(language, family));
        this.shared = page(file(language, SHARED));
    }

    /**
     * @param language the folder under {@code templates/words}
     * @param family   the file in it
     * @param kind     the name of the event, or of what else a message tells
     */
    public static Vocabulary of(String language, String family, String kind) {
        return new Vocabulary(language, family, kind);
    }

    /**
     * A file as it was read.
     *
     * @param saved   when it had been saved when it was looked at last
     * @param refused why it could not be read then, so that the words are those of before; empty if it could
     */
    private record Page(long saved, Properties words, String refused) {
    }

    private static Properties page(String file) {
        long saved = Bundle.saved(file);
        return PAGES.compute(file, (name, page) -> page != null && page.saved == saved ? page
                : read(name, saved, page)).words;
    }

    /** @throws SettingException if it cannot be read, and was not before */
    private static Page read(String file, long saved, Page before) {
        try {
            return new Page(saved, Bundle.properties(file), "");
        } catch (SettingException unreadable) {
            if (before == null) {
                throw unreadable;
            }
            LOG.warn("not taken: {}; {}", unreadable.getMessage(), AS_BEFORE);
            return new Page(saved, before.words, unreadable.getMessage());
        }
    }

    /** Whether all words are said as they stand, in a sentence, or which file could not be read when it was edited. */
    public static String state() {
        PAGES.keySet().forEach(Vocabulary::page);
        String refused = PAGES.values().stream().map(Page::refused).filter(why -> !why.isEmpty()).sorted()
                .collect(Collectors.joining("; "));
        return refused.isEmpty() ? "every file is taken as it stands" : "not taken: " + refused + "; " + AS_BEFORE;
    }

    /** The kinds that a family has words of their own for, and the family itself. */
    public static Set<String> kinds(String language, String family) {
        return Stream.concat(Stream.of(family), page(file(language, family)).stringPropertyNames().stream()
                .flatMap(key -> KIND.matcher(key).results()).map(key -> key.group(1))).collect(Collectors.toSet());
    }

    /** Where the words of a family stand. */
    public static String file(String language, String family) {
        return Bundle.WORDS + "/" + language + "/" + family + ".properties";
    }

    /**
     * Words, and where they stand.
     *
     * @param family whose file it is
     * @param key    with the kind and the form it is for, if it is for no other
     */
    public record Line(String family, String key, String words) {
    }

    /** The words for a key in a form, if there are any. */
    public Optional<String> find(String form, String key) {
        return line(form, key).map(Line::words);
    }

    /** The line with the words for a key in a form, if there is one. */
    public Optional<Line> line(String form, String key) {
        return prefixes(form).map(prefix -> prefix + key).flatMap(each -> Stream.of(
                new Line(family, kind + "." + each, own.getProperty(kind + "." + each)),
                new Line(family, each, own.getProperty(each)), new Line(SHARED, each, shared.getProperty(each))))
                .filter(line -> line.words != null).findFirst();
    }

    /** What has a label or a text of its own. */
    public Set<String> named(String group) {
        Pattern names = Pattern.compile("(?:.*\\.)?" + group + "\\.(.+)");
        return Stream.of(own, shared).flatMap(page -> page.stringPropertyNames().stream()).map(names::matcher)
                .filter(Matcher::matches).map(key -> key.group(1)).collect(Collectors.toSet());
    }

    /** The key of what stands for a severity, behind a first line and in a list. */
    public static String mark(Severity severity) {
        return "mark." + severity;
    }

    /** @throws SettingException if there are none */
    public String get(String form, String key) {
        return find(form, key).orElseThrow(() ->
                new SettingException(file(language, family) + " lacks the line " + key + "="));
    }

    /** What a form says, in this order. */
    public List<String> rows(String form) {
        return Stream.of(SEPARATOR.split(get(form, "rows"))).filter(row -> !row.isEmpty()).toList();
    }

    /** What the program says in English of itself, in these words' language if that is known. */
    String sentence(String english) {
        return Sentences.in(language, english);
    }

    /** What a value of a field means, whichever way a broker writes it. */
    Optional<String> meaning(String field, String value) {
        return find("", field + "." + value).or(() -> find("", field + "." + Reason.word(value)))
                .filter(meaning -> !meaning.isBlank());
    }

    /** What is said plainly is said as in a digest, but for less of it. */
    private static Stream<String> prefixes(String form) {
        return switch (form) {
            case "digest" -> Stream.of("digest.", "");
            case "plain" -> Stream.of("plain.", "digest.", "");
            default -> Stream.of("");
        };
    }
}
