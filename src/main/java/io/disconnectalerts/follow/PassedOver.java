package io.disconnectalerts.follow;

import java.time.Instant;

/**
 * The end of a session that nobody was told of.
 *
 * @param id      rises with every one
 * @param outcome blip, replaced, suppressed, quiet, duplicate or unaddressed
 * @param decided when that was decided
 */
public record PassedOver(long id, Instant at, String reason, String node, String outcome, Instant decided) {
}
