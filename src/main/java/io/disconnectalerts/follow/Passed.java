package io.disconnectalerts.follow;

import io.disconnectalerts.store.Database;
import io.disconnectalerts.store.Dialect;
import io.disconnectalerts.store.Session;
import io.disconnectalerts.store.Storable;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/** The history of what nobody was told of: a row for each end of a session, and what became of it. */
final class Passed {
    /** So many are kept of each outcome, the latest: a fleet that comes and goes all day does not fill the disk. */
    static final int MOST = 250_000;
    private static final int AT_ONCE = 5_000;

    private final PreparedStatement insert;
    private final Instant now;

    Passed(Session session, Instant now) throws SQLException {
        insert = session.prepare("INSERT INTO passed (subject, key, at, reason, node, outcome, decided_at) "
                + "VALUES (?, ?, ?, ?, ?, ?, ?)");
        this.now = now;
    }

    void add(String subject, Fact end, Outcome outcome) throws SQLException {
        insert.setString(1, subject);
        insert.setString(2, Storable.text(Facts.event(end)));
        insert.setLong(3, end.happened().toEpochMilli());
        insert.setString(4, Storable.text(end.reason()));
        insert.setString(5, Storable.text(end.place().node()));
        insert.setString(6, outcome.toString());
        insert.setLong(7, now.toEpochMilli());
        insert.addBatch();
    }

    void write() throws SQLException {
        insert.executeBatch();
    }

    /** Lets go of what was decided before then, and of what is too much; of several processes one at a time. */
    static void forget(Database database, Instant before) throws SQLException {
        Dialect dialect = database.dialect();
        String oldest = "DELETE FROM passed WHERE id " + dialect.among("SELECT id FROM (SELECT id, decided_at "
                + "FROM passed WHERE outcome = ? ORDER BY id LIMIT " + AT_ONCE + ") AS oldest "
                + "WHERE id <= ? OR decided_at < ?");
        for (Outcome outcome : Outcome.values()) {
            long excess;
            try (Session session = database.reading()) {
                excess = session.number(0, "SELECT id FROM passed WHERE outcome = ? ORDER BY id DESC LIMIT 1 OFFSET "
                        + MOST, outcome.toString());
            }
            int gone = AT_ONCE;
            while (gone == AT_ONCE) {
                gone = database.writer().execute(session -> session.alone()
                        ? session.update(oldest, outcome.toString(), excess, before.toEpochMilli()) : 0);
            }
        }
    }
}
