package io.disconnectalerts.words;

import java.util.List;

/**
 * A message in words, as a form lays it out; every value in it is neutral for the platform.
 *
 * @param heading the first line
 * @param rows    what is said of it, in the order the words give
 * @param items   one line an event; none of a single one
 * @param more    how many events are not among the items, as a sentence; empty if none
 */
public record Wording(String heading, List<Row> rows, List<String> items, String more) {

    /**
     * A line of the message.
     *
     * @param label with the language's colon behind it; empty if the value is a sentence of its own
     * @param value {@code -} if there is none
     */
    public record Row(String label, String value) {
    }
}
