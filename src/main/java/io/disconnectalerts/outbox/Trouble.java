package io.disconnectalerts.outbox;

import java.time.Instant;
import java.util.List;

/**
 * That an outbox is blocked, or was.
 *
 * @param since   since when it has been
 * @param setting the last part of the name of the setting to mend; null if it is over
 * @param why     what the receiver said; null if it is over
 * @param tried   whether it has been since whoever consumes it began to, perhaps with the setting mended
 * @param told    the outboxes that others were told of it through; none before that
 */
public record Trouble(String outbox, Instant since, String setting, String why, boolean tried, List<String> told) {
}
