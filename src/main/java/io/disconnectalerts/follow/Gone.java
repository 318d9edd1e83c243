package io.disconnectalerts.follow;

import io.disconnectalerts.event.EventTime;
import io.disconnectalerts.follow.GoneRows.Page;
import io.disconnectalerts.follow.GoneRows.Row;
import io.disconnectalerts.store.Database;
import io.disconnectalerts.store.Session;
import io.disconnectalerts.store.Storable;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Enumeration;
import java.util.Map;
import java.util.NoSuchElementException;
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
    private static final GoneFilter ANY = new GoneFilter(null, null, null, Map.of());

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
     * JSON: {@code gone}, how many pass the filters; {@code waiting}, how many losses in all may be over before anybody
     * is told; {@code note}, why these may be few, if that is so; {@code clients}, a line each, which are read while
     * they are sent, so that any number fits.
     *
     * @param filters the query of the URL, or null
     * @throws IllegalArgumentException with a sentence that names the filter that is wrong
     */
    public InputStream list(@Variable("filters") String filters) throws SQLException {
        GoneRows rows = new GoneRows(database.get(), GoneFilter.of(filters, times, clock), zone);
        return new SequenceInputStream(new Answer("{\"gone\":" + rows.count() + ",\"waiting\":"
                + waiting() + (returns() ? "" : ",\"note\":\"" + UNHEARD + "\"")
                + ",\"clients\":[", rows));
    }

    /** Whether a connect was ever heard of, by any process. */
    public boolean returns() throws SQLException {
        return number("SELECT count(*) FROM notice WHERE kind = ?", Subjects.RETURNS + GoneClient.SUBJECT) > 0;
    }

    /** How many clients are gone. */
    public long count() throws SQLException {
        return new GoneRows(database.get(), ANY, zone).count();
    }

    /** How many losses may be over before anybody is told. */
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

    /** The parts of the answer, made one after the other as they are asked for. */
    private static final class Answer implements Enumeration<InputStream> {
        private static final String END = "\n]}\n";
        private final GoneRows rows;
        private String part;
        private String separator = "\n";
        private Row last = Row.FIRST;

        Answer(String head, GoneRows rows) {
            this.part = head;
            this.rows = rows;
        }

        @Override
        public boolean hasMoreElements() {
            return part != null;
        }

        @Override
        public InputStream nextElement() {
            if (part == null) {
                throw new NoSuchElementException();
            }
            InputStream element = new ByteArrayInputStream(part.getBytes(StandardCharsets.UTF_8));
            part = part.equals(END) ? null : next();
            return element;
        }

        private String next() {
            StringBuilder lines = new StringBuilder();
            try {
                Page page = rows.after(last);
                last = page.last();
                page.clients().forEach(client -> {
                    lines.append(separator).append(client.json());
                    separator = ",\n";
                });
            } catch (SQLException unavailable) {
                throw new UncheckedIOException(new IOException(unavailable));
            }
            return last == null ? END : lines.toString();
        }
    }

    /** Forgets a client that is gone, so that nobody is told when it comes back; whether it was gone. */
    public boolean forget(@Variable("clientid") String clientid) throws SQLException {
        String subject = GoneClient.SUBJECT + Storable.text(clientid);
        return database.get().writer().execute(session -> {
            Past past = session.first(row -> PastJson.read(row.getString(1)), null, "SELECT past FROM subject WHERE "
                    + "name = ? AND gone_at IS NOT NULL" + database.get().dialect().forUpdate, subject);
            if (past == null) {
                return false;
            }
            for (Fact fact : past.facts()) {
                session.update("DELETE FROM held WHERE key = ?", fact.key());
            }
            return session.update("DELETE FROM subject WHERE name = ?", subject) == 1;
        });
    }
}
