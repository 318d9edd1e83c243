package io.disconnectalerts.alert;

import java.util.Locale;

/** How urgent an alert is, the least urgent first; {@link #QUIET} is counted and not told. */
public enum Severity {
    QUIET, NOTICE, WARNING, CRITICAL;

    /** In lower case, as in the rules and the metrics. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Severity of(String word) {
        try {
            return valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException("severity '" + word + "' is none of quiet, notice, "
                    + "warning, critical");
        }
    }
}
