package io.disconnectalerts.follow;

import io.disconnectalerts.follow.Past.Episode;
import io.disconnectalerts.follow.Past.Fate;
import io.disconnectalerts.follow.Past.Known;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One step of a {@link Past}: it starts from one, and ends with the next. */
final class Judgement {
    private final Limits limits;
    private final Instant now;
    private final List<Known> known;
    private final Timeline timeline;
    private final List<Fact> losses;
    private final Fact heard;
    private final List<Decision> decisions = new ArrayList<>();
    private Told told;
    private Episode episode;

    /** @param heard the latest fact, which is one of the past's; null if it is the time that has come */
    Judgement(Past past, Fact heard, Limits limits, Instant now) {
        this.limits = limits;
        this.now = now;
        this.heard = heard;
        known = new ArrayList<>(past.known());
        told = past.told();
        episode = past.episode();
        timeline = Timeline.of(past.facts());
        losses = timeline.losses();
    }

    /** What the latest fact makes of the others. */
    Followed hear() {
        if (heard.kind() == Fact.Kind.BEGAN) {
            decisions.add(timeline.open(heard) ? new Decision.Present(heard) : new Decision.Late(heard));
        } else if (!heard.loss()) {
            decisions.add(new Decision.Quiet(heard));
        } else if (heard.isIn(losses)) {
            lost(heard);
        } else {
            await(heard);
        }
        return decide();
    }

    private void lost(Fact loss) {
        if (comesAndGoes(true, loss) && (episode == null || !episode.twins())) {
            begin(true, loss);
        } else if (episode != null) {
            episode = new Episode(episode.twins(), now.plus(limits.window()), episode.since(), episode.losses() + 1);
            decisions.add(new Decision.Suppressed(loss, shown(loss, lately(loss))));
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

    /** What waits is shown at once to those who do not know of it by the last. */
    private void begin(boolean twins, Fact last) {
        List<Fact> lately = lately(last);
        Instant since = episode == null ? lately.get(0).happened() : episode.since();
        episode = new Episode(twins, now.plus(limits.window()), since,
                episode == null ? lately.size() : episode.losses() + 1);
        decisions.add(shown(last, lately));
        known.replaceAll(one -> one.waits() ? new Known(one.fact(), Fate.WAITING, now) : one);
        become(last, Fate.TOLD, null);
    }

    private List<Fact> lately(Fact last) {
        return losses.stream().filter(one -> within(one, last)).toList();
    }

    /** What people are told of the episode that is on. */
    private Decision shown(Fact last, List<Fact> lately) {
        Instant latest = lately.stream().map(Fact::happened).max(Instant::compareTo).orElseThrow();
        return episode.twins()
                ? new Decision.Twins(last, latest, lately.stream().filter(Fact::replaced).map(one -> one.place().host())
                        .filter(host -> !host.isEmpty()).distinct().toList())
                : new Decision.Flapping(last, episode.losses(), episode.since(), latest,
                        lately.stream().map(Fact::reason).distinct().toList());
    }

    /** Whether the loss is one of so many in a row, within the window. */
    private boolean comesAndGoes(boolean twins, Fact loss) {
        List<Fact> all = twins ? losses.stream().filter(Fact::replaced).toList() : losses;
        int many = twins ? Limits.TO_AND_FRO : limits.losses();
        for (int i = 0; i + many <= all.size(); i++) {
            List<Fact> row = all.subList(i, i + many);
            if (loss.isIn(row) && within(row.get(0), row.get(many - 1)) && (!twins || toAndFro(row))) {
                return true;
            }
        }
        return false;
    }

    private boolean within(Fact one, Fact other) {
        return timeline.between(one, other).compareTo(limits.window()) <= 0;
    }

    private static boolean toAndFro(List<Fact> three) {
        List<String> hosts = three.stream().map(one -> one.place().host()).toList();
        return hosts.get(0).equals(hosts.get(2)) && !hosts.get(0).equals(hosts.get(1)) && !hosts.contains("");
    }

    /**
     * Decides what is due, up to a loss that is told, and what follows from it. What is heard decides nothing of
     * another loss, whose time has come: more may be heard before anybody asks what is due.
     */
    Followed decide() {
        for (Known one : List.copyOf(known)) {
            if (isDue(one) && !tells()) {
                judge(one.fact());
            }
        }
        while (known.size() > limits.facts()) {
            known.remove(oldest());
        }
        if (episode == null) {
            rectify();
        } else if (heard == null && !tells() && !episode.until().isAfter(now)) {
            calm();
        }
        return new Followed(new Past(List.copyOf(known), told, episode), List.copyOf(decisions));
    }

    private boolean isDue(Known one) {
        return one.waits() && !one.until().isAfter(now) && (heard == null || heard.is(one.fact()));
    }

    private boolean tells() {
        for (Decision decision : decisions) {
            if (decision.shown() != null) {
                return true;
            }
        }
        return false;
    }

    /** The first that waits no more once it is judged: all but the one that it is gone by. */
    private int oldest() {
        int oldest = 0;
        while (isAwaited(oldest)) {
            oldest++;
        }
        return oldest;
    }

    private boolean isAwaited(int number) {
        if (known.get(number).waits()) {
            judge(known.get(number).fact());
        }
        return known.get(number).waits();
    }

    private void judge(Fact loss) {
        if (repeats(loss)) {
            settle(new Decision.Duplicate(loss), loss);
        } else if (episode != null) {
            settle(new Decision.Suppressed(loss, heard == null ? shown(loss, lately(loss)) : null), loss);
        } else if (loss.is(timeline.loss().orElse(null))) {
            tell(loss);
        } else {
            settle(loss.replaced() ? new Decision.Replaced(loss) : new Decision.Blip(loss), loss);
        }
    }

    /** Whether another fact of the same end is the one that counts, or was told. */
    private boolean repeats(Fact loss) {
        Presence presence = timeline.endedBy(loss);
        return !presence.end().is(loss) || fates(presence.ends()).contains(Fate.TOLD);
    }

    private void settle(Decision how, Fact loss) {
        decisions.add(how);
        become(loss, Fate.PASSED, null);
    }

    /** At once if it is what was heard, or due; else it is due now. */
    private void tell(Fact loss) {
        if (heard == null || heard.is(loss)) {
            decisions.add(new Decision.Tell(loss));
            become(loss, Fate.TOLD, null);
        } else {
            become(loss, Fate.WAITING, now);
        }
    }

    /** What is gone is told, and what is not has its end, whatever was decided before its facts were complete. */
    private void rectify() {
        Optional<Fact> loss = timeline.loss();
        if (loss.isPresent() && Set.of(Fate.PASSED).equals(fates(timeline.lately()))) {
            decisions.add(new Decision.Reopened(loss.get()));
            tell(loss.get());
        } else if (loss.isEmpty() && !told.nothing()) {
            decisions.add(new Decision.Back(told, untilNow(), wellSince(told.since())));
            end();
        }
    }

    private void calm() {
        Episode over = episode;
        episode = null;
        Optional<Fact> loss = timeline.loss();
        if (loss.isEmpty()) {
            decisions.add(new Decision.Steady(told, untilNow(), over, wellSince(lastLoss().orElse(over.since()))));
            end();
        } else if (told.nothing()) {
            rectify();
        } else {
            decisions.add(new Decision.StillGone(new Told(told.robots(), loss.get()), told.last(), loss.get()));
            told = new Told(told.robots(), loss.get());
            become(loss.get(), Fate.TOLD, null);
        }
    }

    /** All that was told and has no end yet. */
    private List<Fact> untilNow() {
        return known.stream().filter(one -> one.fate() == Fate.TOLD).map(Known::shown).toList();
    }

    private Instant wellSince(Instant lost) {
        Instant since = timeline.since().isAfter(now) ? now : timeline.since();
        return since.isAfter(lost) ? since : lost;
    }

    private Optional<Instant> lastLoss() {
        return losses.stream().map(Fact::happened).max(Instant::compareTo);
    }

    private void end() {
        told = Told.NOTHING;
        known.replaceAll(one -> one.fate() == Fate.TOLD ? new Known(one.fact(), Fate.PASSED, null) : one);
    }

    private void become(Fact fact, Fate fate, Instant until) {
        known.replaceAll(one -> one.fact().is(fact) ? new Known(one.fact(), fate, until) : one);
    }

    /** What became of any of the facts. */
    private Set<Fate> fates(List<Fact> facts) {
        Set<Fate> fates = EnumSet.noneOf(Fate.class);
        for (Fact fact : facts) {
            fates.add(fate(fact));
        }
        return fates;
    }

    private Fate fate(Fact fact) {
        for (Known one : known) {
            if (one.fact().is(fact)) {
                return one.fate();
            }
        }
        return Fate.PASSED;
    }
}
