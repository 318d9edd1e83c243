package io.disconnectalerts.alert;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What triage decided.
 *
 * @param rule     the class of reasons, named like the rule that decided
 * @param severity how urgent it is
 * @param grace    how long the device has to come back before anybody is told; zero if it is told at once
 */
public record Verdict(String rule, Severity severity, Duration grace) {
    /** On what no rule names, and on what a rule cannot decide. */
    public static final Verdict UNKNOWN = new Verdict("unknown", Severity.WARNING);
    /** What stands before the grace. */
    public static final String AFTER = "after";
    private static final Pattern SPACE = Pattern.compile("\\s+");
    /** What may be away for longer is a rule that is quiet. */
    private static final Duration LONGEST_GRACE = Duration.ofHours(168);
    private static final Pattern TIME = Pattern.compile("([1-9]\\d{0,5})([smh])");

    /** What is told at once. */
    public Verdict(String rule, Severity severity) {
        this(rule, severity, Duration.ZERO);
    }

    /** Reads what a triage rule sets: class, severity and grace, as in {@code lost critical after 30s}. */
    public static Verdict of(String words) {
        String[] word = SPACE.split(words.strip());
        if (word.length != 2 && (word.length != 4 || !word[2].equals(AFTER))) {
            throw new IllegalArgumentException("a triage rule sets '<class> <severity>' or '<class> <severity> after "
                    + "<n>s|m|h', not '" + words + "'");
        }
        return new Verdict(word[0], Severity.of(word[1]), word.length == 2 ? Duration.ZERO : grace(word[3]));
    }

    private static Duration grace(String word) {
        Matcher time = TIME.matcher(word);
        if (!time.matches()) {
            throw new IllegalArgumentException("'" + word + "' is no time such as 30s, 5m or 1h");
        }
        Duration grace = Duration.parse("PT" + word);
        if (grace.compareTo(LONGEST_GRACE) > 0) {
            throw new IllegalArgumentException("'" + word + "' is longer than a week, 168h");
        }
        return grace;
    }

    public boolean quiet() {
        return severity == Severity.QUIET;
    }

    /** As a rule sets it. */
    @Override
    public String toString() {
        String atOnce = rule + " " + severity;
        return grace.isZero() ? atOnce : atOnce + " " + AFTER + " " + grace.toSeconds() + "s";
    }
}
