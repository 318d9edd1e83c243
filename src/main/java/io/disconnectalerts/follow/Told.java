package io.disconnectalerts.follow;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/**
 * What people were told and have not read the end of: one return ends it all.
 *
 * @param robots who was told any of it
 * @param losses how much was told
 * @param last   the latest of it; null if nothing was
 */
record Told(Set<String> robots, int losses, Fact last) {
    static final Told NOTHING = new Told(Set.of(), 0, null);

    boolean nothing() {
        return last == null;
    }

    /** Several robots may be told of one loss one after the other. */
    Told plus(Fact loss, Set<String> more) {
        Set<String> all = new TreeSet<>(robots);
        all.addAll(more);
        boolean again = !nothing() && last.key().equals(loss.key());
        boolean later = nothing() || Fact.BY_TIME.compare(last, loss) < 0;
        return new Told(all, again ? losses : losses + 1, later ? loss : last);
    }

    /** The same people read that it goes on with another loss. */
    Told still(Fact loss) {
        return nothing() ? this : new Told(robots, losses, loss);
    }

    /** Since when it is gone, as far as people were told. */
    Instant since() {
        return last.at();
    }
}
