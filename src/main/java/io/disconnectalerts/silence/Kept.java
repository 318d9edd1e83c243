package io.disconnectalerts.silence;

import java.util.Comparator;

/**
 * An event that was kept from an outbox's group.
 *
 * @param silence the id of the one that it was kept in
 * @param subject what the event is about
 * @param loss    the key of what would have been told; null if nothing is gone by the event
 */
public record Kept(String silence, String outbox, String subject, String loss) {
    /** In which several processes write them down, so that none waits for the other in a circle. */
    static final Comparator<Kept> ORDER = Comparator.comparing(Kept::silence).thenComparing(Kept::outbox)
            .thenComparing(Kept::subject);
}
