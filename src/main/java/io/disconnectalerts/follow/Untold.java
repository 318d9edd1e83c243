package io.disconnectalerts.follow;

import java.util.Set;

/**
 * What was kept of a subject from robots that would have been told.
 *
 * @param losses the keys of the events that it may be gone by, for each of them the last; none if it is by none
 */
public record Untold(Set<String> losses, Set<String> robots) {
}
