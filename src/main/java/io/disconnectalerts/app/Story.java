package io.disconnectalerts.app;

import io.disconnectalerts.alert.Follower;
import io.disconnectalerts.alert.Returns;
import io.disconnectalerts.alert.SilenceEnds;
import io.disconnectalerts.event.Event.Timing;
import io.disconnectalerts.event.Event;
import io.disconnectalerts.event.Reading;
import io.disconnectalerts.follow.Decision;
import io.disconnectalerts.follow.Told;
import io.disconnectalerts.follow.Voice;
import io.disconnectalerts.outbox.Copies;
import io.disconnectalerts.outbox.Ending;
import io.disconnectalerts.outbox.OutboxComponent;
import io.disconnectalerts.silence.Silences;
import io.disconnectalerts.store.Session;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/**
 * Several events as if they came one after the other, each at the time that it says, by a clock that runs on to
 * whatever is due between them and behind them. Until it begins, it follows nothing, and the clock is the machine's.
 */
public final class Story {
    private final List<Moment> moments = new ArrayList<>();
    private Follower follower = Follower.forNobody();
    private Silences silences;
    private SilenceEnds ends;
    private Instant now;

    /**
     * What happened at a time.
     *
     * @param reading   what came; null if it was a time that somebody waited for
     * @param decisions what the devices' pasts made of it; each a sentence without a subject
     * @param told      what was told, and to which robots
     */
    public record Moment(Instant at, Reading reading, List<String> decisions, List<Copies> told) {
    }

    /** The story's own. */
    Clock clock() {
        InstantSource story = () -> now == null ? Instant.now() : now;
        return story.withZone(ZoneOffset.UTC);
    }

    /** The bean {@code follow} of the routes. */
    public void hear(Exchange exchange) {
        follower.hear(exchange);
    }

    public CompletableFuture<Void> commit(Exchange exchange) {
        return follower.commit(exchange);
    }

    /** @param followed makes a follower with a voice */
    List<Moment> of(List<Reading> readings, Function<Voice<Copies>, Follower> followed, Returns returns,
            Silences quiet, OutboxComponent outbox, ProducerTemplate template) throws Exception {
        follower = followed.apply(new Noted(returns));
        silences = quiet;
        ends = new SilenceEnds(outbox, silences, follower, clock());
        for (Reading reading : readings) {
            if (reading instanceof Event event) {
                runTo(event.timing() == Timing.SAID ? event.at() : now, template);
                if (now == null) {
                    now = event.receivedAt();
                }
                begin(arrived(event));
                Exchange heard = template.send("direct:normalise", exchange -> {
                    exchange.getMessage().setBody(arrived(event));
                    exchange.setVariable("entrance", "try");
                    exchange.setVariable("read", "true");
                });
                if (heard.getException() != null) {
                    throw heard.getException();
                }
                if (Boolean.FALSE.equals(heard.getProperty(OutboxComponent.FRESH))) {
                    last().decisions().add("was heard before");
                }
            } else {
                begin(reading);
            }
        }
        runTo(Instant.MAX, template);
        return moments;
    }

    private void begin(Reading reading) {
        moments.add(new Moment(now, reading, new ArrayList<>(), new ArrayList<>()));
    }

    private Moment last() {
        return moments.get(moments.size() - 1);
    }

    /** Time does not run back, whatever events say. */
    private void runTo(Instant time, ProducerTemplate template) throws SQLException {
        Optional<Instant> due = nextDue();
        while (due.isPresent() && time != null && !due.get().isAfter(time)) {
            now = due.get().isAfter(now) ? due.get() : now;
            begin(null);
            follower.due(null).forEach(each -> follower.decide(each, template).join());
            ends.tell().stream().filter(end -> end.any() != null).forEach(last().told()::add);
            due = nextDue();
        }
        now = time == null || now != null && !time.isAfter(now) || time.equals(Instant.MAX) ? now : time;
    }

    /** When a loss has waited long enough, or a window is over in which something was kept. */
    private Optional<Instant> nextDue() throws SQLException {
        return Stream.of(follower.nextDue(), silences.nextEnd()).flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    private Event arrived(Event event) {
        return new Event(event.family(), event.name(), event.subject(),
                event.timing() == Timing.SAID ? event.at() : now, event.timing(), now, event.fields(), event.key());
    }

    /** Takes down what is told, and why not. */
    private final class Noted implements Voice<Copies> {
        private final Returns returns;

        Noted(Returns returns) {
            this.returns = returns;
        }

        @Override
        public Optional<Copies> lost(Session session, String subject, Copies plain, Decision decision, Told before)
                throws SQLException {
            return returns.lost(session, subject, plain, decision, before);
        }

        @Override
        public Copies again(Copies lost, String key) {
            return returns.again(lost, key);
        }

        @Override
        public Optional<Copies> began(String subject, boolean lost, Copies plain) {
            return returns.began(subject, lost, plain);
        }

        /** Whatever was told has been read by now: its end is told by itself. */
        @Override
        public void end(Session session, List<Ended<Copies>> ended) throws SQLException {
            List<Copies> told = new ArrayList<>();
            for (Ending ending : returns.endings(session, ended)) {
                told.add(returns.alone(ending));
            }
            tell(session, told);
        }

        @Override
        public List<Reached> tell(Session session, List<Copies> messages) throws SQLException {
            List<Reached> reached = returns.tell(session, messages);
            for (int i = 0; i < reached.size(); i++) {
                Set<String> robots = new LinkedHashSet<>(messages.get(i).byOutbox().keySet());
                robots.retainAll(reached.get(i).robots());
                if (!robots.isEmpty()) {
                    last().told().add(Copies.of(messages.get(i).any(), robots));
                } else if (reached.get(i).fresh()) {
                    last().decisions().add("is kept quiet by a window of silence.windows");
                }
            }
            return reached;
        }

        @Override
        public Map<String, String> facets(Copies told) {
            return returns.facets(told);
        }

        @Override
        public List<Boolean> told(Session session, List<Copies> messages) throws SQLException {
            return returns.told(session, messages);
        }

        @Override
        public void decided(List<Decision> decisions) {
            decisions.forEach(decision -> last().decisions().add(decision.sentence()));
        }
    }
}
