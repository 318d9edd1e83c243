package io.disconnectalerts.alert;

import java.util.Locale;

/** How urgent an alert is, the least urgent first; {@link #QUIET} is counted and not told. */
public enum Severity {
    QUIET, NOTICE, WARNING, CRITICAL;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** In lower case, as in the rules and the metrics. */
    @Override
    public String toString() {
        return word;
    }

    public static Severity of(String word) {
        for (Severity severity : values()) {
            if (severity.word.equalsIgnoreCase(word)) {
                return severity;
            }
        }
        throw new IllegalArgumentException("severity '" + word + "' is none of quiet, notice, "
                + "warning, critical");
    }
}
