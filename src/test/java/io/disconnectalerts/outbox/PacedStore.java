package io.disconnectalerts.outbox;

import io.disconnectalerts.outbox.ClaimResult.Claimed;
import io.disconnectalerts.outbox.Timelapse.Told;
import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.sqlite.Function;
import org.sqlite.SQLiteConnection;

/** The real outbox on a real database, in which the function that {@link Dialect} asks for the time says the test's. */
final class PacedStore implements Timelapse.Outbox, AutoCloseable {
    private static final String NAME = "group";
    private static final Instant BEGINNING = Instant.parse("2026-01-02T03:04:05Z");

    private final String url;
    private final Pacing pacing;
    private final Connection hand;
    private Store store;
    private boolean restarting;
    private boolean returning;
    private volatile long now;
    private int committed;
    private int ended;
    private Batch sending;

    PacedStore(Dialect dialect, String url, Pacing pacing) throws Exception {
        this.url = url;
        this.pacing = pacing;
        hand = dialect == Dialect.POSTGRESQL ? Databases.connect(url) : null;
        open();
        clock(0);
    }

    /** Comes back as another process after every message. */
    PacedStore restarting() {
        restarting = true;
        return this;
    }

    /** What is critical is lost; what is not is the return of what was lost first. */
    PacedStore returning() {
        returning = true;
        return this;
    }

    private void open() throws SQLException {
        store = Stores.open(url);
        store.open(NAME);
        if (hand == null) {
            store.database.writer().execute(session -> own(session.prepare("SELECT 1").getConnection()
                    .unwrap(SQLiteConnection.class)));
        } else {
            try (Statement statement = hand.createStatement()) {
                statement.execute("CREATE TABLE hand (at double precision); INSERT INTO hand VALUES (0); "
                        + "CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql "
                        + "AS 'SELECT to_timestamp(at) FROM hand'");
            }
            store.database.writer().execute(session -> session.update("SET search_path = public, pg_catalog"));
        }
    }

    private Void own(SQLiteConnection connection) throws SQLException {
        Function.create(connection, "unixepoch", new Function() {
            @Override
            protected void xFunc() throws SQLException {
                result(seconds());
            }
        });
        return null;
    }

    private double seconds() {
        return BEGINNING.plusMillis(now).toEpochMilli() / 1000.0;
    }

    @Override
    public void clock(long time) throws Exception {
        now = time;
        if (hand != null) {
            try (Statement statement = hand.createStatement()) {
                statement.execute("UPDATE hand SET at = " + seconds());
            }
        }
    }

    @Override
    public void commit(long[] arrivals, int priority) throws SQLException {
        if (returning && priority < Message.CRITICAL) {
            end(arrivals.length);
            return;
        }
        List<CompletableFuture<Boolean>> commits = new ArrayList<>();
        for (long arrival : arrivals) {
            Instant at = BEGINNING.plusMillis(arrival);
            commits.add(store.append(NAME, message(key(committed++), "any", priority, at)));
        }
        commits.forEach(CompletableFuture::join);
    }

    private void end(int count) throws SQLException {
        List<Ending> endings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String key = key(ended++);
            endings.add(new Ending(List.of(key), Set.of(NAME),
                    message(key + "-back", "back", Message.CRITICAL - 2, BEGINNING.plusMillis(now))));
        }
        Group.end(store, endings.toArray(Ending[]::new));
    }

    private static String key(int number) {
        return String.format("%07d", number);
    }

    private static Message message(String key, String kind, int priority, Instant at) {
        return new Message(key, "any", kind, "", priority, at, at, Map.of(), "{}");
    }

    @Override
    public ClaimResult claim() throws SQLException {
        return store.claims.claim(NAME, pacing, false);
    }

    @Override
    public Told read(Claimed claimed) throws SQLException {
        for (boolean more = claimed.more(); more;) {
            more = store.claims.extend(claimed);
        }
        sending = store.batches.read(claimed.batch());
        Message first = sending.first().get(0);
        long urgent = sending.critical() ? since(first.receivedAt()) : 0;
        return new Told(now, sending.size() + over(), since(sending.received()), urgent);
    }

    /** How many ends are told together with what they end. */
    private int over() throws SQLException {
        return store.database.writer().execute(session -> (int) session.number(0,
                "SELECT count(*) FROM delivery d WHERE batch = ? AND " + Endings.OVER, sending.id()));
    }

    private long since(Instant received) {
        return Duration.between(received, BEGINNING.plusMillis(now)).toMillis();
    }

    @Override
    public void settle(Claimed claimed) throws SQLException {
        store.settlements.settle(claimed, sending, null);
        if (restarting) {
            store.close();
            open();
        }
    }

    @Override
    public void close() throws SQLException {
        store.close();
        if (hand != null) {
            hand.close();
        }
    }
}
