package io.disconnectalerts.outbox;

import java.time.Instant;

/**
 * Events that could not be read and that nobody was told of yet.
 *
 * @param events how many
 * @param since  when the first came
 * @param reason the most frequent reason; empty if none is frequent
 * @param share  how many of the events had it
 * @param now    the store's clock
 */
public record Untold(long events, Instant since, String reason, long share, Instant now) {
}
