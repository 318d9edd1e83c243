package io.disconnectalerts.vendors;

import java.util.ArrayList;
import java.util.List;

/** The addresses a chat client makes tappable without being asked: {@code scheme://...} and {@code www....}. */
final class BareLinks {

    private BareLinks() {}

    static List<String> in(String text) {
        List<String> links = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int start = start(text, at);
            if (start < 0) {
                return links;
            }
            at = end(text, start);
            links.add(text.substring(start, at));
        }
        return links;
    }

    private static int start(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.startsWith("://", i)) {
                int scheme = i;
                while (scheme > from && schemeChar(text.charAt(scheme - 1))) {
                    scheme--;
                }
                if (scheme < i && i + 3 < text.length() && addressChar(text.charAt(i + 3))) {
                    return scheme;
                }
            } else if (text.regionMatches(true, i, "www.", 0, 4) && i + 4 < text.length()
                    && Character.isLetterOrDigit(text.charAt(i + 4))
                    && (i == 0 || !Character.isLetterOrDigit(text.charAt(i - 1)))) {
                return i;
            }
        }
        return -1;
    }

    private static int end(String text, int start) {
        int end = start;
        while (end < text.length() && addressChar(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean schemeChar(char c) {
        return c < 128 && (Character.isLetterOrDigit(c) || c == '+' || c == '-' || c == '.');
    }

    private static boolean addressChar(char c) {
        return c > ' ' && c < 127 && "<>\"`{}|\\^".indexOf(c) < 0;
    }
}
