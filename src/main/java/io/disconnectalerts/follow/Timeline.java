package io.disconnectalerts.follow;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the facts of a subject say together. It is a function of their set: the order of their arrival, repetitions and
 * delays change nothing. An end whose session is not named, or by the whole second only in which several began, is
 * given to one of the sessions that are:
 * <ul>
 * <li>to the one that ended at the same time on the same node, for it is the same event by another entrance;</li>
 * <li>else to the one with the same node and peername;</li>
 * <li>else to the latest that began before it, unless that is known to have ended before, or to be elsewhere;</li>
 * <li>else it ends a session of its own, whose beginning was missed.</li>
 * </ul>
 * Who was replaced and does not say when it began never ends a session that began within {@link #TAKE_OVER} of it,
 * unless that is the same connection by node and peername, and another session may be the newer one.
 */
final class Timeline {
    /** Between a take-over and what both sides say of it. */
    static final Duration TAKE_OVER = Duration.ofSeconds(10);
    private static final Comparator<Fact> NAMED = Comparator.comparing((Fact fact) -> fact.kind() != Fact.Kind.BEGAN)
            .thenComparing(Fact::since).thenComparing(Fact::key);

    private final Clocks clocks;
    private final List<Presence> presences = new ArrayList<>();
    /** Those that no other has surely overtaken: one, or several on nodes whose clocks may differ. */
    private final List<Presence> current = new ArrayList<>();

    private Timeline(Clocks clocks, List<Fact> named, List<Fact> unnamed) {
        this.clocks = clocks;
        for (Fact fact : named) {
            List<Presence> same = sameBeginning(fact);
            if (same.size() > 1) {
                unnamed.add(fact);
            } else {
                add(fact, same.isEmpty() ? Optional.empty() : Optional.of(same.get(0)));
            }
        }
        unnamed.sort(clocks.order());
        for (Fact fact : unnamed) {
            add(fact, sameEnd(fact).or(() -> samePeer(fact)).or(() -> before(fact)));
        }
        for (Presence presence : presences) {
            if (!isOvertaken(presence)) {
                current.add(presence);
            }
        }
    }

    static Timeline of(Collection<Fact> facts) {
        List<Fact> named = new ArrayList<>();
        List<Fact> unnamed = new ArrayList<>();
        for (Fact fact : facts) {
            (fact.since() == null ? unnamed : named).add(fact);
        }
        named.sort(NAMED);
        return new Timeline(Clocks.of(facts), named, unnamed);
    }

    private void add(Fact fact, Optional<Presence> to) {
        to.ifPresent(presences::remove);
        presences.add(to.orElseGet(() -> new Presence(clocks, fact.since(), began(fact), fact.place(), List.of()))
                .with(fact));
    }

    /** Who was replaced began before whoever replaced it. */
    private Instant began(Fact fact) {
        return fact.since() != null ? clocks.since(fact)
                : fact.replaced() ? clocks.at(fact).minus(TAKE_OVER) : clocks.at(fact);
    }

    /** Some brokers say in ms when a session begins, and only in whole seconds, as it ends, when that was. */
    private List<Presence> sameBeginning(Fact fact) {
        Optional<Presence> same = latest(presence -> presence.place().mayBe(fact.place())
                && fact.since().equals(presence.stamp()));
        if (same.isPresent() || fact.kind() == Fact.Kind.BEGAN) {
            return same.map(List::of).orElse(List.of());
        }
        Instant second = second(fact.since());
        List<Presence> sameSecond = new ArrayList<>();
        for (Presence presence : presences) {
            if (presence.place().mayBe(fact.place()) && second.equals(second(presence.stamp()))
                    && (second.equals(fact.since()) || second.equals(presence.stamp()))
                    && !fact.at().isBefore(second(fact.at()).equals(fact.at()) ? second : presence.stamp())) {
                sameSecond.add(presence);
            }
        }
        return sameSecond;
    }

    private static Instant second(Instant stamp) {
        return stamp.truncatedTo(ChronoUnit.SECONDS);
    }

    private Optional<Presence> sameEnd(Fact end) {
        return latest(presence -> presence.place().mayBe(end.place())
                && presence.ends().stream().anyMatch(other -> other.at().equals(end.at())));
    }

    /** EMQX up to 5.6.1 says again that a session was replaced that was offline already. */
    private Optional<Presence> samePeer(Fact end) {
        return latest(presence -> presence.place().is(end.place()) && canEnd(end, presence)
                && (presence.said() || end.replaced())
                && !presence.since().isAfter(clocks.at(end).plus(Presence.SKEW)));
    }

    private Optional<Presence> before(Fact end) {
        return latest(presence -> presence.said() && canEnd(end, presence)
                && !presence.since().isAfter(clocks.at(end))
                && presence.place().mayBe(end.place()) && presence.place().sameHost(end.place()))
                .filter(presence -> presence.open() || end.replaced());
    }

    private boolean canEnd(Fact end, Presence presence) {
        return !end.replaced() || !presence.said()
                || Duration.between(presence.since(), clocks.at(end)).abs().compareTo(TAKE_OVER) > 0
                || presence.place().is(end.place()) && presences.stream().anyMatch(other -> other.said()
                && !other.equals(presence) && !other.overtakenBy(presence));
    }

    private Optional<Presence> latest(Predicate<Presence> which) {
        Presence latest = null;
        for (Presence presence : presences) {
            if (which.test(presence) && (latest == null || presence.since().isAfter(latest.since()))) {
                latest = presence;
            }
        }
        return Optional.ofNullable(latest);
    }

    private boolean isOvertaken(Presence presence) {
        for (Presence other : presences) {
            if (presence.overtakenBy(other)) {
                return true;
            }
        }
        return false;
    }

    /** The end that made the subject gone, whoever is told of it; empty while a session is open. */
    private Optional<Presence> over() {
        Presence over = null;
        for (Presence presence : current) {
            if (presence.open()) {
                return Optional.empty();
            }
            over = over == null || endsAfter(presence, over) ? presence : over;
        }
        return Optional.ofNullable(over);
    }

    private boolean endsAfter(Presence one, Presence other) {
        return Comparator.comparing(Presence::endedAt).thenComparing(Presence::end, clocks.order())
                .compare(one, other) > 0;
    }

    /** What people have to know of: the subject is gone, and this is why. */
    Optional<Fact> loss() {
        return over().map(Presence::end).filter(Fact::loss);
    }

    /** The ends that may have made the subject gone as it is. */
    List<Fact> lately() {
        List<Fact> ends = new ArrayList<>();
        for (Presence presence : current) {
            ends.addAll(presence.ends());
        }
        return ends;
    }

    /** When the latest session began, by our clock. */
    Instant since() {
        return presences.stream().map(Presence::since).max(Comparator.naturalOrder()).orElseThrow();
    }

    /** Whether the session that began then is the one that counts, and is open. */
    boolean open(Fact beginning) {
        return current.stream().anyMatch(presence -> presence.open() && beginning.since().equals(presence.stamp()));
    }

    Presence endedBy(Fact end) {
        return latest(presence -> end.isIn(presence.ends())).orElseThrow();
    }

    /** The ends that count, in the order of their times; two facts of one end are one. */
    List<Fact> losses() {
        List<Fact> losses = new ArrayList<>();
        for (Presence presence : presences) {
            if (!presence.open() && presence.end().loss()) {
                losses.add(presence.end());
            }
        }
        losses.sort(clocks.order());
        return losses;
    }

    /** How long one was before or after the other. */
    Duration between(Fact one, Fact other) {
        return Duration.between(clocks.at(one), clocks.at(other)).abs();
    }
}
