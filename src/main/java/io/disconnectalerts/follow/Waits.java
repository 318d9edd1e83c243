package io.disconnectalerts.follow;

import io.disconnectalerts.event.Subject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Optional;

/**
 * A loss that may be over before anybody is told.
 *
 * @param since when the client was lost, RFC 3339
 * @param until when it is told, if the client is not back by then
 */
public record Waits(String clientid, String reason, String since, String until) {

    /** Empty if it is no client, or something else is due. */
    static Optional<Waits> of(String subject, Past past, ZoneId zone) {
        return !subject.startsWith(Subject.CLIENT) ? Optional.empty() : past.known().stream()
                .filter(Past.Known::waits).min(Comparator.comparing(Past.Known::until))
                .map(known -> new Waits(subject.substring(Subject.CLIENT.length()), known.fact().reason(),
                        text(known.fact().happened(), zone), text(known.until(), zone)));
    }

    private static String text(Instant time, ZoneId zone) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(zone));
    }
}
