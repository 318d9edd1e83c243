package io.disconnectalerts.follow;

import java.time.Instant;
import java.util.List;

/** What a subject's past makes of a fact, or of a time that has come. */
public sealed interface Decision {

    /** The loss that robots are to be told of; null if the decision is another one. */
    default Fact handed() {
        return null;
    }

    /** The loss that nobody will be told of; null if the decision is another one. */
    default Fact dropped() {
        return null;
    }

    /** A session is open that none has overtaken. */
    record Present(Fact beginning) implements Decision {
    }

    /** The beginning of a session that a later one has overtaken, or that is known to have ended. */
    record Late(Fact beginning) implements Decision {
    }

    /** The same fact again. */
    record Repeat(Fact fact) implements Decision {
    }

    /** A further end of a session that has ended. */
    record Duplicate(Fact fact) implements Decision {
        @Override
        public Fact dropped() {
            return fact;
        }
    }

    /** An end that nobody is told of. */
    record Quiet(Fact end) implements Decision {
    }

    /** The device may be back by then. */
    record Wait(Fact loss, Instant until) implements Decision {
    }

    /** The device is gone. */
    record Tell(Fact loss) implements Decision {
        @Override
        public Fact handed() {
            return loss;
        }
    }

    /** What was kept back is told after all, and is counted once more: facts that came later say the device is gone. */
    record Reopened(Fact loss) implements Decision {
    }

    /** The device was back in time. */
    record Blip(Fact loss) implements Decision {
        @Override
        public Fact dropped() {
            return loss;
        }
    }

    /** Another session took its place, and was seen. */
    record Replaced(Fact loss) implements Decision {
        @Override
        public Fact dropped() {
            return loss;
        }
    }

    /** One more loss of what people know to be flapping. */
    record Suppressed(Fact loss) implements Decision {
        @Override
        public Fact dropped() {
            return loss;
        }
    }

    /**
     * Told once, and then nothing of this device until it has been steady.
     *
     * @param last   the loss that showed it
     * @param losses how many within the window
     * @param since  the first of them
     */
    record Flapping(Fact last, int losses, Instant since, List<String> reasons) implements Decision {
        @Override
        public Fact handed() {
            return last;
        }
    }

    /** Two devices with one name throw each other out; told once, instead of flapping. */
    record Twins(Fact last, List<String> hosts) implements Decision {
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
    }

    /** A device that flapped has been steady; what was told has its end. */
    record Steady(Told told) implements Decision {
    }

    /** A device that flapped fell silent, and is gone; its return is told. */
    record StillGone(Told told, Fact loss) implements Decision {
    }
}
