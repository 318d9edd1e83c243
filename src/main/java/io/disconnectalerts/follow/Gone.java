package io.disconnectalerts.follow;

import io.disconnectalerts.event.EventTime;
import io.disconnectalerts.event.Subject;
import io.disconnectalerts.store.Database;
import io.disconnectalerts.store.Session;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.Variable;

/** What an operator learns of the clients that are gone, and has forgotten of them. */
public final class Gone {
    /** Why it is not known who is gone: what never comes back would be gone for ever. */
    public static final String UNHEARD = "no connect was ever heard of, so nobody can be told who is back, and who is "
            + "gone is known for a short time only: let the broker's rule send client.connected as well, see "
            + "emqx/README.md";
    /** In SQL, of a message {@code m}: what it is about is gone. */
    public static final String STILL =
            "EXISTS (SELECT 1 FROM subject s WHERE s.name = m.subject AND s.gone_at IS NOT NULL)";
    /** In SQL, of a message {@code m}: what it is about was gone, and an operator had that forgotten. */
    public static final String FORGOTTEN =
            "EXISTS (SELECT 1 FROM subject s WHERE s.name = m.subject AND s.gone_at IS NULL AND s.past = '')";
    /** So long it is known that a client is forgotten: longer than anybody looks after a storm. */
    private static final Duration FORGETTING = Duration.ofDays(2);

    private final Supplier<Database> database;
    private final EventTime times;
    private final ZoneId zone;
    private final Clock clock;

    /**
     * @param database opened by the first who needs it
     * @param zone     that times are shown in, and read in if they name none
     */
    public Gone(Supplier<Database> database, String zone, Clock clock) {
        this.database = database;
        this.times = new EventTime(zone);
        this.zone = ZoneId.of(zone);
        this.clock = clock;
    }

    /**
     * JSON: {@code gone}, how many pass the filters; {@code waiting}, how many losses in all may be over before
     * anybody is told, or are by now; {@code note}, why these may be few, if that is so; {@code clients}, a line each,
     * which are read while they are sent, so that any number fits; {@code next}, what {@code after} has to be for those
     * that follow, if so many were asked for.
     *
     * @param filters the query of the URL, or null
     * @throws IllegalArgumentException with a sentence that names the filter that is wrong
     */
    public InputStream list(@Variable("filters") String filters) throws SQLException {
        GoneFilter filter = GoneFilter.of(filters, times, clock);
        GoneRows rows = new GoneRows(database.get(), filter, zone);
        return new SequenceInputStream(new GoneList(rows, filter.most(), GoneList.Form.json("{\"gone\":" + rows.count()
                + ",\"waiting\":" + waiting() + (returns() ? "" : ",\"note\":\"" + UNHEARD + "\"")
                + ",\"clients\":[")));
    }

    /**
     * The same as a table for a spreadsheet: CSV as in RFC 4180, in UTF-8.
     *
     * @param filters as for {@link #list}
     */
    public InputStream table(@Variable("filters") String filters) throws SQLException {
        GoneFilter filter = GoneFilter.of(filters, times, clock);
        return new SequenceInputStream(new GoneList(new GoneRows(database.get(), filter, zone), filter.most(),
                GoneList.Form.csv()));
    }

    /** The clients that are gone and may be back before anybody is told, those first that are told soonest. */
    public List<Waits> waits() throws SQLException {
        try (Session session = database.get().reading()) {
            return Waits.first(session, zone);
        }
    }

    /**
     * Who is gone, in few words.
     *
     * @param before what was said the last time, which is said again if it most probably still holds; or null
     */
    public GoneSummary summary(GoneSummary before) throws SQLException {
        return before != null && before.holds(database.get()) ? before : GoneSummary.read(database.get());
    }

    /** Whether a connect was ever heard of, by any process. */
    public boolean returns() throws SQLException {
        return number("SELECT count(*) FROM notice WHERE kind = ?", Subjects.RETURNS + Subject.CLIENT) > 0;
    }

    /** How many clients are gone. */
    public long count() throws SQLException {
        return new GoneRows(database.get(), GoneFilter.NONE, zone).count();
    }

    /**
     * The ends of a client's sessions that nobody was told of, nor is by now, the latest first, as far as the history
     * is kept.
     *
     * @param below only those whose id is less
     */
    public List<PassedOver> passed(String clientid, long below, int most) throws SQLException {
        try (Session session = database.get().reading()) {
            return session.all(row -> new PassedOver(row.getLong(1), Instant.ofEpochMilli(row.getLong(2)),
                    row.getString(3), row.getString(4), row.getString(5), Instant.ofEpochMilli(row.getLong(6))),
                    "SELECT id, at, reason, node, outcome, decided_at FROM passed p WHERE subject = ? AND id < ? "
                    + "AND NOT EXISTS (SELECT 1 FROM message m WHERE m.key = p.key) ORDER BY id DESC LIMIT ?",
                    Subject.client(clientid), below, most);
        }
    }

    /** How many losses may be over before anybody is told, or are by now: their grace runs. */
    public long waiting() throws SQLException {
        return number("SELECT count(*) FROM held");
    }

    /** How many clients and alarms come and go. */
    public long flapping() throws SQLException {
        return number("SELECT count(*) FROM subject WHERE flaps_since IS NOT NULL");
    }

    private long number(String sql, Object... parameters) throws SQLException {
        try (Session session = database.get().reading()) {
            return session.number(0, sql, parameters);
        }
    }

    /** Forgets a client that is gone, so that nobody is told when it comes back; whether it was gone. */
    public boolean forget(@Variable("clientid") String clientid) throws SQLException {
        String subject = Subject.client(clientid);
        return database.get().writer().execute(session -> {
            Past past = session.first(row -> PastJson.read(row.getString(1)).orElse(Past.NOTHING), null,
                    "SELECT past FROM subject WHERE name = ? AND gone_at IS NOT NULL"
                    + database.get().dialect().forUpdate, subject);
            if (past == null) {
                return false;
            }
            for (Fact fact : past.facts()) {
                session.update("DELETE FROM held WHERE key = ?", fact.key());
            }
            return session.update("UPDATE subject SET due_at = NULL, forget_at = ?, gone_at = NULL, node = NULL, "
                    + "reason = NULL, flaps_since = NULL, facets = NULL, past = '' WHERE name = ?",
                    clock.instant().plus(FORGETTING).toEpochMilli(), subject) == 1;
        });
    }
}
