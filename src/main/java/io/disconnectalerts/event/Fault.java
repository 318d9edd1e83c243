package io.disconnectalerts.event;

import java.util.Set;

/**
 * What is wrong in a file under {@code brokers}.
 *
 * @param file     its name; empty if it is all of them
 * @param line     from 1; 0 if it is the file as a whole
 * @param sentence what is wrong
 * @param word     the word that is wrong, or empty
 * @param known    what could stand in its place
 */
public record Fault(String file, int line, String sentence, String word, Set<String> known) {
    @Override
    public String toString() {
        return "brokers/" + file + (line > 0 ? ":" + line : "") + ": " + sentence;
    }
}
