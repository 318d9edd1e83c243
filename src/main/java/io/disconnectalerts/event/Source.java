package io.disconnectalerts.event;

import java.util.List;

/**
 * A name that a field is looked for under; {@code data.deviceId} is one in an object.
 *
 * @param name as it is written
 * @param path its parts, one for every object on the way
 */
record Source(String name, List<String> path) {
    static Source of(String name) {
        return new Source(name, List.of(name.split("\\.")));
    }

    /** Whether two names have the same letters: {@code clientid}, {@code client_id}, {@code clientId}. */
    static boolean alike(String one, String other) {
        int i = -1;
        int j = -1;
        do {
            i = letter(one, i + 1);
            j = letter(other, j + 1);
        } while (i < one.length() && j < other.length()
                && Character.toLowerCase(one.charAt(i)) == Character.toLowerCase(other.charAt(j)));
        return i == one.length() && j == other.length();
    }

    /** Where the next letter is, or where the name ends. */
    private static int letter(String name, int from) {
        int at = from;
        while (at < name.length() && (name.charAt(at) == '_' || name.charAt(at) == '-')) {
            at++;
        }
        return at;
    }
}
