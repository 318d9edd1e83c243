package io.disconnectalerts.silence;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/**
 * A silence as an operator reads it in JSON.
 *
 * @param on       whether it goes on
 * @param window   as it is set in {@code silence.windows}; null of one that somebody wants once
 * @param all      true if it matches everything, else null
 * @param match    what it matches, else null
 * @param from     with its offset
 * @param by       null of a window, as {@code why} is
 * @param silenced how many events it has kept from groups
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ShownSilence(String id, boolean on, String window, Boolean all, Map<String, String> match, String from,
        String until, String by, String why, long silenced) {

    static ShownSilence of(Silence silence, long silenced, Instant now, ZoneId zone) {
        boolean recurs = !silence.window().isEmpty();
        boolean all = silence.match().everything();
        return new ShownSilence(silence.id(), silence.on(now), recurs ? silence.window() : null, all ? true : null,
                all ? null : silence.match().written(), time(silence.from(), zone), time(silence.until(), zone),
                recurs ? null : silence.by(), recurs ? null : silence.why(), silenced);
    }

    private static String time(Instant time, ZoneId zone) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(zone).withNano(0));
    }
}
