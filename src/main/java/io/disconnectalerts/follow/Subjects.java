package io.disconnectalerts.follow;

import io.disconnectalerts.store.Dialect;
import io.disconnectalerts.store.JsonObject;
import io.disconnectalerts.store.Names;
import io.disconnectalerts.store.Session;
import io.disconnectalerts.store.Storable;
import io.disconnectalerts.store.Table;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pasts of all subjects, one row each. The steps of one commit are taken together: each past is read once, and
 * written once, whatever happens to it meanwhile. Several processes take turns by locking its row.
 */
final class Subjects<M> implements Table<Step<M>> {
    private static final Logger LOG = LoggerFactory.getLogger("disconnect-alerts");
    private static final int AT_ONCE = 500;
    /** In a stored past, also in one that is damaged. */
    private static final Pattern KEY = Pattern.compile("\"key\":\"([^\"]+)\"");
    /** Begins the notice that beginnings are heard of, before {@code client:} or another family. */
    static final String RETURNS = "returns of ";
    private static final String WRITE = "INSERT INTO subject (name, due_at, forget_at, gone_at, node, reason, "
            + "flaps_since, past, facets) VALUES (?, ?, ?, ?, ?, ?, ?, ?, %s) ON CONFLICT (name) DO UPDATE SET "
            + "due_at = excluded.due_at, forget_at = excluded.forget_at, gone_at = excluded.gone_at, "
            + "node = excluded.node, reason = excluded.reason, flaps_since = excluded.flaps_since, "
            + "past = excluded.past, facets = coalesce(excluded.facets, subject.facets)";
    static final String DUE = "SELECT name, due_at, past FROM subject WHERE due_at <= ? "
            + "AND (due_at, name) > (?, ?) ORDER BY due_at, name LIMIT " + AT_ONCE;

    private final Dialect dialect;
    private final Limits limits;
    private final Voice<M> voice;
    private final Clock clock;
    private final String reserve;
    private final String read;
    private final String write;
    private final String forget;
    /** The families of which a beginning was ever heard, by any process: what others lose never comes back. */
    private volatile Set<String> returning = Set.of();

    Subjects(Dialect dialect, Limits limits, Voice<M> voice, Clock clock) {
        this.dialect = dialect;
        this.limits = limits;
        this.voice = voice;
        this.clock = clock;
        reserve = "INSERT INTO subject (name, past) " + dialect.names().replace("key", "key, ''")
                + " ON CONFLICT DO NOTHING";
        read = "SELECT name, due_at, past FROM subject WHERE name " + dialect.among(dialect.names()) + " ORDER BY name"
                + dialect.forUpdate;
        write = WRITE.formatted(dialect.json);
        String free = dialect.forUpdate + (dialect == Dialect.POSTGRESQL ? " SKIP LOCKED" : "");
        forget = "DELETE FROM subject WHERE name "
                + dialect.among("SELECT name FROM subject WHERE forget_at <= ? LIMIT " + AT_ONCE + free);
    }

    /** @param past empty if it is damaged */
    private record Row(String name, Instant dueAt, Optional<Past> past, String stored) {
        static Row of(ResultSet row) throws SQLException {
            String stored = row.getString(3);
            return new Row(row.getString(1), Instant.ofEpochMilli(row.getLong(2)), PastJson.read(stored), stored);
        }
    }

    @Override
    public String name() {
        return "subject";
    }

    @Override
    public Comparator<Step<M>> order() {
        return Comparator.comparing(Step::subject);
    }

    /** A step that was taken before adds nothing. */
    @Override
    public int[] insert(Session session, List<Step<M>> steps) throws SQLException {
        Instant now = clock.instant();
        Set<String> subjects = new TreeSet<>();
        for (Step<M> step : steps) {
            subjects.add(step.subject());
        }
        subjects.remove("");
        Map<String, Past> before = read(session, subjects);
        Set<String> families = families(session, steps, now);
        Map<String, Past> after = new TreeMap<>(before);
        Commit<M> commit = new Commit<>(session, voice, limits, now, steps, after,
                subject -> families.contains(family(subject)));
        int[] counts = commit.carryOut();
        write(session, before, after, commit.facets(), families);
        session.afterCommit(() -> returning = families);
        return counts;
    }

    private Map<String, Past> read(Session session, Collection<String> subjects) throws SQLException {
        Map<String, Past> pasts = new TreeMap<>();
        for (String subject : subjects) {
            pasts.put(subject, Past.NOTHING);
        }
        if (!pasts.isEmpty()) {
            String names = Names.json(pasts.keySet());
            if (dialect == Dialect.POSTGRESQL) {
                session.update(reserve, names);
            }
            for (Row row : session.all(Row::of, read, names)) {
                pasts.put(row.name(), row.past().isPresent() ? row.past().get() : damaged(session, row));
            }
        }
        return pasts;
    }

    /** It is of no use to anybody: its subject is as one that nothing is known of. */
    private static Past damaged(Session session, Row row) throws SQLException {
        LOG.warn("follow: what was stored of {} is damaged and is forgotten: if it is gone, its return is not told",
                row.name());
        for (Matcher key = KEY.matcher(row.stored()); key.find();) {
            session.update("DELETE FROM held WHERE key = ?", key.group(1));
        }
        return Past.NOTHING;
    }

    private Set<String> families(Session session, List<Step<M>> steps, Instant now) throws SQLException {
        Set<String> families = new HashSet<>();
        for (Step<M> step : steps) {
            families.add(family(step.subject()));
        }
        if (returning.containsAll(families)) {
            return returning;
        }
        Set<String> known = known(session);
        for (Step<M> step : steps) {
            if (step.began() && known.add(family(step.subject()))) {
                session.update("INSERT INTO notice (kind, told_at) VALUES (?, ?) ON CONFLICT (kind) DO NOTHING",
                        RETURNS + family(step.subject()), now.toEpochMilli());
                keep(session, family(step.subject()), now);
            }
        }
        known.add("");
        return known;
    }

    /** What is gone by the time that a first beginning is heard of can come back from now on. */
    private void keep(Session session, String family, Instant now) throws SQLException {
        session.update("UPDATE subject SET forget_at = ? WHERE gone_at IS NOT NULL AND name LIKE ?",
                now.plus(limits.retention()).toEpochMilli(), family + "%");
    }

    private static Set<String> known(Session session) throws SQLException {
        return new HashSet<>(session.all(row -> row.getString(1).substring(RETURNS.length()),
                "SELECT kind FROM notice WHERE kind LIKE '" + RETURNS + "%'"));
    }

    /** {@code client:}; empty if it has no past. */
    private static String family(String subject) {
        return subject.substring(0, subject.indexOf(':') + 1);
    }

    private void write(Session session, Map<String, Past> before, Map<String, Past> after,
            Map<String, Map<String, String>> facets, Set<String> families) throws SQLException {
        PreparedStatement write = session.prepare(this.write);
        PreparedStatement drop = session.prepare("DELETE FROM subject WHERE name = ?");
        for (Map.Entry<String, Past> entry : after.entrySet()) {
            Past past = entry.getValue();
            if (past.nothing()) {
                drop.setString(1, entry.getKey());
                drop.addBatch();
            } else if (!past.equals(before.get(entry.getKey()))) {
                fill(write, entry.getKey(), past, facets.get(entry.getKey()),
                        families.contains(family(entry.getKey())));
                write.addBatch();
            }
        }
        write.executeBatch();
        drop.executeBatch();
    }

    private void fill(PreparedStatement write, String name, Past past, Map<String, String> facets, boolean returns)
            throws SQLException {
        Fact loss = past.gone().orElse(null);
        write.setString(1, name);
        set(write, 2, past.dueAt().orElse(null));
        set(write, 3, past.forgetAt(limits, returns && loss != null).orElse(null));
        set(write, 4, loss == null ? null : loss.happened());
        write.setString(5, loss == null ? null : Storable.text(loss.place().node()));
        write.setString(6, loss == null ? null : Storable.text(loss.reason()));
        set(write, 7, past.episode() == null ? null : past.episode().since());
        write.setString(8, Storable.text(PastJson.write(past)));
        write.setString(9, facets == null ? null : JsonObject.of(facets));
    }

    private static void set(PreparedStatement statement, int column, Instant time) throws SQLException {
        if (time == null) {
            statement.setNull(column, Types.BIGINT);
        } else {
            statement.setLong(column, time.toEpochMilli());
        }
    }

    /**
     * Robots learn what was kept from them.
     *
     * @return the subjects that are gone, of which they will be told that they are back
     */
    Set<String> learn(Session session, Map<String, Untold> untold) throws SQLException {
        Map<String, Past> before = read(session, untold.keySet());
        Map<String, Past> after = new TreeMap<>();
        Set<String> gone = new TreeSet<>();
        before.forEach((subject, past) -> {
            Untold kept = untold.get(subject);
            Optional<Fact> loss = past.untold(kept.losses());
            loss.ifPresent(any -> gone.add(subject));
            after.put(subject, past.learnt(loss.orElse(null), kept.robots()));
        });
        write(session, before, after, Map.of(), known(session));
        return gone;
    }

    /** What is due behind another, the oldest first, a bounded number at once. */
    List<Due> due(Session session, Due after) throws SQLException {
        Instant now = clock.instant();
        List<Due> due = new ArrayList<>();
        for (Row row : session.all(Row::of, DUE, now.toEpochMilli(), after == null ? 0 : after.at().toEpochMilli(),
                after == null ? "" : after.subject())) {
            Fact loss = row.past().orElse(Past.NOTHING).due(now, limits).loss();
            String body = loss == null ? null : session.first(held -> held.getString(1), null,
                    "SELECT body FROM held WHERE key = ?", loss.key());
            due.add(new Due(row.name(), row.dueAt(), loss, body));
        }
        return due;
    }

    /** Lets go of what nobody has to know any more, a bounded number at once; true if there may be more. */
    boolean forget(Session session) throws SQLException {
        return session.update(forget, clock.millis()) == AT_ONCE;
    }
}
