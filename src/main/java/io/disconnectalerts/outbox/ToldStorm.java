package io.disconnectalerts.outbox;

import java.time.Instant;

/**
 * What an outbox told of a kind in one storm.
 *
 * @param beganAt  when its first digest was claimed
 * @param lastAt   when its latest was
 * @param messages how many they told
 * @param followed how often it was looked after
 */
public record ToldStorm(String outbox, String kind, Instant beganAt, Instant lastAt, int messages, int followed) {
}
