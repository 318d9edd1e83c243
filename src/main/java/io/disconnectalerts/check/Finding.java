package io.disconnectalerts.check;

/**
 * Something wrong in a file that an operator may edit.
 *
 * @param file     as the operator knows it; empty if it is a setting
 * @param line     from 1; 0 if it is the file as a whole
 * @param place    which rule, route or step; may be empty
 * @param sentence names the word that is wrong, and says what to write instead
 */
public record Finding(String file, int line, String place, String sentence) {

    /** Whether it is in the line of another. */
    boolean isAt(Finding other) {
        return file.equals(other.file) && line == other.line;
    }

    @Override
    public String toString() {
        String where = file + (line > 0 ? ":" + line : "") + (place.isEmpty() ? "" : ", " + place);
        return where.isEmpty() ? sentence : where + ": " + sentence;
    }
}
