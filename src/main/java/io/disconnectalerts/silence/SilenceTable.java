package io.disconnectalerts.silence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.store.Dialect;
import io.disconnectalerts.store.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The silences as they are stored, and what was kept from whom in them. */
public final class SilenceTable {
    private static final Logger LOG = LoggerFactory.getLogger(SilenceTable.class);
    /** Said once each. */
    private static final Set<String> DAMAGED = ConcurrentHashMap.newKeySet();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COLUMNS =
            "SELECT id, recurring, matchers, from_at, until_at, author, why FROM silence WHERE ";
    private static final Duration LONGEST_WINDOW = Duration.ofDays(8);
    private final String share;

    public SilenceTable(Dialect dialect) {
        share = dialect == Dialect.POSTGRESQL ? " FOR SHARE" : "";
    }

    /** Empty if it is damaged: whoever it was about is told. */
    private static Optional<Silence> read(ResultSet row) throws SQLException {
        try {
            return Optional.of(new Silence(row.getString(1), row.getString(2),
                    Matchers.of(JSON.readValue(row.getString(3), new TypeReference<Map<String, String>>() {
                    }), Matchers.Spelling.JSON), Instant.ofEpochMilli(row.getLong(4)),
                    Instant.ofEpochMilli(row.getLong(5)), row.getString(6), row.getString(7)));
        } catch (JsonProcessingException | IllegalArgumentException damaged) {
            if (DAMAGED.add(row.getString(1))) {
                LOG.warn("silence {}: what it is about is damaged, so that it keeps nothing quiet", row.getString(1));
            }
            return Optional.empty();
        }
    }

    /** Those that are not told as over, the first that ends first. */
    List<Silence> untold(Session session) throws SQLException {
        return session.all(SilenceTable::read, COLUMNS + "told_at IS NULL ORDER BY until_at, id").stream()
                .flatMap(Optional::stream).toList();
    }

    /** Also one that is over; null once it is forgotten. */
    Silence of(Session session, String id) throws SQLException {
        return session.first(SilenceTable::read, Optional.<Silence>empty(), COLUMNS + "id = ?", id).orElse(null);
    }

    /** Unless it is there already. */
    boolean add(Session session, Silence silence) throws SQLException {
        try {
            return session.update("INSERT INTO silence (id, recurring, matchers, from_at, until_at, author, why) "
                    + "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING", silence.id(),
                    silence.window(), JSON.writeValueAsString(silence.match().written()),
                    silence.from().toEpochMilli(), silence.until().toEpochMilli(), silence.by(),
                    silence.why()) == 1;
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whether one of that id went on. */
    boolean end(Session session, String id, Instant now) throws SQLException {
        return session.update("UPDATE silence SET until_at = ? WHERE id = ? AND until_at > ?", now.toEpochMilli(), id,
                now.toEpochMilli()) == 1;
    }

    /** Whether it goes on; it does then until the transaction ends. */
    boolean on(Session session, String id, Instant now) throws SQLException {
        return session.number(0, "SELECT 1 FROM silence WHERE id = ? AND until_at > ? AND over_at IS NULL" + share, id,
                now.toEpochMilli()) == 1;
    }

    void keep(Session session, Kept kept) throws SQLException {
        session.update("INSERT INTO silenced (silence, outbox, subject, losses, loss) VALUES (?, ?, ?, 1, ?) "
                + "ON CONFLICT (silence, outbox, subject) DO UPDATE SET losses = silenced.losses + 1, "
                + "loss = coalesce(excluded.loss, silenced.loss)", kept.silence(), kept.outbox(),
                kept.subject(), kept.loss());
    }

    /** How many events were kept from whom most were. */
    long kept(Session session, String id) throws SQLException {
        return session.number(0, "SELECT sum(losses) FROM silenced WHERE silence = ? GROUP BY outbox "
                + "ORDER BY 1 DESC LIMIT 1", id);
    }

    /** The times of windows that were over within a week and are told. */
    List<String> endedWindows(Session session, Instant now) throws SQLException {
        return session.all(row -> row.getString(1), "SELECT id FROM silence WHERE recurring <> '' AND told_at > ?",
                now.minus(LONGEST_WINDOW).toEpochMilli());
    }

    /** From now on nothing is added to what was kept. */
    public void over(Session session, String id, Instant now) throws SQLException {
        session.update("UPDATE silence SET over_at = ? WHERE id = ? AND over_at IS NULL", now.toEpochMilli(), id);
    }

    /** Some of what was kept, by subject, of which nobody has looked yet whether that is gone. */
    public List<Kept> unsettled(Session session, String id, int most) throws SQLException {
        return session.all(row -> new Kept(id, row.getString(1), row.getString(2), row.getString(3)),
                "SELECT outbox, subject, loss FROM silenced WHERE silence = ? AND gone IS NULL AND subject <= "
                + "(SELECT max(subject) FROM (SELECT subject FROM silenced WHERE silence = ? AND gone IS NULL "
                + "GROUP BY subject ORDER BY subject LIMIT " + most + ") AS first) ORDER BY subject, outbox", id, id);
    }

    public void settle(Session session, Kept kept, boolean gone) throws SQLException {
        session.update("UPDATE silenced SET gone = ? WHERE silence = ? AND outbox = ? AND subject = ?", gone ? 1 : 0,
                kept.silence(), kept.outbox(), kept.subject());
    }

    /** From whom something was kept, and how much. */
    public List<Count> counts(Session session, String id) throws SQLException {
        return session.all(row -> new Count(row.getString(1), row.getInt(2)), "SELECT outbox, sum(losses) "
                + "FROM silenced WHERE silence = ? GROUP BY outbox ORDER BY outbox", id);
    }

    public record Count(String outbox, int events) {
    }

    /** Whether that was not told before. */
    public boolean told(Session session, String id, Instant now) throws SQLException {
        return session.update("UPDATE silence SET told_at = ? WHERE id = ? AND told_at IS NULL", now.toEpochMilli(), id)
                == 1;
    }

    public void forgetKept(Session session, String id) throws SQLException {
        session.update("DELETE FROM silenced WHERE silence = ?", id);
    }

    /** A window's time that somebody has ended stays known for as long as it would have gone on. */
    void forget(Session session, Instant now, Duration retention) throws SQLException {
        session.update("DELETE FROM silence WHERE told_at < ? AND (recurring = '' OR told_at < ?)",
                now.minus(retention).toEpochMilli(), now.minus(LONGEST_WINDOW).toEpochMilli());
    }
}
