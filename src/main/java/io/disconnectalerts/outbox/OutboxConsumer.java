package io.disconnectalerts.outbox;

import io.disconnectalerts.outbox.DeliveryFailure.BackOff;
import io.disconnectalerts.outbox.DeliveryFailure.Blocked;
import io.disconnectalerts.outbox.DeliveryFailure.RetryAfter;
import io.disconnectalerts.outbox.Store.Claimed;
import io.disconnectalerts.outbox.Store.Turn;
import io.disconnectalerts.outbox.Store.Wait;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the outbox's turn, claims what is pending, and has the route tell it: one exchange, whose body is a {@link Batch}. */
final class OutboxConsumer extends DefaultConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxConsumer.class);
    /** Finds what another process or a crash left behind; what this process commits rings the doorbell. */
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration BLOCKED_PAUSE = Duration.ofSeconds(60);
    private static final int ANY = 0;
    private static final int NONE = Integer.MAX_VALUE;

    private final OutboxEndpoint endpoint;
    private final Store store;
    private final Pacing pacing;
    private final Doorbell doorbell;
    private Thread thread;
    private volatile boolean stopping;
    private String last = "told";

    OutboxConsumer(OutboxEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.store = endpoint.store();
        this.pacing = new Pacing(endpoint.getPerMinute(), endpoint.getPerSecond());
        this.doorbell = store.doorbell(endpoint.getName());
        endpoint.getComponent().consumed().add(endpoint.getName());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        store.open(endpoint.getName());
        stopping = false;
        thread = new Thread(this::run, endpoint.getEndpointUri());
        thread.start();
    }

    /** What is being sent is finished first. */
    @Override
    protected void doStop() throws Exception {
        stopping = true;
        doorbell.ring(NONE);
        if (thread != null) {
            thread.join(Store.SEND_TIMEOUT.multipliedBy(2).toMillis());
        }
        super.doStop();
    }

    private void run() {
        while (!stopping) {
            try {
                Turn turn = store.claim(endpoint.getName(), pacing);
                if (turn instanceof Claimed claimed) {
                    deliver(claimed, store.read(claimed.batch()));
                } else if (turn instanceof Wait wait) {
                    doorbell.await(wait.time(), wait.unlessPriority() == 0 ? NONE : wait.unlessPriority());
                } else {
                    doorbell.await(POLL, ANY);
                }
            } catch (SQLException unavailable) {
                LOG.debug("{} waits for the store", endpoint, unavailable);
                pause(POLL);
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    private void deliver(Claimed claimed, Batch batch) throws SQLException {
        Exchange exchange = createExchange(true);
        exchange.getIn().setBody(batch);
        Throwable failure;
        try {
            getProcessor().process(exchange);
            failure = exchange.getException();
        } catch (Exception failed) {
            failure = failed;
        }
        Outcome outcome = outcome(failure, claimed, batch);
        log(outcome, batch);
        commit(outcome);
        endpoint.getComponent().listeners().forEach(listener ->
                listener.sent(batch.outbox(), outcome.name(), batch.size(), Duration.between(batch.received(), Instant.now())));
    }

    /** A line when things turn bad, or well again; none while they stay as they are. */
    private void log(Outcome outcome, Batch batch) {
        boolean told = outcome.name().equals("told");
        if (!told && !outcome.name().equals(last)) {
            LOG.warn("{} {}, batch {} of {}: {}", batch.outbox(), outcome.name(), batch.id(), batch.size(), outcome.why());
        } else if (told && !last.equals("told")) {
            LOG.info("{} told again, batch {} of {}", batch.outbox(), batch.id(), batch.size());
        }
        last = outcome.name();
    }

    private record Outcome(String name, String why, Settlement settlement) {
    }

    private interface Settlement {
        void write() throws SQLException;
    }

    /** What a send's end means for its batch; the one place that tells the failures apart. */
    private Outcome outcome(Throwable failure, Claimed claimed, Batch batch) {
        if (failure == null) {
            return new Outcome("told", "", () -> store.settle(claimed, batch));
        }
        DeliveryFailure known = failure instanceof DeliveryFailure named ? named : new BackOff(said(failure));
        String why = known.getMessage();
        if (known instanceof RetryAfter retry) {
            return released("retry-after", why, claimed, batch, retry.pause(), null);
        }
        if (known instanceof Blocked blocked) {
            return released("blocked", endpoint.getName() + "." + blocked.setting() + ": " + why, claimed, batch, BLOCKED_PAUSE, blocked);
        }
        if (known instanceof BackOff backOff && claimed.refusals() < backOff.patience()) {
            int refusals = claimed.refusals() + (backOff.patience() == BackOff.FOREVER ? 0 : 1);
            return new Outcome("back-off", why, () -> store.release(claimed, batch, pause(claimed.attempt()), batch.plain(), refusals, null));
        }
        if (!batch.plain()) {
            return new Outcome("unacceptable", why, () -> store.release(claimed, batch, Duration.ZERO, true, claimed.refusals(), null));
        }
        if (batch.size() == 1) {
            return new Outcome("parked", why, () -> store.park(claimed, batch, why));
        }
        return released("blocked", why, claimed, batch, BLOCKED_PAUSE, new Blocked("template", why));
    }

    private Outcome released(String name, String why, Claimed claimed, Batch batch, Duration pause, Blocked blocked) {
        return new Outcome(name, why, () -> store.release(claimed, batch, pause, batch.plain(), claimed.refusals(), blocked));
    }

    /** 1 s doubling to 60 s, each 20 % shorter or longer, so that processes do not come all at once. */
    static Duration pause(int attempt) {
        long longest = Math.min(60_000, 1_000L << Math.min(attempt - 1, 6));
        return Duration.ofMillis((long) (longest * ThreadLocalRandom.current().nextDouble(0.8, 1.2)));
    }

    private static String said(Throwable failure) {
        return failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }

    /** A send that happened must be written down, or it would be told twice: tried until the store is back. */
    private void commit(Outcome outcome) {
        while (true) {
            try {
                outcome.settlement().write();
                return;
            } catch (SQLException unavailable) {
                if (stopping) {
                    LOG.error("{} could not write down how a send ended ({}); it will be told again", endpoint, unavailable.getMessage());
                    return;
                }
                pause(POLL);
            }
        }
    }

    private void pause(Duration time) {
        try {
            doorbell.await(time, NONE);
        } catch (InterruptedException stopped) {
            stopping = true;
        }
    }
}
