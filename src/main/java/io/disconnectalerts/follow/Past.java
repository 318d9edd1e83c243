package io.disconnectalerts.follow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of one subject, and what people were told of it. A value without a clock or a store: what is known and
 * a fact go in, what is known then and the decisions come out. Times decide, never arrival:
 * <ul>
 * <li>Whether the subject is gone, since when and why is a function of the set of its facts ({@link Timeline}).</li>
 * <li>A loss is judged once, when its grace is over: it is told if the subject is gone by all that is known then, and
 * if it is the loss that made it so. If all facts are there before the first grace is over, then what is told is a
 * function of their set, too. What comes later than that cannot take back what was told; it ends it.</li>
 * <li>Nothing is told as gone while a session is open, and what is gone with nothing waiting has been told.</li>
 * <li>Each robot reads the end of each loss that it was told once: {@link Decision.Back}, or {@link Decision.Steady} of
 * a device that flapped.</li>
 * <li>Each end a broker said is decided once as told (also as flapping or twins), blip, replaced, suppressed, quiet or
 * duplicate; once more for each {@link Decision.Reopened}. What comes again is a {@link Decision.Repeat}.</li>
 * </ul>
 * It holds for what comes while it is remembered, and for the latest {@link Limits#facts} of a subject; what is pushed
 * out of these is judged first.
 *
 * @param known   the latest facts in the order of their times
 * @param episode while people know that the subject flaps; null otherwise
 */
public record Past(List<Known> known, Told told, Episode episode) {
    static final Past NOTHING = new Past(List.of(), Told.NOTHING, null);

    public Past {
        known = List.copyOf(known);
        Objects.requireNonNull(told);
    }

    boolean nothing() {
        return known.isEmpty() && told.nothing() && episode == null;
    }

    /** One more fact. */
    Followed with(Fact fact, Instant now, Limits limits) {
        for (Known old : known) {
            if (old.fact().is(fact)) {
                return new Followed(this, List.of(new Decision.Repeat(fact)));
            }
        }
        Instant heardAt = fact.receivedAt();
        Past more = plus(fact);
        return new Judgement(more, more.known(fact), limits, now.isBefore(heardAt) ? heardAt : now).hear();
    }

    private Past plus(Fact fact) {
        List<Known> more = new ArrayList<>(known);
        more.add(new Known(fact, Fate.PASSED, null));
        if (fact.count() != null) {
            Counts.keepOrder(more);
        }
        more.sort(Known.BY_TIME);
        return new Past(more, told, episode);
    }

    /** As it is known, which may be at another time than it was said. */
    private Fact known(Fact fact) {
        for (Known one : known) {
            if (one.fact().is(fact)) {
                return one.fact();
            }
        }
        throw new IllegalStateException(fact.key());
    }

    /** The time of {@link #dueAt} has come. */
    Followed due(Instant now, Limits limits) {
        return new Judgement(this, null, limits, now).decide();
    }

    /** Robots are told of a loss, in the transaction that decides so; none, if nobody wants to hear of it. */
    Past told(Fact loss, Set<String> robots) {
        return robots.isEmpty() ? this
                : new Past(with(new Known(loss, Fate.TOLD, null)), told.plus(loss, robots), episode);
    }

    private List<Known> with(Known changed) {
        List<Known> all = new ArrayList<>();
        for (Known one : known) {
            all.add(one.fact().is(changed.fact()) ? changed : one);
        }
        return all;
    }

    /** They are told once more of what had its end. */
    Past toldAgain(Fact loss, String key, Set<String> robots) {
        return new Past(known.stream().map(one -> one.fact().is(loss) ? new Known(loss, one.fate(), null, key)
                : one).toList(), told, episode).told(loss.named(key), robots);
    }

    /**
     * Robots learn of a loss that was kept from them, which is as if they had been told. That the subject flaps, which
     * nobody knows, is told when it is seen again.
     *
     * @param loss null if the subject is not gone by it
     */
    Past learnt(Fact loss, Set<String> robots) {
        Past learnt = loss == null ? this : told(loss, robots);
        return told.nothing() ? new Past(learnt.known, learnt.told, null) : learnt;
    }

    /**
     * The loss that the subject is gone by, if nobody was told, or if it is that of one of these events' keys.
     *
     * @param keys none if it is gone by nothing that was kept
     */
    Optional<Fact> untold(Set<String> keys) {
        return gone().filter(loss -> (episode != null || known.stream().anyMatch(one -> one.fact().is(loss)
                && one.fate() == Fate.TOLD)) && keys.stream().anyMatch(key -> told.nothing()
                || key.startsWith(Facts.event(loss))));
    }

    /** When something has to be decided; empty if only another fact can change anything. */
    Optional<Instant> dueAt() {
        Instant due = episode == null ? null : episode.until();
        for (Known one : known) {
            if (one.waits() && (due == null || one.until().isBefore(due))) {
                due = one.until();
            }
        }
        return Optional.ofNullable(due);
    }

    /** The loss that makes the subject gone; empty while it is well, or left as it should. */
    Optional<Fact> loss() {
        return Timeline.of(facts()).loss();
    }

    /** The same, unless it waits to be judged and nobody was told of an earlier one. */
    Optional<Fact> gone() {
        return told.nothing() && waits() ? Optional.empty() : loss();
    }

    /**
     * When all of it may be forgotten; empty while something is still to be decided.
     *
     * @param lasts whether it is gone, and would be heard of if it came back
     */
    Optional<Instant> forgetAt(Limits limits, boolean lasts) {
        if (known.isEmpty() || dueAt().isPresent()) {
            return Optional.empty();
        }
        Instant last = Instant.MIN;
        for (Known one : known) {
            Instant heardAt = one.fact().receivedAt();
            last = heardAt.isAfter(last) ? heardAt : last;
        }
        return Optional.of(last.plus(lasts ? limits.retention() : limits.well()));
    }

    List<Fact> facts() {
        List<Fact> facts = new ArrayList<>();
        for (Known one : known) {
            facts.add(one.fact());
        }
        return facts;
    }

    private boolean waits() {
        for (Known one : known) {
            if (one.waits()) {
                return true;
            }
        }
        return false;
    }

    /**
     * @param until when it is judged; null if it was
     * @param again the key under which it was told last; null if that is its own
     */
    record Known(Fact fact, Fate fate, Instant until, String again) {
        private static final Comparator<Known> BY_TIME = Comparator.comparing(Known::fact, Fact.BY_TIME);

        Known {
            Objects.requireNonNull(fact);
            if (fate == null || (fate == Fate.WAITING) != (until != null)) {
                throw new IllegalArgumentException(fate + " until " + until);
            }
        }

        Known(Fact fact, Fate fate, Instant until) {
            this(fact, fate, until, null);
        }

        /** As people were told of it. */
        Fact shown() {
            return again == null ? fact : fact.named(again);
        }

        Known at(Instant time) {
            return new Known(fact.at(time), fate, until, again);
        }

        boolean waits() {
            return fate == Fate.WAITING;
        }
    }

    enum Fate {
        /** Nothing is or was to be told of it, or that has its end. */
        PASSED,
        /** Its grace runs. */
        WAITING,
        /** It was told, and the subject has not come back since. */
        TOLD
    }

    /**
     * A time in which people know that the subject comes and goes.
     *
     * @param twins  whether they know that it is two
     * @param until  how long it has to be steady for this to end
     * @param since  its first loss
     * @param losses how many there were
     */
    public record Episode(boolean twins, Instant until, Instant since, int losses) {
    }
}
