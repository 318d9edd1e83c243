package io.disconnectalerts.outbox;

import io.disconnectalerts.delivery.DeliveryFailure.BackOff;
import io.disconnectalerts.delivery.DeliveryFailure;
import io.disconnectalerts.outbox.ClaimResult.Claimed;
import io.disconnectalerts.outbox.ClaimResult.Quiet;
import io.disconnectalerts.outbox.ClaimResult.Wait;
import io.disconnectalerts.outbox.Settlement.Writing;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the outbox's turn, claims what is pending, and has the route tell it: one exchange, whose body is a
 * {@link Batch}.
 */
final class OutboxConsumer extends DefaultConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxConsumer.class);
    /** Finds what another process or a crash left behind, or changed; what this process commits is signalled. */
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration LAST_SEND = Duration.ofSeconds(20);
    /**
     * Without a quota a digest is followed by a breath of 1 ms an event: what comes meanwhile is one message more, and
     * not ten.
     */
    private static final int LONGEST_BREATH_MS = 100;
    private static final int NONE = Integer.MAX_VALUE;
    /** The variable in which a route leaves what it told, for {@link Texts}. */
    private static final String TEXT = "text";

    private final OutboxComponent component;
    private final String name;
    private final Store store;
    private final Pacing pacing;
    private final QuietHours quiet;
    private final Signal signal;
    private ExecutorService thread;
    private volatile boolean stopping;
    /** How sends failed since one was told. */
    private final Set<String> bad = new HashSet<>();

    OutboxConsumer(OutboxEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        component = endpoint.getComponent();
        name = endpoint.getName();
        store = component.store();
        pacing = endpoint.pacing();
        quiet = endpoint.quietHours();
        signal = store.signal(name);
        component.consume(name, quiet);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        store.open(name);
        stopping = false;
        thread = getEndpoint().getCamelContext().getExecutorServiceManager()
                .newSingleThreadExecutor(this, "outbox-" + name);
        thread.execute(this::run);
    }

    /** What is being sent is finished first. */
    @Override
    protected void doStop() throws Exception {
        stopping = true;
        signal.send(NONE);
        if (thread != null) {
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdownGraceful(thread, LAST_SEND.toMillis());
        }
        super.doStop();
    }

    private void run() {
        while (!stopping) {
            try {
                Instant now = component.now();
                Optional<Instant> until = quiet.until(now);
                ClaimResult claim = store.claims.claim(name, pacing, until.isPresent());
                if (claim instanceof Claimed claimed) {
                    if (deliver(claimed) && claimed.all()) {
                        signal.await(POLL, NONE, 1);
                    }
                } else if (claim instanceof Wait wait) {
                    component.listeners().forEach(listener -> listener.waits(name, wait.time(), wait.why()));
                    signal.await(wait.time().compareTo(POLL) < 0 ? wait.time() : POLL,
                            wait.unlessCritical() ? Message.CRITICAL : NONE, wait.unlessMore());
                } else if (claim instanceof Quiet) {
                    Duration left = Duration.between(now, until.orElseThrow());
                    component.listeners().forEach(listener -> listener.waits(name, left, WaitReason.QUIET));
                    signal.await(POLL, Message.CRITICAL, NONE);
                } else {
                    signal.await(POLL, NONE, 1);
                }
            } catch (SQLException unavailable) {
                LOG.debug("{} waits for the store", name, unavailable);
                pause(POLL);
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException wrong) {
                LOG.error("{} could not deliver, and tries again", name, wrong);
                pause(POLL);
            }
        }
    }

    /** True if it was told. */
    private boolean deliver(Claimed claimed) throws SQLException {
        Batch batch;
        try {
            for (boolean more = claimed.more(); more;) {
                more = store.claims.extend(claimed);
            }
            batch = claimed.single() != null ? claimed.single() : store.batches.read(claimed.batch());
            if (stopping || claimed.more() && !store.claims.sending(claimed)) {
                store.settlements.giveBack(claimed);
                return false;
            }
        } catch (SQLException | RuntimeException unread) {
            commit(() -> store.settlements.giveBack(claimed));
            throw unread;
        }
        Settlement settlement = send(claimed, batch);
        log(settlement, batch);
        boolean ours = commit(settlement.writing());
        if (ours) {
            component.listeners().forEach(listener ->
                    listener.sent(batch, settlement.outcome(), settlement.why()));
        }
        if (pacing.off() && batch.size() > 1) {
            pause(Duration.ofMillis(Math.min(batch.size(), LONGEST_BREATH_MS)));
        }
        return ours && settlement.outcome() == Outcome.TOLD;
    }

    private Settlement send(Claimed claimed, Batch batch) {
        Exchange exchange = createExchange(true);
        exchange.getIn().setBody(batch);
        Throwable failure;
        try {
            getProcessor().process(exchange);
            failure = exchange.getException();
        } catch (Exception failed) {
            failure = failed;
        }
        if (failure == null) {
            return Settlement.told(store.settlements, claimed, batch, exchange.getVariable(TEXT, String.class));
        }
        DeliveryFailure known = ObjectHelper.getException(DeliveryFailure.class, failure);
        String kind = failure.getClass().getSimpleName();
        return Settlement.of(known != null ? known : new BackOff(kind + ": " + failure.getMessage()).coded(kind),
                store.settlements, claimed, batch);
    }

    /** A line for each way in which things are bad, and one when they are well again. */
    private void log(Settlement settlement, Batch batch) {
        boolean told = settlement.outcome() == Outcome.TOLD;
        boolean news = told ? !bad.isEmpty() : bad.add(settlement.state());
        String line = told ? "told again" : settlement.outcome() + ": " + settlement.why();
        if (news) {
            (told ? LOG.atInfo() : LOG.atWarn()).addKeyValue("robot", name).addKeyValue("batch", batch.id())
                    .addKeyValue("events", batch.size()).log(line);
        }
        if (told) {
            bad.clear();
        }
    }

    /** How a send ended must be written down, or it would be told twice: tried until the store is back. */
    private boolean commit(Writing writing) {
        while (true) {
            try {
                boolean ours = writing.commit();
                if (!ours) {
                    LOG.warn("{} took too long: another process has the batch now, and tells it again", name);
                }
                return ours;
            } catch (SQLException unavailable) {
                if (stopping) {
                    LOG.error("{} could not write down how a send ended ({}); it will be told again", name,
                            unavailable.getMessage());
                    return false;
                }
                pause(POLL);
            }
        }
    }

    private void pause(Duration time) {
        try {
            signal.pause(time, NONE, Integer.MAX_VALUE);
        } catch (InterruptedException stopped) {
            stopping = true;
        }
    }
}
