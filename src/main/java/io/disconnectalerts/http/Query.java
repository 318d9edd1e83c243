package io.disconnectalerts.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Variable;

/** What a URL asks for behind its question mark. */
public final class Query {
    /** What is said of a parameter where there is no better word for it. */
    public static final String UNASKED = "nothing that can be asked";
    private static final String ANY = "<name>";

    private Query() {
    }

    /**
     * The parameters by their names, in the order in which they are written.
     *
     * @param query   as it stands in the URL, or null
     * @param names   those that there are; {@code attribute.<name>} stands for all that begin with {@code attribute.}
     * @param unknown what any other is, such as {@code no filter}
     * @throws IllegalArgumentException with a sentence that names the parameter that is wrong
     */
    public static Map<String, String> of(String query, List<String> names, String unknown) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query == null || query.isEmpty() ? new String[0] : query.split("&")) {
            String[] parts = pair.split("=", 2);
            String name = decoded(parts[0], parts[0]);
            if (names.stream().noneMatch(known -> isMeant(name, known))) {
                throw wrong(name, "is " + unknown + ": "
                        + (names.isEmpty() ? "here nothing can" : all(names) + " are"));
            }
            if (parts.length == 1 || parts[1].isEmpty()) {
                throw wrong(name, "is empty");
            }
            if (parameters.put(name, decoded(name, parts[1])) != null) {
                throw wrong(name, "is given twice");
            }
        }
        return parameters;
    }

    /**
     * Refuses what cannot be asked for.
     *
     * @param query as it stands in the URL, or null
     * @param names what can, separated by commas; empty if nothing can
     * @throws IllegalArgumentException as {@link #of}
     */
    public static void known(@Variable("filters") String query, String names) {
        of(query, names.isEmpty() ? List.of() : List.of(names.split(", ")), UNASKED);
    }

    private static boolean isMeant(String name, String known) {
        String beginning = known.endsWith(ANY) ? known.substring(0, known.length() - ANY.length()) : null;
        return beginning == null ? name.equals(known)
                : name.startsWith(beginning) && name.length() > beginning.length();
    }

    private static String all(List<String> names) {
        int last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    private static String decoded(String name, String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            throw wrong(name, "has a % that is not followed by two hexadecimal digits: write it as %25");
        }
    }

    /** The value as a whole number from 1 to the largest; the other one if it is null. */
    public static Integer number(String name, String value, int largest, Integer none) {
        if (value != null && !(value.matches("\\d{1,9}") && Integer.parseInt(value) >= 1
                && Integer.parseInt(value) <= largest)) {
            throw wrong(name, "is not a whole number from 1 to " + largest);
        }
        return value == null ? none : Integer.valueOf(value);
    }

    /** @param what the rest of a sentence that begins with the name */
    public static IllegalArgumentException wrong(String name, String what) {
        return new IllegalArgumentException(name + " " + what);
    }
}
