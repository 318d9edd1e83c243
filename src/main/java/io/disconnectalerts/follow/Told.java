package io.disconnectalerts.follow;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What people were told and have not read the end of: one return ends it all.
 *
 * @param robots who was told any of it
 * @param last   the latest loss they were told of; null if nothing was
 */
public record Told(Set<String> robots, Fact last) {
    static final Told NOTHING = new Told(Set.of(), null);

    public Told {
        Objects.requireNonNull(robots);
    }

    public boolean nothing() {
        return last == null;
    }

    Told plus(Fact loss, Set<String> more) {
        Set<String> all = new TreeSet<>(robots);
        all.addAll(more);
        return new Told(all, last == null || Fact.BY_TIME.compare(loss, last) > 0 ? loss : last);
    }

    /** Since when it is gone, as far as people were told. */
    public Instant since() {
        return last.happened();
    }
}
