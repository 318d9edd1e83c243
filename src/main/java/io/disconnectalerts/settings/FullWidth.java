package io.disconnectalerts.settings;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Chinese and Japanese keyboards type for the characters of a syntax, and what comes along when text is copied:
 * it looks like ASCII, or like nothing, and is another character: {@code ：，；－}, quotes, digits, a zero-width space.
 */
public final class FullWidth {
    private static final String SEEN = "\uFF01-\uFF5E\uFFE5\u3000-\u3002\u3008-\u3011\u3014\u3015"
            + "\u2010-\u2015\u2212\u2018\u2019\u201C\u201D";
    private static final String BLANKS = "\u00A0\u2000-\u200A\u202F";
    private static final String UNSEEN = BLANKS + "\u200B-\u200F\u2060\uFEFF";
    private static final Pattern CHARACTERS = Pattern.compile("[" + SEEN + UNSEEN + "]");
    private static final Pattern DASHES = Pattern.compile("[\u2010-\u2015\u2212]+");
    private static final String OPENING_QUOTE = "[\u2018\u201C\u300A\u300C\u300E\uFF02\uFF07]";
    private static final String CLOSING_QUOTE = "[\u2019\u201D\u300B\u300D\u300F\uFF02\uFF07]";
    private static final String OPENING = "[\u3010\uFF3B\uFF5B" + OPENING_QUOTE + "]";
    private static final String CLOSING = "[\u3011\uFF3D\uFF5D" + CLOSING_QUOTE + "]";
    private static final Pattern ENCLOSED = Pattern.compile("[\u2018\u201C\uFF02\uFF07\uFF3B\uFF5B].*"
            + "[\u2019\u201D\uFF02\uFF07\uFF3D\uFF5D]");
    /** What nobody means in a name: what is not seen, and a star or an at sign at its end. */
    private static final Pattern UNMEANT = Pattern.compile("[\uFF0A\uFF20]$|[\u200B\u200E\u200F\u2060\uFEFF]");
    /** The same in one that is ASCII otherwise: letters and digits too; punctuation and brackets may be meant. */
    private static final Pattern UNMEANT_IN_ASCII =
            Pattern.compile("[\uFF0A\uFF10-\uFF19\uFF20-\uFF3A\uFF41-\uFF5A\u3000" + UNSEEN + "]");
    /** Where YAML's own characters stand in a line: its first, its colon, and what opens, closes or follows a value. */
    private static final Pattern SYNTAX = Pattern.compile("^[ \t]*(?:- *)?(?:[" + SEEN + UNSEEN
            + "][^:\\s]*|[^\\s:\uFF1A]*\uFF1A)|: *" + OPENING + ".*|: *[\\[{][^\\]}]*" + CLOSING
            + "|[\\]}\"'][ \t]*[" + SEEN + UNSEEN + "]");
    /** With what YAML needs no quotes for. */
    private static final Pattern QUOTED = Pattern.compile(OPENING_QUOTE + "[^{]+" + CLOSING_QUOTE);
    /** What an English text holds that was typeset: {@code can’t}, {@code gone – for good}. */
    private static final Pattern TYPESET =
            Pattern.compile("(?<=[A-Za-z])\u2019(?=[A-Za-z])|(?<= )[\u2010-\u2015](?= )");
    private static final Pattern BLANK = Pattern.compile("\\s*[\u3000" + BLANKS + "].*");
    private static final Pattern SAID = Pattern.compile("(full-width|invisible) character");

    private FullWidth() {
    }

    public static boolean holds(String text) {
        return text.chars().anyMatch(letter -> letter > 0x7F) && CHARACTERS.matcher(text).find();
    }

    /** The text with what was meant by such characters. */
    public static String meant(String text) {
        return CHARACTERS.matcher(DASHES.matcher(text).replaceAll("-")).replaceAll(letter ->
                Matcher.quoteReplacement(meant(letter.group().charAt(0))));
    }

    private static String meant(char letter) {
        return switch (letter) {
            case '\u3001' -> ",";
            case '\u3002' -> ".";
            case '\uFFE5' -> "$";
            case '\u2018', '\u2019' -> "'";
            case '\u3010', '\u3014' -> "[";
            case '\u3011', '\u3015' -> "]";
            default -> letter >= '\uFF01' && letter <= '\uFF5E' ? "" + (char) (letter - 0xFEE0)
                    : letter == '\u3000' || BLANKS.indexOf(letter) >= 0 || letter > '\u2000' && letter < '\u200B' ? " "
                    : letter < '\u2010' || letter == '\u2060' || letter == '\uFEFF' ? "" : "\"";
        };
    }

    /**
     * What is wrong with a value, and, if it holds such characters, which, and the value as it was meant if that is
     * right.
     *
     * @param why the rest of a sentence
     */
    public static String named(String why, String value, Predicate<String> right) {
        return named(why, value, meant(value), right);
    }

    /** @param meant the value as it was meant, where not all of it is a syntax */
    public static String named(String why, String value, String meant, Predicate<String> right) {
        if (!holds(value) || value.equals(meant) || SAID.matcher(why).find()) {
            return why;
        }
        boolean well = right.test(meant);
        return !well && why.endsWith("?") ? why
                : why.replaceFirst(": did you mean .*", "") + "; " + which(value) + (well ? write(meant) : "");
    }

    /**
     * What is wrong with a word of a syntax that is another than it looks, as the rest of a sentence: where the rest of
     * it is ASCII, one such character is enough; else as in a name.
     */
    public static Optional<String> slip(String word) {
        if (!holds(word) || foreign(word)) {
            return slipInName(word);
        }
        String meant = unquoted(word, meant(word));
        return !holds(TYPESET.matcher(word).replaceAll("")) || meant.chars().noneMatch(Character::isLetterOrDigit)
                ? Optional.empty() : Optional.of(other(word, meant));
    }

    /** The same of what somebody else may have named so: a device, a reason, a field. */
    public static Optional<String> slipInName(String word) {
        if (!holds(word)) {
            return Optional.empty();
        }
        Pattern unmeant = foreign(word) ? UNMEANT : UNMEANT_IN_ASCII;
        if (ENCLOSED.matcher(word).matches()) {
            return Optional.of(other(word.charAt(0) + word.substring(word.length() - 1), unquoted(word, meant(word))));
        }
        String astray = unmeant.matcher(word).results().map(MatchResult::group).collect(Collectors.joining());
        return astray.isEmpty() ? Optional.empty() : Optional.of(other(astray, unmeant.matcher(word)
                .replaceAll(letter -> Matcher.quoteReplacement(meant(letter.group())))));
    }

    private static boolean foreign(String word) {
        return CHARACTERS.matcher(word).replaceAll("").chars().anyMatch(letter -> letter > 0x7F);
    }

    private static String unquoted(String word, String meant) {
        return QUOTED.matcher(word).matches() ? meant.substring(1, meant.length() - 1) : meant;
    }

    private static String other(String astray, String meant) {
        return "is not what it looks like; " + which(astray) + write(meant);
    }

    /** What such characters are and what to write instead; empty if there are none. */
    public static Optional<String> instead(String signs) {
        return holds(signs) ? Optional.of(which(signs) + write(meant(signs))) : Optional.empty();
    }

    private static String write(String meant) {
        return meant.isEmpty() ? ": take it out" : meant.isBlank() ? ": write a space" : ": write " + meant.strip();
    }

    /** What is wrong with a line of YAML that cannot be read, if such characters stand where its syntax does. */
    static Optional<String> inYaml(String line) {
        Matcher syntax = SYNTAX.matcher(line);
        if (!syntax.find()) {
            return Optional.empty();
        }
        String written = line.substring(syntax.start(), syntax.end());
        String meant = meant(written).stripLeading().replaceFirst("^-(?=\\w)", "- ")
                + (written.endsWith("\uFF1A") ? " " : "") + line.substring(syntax.end());
        return Optional.of(which(written) + (BLANK.matcher(written).matches() ? ": write spaces"
                : write((line.substring(0, syntax.start()) + meant).replaceAll("(?<=\\S) +", " "))));
    }

    private static String which(String text) {
        return Stream.of(which(text, SEEN, " a full-width"), which(text, UNSEEN, " an invisible"))
                .filter(said -> !said.isEmpty()).collect(Collectors.joining(", "));
    }

    private static String which(String text, String characters, String kind) {
        List<String> found = Pattern.compile("[" + characters + "]").matcher(text).results().map(MatchResult::group)
                .distinct().map(letter -> letter.matches("[\u3000" + UNSEEN + "]")
                        ? "U+%04X".formatted((int) letter.charAt(0)) : letter).toList();
        return found.isEmpty() ? "" : String.join(" ", found) + (found.size() > 1
                ? " are" + kind.replaceFirst(" an?", "") + " characters" : " is" + kind + " character");
    }
}
