package io.disconnectalerts.follow;

import java.time.Instant;

/**
 * The time of a subject has come.
 *
 * @param at   when it came
 * @param loss what is to be told of it; null if nothing is
 * @param body what was kept of the loss's event; null if it is not known any more
 */
public record Due(String subject, Instant at, Fact loss, String body) {
}
