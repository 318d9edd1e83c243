package io.disconnectalerts.watch;

import io.disconnectalerts.event.Event;
import io.disconnectalerts.follow.Gone;
import io.disconnectalerts.outbox.OutboxComponent;
import java.sql.SQLException;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in health, and once in the log, that nobody can be told who is back while no connect is ever heard of. */
public final class UnheardReturns {
    private static final Logger LOG = LoggerFactory.getLogger("disconnect-alerts");
    private static final String HEARD = "connects are heard of";
    /** So many losses without a connect are no chance any more. */
    private static final int MANY = 100;

    private final OutboxComponent outbox;
    private final Gone gone;
    private volatile String state = "no connect heard of yet";

    private UnheardReturns(OutboxComponent outbox, Gone gone) {
        this.outbox = outbox;
        this.gone = gone;
    }

    public static void install(CamelContext context, OutboxComponent outbox, Gone gone) {
        UnheardReturns returns = new UnheardReturns(outbox, gone);
        HealthCheckRegistry.get(context).register(Check.detail("returns", () -> returns.state));
        Chore.add(context, "returns", Duration.ofSeconds(1), returns::look);
    }

    /** What was heard of once is known for good. */
    private void look() throws SQLException {
        if (state.equals(HEARD)) {
            return;
        }
        if (gone.returns()) {
            state = HEARD;
        } else if (!state.equals(Gone.UNHEARD) && outbox.count(Event.DISCONNECTED, MANY) == MANY) {
            state = Gone.UNHEARD;
            LOG.warn("returns: {}", Gone.UNHEARD);
        }
    }
}
