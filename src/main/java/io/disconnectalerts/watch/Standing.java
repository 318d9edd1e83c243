package io.disconnectalerts.watch;

import io.disconnectalerts.outbox.OutboxState;
import io.disconnectalerts.outbox.WaitReason;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * How a robot stands, for people: what is wrong and since when, or for what it waits, and until when.
 *
 * @param mend    what to mend if it is blocked, as a sentence names it
 * @param waiting for what it waits if nothing is wrong, or null
 * @param zone    the zone that times are said in
 */
record Standing(OutboxState state, String mend, Waiting waiting, ZoneId zone, Instant now) {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    /** Something is pending, and is not sent before then. */
    record Waiting(WaitReason why, Instant until) {
    }

    /** In a word: blocked, left-alone, failing, well, or for what it waits: quota, pace, pause, quiet. */
    String word() {
        return state.blocked() ? "blocked" : state.failures() > 0 ? state.leftAlone() ? "left-alone" : "failing"
                : waits() ? waiting.why().name().toLowerCase(Locale.ROOT) : "well";
    }

    /** When it goes on by itself; null if it does not wait. */
    Instant until() {
        return state.blocked() || state.failures() > 0 ? now.plus(state.pause()) : waits() ? waiting.until() : null;
    }

    private boolean waits() {
        return waiting != null && waiting.until().isAfter(now);
    }

    String sentence() {
        return how() + "; " + state.pending() + " pending";
    }

    private String how() {
        Instant again = now.plus(state.pause());
        if (state.blocked()) {
            return "blocked, mend " + mend + ": " + state.why() + "; tried again at " + clock(again) + in(again);
        } else if (state.failures() > 0) {
            return "failing since " + clock(state.failingSince()) + ": " + state.why() + "; " + (state.leftAlone()
                    ? "left alone, as the platform demands, until " : "tried again at ") + clock(again) + in(again);
        }
        return !waits() ? word() : "well, " + (waiting.why() == WaitReason.QUIET ? "in quiet hours"
                : "waits for its " + word()) + " until " + clock(until()) + in(until());
    }

    /** The time of day, with its date unless that is today. */
    private String clock(Instant time) {
        boolean today = time.atZone(zone).toLocalDate().equals(now.atZone(zone).toLocalDate());
        return (today ? CLOCK : DAY).format(time.atZone(zone));
    }

    private String in(Instant time) {
        return " (in " + Duration.between(now, time).plusMillis(999).toSeconds() + " s)";
    }
}
