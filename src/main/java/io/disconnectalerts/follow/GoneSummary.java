package io.disconnectalerts.follow;

import io.disconnectalerts.event.Subject;
import io.disconnectalerts.store.Database;
import io.disconnectalerts.store.Session;
import java.sql.SQLException;
import java.util.List;

/**
 * Who is gone, in few words.
 *
 * @param count   how many
 * @param latest  since when the latest is, in ms since 1970; 0 if nobody is
 * @param reasons why, the most frequent first
 * @param common  what most of the latest have in common, besides the reason
 * @param of      how many of them were asked for that
 */
public record GoneSummary(long count, long latest, List<Share> reasons, List<Share> common, int of) {
    private static final String GONE = "FROM subject WHERE gone_at IS NOT NULL AND name LIKE '" + Subject.CLIENT + "%'";
    private static final int ASKED = 500;
    private static final int REASONS = 12;
    private static final int LEAST = 3;

    /** @param name of the facet; {@code reason}, {@code node}, {@code network}, {@code attribute line}, ... */
    public record Share(String name, String value, long count) {
    }

    /** Whether as many are gone, and the latest since then: most probably they are the same. */
    boolean holds(Database database) throws SQLException {
        try (Session session = database.reading()) {
            return session.number(0, "SELECT count(*) " + GONE) == count
                    && session.number(0, "SELECT max(gone_at) " + GONE) == latest;
        }
    }

    static GoneSummary read(Database database) throws SQLException {
        try (Session session = database.reading()) {
            List<Share> reasons = session.all(row -> new Share("reason", row.getString(1), row.getLong(2)),
                    "SELECT coalesce(reason, ''), count(*) AS clients " + GONE + " GROUP BY 1 ORDER BY 2 DESC, 1");
            long count = reasons.stream().mapToLong(Share::count).sum();
            int of = (int) Math.min(ASKED, count);
            List<Share> common = of < LEAST ? List.of() : session.all(row -> new Share(row.getString(1),
                    row.getString(2), row.getLong(3)), "SELECT f.key, f.value, count(*) FROM (SELECT facets " + GONE
                    + " ORDER BY gone_at DESC, name DESC LIMIT " + ASKED + ") AS latest, "
                    + database.dialect().each("latest.facets") + " AS f "
                    + "WHERE f.key NOT IN ('reason', 'class', 'severity') GROUP BY f.key, f.value "
                    + "HAVING count(*) * 2 > " + of + " ORDER BY 3 DESC, 1, 2");
            return new GoneSummary(count, session.number(0, "SELECT max(gone_at) " + GONE),
                    reasons.subList(0, Math.min(REASONS, reasons.size())), common, of);
        }
    }
}
