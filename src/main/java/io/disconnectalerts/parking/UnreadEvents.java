package io.disconnectalerts.parking;

import java.time.Instant;

/**
 * Events that could not be read and that nobody was told of yet.
 *
 * @param count  how many
 * @param since  when the first came
 * @param reason the most frequent reason; empty if none is frequent
 * @param share  how many of the events had it
 * @param now    the database's clock
 */
public record UnreadEvents(long count, Instant since, String reason, long share, Instant now) {
}
