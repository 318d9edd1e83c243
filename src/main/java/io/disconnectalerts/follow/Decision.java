package io.disconnectalerts.follow;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a subject's past makes of a fact, or of a time that has come. */
public sealed interface Decision {

    /** What it means, for people: a sentence without a subject and a full stop. */
    String sentence();

    /** The loss that robots are to be told of; null if the decision is another one. */
    default Fact handed() {
        return null;
    }

    /** The decision by which robots are told of a loss, as what; null if they are not. */
    default Decision shown() {
        return handed() == null ? null : this;
    }

    /**
     * The robots that are told of the loss.
     *
     * @param concerned whom it concerns, by their filters
     * @param told      who was told of one before, and of no end
     */
    default Set<String> robots(Set<String> concerned, Set<String> told) {
        return concerned;
    }

    private static Set<String> all(Set<String> some, Set<String> others) {
        return Stream.concat(some.stream(), others.stream()).collect(Collectors.toSet());
    }

    /** The end of which nobody will be told; null if the decision is another one. */
    default Fact dropped() {
        return null;
    }

    /** What became of that end; null if the decision is another one. */
    default Outcome outcome() {
        return null;
    }

    /** A session is open that none has overtaken. */
    record Present(Fact beginning) implements Decision {
        @Override
        public String sentence() {
            return "is connected";
        }
    }

    /** The beginning of a session that a later one has overtaken, or that is known to have ended. */
    record Late(Fact beginning) implements Decision {
        @Override
        public String sentence() {
            return "is connected no more: a later session is known, or its end";
        }
    }

    /** The same fact again. */
    record Repeat(Fact fact) implements Decision {
        @Override
        public String sentence() {
            return "was heard before";
        }
    }

    /** A further end of a session that has ended. */
    record Duplicate(Fact fact) implements Decision {
        @Override
        public String sentence() {
            return "is a further end of a session that has ended";
        }

        @Override
        public Fact dropped() {
            return fact;
        }

        @Override
        public Outcome outcome() {
            return Outcome.DUPLICATE;
        }
    }

    /** An end that nobody is told of. */
    record Quiet(Fact end) implements Decision {
        @Override
        public String sentence() {
            return "is gone, which nobody has to know";
        }

        @Override
        public Fact dropped() {
            return end;
        }

        @Override
        public Outcome outcome() {
            return Outcome.QUIET;
        }
    }

    /** The device may be back by then. */
    record Wait(Fact loss, Instant until) implements Decision {
        @Override
        public String sentence() {
            return "waits " + Duration.between(loss.receivedAt(), until).toSeconds() + " s whether it comes back";
        }
    }

    /** The device is gone. */
    record Tell(Fact loss) implements Decision {
        @Override
        public String sentence() {
            return "is gone";
        }

        @Override
        public Fact handed() {
            return loss;
        }
    }

    /** The device is gone, but no robot's filter lets that through. */
    record Unaddressed(Fact loss) implements Decision {
        @Override
        public String sentence() {
            return "concerns no robot, by their filters";
        }

        @Override
        public Fact dropped() {
            return loss;
        }

        @Override
        public Outcome outcome() {
            return Outcome.UNADDRESSED;
        }
    }

    /** What was kept back is told after all, and is counted once more: facts that came later say the device is gone. */
    record Reopened(Fact loss) implements Decision {
        @Override
        public String sentence() {
            return "is gone after all, by what came later";
        }
    }

    /** The device was back in time. */
    record Blip(Fact loss) implements Decision {
        @Override
        public String sentence() {
            return "was back in time: a blip";
        }

        @Override
        public Fact dropped() {
            return loss;
        }

        @Override
        public Outcome outcome() {
            return Outcome.BLIP;
        }
    }

    /** Another session took its place, and was seen. */
    record Replaced(Fact loss) implements Decision {
        @Override
        public String sentence() {
            return "was replaced by a new connection, which is known";
        }

        @Override
        public Fact dropped() {
            return loss;
        }

        @Override
        public Outcome outcome() {
            return Outcome.REPLACED;
        }
    }

    /**
     * One more loss of what people know to be flapping.
     *
     * @param shown what whoever does not know that yet is told of it; null if it is too late for that
     */
    record Suppressed(Fact loss, Decision shown) implements Decision {
        @Override
        public Set<String> robots(Set<String> concerned, Set<String> told) {
            return concerned.stream().filter(robot -> !told.contains(robot)).collect(Collectors.toSet());
        }

        @Override
        public String sentence() {
            return "is one more loss of what is known to flap";
        }

        @Override
        public Fact dropped() {
            return loss;
        }

        @Override
        public Outcome outcome() {
            return Outcome.SUPPRESSED;
        }
    }

    /**
     * Told once, and then nothing of this device until it has been steady.
     *
     * @param last   the loss that showed it
     * @param losses how many since it began
     * @param since  the first of them
     * @param latest the last of them, by their times
     */
    record Flapping(Fact last, int losses, Instant since, Instant latest, List<String> reasons) implements Decision {
        @Override
        public Set<String> robots(Set<String> concerned, Set<String> told) {
            return all(concerned, told);
        }

        @Override
        public String sentence() {
            return "flaps: " + losses + " losses in " + Duration.between(since, latest).toSeconds()
                    + " s; nothing more is told of it until it is steady";
        }

        @Override
        public Fact handed() {
            return last;
        }
    }

    /** Two devices with one name throw each other out, the last time then; told once, instead of flapping. */
    record Twins(Fact last, Instant latest, List<String> hosts) implements Decision {
        @Override
        public Set<String> robots(Set<String> concerned, Set<String> told) {
            return all(concerned, told);
        }

        @Override
        public String sentence() {
            return "is two devices with one name, on " + String.join(" and ", hosts)
                    + "; nothing more is told of it until it is steady";
        }

        @Override
        public Fact handed() {
            return last;
        }
    }

    /**
     * The device is back: what was told has its end.
     *
     * @param losses all that was told of since it was well
     */
    record Back(Told told, List<Fact> losses, Instant at) implements Decision {
        @Override
        public String sentence() {
            return "is back";
        }
    }

    /**
     * A device that flapped has been steady; what was told has its end.
     *
     * @param losses  all that was told of since it was well
     * @param episode how long it flapped, and how often
     * @param at      since when it is steady
     */
    record Steady(Told told, List<Fact> losses, Past.Episode episode, Instant at) implements Decision {
        @Override
        public String sentence() {
            return "flapped, and has been steady since";
        }
    }

    /**
     * A device that flapped fell silent, and is gone; its return is told.
     *
     * @param before the latest loss that was told until now
     */
    record StillGone(Told told, Fact before, Fact loss) implements Decision {
        @Override
        public String sentence() {
            return "flapped, and is gone";
        }
    }
}
