package io.disconnectalerts.alert;

/**
 * What triage decided.
 *
 * @param rule     the class of reasons, named like the rule that decided
 * @param severity how urgent it is
 */
public record Verdict(String rule, Severity severity) {
    /** On what no rule names, and on what a rule cannot decide. */
    public static final Verdict UNKNOWN = new Verdict("unknown", Severity.WARNING);

    /** Reads what a triage rule sets: the class and the severity, as in {@code lost critical}. */
    public static Verdict of(String words) {
        String[] word = words.strip().split("\\s+");
        if (word.length != 2) {
            throw new IllegalArgumentException("a triage rule sets '<class> <severity>', not '" + words + "'");
        }
        return new Verdict(word[0], Severity.of(word[1]));
    }

    public boolean quiet() {
        return severity == Severity.QUIET;
    }

    /** As a rule sets it. */
    @Override
    public String toString() {
        return rule + " " + severity;
    }
}
