package io.disconnectalerts.outbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What one send has to tell: one message or many. Never loaded whole: counts come from the database.
 *
 * @param id       the batch's number in the store
 * @param outbox   the outbox it was claimed from
 * @param size     how many messages it accounts for
 * @param over     how many of them are not listed, since all that it tells of their subject is over; 0 if all of it is:
 *                 then the messages are those that say so
 * @param back     how many subjects those are about
 * @param plain    the receiver refused it once: only its first line and its numbers may be sent
 * @param from     time of the earliest message
 * @param to       time of the latest message
 * @param received when the first of them was received
 * @param critical whether a message of priority {@link Message#CRITICAL} is in it
 * @param begins   whether a storm begins with it: a digest, and the one before it was of another storm
 * @param first    the first messages, at most {@value #LISTED}, highest priority first
 * @param facets   by facet name, the most frequent values, most frequent first; empty for a single message
 */
public record Batch(long id, String outbox, int size, int over, int back, boolean plain, Instant from, Instant to,
        Instant received, boolean critical, boolean begins, List<Message> first, Map<String, List<Count>> facets) {

    /** How many messages a batch lists. */
    public static final int LISTED = 100;

    /** No two of those that are over are about the same. */
    public Batch(long id, String outbox, int size, int over, boolean plain, Instant from, Instant to,
            Instant received, boolean critical, boolean begins, List<Message> first,
            Map<String, List<Count>> facets) {
        this(id, outbox, size, over, over, plain, from, to, received, critical, begins, first, facets);
    }

    /** What its messages are about; empty if there is none. */
    public String kind() {
        return first.isEmpty() ? "" : first.get(0).kind();
    }

    /** How many messages of a batch have the value. */
    public record Count(String value, int count) {
    }
}
