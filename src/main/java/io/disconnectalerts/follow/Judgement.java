package io.disconnectalerts.follow;

import io.disconnectalerts.follow.Past.Episode;
import io.disconnectalerts.follow.Past.Fate;
import io.disconnectalerts.follow.Past.Known;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** One step of a {@link Past}: it starts from one, and ends with the next. */
final class Judgement {
    /** How long telling takes at most; if nobody has been told by then, it is decided anew. */
    static final Duration LEASE = Duration.ofSeconds(30);

    private final Limits limits;
    private final Instant now;
    private final List<Known> known;
    private final Timeline timeline;
    private final List<Decision> decisions = new ArrayList<>();
    private Told told;
    private Episode episode;

    Judgement(Past past, Limits limits, Instant now) {
        this.limits = limits;
        this.now = now;
        known = new ArrayList<>(past.known());
        told = past.told();
        episode = past.episode();
        timeline = Timeline.of(past.facts());
    }

    /** What the latest fact makes of the others. */
    Judgement hear(Fact fact) {
        if (fact.kind() == Fact.Kind.BEGAN) {
            decisions.add(timeline.open(fact) ? new Decision.Present(fact) : new Decision.Late(fact));
        } else if (!fact.loss()) {
            decisions.add(new Decision.Quiet(fact));
        } else if (timeline.losses().contains(fact)) {
            lost(fact);
        } else {
            await(fact);
        }
        return this;
    }

    private void lost(Fact loss) {
        if (comesAndGoes(true, loss) && (episode == null || !episode.twins())) {
            begin(true, loss);
        } else if (episode != null) {
            decisions.add(new Decision.Suppressed(loss));
            episode = new Episode(episode.twins(), episode.key(), now.plus(limits.window()));
        } else if (comesAndGoes(false, loss)) {
            begin(false, loss);
        } else {
            await(loss);
        }
    }

    private void await(Fact loss) {
        Instant until = loss.receivedAt().plus(loss.grace());
        if (until.isAfter(now)) {
            decisions.add(new Decision.Wait(loss, until));
        }
        become(loss, Fate.WAITING, until);
    }

    private void begin(boolean twins, Fact last) {
        episode = new Episode(twins, last.key(), now.plus(limits.window()));
        announce(last);
    }

    private void announce(Fact last) {
        List<Fact> lately = timeline.losses().stream().filter(one -> within(one, last)).toList();
        decisions.add(episode.twins()
                ? new Decision.Twins(last, lately.stream().filter(Fact::replaced).map(one -> one.place().host())
                        .filter(host -> !host.isEmpty()).distinct().toList())
                : new Decision.Flapping(last, lately.size(), lately.get(0).at(),
                        lately.stream().map(Fact::reason).distinct().toList()));
        become(last, Fate.HANDED, now.plus(LEASE));
    }

    /** Whether the loss is one of so many in a row, within the window. */
    private boolean comesAndGoes(boolean twins, Fact loss) {
        List<Fact> all = timeline.losses().stream().filter(one -> !twins || one.replaced()).toList();
        int many = twins ? Limits.TO_AND_FRO : limits.losses();
        return IntStream.rangeClosed(0, all.size() - many).mapToObj(i -> all.subList(i, i + many))
                .anyMatch(row -> row.contains(loss) && within(row.get(0), row.get(many - 1))
                        && (!twins || toAndFro(row)));
    }

    private boolean within(Fact one, Fact other) {
        return Duration.between(one.at(), other.at()).abs().compareTo(limits.window()) <= 0;
    }

    private static boolean toAndFro(List<Fact> three) {
        List<String> hosts = three.stream().map(one -> one.place().host()).toList();
        return hosts.get(0).equals(hosts.get(2)) && !hosts.get(0).equals(hosts.get(1)) && !hosts.contains("");
    }

    Judgement told(Fact loss, Set<String> robots) {
        become(loss, Fate.TOLD, null);
        told = robots.isEmpty() ? told : told.plus(loss, robots);
        return this;
    }

    /** Decides all that is due, and what follows from it. */
    Followed decide() {
        known.stream().filter(one -> one.undecided() && !one.until().isAfter(now)).toList().forEach(this::judge);
        while (known.size() > limits.facts()) {
            if (known.get(0).fate() == Fate.WAITING) {
                judge(known.get(0));
            }
            known.remove(0);
        }
        if (episode == null) {
            rectify();
        } else if (!episode.until().isAfter(now)) {
            calm();
        }
        return new Followed(new Past(List.copyOf(known), told, episode), List.copyOf(decisions));
    }

    private void judge(Known one) {
        Fact loss = one.fact();
        if (episode != null && episode.key().equals(loss.key())) {
            announce(loss);
        } else if (repeats(loss)) {
            settle(new Decision.Duplicate(loss), loss);
        } else if (episode != null) {
            settle(new Decision.Suppressed(loss), loss);
        } else if (timeline.loss().filter(loss::equals).isPresent()) {
            tell(loss);
        } else {
            settle(loss.replaced() ? new Decision.Replaced(loss) : new Decision.Blip(loss), loss);
        }
    }

    /** Whether another fact of the same end is the one that counts, or was told. */
    private boolean repeats(Fact loss) {
        Presence presence = timeline.endedBy(loss);
        return !presence.end().equals(loss) || presence.ends().stream()
                .anyMatch(end -> !end.equals(loss) && fate(end).ordinal() >= Fate.HANDED.ordinal());
    }

    private void settle(Decision how, Fact loss) {
        decisions.add(how);
        become(loss, Fate.PASSED, null);
    }

    private void tell(Fact loss) {
        decisions.add(new Decision.Tell(loss));
        become(loss, Fate.HANDED, now.plus(LEASE));
    }

    /** What is gone is told, and what is not has its end, whatever was decided before its facts were complete. */
    private void rectify() {
        Optional<Fact> loss = timeline.loss();
        if (loss.isPresent() && timeline.lately().allMatch(end -> fate(end) == Fate.PASSED)) {
            decisions.add(new Decision.Reopened(loss.get()));
            tell(loss.get());
        } else if (loss.isEmpty() && !told.nothing()) {
            Instant since = timeline.since();
            decisions.add(new Decision.Back(told, since.isAfter(told.since()) ? since : told.since()));
            end();
        }
    }

    private void calm() {
        episode = null;
        Optional<Fact> loss = timeline.loss();
        if (loss.isEmpty()) {
            decisions.add(new Decision.Steady(told));
            end();
        } else if (told.nothing()) {
            rectify();
        } else {
            told = new Told(told.robots(), loss.get());
            decisions.add(new Decision.StillGone(told, loss.get()));
            become(loss.get(), Fate.TOLD, null);
        }
    }

    private void end() {
        told = Told.NOTHING;
        known.replaceAll(one -> one.fate() == Fate.TOLD ? new Known(one.fact(), Fate.PASSED, null) : one);
    }

    private void become(Fact fact, Fate fate, Instant until) {
        known.replaceAll(one -> one.fact().key().equals(fact.key()) ? new Known(one.fact(), fate, until) : one);
    }

    private Fate fate(Fact fact) {
        return known.stream().filter(one -> one.fact().equals(fact)).map(Known::fate).findFirst().orElse(Fate.PASSED);
    }
}
