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
    /** So many losses without a connect are no chance any more. */
    private static final int MANY = 100;

    private final OutboxComponent outbox;
    private final Gone gone;
    private volatile State state = State.EARLY;

    private enum State {
        EARLY("no connect heard of yet"), UNHEARD(Gone.UNHEARD), HEARD("connects are heard of");

        private final String sentence;

        State(String sentence) {
            this.sentence = sentence;
        }
    }

    private UnheardReturns(OutboxComponent outbox, Gone gone) {
        this.outbox = outbox;
        this.gone = gone;
    }

    public static void install(CamelContext context, OutboxComponent outbox, Gone gone) {
        UnheardReturns returns = new UnheardReturns(outbox, gone);
        HealthCheckRegistry.get(context).register(Check.detail("returns", () -> returns.state.sentence));
        Chore.add(context, "returns", Duration.ofSeconds(1), returns::look);
    }

    /** What was heard of once is known for good. */
    private void look() throws SQLException {
        if (state == State.HEARD) {
            return;
        }
        if (gone.returns()) {
            state = State.HEARD;
        } else if (state == State.EARLY && outbox.count(Event.DISCONNECTED, MANY) == MANY) {
            state = State.UNHEARD;
            LOG.warn("returns: {}", Gone.UNHEARD);
        }
    }
}
