package io.disconnectalerts.robot;

import java.time.Duration;
import java.time.Instant;
import org.apache.hc.client5.http.utils.DateUtils;

/**
 * How far this machine's clock is from a platform's, to a few seconds, by the {@code Date} of an answer. A signature is
 * good for an hour around the platform's time (DingTalk: security settings of a custom robot; Feishu: 19021).
 *
 * @param ahead negative if this machine's clock is behind, null if the answer does not tell
 */
public record ClockOffset(Duration ahead) {
    public static final ClockOffset UNKNOWN = new ClockOffset(null);
    /** From here on the clock may be what spoils a signature: an hour, less what the way to the platform may take. */
    private static final Duration SPOILS = Duration.ofMinutes(55);
    private static final Duration NOTABLE = Duration.ofMinutes(1);

    /** @param date the header of an answer that came now, or null */
    public static ClockOffset of(String date, Instant now) {
        Instant platform = date == null ? null : DateUtils.parseStandardDate(date);
        return platform == null ? UNKNOWN : new ClockOffset(Duration.between(platform, now));
    }

    boolean known() {
        return ahead != null;
    }

    /** Whether it is worth a word: more than a minute. */
    public boolean notable() {
        return over(NOTABLE);
    }

    boolean spoilsSignatures() {
        return over(SPOILS);
    }

    private boolean over(Duration limit) {
        return known() && ahead.abs().compareTo(limit) > 0;
    }

    @Override
    public String toString() {
        return sentence("the platform");
    }

    /**
     * Such as {@code the clock of this machine is 2 h 3 min ahead of the platform's}.
     *
     * @param whose who answered
     */
    public String sentence(String whose) {
        if (!known()) {
            return "the clock of this machine is more than an hour off";
        }
        Duration off = Duration.ofMinutes(Math.round(ahead.abs().toSeconds() / 60.0));
        String far = off.toDays() > 0 ? off.toDays() + " d " + off.toHoursPart() + " h"
                : off.toHours() > 0 ? off.toHours() + " h " + off.toMinutesPart() + " min" : off.toMinutes() + " min";
        return "the clock of this machine is " + far + (ahead.isNegative() ? " behind " : " ahead of ") + whose + "'s";
    }
}
