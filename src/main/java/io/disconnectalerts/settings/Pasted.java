package io.disconnectalerts.settings;

import java.util.function.IntPredicate;

/** A value as somebody pasted it: what nobody sees around it is no part of it. */
public final class Pasted {
    private Pasted() {
    }

    /** The value without white space of any script, control characters and characters without a width around it. */
    public static String clean(String value) {
        return strip(value, Pasted::unseen);
    }

    /** The value of a setting: clean, but a password may begin or end with a space, and loses line breaks only. */
    public static String clean(String setting, String value) {
        return setting.endsWith(".password") ? strip(value, letter -> letter == '\n' || letter == '\r') : clean(value);
    }

    private static boolean unseen(int letter) {
        return Character.isWhitespace(letter) || Character.isSpaceChar(letter) || Character.isISOControl(letter)
                || Character.getType(letter) == Character.FORMAT;
    }

    private static String strip(String value, IntPredicate stray) {
        int begin = 0;
        int end = value.length();
        while (begin < end && stray.test(value.codePointAt(begin))) {
            begin += Character.charCount(value.codePointAt(begin));
        }
        while (begin < end && stray.test(value.codePointBefore(end))) {
            end -= Character.charCount(value.codePointBefore(end));
        }
        return value.substring(begin, end);
    }
}
