package io.disconnectalerts.words;

import io.disconnectalerts.alert.Severity;
import io.disconnectalerts.outbox.Message;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a message is put: for which platform, in which words, with times of which zone. */
record Style(Platform platform, Vocabulary words, ZoneId zone) {
    /** What stands for a value that is not there. */
    static final String NONE = "-";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MM-dd HH:mm:ss");
    private static final Map<String, Integer> LONGEST = Map.of("clientid", 128, "topic", 128, "name", 128,
            "message", 256, "subject", 128, "sentence", 400, "trouble", 200);
    private static final int LONGEST_OTHER = 64;

    /** A value that came from outside, neutral and short enough. */
    String text(String field, String value) {
        return platform.text(value, LONGEST.getOrDefault(field, LONGEST_OTHER));
    }

    /** What the program says of itself, which may hold what came from outside. */
    String sentence(String english) {
        return text("sentence", words.sentence(english));
    }

    /** The same, and behind it what it means, if that is known; a severity is a word of ours, and means itself. */
    String explained(String field, String value) {
        String text = text(field, value);
        return words.meaning(field, value).map(meaning -> field.equals("severity") ? meaning
                : text + words.get("", "open") + meaning + words.get("", "close")).orElse(text);
    }

    /** What stands for how urgent a message is; empty if nothing does. */
    String mark(String form, Message message) {
        return words.find(form, Vocabulary.mark(Severity.of(message.priority()))).orElse("");
    }

    String time(Instant time) {
        return TIME.format(time.atZone(zone));
    }

    /** The time of day, with its date unless all from the first to the last happened on one. */
    String clock(Instant time, Instant from, Instant to) {
        boolean oneDay = from.atZone(zone).toLocalDate().equals(to.atZone(zone).toLocalDate());
        return (oneDay ? CLOCK : DAY).format(time.atZone(zone));
    }

    /** The end of a time that begins then, with its date unless it is the same. */
    String until(Instant from, Instant to) {
        return from.atZone(zone).toLocalDate().equals(to.atZone(zone).toLocalDate())
                ? CLOCK.format(to.atZone(zone)) : time(to);
    }

    /** In its two largest units. */
    String duration(Duration time) {
        String parts = Stream.of(part(time.toDays(), "day"), part(time.toHoursPart(), "hour"),
                part(time.toMinutesPart(), "minute"), part(time.toSecondsPart(), "second"))
                .dropWhile(String::isEmpty).limit(2).filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
        return parts.isEmpty() ? "0 " + words.get("", "unit.second") : parts;
    }

    private String part(long count, String unit) {
        return count == 0 ? "" : count + " " + words.get("", "unit." + unit);
    }

    /** The words for a key, each <code>{placeholder}</code> in them replaced by its value. */
    String fill(String form, String key, UnaryOperator<String> values) {
        return fill(words.get(form, key), values);
    }

    /** An event's line, less the parts between two spaces that show only what is said already; never nothing. */
    String item(Set<String> said) {
        List<String> parts = List.of(words.get("digest", "item").split(" "));
        return parts.stream().filter(part -> {
            List<String> names = PLACEHOLDER.matcher(part).results().map(name -> name.group(1)).toList();
            return names.isEmpty() || !said.containsAll(names);
        }).reduce((one, other) -> one + " " + other).orElse(parts.get(0));
    }

    static String fill(String words, UnaryOperator<String> values) {
        return PLACEHOLDER.matcher(words).replaceAll((MatchResult name) ->
                Matcher.quoteReplacement(values.apply(name.group(1))));
    }

    /**
     * A row says what the words have for it as a text, else the value it is named for; there is none for a value that
     * is empty.
     */
    List<Wording.Row> rows(String form, UnaryOperator<String> values) {
        return words.rows(form).stream().flatMap(row -> Stream.of(values.apply(row)).filter(value -> !value.isEmpty())
                .map(value -> new Wording.Row(words.find(form, "label." + row).filter(label -> !label.isEmpty())
                        .map(label -> label + words.get(form, "colon")).orElse(""),
                        words.find(form, "text." + row).map(text -> fill(text, values)).orElse(value)))).toList();
    }
}
