package io.disconnectalerts.follow;

import io.disconnectalerts.event.Subject;
import io.disconnectalerts.store.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A loss that may be over before anybody is told.
 *
 * @param since when the client was lost, RFC 3339
 * @param until when it is told, if the client is not back by then
 */
public record Waits(String clientid, String reason, String since, String until) {
    private static final int MOST = 100;
    /** So many subjects are looked through at most: after a storm nearly all may be back. */
    private static final int SEEN = 10_000;
    private static final int PAGE = 500;
    private static final String DUE = "SELECT name, due_at, past FROM subject WHERE due_at IS NOT NULL "
            + "AND (due_at, name) > (?, ?) AND name LIKE '" + Subject.CLIENT + "%' ORDER BY due_at, name LIMIT " + PAGE;

    private record Row(String name, long dueAt, Optional<Waits> waits) {
    }

    /** Those first that are told soonest. */
    static List<Waits> first(Session session, ZoneId zone) throws SQLException {
        List<Waits> first = new ArrayList<>();
        Row last = new Row("", Long.MIN_VALUE, Optional.empty());
        for (int seen = 0; last != null && seen < SEEN && first.size() < MOST; seen += PAGE) {
            List<Row> page = session.all(row -> new Row(row.getString(1), row.getLong(2), of(row.getString(1),
                    PastJson.read(row.getString(3)).orElse(Past.NOTHING), zone)), DUE, last.dueAt, last.name);
            page.stream().flatMap(row -> row.waits.stream()).limit(MOST - first.size()).forEach(first::add);
            last = page.size() < PAGE ? null : page.get(PAGE - 1);
        }
        return first;
    }

    /** Empty if it is back by now, or something else is due. */
    private static Optional<Waits> of(String subject, Past past, ZoneId zone) {
        return past.loss().flatMap(loss -> past.known().stream()
                .filter(known -> known.waits() && known.fact().equals(loss)).findFirst())
                .map(known -> new Waits(Subject.id(subject), known.fact().reason(),
                        text(known.fact().happened(), zone), text(known.until(), zone)));
    }

    private static String text(Instant time, ZoneId zone) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(zone));
    }
}
