package io.disconnectalerts.alert;

import io.disconnectalerts.event.Event;
import io.disconnectalerts.follow.Due;
import io.disconnectalerts.follow.Fact;
import io.disconnectalerts.follow.Facts;
import io.disconnectalerts.follow.Follow;
import io.disconnectalerts.follow.Limits;
import io.disconnectalerts.follow.Untold;
import io.disconnectalerts.follow.Voice;
import io.disconnectalerts.outbox.Copies;
import io.disconnectalerts.outbox.Gathering;
import io.disconnectalerts.outbox.OutboxComponent;
import io.disconnectalerts.store.NotCommitted;
import io.disconnectalerts.store.Session;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/** Has devices' pasts decide whether an event is told, in one commit with what it addresses to the robots. */
public final class Follower {
    /** Property of an exchange: what is to be committed of it. */
    private static final String STEP = "CamelFollowStep";
    private static final CompletableFuture<Boolean> NOTHING = CompletableFuture.completedFuture(null);

    private final OutboxComponent outbox;
    private final Limits limits;
    private final Voice<Copies> voice;
    private final Clock clock;
    private Follow<Copies> follow;

    /** @param voice says what is decided */
    public Follower(OutboxComponent outbox, Limits limits, Voice<Copies> voice, Clock clock) {
        this.outbox = outbox;
        this.limits = limits;
        this.voice = voice;
        this.clock = clock;
    }

    /** Remembers nothing: what is not quiet is told at once. */
    public static Follower forNobody() {
        return new Follower(null, null, null, null);
    }

    private synchronized Follow<Copies> follow() {
        if (follow == null) {
            follow = new Follow<>(outbox.database(), limits, voice, clock);
        }
        return follow;
    }

    /** What is committed as soon as it is known whom it concerns; ends with false if it was committed before. */
    private interface Step {
        CompletableFuture<Boolean> commit(Copies message);
    }

    /** Takes note of an event; whom it is addressed to from now on is gathered, until the commit. */
    public void hear(Exchange exchange) {
        if (outbox != null) {
            Event event = exchange.getMessage().getBody(Event.class);
            gather(exchange, step(event, exchange.getVariable("verdict", Verdict.class)));
        }
    }

    private static void gather(Exchange exchange, Step step) {
        exchange.setProperty(STEP, step);
        Gathering.begin(exchange);
    }

    private Step step(Event event, Verdict verdict) {
        Fact fact = isFollowed(event, verdict) ? Facts.of(event, verdict.quiet() ? null : verdict.grace(),
                verdict.toString()).orElse(null) : null;
        return message -> fact != null ? follow().hear(event.subject(), fact, message,
                verdict.grace().isZero() ? null : Held.json(event, verdict))
                : message == null ? NOTHING : follow().tell(message);
    }

    /** The end of an alarm that nobody is told of ends nothing that people know. */
    private static boolean isFollowed(Event event, Verdict verdict) {
        return !(event.name().equals(Alert.ALARM_OVER) && verdict.quiet());
    }

    /**
     * Commits what was heard, together with what it had addressed to the robots, if its past has them told.
     *
     * @return ends as soon as that is committed; the property {@link OutboxComponent#FRESH} is false if it was before
     */
    public CompletableFuture<Void> commit(Exchange exchange) {
        Copies gathered = Gathering.end(exchange);
        CompletableFuture<Void> committed = new CompletableFuture<>();
        if (gathered == null) {
            committed.complete(null);
            return committed;
        }
        Copies told = gathered.in(exchange.getVariable(Silencing.SILENCE, "", String.class));
        exchange.getProperty(STEP, Step.class).commit(told.any() == null ? null : told)
                .whenComplete((fresh, failure) -> {
                    if (failure != null) {
                        committed.completeExceptionally(new NotCommitted(failure));
                    } else {
                        exchange.setProperty(OutboxComponent.FRESH, fresh);
                        committed.complete(null);
                    }
                });
        return committed;
    }

    /**
     * What is due, the oldest first, a bounded number at once.
     *
     * @param after what came before it, and itself, is left out; null if nothing is
     */
    public List<Due> due(Due after) throws SQLException {
        return follow().due(after);
    }

    /** When something is due next. */
    public Optional<Instant> nextDue() throws SQLException {
        return follow().nextDue();
    }

    /** Decides what is due; to whom a loss is told is asked by then. */
    public CompletableFuture<?> decide(Due due, ProducerTemplate template) {
        if (due.loss() == null) {
            return follow().decide(due, null);
        }
        Exchange told = template.send("direct:silence", exchange -> hear(due, exchange));
        return told.getException() == null ? commit(told) : CompletableFuture.failedFuture(told.getException());
    }

    private void hear(Due due, Exchange exchange) {
        Held held = held(due);
        exchange.getMessage().setBody(held.event());
        exchange.setVariable("verdict", Verdict.of(held.verdict()));
        gather(exchange, message -> follow().decide(due, message));
    }

    /** What was told of it once is told again as it was. */
    private Held held(Due due) {
        if (due.body() != null) {
            return Held.of(due.body());
        }
        Held known = Held.of(due.subject(), due.loss());
        try (Session session = outbox.database().reading()) {
            return outbox.stored(session, known.key()).map(known::as).orElse(known);
        } catch (SQLException unavailable) {
            throw new IllegalStateException(unavailable);
        }
    }

    /** In the transaction that goes on, robots learn what was kept from them; those of the subjects that are gone. */
    public Set<String> learn(Session session, Map<String, Untold> untold) throws SQLException {
        return follow().learn(session, untold);
    }

    /** @param history for how long it is known what nobody was told of */
    public void forget(Duration history) throws SQLException {
        follow().forget(history);
    }
}
