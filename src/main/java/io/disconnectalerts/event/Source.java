package io.disconnectalerts.event;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A name that a field is looked for under; {@code data.deviceId} is one in an object.
 *
 * @param name as it is written
 * @param path its letters, one for every object on the way
 */
record Source(String name, List<String> path) {
    static Source of(String name) {
        return new Source(name, Stream.of(name.split("\\.")).map(Source::letters).toList());
    }

    /** What names that are alike have in common: {@code clientid}, {@code client_id}, {@code clientId}. */
    static String letters(String name) {
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            if (letter == '_' || letter == '-' || letter >= 'A' && letter <= 'Z' || letter > 127) {
                return name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
            }
        }
        return name;
    }
}
