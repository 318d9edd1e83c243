package io.disconnectalerts.follow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the facts of a subject say together. It is a function of their set: the order of their arrival, repetitions and
 * delays change nothing. An end whose session is not named is given to one of the sessions that are:
 * <ul>
 * <li>to the one that ended at the same time on the same node, for it is the same event by another entrance;</li>
 * <li>else to the one with the same node and peername;</li>
 * <li>else to the latest that began before it, unless that is known to have ended before, or to be elsewhere;</li>
 * <li>else it ends a session of its own, whose beginning was missed.</li>
 * </ul>
 * Who was replaced and does not say when it began never ends a session that began within {@link #TAKE_OVER} of it.
 */
record Timeline(List<Presence> presences) {
    /** Between a take-over and what both sides say of it. */
    static final Duration TAKE_OVER = Duration.ofSeconds(10);
    private static final Comparator<Fact> NAMED = Comparator.comparing(Fact::since).thenComparing(Fact::key);

    static Timeline of(Collection<Fact> facts) {
        List<Presence> presences = new ArrayList<>();
        facts.stream().filter(fact -> fact.since() != null).sorted(NAMED).forEach(fact -> add(presences, fact,
                latest(presences, presence -> presence.since().equals(fact.since())
                        && presence.place().mayBe(fact.place()))));
        facts.stream().filter(fact -> fact.since() == null).sorted(Fact.BY_TIME).forEach(fact -> add(presences, fact,
                sameEnd(presences, fact).or(() -> samePeer(presences, fact)).or(() -> before(presences, fact))));
        return new Timeline(List.copyOf(presences));
    }

    private static void add(List<Presence> presences, Fact fact, Optional<Presence> to) {
        to.ifPresent(presences::remove);
        presences.add(to.orElseGet(() -> new Presence(began(fact), fact.since() != null, fact.place(), List.of()))
                .with(fact));
    }

    /** Who was replaced began before whoever replaced it. */
    private static Instant began(Fact fact) {
        return fact.since() != null ? fact.since() : fact.replaced() ? fact.at().minus(TAKE_OVER) : fact.at();
    }

    private static Optional<Presence> sameEnd(List<Presence> presences, Fact end) {
        return latest(presences, presence -> presence.place().mayBe(end.place())
                && presence.ends().stream().anyMatch(other -> other.at().equals(end.at())));
    }

    /** EMQX up to 5.6.1 says again that a session was replaced that was offline already. */
    private static Optional<Presence> samePeer(List<Presence> presences, Fact end) {
        return latest(presences, presence -> presence.place().is(end.place()) && canEnd(end, presence)
                && (presence.said() || end.replaced()) && !presence.since().isAfter(end.at().plus(Presence.SKEW)));
    }

    private static Optional<Presence> before(List<Presence> presences, Fact end) {
        return latest(presences, presence -> presence.said() && canEnd(end, presence)
                && !presence.since().isAfter(end.at())
                && presence.place().mayBe(end.place()) && presence.place().sameHost(end.place()))
                .filter(presence -> presence.open() || end.replaced());
    }

    private static boolean canEnd(Fact end, Presence presence) {
        return !end.replaced() || !presence.said()
                || Duration.between(presence.since(), end.at()).abs().compareTo(TAKE_OVER) > 0;
    }

    private static Optional<Presence> latest(List<Presence> presences, Predicate<Presence> which) {
        return presences.stream().filter(which).max(Comparator.comparing(Presence::since));
    }

    /** Those that no other has surely overtaken: one, or several on nodes whose clocks may differ. */
    private List<Presence> current() {
        return presences.stream().filter(presence -> presences.stream().noneMatch(presence::overtakenBy)).toList();
    }

    /** The end that made the subject gone, whoever is told of it; empty while a session is open. */
    private Optional<Presence> over() {
        List<Presence> current = current();
        return current.stream().anyMatch(Presence::open) ? Optional.empty() : current.stream()
                .max(Comparator.comparing(Presence::endedAt).thenComparing(Presence::end, Fact.BY_TIME));
    }

    /** What people have to know of: the subject is gone, and this is why. */
    Optional<Fact> loss() {
        return over().map(Presence::end).filter(Fact::loss);
    }

    /** The ends that may have made the subject gone as it is. */
    Stream<Fact> lately() {
        return current().stream().flatMap(presence -> presence.ends().stream());
    }

    /** When the latest session began. */
    Instant since() {
        return presences.stream().map(Presence::since).max(Comparator.naturalOrder()).orElseThrow();
    }

    /** Whether the session that began then is the one that counts, and is open. */
    boolean open(Fact beginning) {
        return current().stream().anyMatch(presence -> presence.open() && presence.since().equals(beginning.since()));
    }

    Presence endedBy(Fact end) {
        return presences.stream().filter(presence -> presence.ends().contains(end)).findFirst().orElseThrow();
    }

    /** The ends that count, in the order of their times; two facts of one end are one. */
    List<Fact> losses() {
        return presences.stream().filter(presence -> !presence.open()).map(Presence::end).filter(Fact::loss)
                .sorted(Fact.BY_TIME).toList();
    }
}
