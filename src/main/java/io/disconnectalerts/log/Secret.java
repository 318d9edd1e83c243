package io.disconnectalerts.log;

import java.nio.charset.StandardCharsets;
import java.util.Collection;

/**
 * A secret that is found in whatever form it travels: as it is, percent-encoded, as a JSON string, and any of that any
 * number of times. It is looked for letter by letter, and no letter has many ways to go on from a place of a text: a
 * search takes at most about as many steps as the text is long, times the length of the secret.
 */
final class Secret {
    static final String MASK = "***";

    private final String value;
    /** Backslashes in a row are one letter: how many there are says only how often they were encoded. */
    private final int[] letters;

    Secret(String value) {
        this.value = value;
        letters = value.replaceAll("\\\\+", "\\\\").codePoints().toArray();
    }

    static String mask(String line, Collection<Secret> secrets) {
        Text text = new Text(line);
        StringBuilder masked = new StringBuilder();
        int hidden = 0;
        for (int at = 0; at < line.length(); at++) {
            int end = hidden;
            for (Secret secret : secrets) {
                end = Math.max(end, secret.end(text, at));
            }
            if (end > hidden && at >= hidden) {
                masked.append(line, hidden, at).append(MASK);
            }
            hidden = end;
        }
        return masked.append(line, hidden, line.length()).toString();
    }

    /** Where the secret ends that begins there, or -1 if none does. */
    private int end(Text text, int start) {
        return Math.max(text.is(value, start) ? start + value.length() : -1, end(text, start, 0));
    }

    private int end(Text text, int start, int first) {
        int at = start;
        for (int i = first; i < letters.length && at >= 0; i++) {
            at = text.after(at, letters[i]);
            if (letters[i] == '%' && at >= 0) {
                return endBehindPercent(text, at, i + 1);
            }
        }
        return at;
    }

    /** The {@code 25} of an encoded percent sign may as well be letters of the secret behind a bare one. */
    private int endBehindPercent(Text text, int bare, int next) {
        int end = -1;
        for (int at = text.behind25(bare); end < 0 && at >= bare; at -= 2) {
            end = end(text, at, next);
        }
        return end;
    }

    /** A text in which letters may be encoded. */
    private static final class Text {
        private final String text;
        /** For every place, the one behind the backslashes that begin there, written as they are or encoded. */
        private final int[] bare;

        Text(String text) {
            this.text = text;
            bare = new int[text.length() + 1];
            for (int at = text.length(); at >= 0; at--) {
                int behind = behindBackslash(at);
                bare[at] = behind < 0 ? at : bare[behind];
            }
        }

        private int behindBackslash(int at) {
            if (is("\\", at)) {
                return hex(at + 2, 4) == '\\' && is("u", at + 1) ? at + 6 : at + 1;
            }
            return is("%", at) ? behindPercent(at, '\\') : -1;
        }

        boolean is(String part, int at) {
            return text.startsWith(part, at);
        }

        int behind25(int from) {
            int at = from;
            while (is("25", at)) {
                at += 2;
            }
            return at;
        }

        /**
         * Where a letter ends that begins there in any form, or -1 if it is another; a percent sign without
         * its {@code 25}.
         */
        int after(int at, int letter) {
            if (letter == '\\') {
                return bare[at] > at ? bare[at] : -1;
            }
            String itself = Character.toString(letter);
            if (is(itself, at)) {
                return at + itself.length();
            }
            if (letter < 0x80 && Character.isLetterOrDigit(letter)) {
                return -1;
            }
            int from = bare[at];
            int end = is(itself, from) ? from + itself.length() : is("%", from) ? behindPercent(from, letter)
                    : behindUnicode(from, itself);
            return end < 0 && letter == ' ' ? after(at, '+') : end;
        }

        /** As JSON may write it: {@code u00e9} behind a backslash, which is no matter here. */
        private int behindUnicode(int from, String letter) {
            int at = from;
            for (int i = 0; i < letter.length(); i++) {
                at = bare[at];
                if (!is("u", at) || hex(at + 1, 4) != letter.charAt(i)) {
                    return -1;
                }
                at += 5;
            }
            return at;
        }

        private int behindPercent(int from, int letter) {
            int at = from;
            for (byte each : Character.toString(letter).getBytes(StandardCharsets.UTF_8)) {
                int hex = behind25(at + 1);
                if (!is("%", at) || hex(hex, 2) != (each & 0xff)) {
                    return -1;
                }
                at = hex + 2;
            }
            return at;
        }

        /** The number in so many hexadecimal digits, or -1 if they are none. */
        private int hex(int from, int digits) {
            int value = 0;
            for (int at = from; at < from + digits && value >= 0; at++) {
                int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
                value = digit < 0 ? -1 : value * 16 + digit;
            }
            return value;
        }
    }
}
