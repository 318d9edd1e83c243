package io.disconnectalerts.alert;

import io.disconnectalerts.outbox.Message;
import java.util.List;
import java.util.Locale;

/** How urgent an alert is, the least urgent first; {@link #QUIET} is counted and not told. */
public enum Severity {
    QUIET(0), NOTICE(1), WARNING(2), CRITICAL(Message.CRITICAL);

    private static final List<Severity> ALL = List.of(values());

    private final int priority;
    private final String word = name().toLowerCase(Locale.ROOT);

    Severity(int priority) {
        this.priority = priority;
    }

    /** As an outbox knows and keeps it. */
    public int priority() {
        return priority;
    }

    public static Severity of(int priority) {
        for (Severity severity : ALL) {
            if (severity.priority == priority) {
                return severity;
            }
        }
        throw new IllegalArgumentException("no severity has the priority " + priority);
    }

    /** In lower case, as in the rules and the metrics. */
    @Override
    public String toString() {
        return word;
    }

    public static Severity of(String word) {
        for (Severity severity : ALL) {
            if (severity.word.equalsIgnoreCase(word)) {
                return severity;
            }
        }
        throw new IllegalArgumentException("severity '" + word + "' is none of quiet, notice, "
                + "warning, critical");
    }
}
