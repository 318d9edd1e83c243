package io.disconnectalerts.alert;

import io.disconnectalerts.event.Subject;
import io.disconnectalerts.follow.Decision;
import io.disconnectalerts.follow.Fact;
import io.disconnectalerts.follow.Facts;
import io.disconnectalerts.follow.Minutes;
import io.disconnectalerts.follow.Told;
import io.disconnectalerts.follow.Voice;
import io.disconnectalerts.outbox.Copies;
import io.disconnectalerts.outbox.Ending;
import io.disconnectalerts.outbox.Message;
import io.disconnectalerts.outbox.OutboxComponent;
import io.disconnectalerts.silence.Kept;
import io.disconnectalerts.silence.Silences;
import io.disconnectalerts.store.Session;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Says what a device or an alarm comes to: those who were told that it is gone, or that it comes and goes, read that it
 * is over.
 */
public final class Returns implements Voice<Copies> {
    private final OutboxComponent outbox;
    private final boolean recovery;
    private final Consumer<Decision> decided;
    private final Minutes minutes;
    private final Silences silences;
    private final Runnable silenced;
    private final Clock clock;

    /**
     * @param recovery whether a device's return is told, and that it is steady; an alarm's end is, if its rule says so
     * @param decided  hears of each decision that is committed
     * @param minutes  hears of it too, and of whom it is
     * @param silenced hears of each event that is kept from everybody
     */
    public Returns(OutboxComponent outbox, boolean recovery, Consumer<Decision> decided, Minutes minutes,
            Silences silences, Runnable silenced, Clock clock) {
        this.outbox = outbox;
        this.recovery = recovery;
        this.decided = decided;
        this.minutes = minutes;
        this.silences = silences;
        this.silenced = silenced;
        this.clock = clock;
    }

    /** Whoever was told of a loss before reads of this one even if his filter does not let it through. */
    @Override
    public Optional<Copies> lost(Session session, String subject, Copies plain, Decision decision, Told before)
            throws SQLException {
        Set<String> concerned = plain == null ? Set.of() : plain.byOutbox().keySet();
        Set<String> robots = new TreeSet<>(decision.robots(concerned, before.robots()));
        robots.removeIf(robot -> !outbox.consumes(robot));
        if (robots.isEmpty()) {
            return Optional.empty();
        }
        Message loss = plain != null ? plain.any()
                : Unsteady.by(decision.shown().handed(), asTold(session, subject, before.last()), clock.instant());
        return Optional.of(Copies.of(Unsteady.shown(loss, decision.shown()), robots)
                .in(plain != null ? plain.silence() : Silencing.of(loss, silences)));
    }

    @Override
    public Copies again(Copies lost, String key) {
        return lost.with(message -> message.named(key));
    }

    /** Whoever was told of an alarm reads its end; others do only if nobody was, since it is not known here. */
    @Override
    public Optional<Copies> began(String subject, boolean lost, Copies plain) {
        return lost && !isClient(subject) ? Optional.empty() : Optional.of(plain);
    }

    private static boolean isClient(String subject) {
        return subject.startsWith(Subject.CLIENT);
    }

    @Override
    public void end(Session session, List<Ended<Copies>> ended) throws SQLException {
        session.afterCommit(() -> ended.forEach(one -> minutes.decided(one.subject(), one.decision())));
        List<Ending> endings = new ArrayList<>(endings(session, ended));
        List<Copies> silent = new ArrayList<>();
        for (Ending ending : List.copyOf(endings)) {
            Copies alone = alone(ending);
            if (!alone.silence().isEmpty()) {
                endings.remove(ending);
                silent.add(alone);
            }
        }
        if (!endings.isEmpty()) {
            outbox.end(session, endings);
        }
        if (!silent.isEmpty()) {
            tell(session, silent);
        }
    }

    /** What is over by what was decided, and who reads it. */
    public List<Ending> endings(Session session, List<Ended<Copies>> ended) throws SQLException {
        List<Ending> endings = new ArrayList<>();
        for (Ended<Copies> one : ended) {
            boolean told = recovery || !isClient(one.subject());
            if (one.decision() instanceof Decision.Back back && told) {
                Message lost = asTold(session, one.subject(), back.told().last());
                endings.add(new Ending(keys(back.losses(), back.told()), back.told().robots(),
                        Alert.over(back, lost, one.heard() == null ? null : one.heard().any(), clock.instant()),
                        lost.priority() >= Message.CRITICAL));
            } else if (one.decision() instanceof Decision.Steady steady && told && !steady.told().nothing()) {
                Message lost = asTold(session, one.subject(), steady.told().last());
                endings.add(new Ending(keys(steady.losses(), steady.told()), steady.told().robots(),
                        Unsteady.steady(steady, lost, clock.instant()), lost.priority() >= Message.CRITICAL));
            } else if (one.decision() instanceof Decision.StillGone still) {
                Message lost = asTold(session, one.subject(), still.before());
                endings.add(new Ending(List.of(), still.told().robots(),
                        Unsteady.stillGone(still, lost, clock.instant())));
            }
        }
        return endings;
    }

    /** As it is told by itself. What ends nothing, that a subject is still gone, may be silent now. */
    public Copies alone(Ending ending) throws SQLException {
        return Copies.of(ending.message(), ending.outboxes().stream().filter(outbox::consumes).toList())
                .in(ending.keys().isEmpty() ? Silencing.of(ending.message(), silences) : "");
    }

    /** Of all that may have been told of losses, as far as they are remembered, and of the last that was told. */
    private static List<String> keys(List<Fact> losses, Told told) {
        return Stream.concat(losses.stream(), Stream.of(told.last())).distinct()
                .flatMap(loss -> Stream.of(Facts.event(loss), Facts.stillGone(loss))).toList();
    }

    /** Or as it may have been, if that is not known any more. */
    private Message asTold(Session session, String subject, Fact loss) throws SQLException {
        Held held = Held.of(subject, loss);
        Optional<Message> latest = outbox.stored(session, Facts.stillGone(loss));
        return latest.isPresent() ? latest.get() : outbox.stored(session, held.key())
                .orElseGet(() -> Alert.message(held.event(), Verdict.of(held.verdict())));
    }

    @Override
    public Map<String, String> facets(Copies told) {
        return Alert.facets(told.any());
    }

    /** Whose silence is over by now is told. */
    @Override
    public List<Reached> tell(Session session, List<Copies> messages) throws SQLException {
        Set<String> named = new HashSet<>();
        for (Copies copies : messages) {
            named.add(copies.silence());
        }
        named.remove("");
        Set<String> on = silences.on(session, named);
        List<Copies> told = new ArrayList<>();
        for (Copies copies : messages) {
            told.add(on.contains(copies.silence()) ? copies : copies.in(""));
        }
        List<Set<String>> newly = outbox.address(session, told);
        List<Kept> kept = new ArrayList<>();
        List<Reached> reached = new ArrayList<>();
        for (int i = 0; i < told.size(); i++) {
            Copies copies = told.get(i);
            boolean silent = !copies.silence().isEmpty();
            boolean fresh = !newly.get(i).isEmpty();
            reached.add(new Reached(fresh, silent ? Set.of() : newly.get(i)));
            if (silent && fresh) {
                newly.get(i).forEach(robot -> kept.add(kept(copies, robot)));
                session.afterCommit(silenced);
            }
        }
        if (!kept.isEmpty()) {
            silences.keep(session, kept);
        }
        return reached;
    }

    private static Kept kept(Copies copies, String outbox) {
        Message message = copies.byOutbox().get(outbox);
        return new Kept(copies.silence(), outbox, message.subject(), Alert.isLoss(message) ? message.key() : null);
    }

    @Override
    public List<Boolean> told(Session session, List<Copies> messages) throws SQLException {
        Set<String> keys = new HashSet<>();
        for (Copies copies : messages) {
            keys.add(copies.any().key());
        }
        Map<String, Long> received = outbox.received(session, keys);
        List<Boolean> told = new ArrayList<>();
        for (Copies copies : messages) {
            Long before = received.get(copies.any().key());
            told.add(before != null && copies.any().isSame(before));
        }
        return told;
    }

    @Override
    public void decided(List<Decision> decisions) {
        decisions.forEach(decided);
    }
}
