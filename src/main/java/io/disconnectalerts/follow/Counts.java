package io.disconnectalerts.follow;

import io.disconnectalerts.follow.Past.Known;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The order in which things were by a broker's count, where its times say another: what follows was later. Times that
 * are further apart than they may be wrong are believed, for the count began anew.
 */
final class Counts {
    /** AWS IoT and Azure Event Grid count, and AWS's times are true to two minutes. */
    private static final Duration WRONG = Duration.ofMinutes(2);
    /** By the number, which may be long, and hexadecimal; a session begins before it ends. */
    private static final Comparator<Fact> ORDER = Comparator.comparing((Fact fact) -> fact.count().length())
            .thenComparing(Fact::count).thenComparing(Fact::kind).thenComparing(Fact.BY_TIME);

    private Counts() {
    }

    /** Gives those that are counted times that keep the order of their counts. */
    static void keepOrder(List<Known> known) {
        List<Known> counted = new ArrayList<>(known);
        counted.removeIf(one -> one.fact().count() == null);
        counted.sort(Comparator.comparing(Known::fact, ORDER));
        Instant before = null;
        for (Known one : counted) {
            Instant at = one.fact().at();
            if (before != null && !at.isAfter(before) && Duration.between(at, before).compareTo(WRONG) <= 0) {
                at = before.plusMillis(1);
                known.set(known.indexOf(one), one.at(at));
            }
            before = at;
        }
    }
}
