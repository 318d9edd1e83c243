package io.disconnectalerts.follow;

import java.util.Set;

/**
 * What was kept of a subject from robots that would have been told.
 *
 * @param loss the key of the event that it is gone by, as far as they know; null if it was none
 */
public record Untold(String loss, Set<String> robots) {
}
