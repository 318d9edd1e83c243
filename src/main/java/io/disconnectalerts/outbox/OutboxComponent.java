package io.disconnectalerts.outbox;

import io.disconnectalerts.parking.Parking;
import io.disconnectalerts.parking.ParkingSpace;
import io.disconnectalerts.store.Database;
import io.disconnectalerts.store.Dialect;
import io.disconnectalerts.store.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A durable, paced, batching queue: {@code outbox:name}. */
@Component("outbox")
public final class OutboxComponent extends DefaultComponent {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxComponent.class);
    @Metadata(description = "JDBC URL of a SQLite file or a PostgreSQL database",
            defaultValue = "jdbc:sqlite:data/alerts.db")
    private String url = "jdbc:sqlite:data/alerts.db";
    @Metadata(description = "User name for PostgreSQL", label = "security", secret = true)
    private String username = "";
    @Metadata(description = "Password for PostgreSQL", label = "security", secret = true)
    private String password = "";
    @Metadata(description = "SQLite only: normal, or full to survive a power cut", enums = "normal,full",
            defaultValue = "normal")
    private String synchronous = "normal";
    @Metadata(description = "Days a settled message stays in the history", defaultValue = "7")
    private int historyRetentionDays = 7;
    @Metadata(description = "Days a parked message is kept", defaultValue = "30")
    private int parkedRetentionDays = 30;
    @Metadata(description = "MiB that what is parked takes at most", defaultValue = "256")
    private int parkedMostMib = 256;

    /** Property of an exchange that passed an outbox: whether the message was new there. */
    public static final String FRESH = "CamelOutboxFresh";

    /** How long a claimed batch belongs to its process without a sign of life; tests shorten it. */
    Duration lease = Duration.ofSeconds(30);
    /** The minute of the quota and of the pacing; tests shorten it. */
    Duration minute = Duration.ofMinutes(1);

    /** How much later than its time the end of quiet hours is; tests shorten it. */
    Duration jitter;
    private final Map<String, QuietHours> consumed = new ConcurrentHashMap<>();
    private InstantSource clock = InstantSource.system();
    private ZoneId zone = ZoneId.systemDefault();
    private CompletableFuture<Store> store;
    private ScheduledExecutorService purge;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        OutboxEndpoint endpoint = new OutboxEndpoint(uri, this, remaining);
        setProperties(endpoint, parameters);
        if (remaining.isBlank() || endpoint.getPerMinute() < 0 || endpoint.getPerSecond() < 0) {
            throw new IllegalArgumentException(
                    "outbox:name needs a name, and takes no negative perMinute or perSecond");
        }
        return endpoint;
    }

    @Override
    protected void doShutdown() throws Exception {
        super.doShutdown();
        synchronized (this) {
            if (store != null) {
                store.handle((opened, failed) -> {
                    if (opened != null) {
                        getCamelContext().getExecutorServiceManager().shutdownNow(purge);
                        opened.close();
                    }
                    return null;
                }).join();
            }
        }
    }

    private void purge() {
        try {
            boolean more = true;
            while (more && isRunAllowed()) {
                boolean history = store().history.purge(Duration.ofDays(historyRetentionDays));
                more = store().parked.purge(Duration.ofDays(parkedRetentionDays)) || history;
            }
        } catch (SQLException unavailable) {
            LOG.debug("nothing purged, the next minute tries again", unavailable);
        } catch (RuntimeException wrong) {
            LOG.error("nothing purged, the next minute tries again", wrong);
        }
    }

    /** Whether a database URL is one this component can use. */
    public static boolean knows(String url) {
        return Dialect.known(url);
    }

    /** Begins to open the store, beside what is done until somebody needs it, who hears why if it cannot be opened. */
    public synchronized void prepare() {
        if (store == null) {
            store = CompletableFuture.supplyAsync(this::open, work -> {
                Thread opens = getCamelContext().getExecutorServiceManager().newThread("outbox-open", work);
                // By which JDBC finds its driver and Flyway its files; under Camel's command line it is no other's.
                opens.setContextClassLoader(getClass().getClassLoader());
                opens.start();
            });
        }
    }

    /** Opened for the first that needs it, so that routes can be loaded and looked at without their store. */
    Store store() {
        prepare();
        try {
            return store.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException unusable ? unusable : failed;
        }
    }

    private Store open() {
        Database database = Database.open(url, username, password, synchronous);
        try {
            Store opened = new Store(database, lease, ParkingSpace.ofMib(parkedMostMib),
                    count -> listeners().forEach(listener -> listener.parkedDropped(count)));
            purge = getCamelContext().getExecutorServiceManager()
                    .newSingleThreadScheduledExecutor(this, "outbox-purge");
            purge.scheduleWithFixedDelay(this::purge, 1, 1, TimeUnit.MINUTES);
            return opened;
        } catch (SQLException unusable) {
            database.close();
            throw new IllegalStateException("database.url: the store cannot be opened: " + unusable.getMessage(), null);
        }
    }

    /** Only what somebody consumes is stored: an outbox without a consumer takes nothing. */
    public void consume(String name) {
        consume(name, QuietHours.NONE);
    }

    void consume(String name, QuietHours quiet) {
        consumed.put(name, quiet);
    }

    /** By which clock and zone it is quiet. */
    public void by(InstantSource clock, ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
    }

    ZoneId zone() {
        return zone;
    }

    Instant now() {
        return clock.instant();
    }

    Duration jitter() {
        return jitter != null ? jitter
                : Duration.ofMillis(ThreadLocalRandom.current().nextLong(QuietHours.JITTER.toMillis()));
    }

    /** When the quiet hours end that go on in an outbox; empty if it tells all. */
    public Optional<Instant> quietUntil(String name) {
        return quiet(name).until(now());
    }

    /** Since when an outbox could tell what it got then. */
    public Instant since(String name, Instant received) {
        return quiet(name).since(received, now());
    }

    private QuietHours quiet(String name) {
        return consumed.getOrDefault(name, QuietHours.NONE);
    }

    List<OutboxListener> listeners() {
        return new ArrayList<>(getCamelContext().getRegistry().findByType(OutboxListener.class));
    }

    /** Where everything is kept; opened by the first that needs it. */
    public Database database() {
        return store().database;
    }

    public Parking parking() {
        return new Parking(() -> store().parked);
    }

    public Texts texts() {
        return new Texts(this::database);
    }

    /** Addresses to every outbox that is consumed the message that some work makes, in its transaction; or none. */
    public void tell(Session.Transaction<Optional<Message>> work) throws SQLException {
        store().tell(consumed.keySet(), work);
    }

    /**
     * In the transaction that goes on: who has read what is over gets the message that says so; who has not will read
     * that instead, or, in a digest, how many are over.
     */
    public void end(Session session, Collection<Ending> endings) throws SQLException {
        store().end(session, endings, this::consumes);
    }

    /**
     * Adds the messages in the transaction that goes on; what is in a silence is history at once, and told to nobody.
     *
     * @return for each, the outboxes that did not hold it before
     */
    public List<Set<String>> address(Session session, List<Copies> messages) throws SQLException {
        return store().address(session, messages);
    }

    /** Those of the keys that are a message's in the history, with when that was received, in ms since 1970. */
    public Map<String, Long> received(Session session, Set<String> keys) throws SQLException {
        return store().messages.received(session, keys);
    }

    /** The message with that key, if its history is still kept; its kind is not known. */
    public Optional<Message> stored(Session session, String key) throws SQLException {
        return store().messages.stored(session, key);
    }

    /**
     * What became of a subject's messages, as far as the history is kept, the latest first.
     *
     * @param below only those whose id is less
     */
    public List<Account> accounts(String subject, long below, int most) throws SQLException {
        Database database = database();
        try (Session session = database.reading()) {
            return Accounts.of(session, database.dialect(), subject, below, most);
        }
    }

    /** The storms that outboxes told and that are still looked after. */
    public List<ToldStorm> storms() throws SQLException {
        return store().storms.all();
    }

    /**
     * Those that a storm told of, as one batch, in which what is over is counted; null if all is over.
     *
     * @param still     in SQL, of a message {@code m}: that it is not
     * @param forgotten likewise: that it is not counted at all
     * @param silent    which of the others are not counted either; null if all are
     */
    public Batch told(ToldStorm storm, String still, String forgotten, Predicate<Message> silent)
            throws SQLException {
        return store().storms.read(storm, still, forgotten, silent);
    }

    /**
     * The storm was looked after so often, by whichever process was first.
     *
     * @param last    whether that was the last time
     * @param message what its outbox is to tell of it
     */
    public void follow(ToldStorm storm, int times, boolean last, Optional<Message> message) throws SQLException {
        store().follow(storm, times, last, message);
    }

    /** The outboxes that are blocked, also those nobody consumes from. */
    public List<Trouble> troubles() throws SQLException {
        return store().troubles.blocked();
    }

    /** How many messages wait in an outbox, counted one by one. */
    public int pending(String name) throws SQLException {
        return store().troubles.pending(name);
    }

    /** Those of which others were told, and that are well again. */
    public List<Trouble> troublesOver() throws SQLException {
        return store().troubles.over();
    }

    /** Tells others, once, that an outbox is blocked. */
    public void tell(Trouble trouble, Collection<String> others, Message message) throws SQLException {
        store().tell(trouble, others, message);
    }

    /**
     * Tells those who were told of it, once, that it is over.
     *
     * @param blocked the key of what they were told
     */
    public void end(Trouble trouble, String blocked, Message message) throws SQLException {
        store().end(trouble, blocked, message, this::consumes);
    }

    /** How every known outbox stands, also those nobody consumes from any more. */
    public List<OutboxState> states() throws SQLException {
        return store().history.states(name -> quietUntil(name).isPresent());
    }

    /** How many messages of a kind the history holds, counted no further than to a number. */
    public int count(String kind, int most) throws SQLException {
        return store().history.count(kind, most);
    }

    /** Why the store could not commit the last time, or null if it could. */
    public String failure() {
        return store().database.writer().failure();
    }

    public boolean consumes(String name) {
        return consumed.containsKey(name);
    }

    public String getUrl() {
        return url;
    }

    public void setUrl(String url) {
        this.url = url;
    }

    public String getUsername() {
        return username;
    }

    public void setUsername(String username) {
        this.username = username;
    }

    public String getPassword() {
        return password;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    public String getSynchronous() {
        return synchronous;
    }

    public void setSynchronous(String synchronous) {
        this.synchronous = synchronous;
    }

    public int getHistoryRetentionDays() {
        return historyRetentionDays;
    }

    public void setHistoryRetentionDays(int historyRetentionDays) {
        this.historyRetentionDays = historyRetentionDays;
    }

    public int getParkedRetentionDays() {
        return parkedRetentionDays;
    }

    public void setParkedRetentionDays(int parkedRetentionDays) {
        this.parkedRetentionDays = parkedRetentionDays;
    }

    public int getParkedMostMib() {
        return parkedMostMib;
    }

    public void setParkedMostMib(int parkedMostMib) {
        this.parkedMostMib = parkedMostMib;
    }
}
