package io.disconnectalerts.alert;

import io.disconnectalerts.alert.SilenceEnd.Lost;
import io.disconnectalerts.event.Subject;
import io.disconnectalerts.follow.Untold;
import io.disconnectalerts.outbox.Batch.Count;
import io.disconnectalerts.outbox.Copies;
import io.disconnectalerts.outbox.Message;
import io.disconnectalerts.outbox.Message;
import io.disconnectalerts.outbox.OutboxComponent;
import io.disconnectalerts.silence.Kept;
import io.disconnectalerts.silence.Silence;
import io.disconnectalerts.silence.SilenceTable;
import io.disconnectalerts.silence.Silences;
import io.disconnectalerts.store.Session;
import io.disconnectalerts.store.Writer;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Has whoever would have been told learn what a silence kept from them, once it is over: from then on they are told who
 * is back. A silence with much in it is settled in steps, which any process goes on with; that it is over is told once.
 */
public final class SilenceEnds {
    private static final int AT_ONCE = 250;
    private static final String GONE = "FROM silenced k JOIN subject s ON s.name = k.subject WHERE k.silence = ? "
            + "AND k.outbox = ? AND k.gone = 1 AND s.gone_at IS NOT NULL";

    /** Not so any more of what is no history any more. */
    private static final String GRAVE = " AND EXISTS (SELECT 1 FROM message m WHERE m.key = k.loss AND m.priority >= "
            + Message.CRITICAL + ")";

    private final OutboxComponent outbox;
    private final Silences silences;
    private final Follower follower;
    private final Clock clock;

    public SilenceEnds(OutboxComponent outbox, Silences silences, Follower follower, Clock clock) {
        this.outbox = outbox;
        this.silences = silences;
        this.follower = follower;
        this.clock = clock;
    }

    /**
     * Tells the end of every silence that is over.
     *
     * @return what is told of each, to whom
     */
    public List<Copies> tell() throws SQLException {
        silences.refresh();
        List<Silence> over = silences.over();
        List<Copies> told = new ArrayList<>();
        for (Silence silence : over) {
            told.add(end(silence));
        }
        if (!over.isEmpty()) {
            silences.refresh();
        }
        return told;
    }

    private Copies end(Silence silence) throws SQLException {
        Writer writer = outbox.database().writer();
        SilenceTable table = new SilenceTable(outbox.database().dialect());
        writer.execute(session -> {
            table.over(session, silence.id(), clock.instant());
            return null;
        });
        boolean more = true;
        while (more) {
            more = writer.execute(session -> learn(session, table, silence));
        }
        return writer.execute(session -> table.told(session, silence.id(), clock.instant())
                ? tell(session, table, silence) : new Copies(Map.of()));
    }

    private boolean learn(Session session, SilenceTable table, Silence silence) throws SQLException {
        Map<String, List<Kept>> kept = table.unsettled(session, silence.id(), AT_ONCE).stream()
                .collect(Collectors.groupingBy(Kept::subject, TreeMap::new, Collectors.toList()));
        Map<String, Untold> untold = new TreeMap<>();
        kept.forEach((subject, all) -> {
            List<Kept> losses = all.stream().filter(one -> one.loss() != null).toList();
            untold.put(subject, new Untold(losses.stream().map(Kept::loss).collect(Collectors.toSet()),
                    losses.stream().map(Kept::outbox).collect(Collectors.toSet())));
        });
        Set<String> gone = follower.learn(session, untold);
        for (List<Kept> all : kept.values()) {
            for (Kept one : all) {
                table.settle(session, one, one.loss() != null && gone.contains(one.subject()));
            }
        }
        return !kept.isEmpty();
    }

    private Copies tell(Session session, SilenceTable table, Silence silence) throws SQLException {
        Map<String, Message> ends = new LinkedHashMap<>();
        for (SilenceTable.Count count : table.counts(session, silence.id())) {
            if (outbox.consumes(count.outbox())) {
                ends.put(count.outbox(), end(session, silence, count).message(silence.id() + "-" + count.outbox(),
                        clock.instant()));
            }
        }
        outbox.address(session, List.of(new Copies(ends)));
        table.forgetKept(session, silence.id());
        return new Copies(ends);
    }

    private static SilenceEnd end(Session session, Silence silence, SilenceTable.Count count) throws SQLException {
        Object[] which = {silence.id(), count.outbox()};
        return SilenceEnd.of(silence, count.events(), (int) session.number(0, "SELECT count(*) " + GONE, which),
                session.number(0, "SELECT count(*) " + GONE + GRAVE, which) > 0,
                session.all(row -> new Count(row.getString(1), row.getInt(2)), "SELECT s.reason, count(*) " + GONE
                + " AND s.reason <> '' GROUP BY s.reason ORDER BY 2 DESC, 1 LIMIT 10", which),
                session.all(row -> new Lost(Subject.id(row.getString(1)), row.getString(2),
                row.getLong(3)), "SELECT s.name, s.reason, s.gone_at " + GONE + " ORDER BY s.gone_at, s.name LIMIT "
                + SilenceEnd.LISTED, which));
    }
}
