package io.disconnectalerts.store;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Text as every database takes it: a NUL and half a surrogate pair, which none can hold, become U+FFFD. */
public final class Storable {
    private static final char REPLACEMENT = '\uFFFD';

    private Storable() {
    }

    /** Half a surrogate pair does not come back from UTF-8, which is quicker than looking at each character. */
    public static String text(String text) {
        return text == null || text.indexOf(0) < 0 && new String(text.getBytes(UTF_8), UTF_8).equals(text) ? text
                : replaced(text);
    }

    private static String replaced(String text) {
        StringBuilder clean = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            if (refused(text, i)) {
                clean.setCharAt(i, REPLACEMENT);
            }
        }
        return clean.toString();
    }

    private static boolean refused(String text, int at) {
        char character = text.charAt(at);
        if (Character.isHighSurrogate(character)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return character == 0 || Character.isLowSurrogate(character)
                && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }
}
