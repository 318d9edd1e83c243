package io.disconnectalerts.watch;

import io.disconnectalerts.event.Event;
import io.disconnectalerts.follow.Gone;
import io.disconnectalerts.outbox.OutboxComponent;
import java.sql.SQLException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in health, and once in the log, that nobody can be told who is back while no connect is ever heard of. */
public final class UnheardReturns extends ServiceSupport {
    private static final Logger LOG = LoggerFactory.getLogger("disconnect-alerts");
    /** So many losses without a connect are no chance any more. */
    private static final int MANY = 100;

    private final CamelContext context;
    private final OutboxComponent outbox;
    private final Gone gone;
    private ScheduledExecutorService clock;
    private volatile String state = "no connect heard of yet";

    private UnheardReturns(CamelContext context, OutboxComponent outbox, Gone gone) {
        this.context = context;
        this.outbox = outbox;
        this.gone = gone;
    }

    public static void install(CamelContext context, OutboxComponent outbox, Gone gone) {
        UnheardReturns returns = new UnheardReturns(context, outbox, gone);
        HealthCheckRegistry.get(context).register(Check.detail("returns", () -> returns.state));
        try {
            context.addService(returns, true, false);
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    protected void doStart() {
        clock = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "returns");
        clock.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    /** What was heard of once is known for good. */
    private void look() {
        try {
            if (!context.isStarted()) {
                return;
            }
            if (gone.returns()) {
                state = "connects are heard of";
                clock.shutdown();
            } else if (!state.equals(Gone.UNHEARD) && outbox.count(Event.DISCONNECTED, MANY) == MANY) {
                state = Gone.UNHEARD;
                LOG.warn("returns: {}", Gone.UNHEARD);
            }
        } catch (SQLException | RuntimeException unavailable) {
            LOG.debug("the next second tries again", unavailable);
        }
    }

    @Override
    protected void doStop() {
        context.getExecutorServiceManager().shutdownNow(clock);
    }
}
