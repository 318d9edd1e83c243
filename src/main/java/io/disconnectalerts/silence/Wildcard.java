package io.disconnectalerts.silence;

/** A text in which {@code *} stands for any characters, or none; looked for in one pass, whatever somebody wrote. */
final class Wildcard {
    static final String ANYTHING = "*";
    private final String written;
    private final String[] parts;

    Wildcard(String written) {
        this.written = written;
        parts = written.split("\\*+", -1);
    }

    boolean everything() {
        return !written.isEmpty() && written.replace(ANYTHING, "").isEmpty();
    }

    boolean matches(String text) {
        String last = parts[parts.length - 1];
        if (parts.length == 1) {
            return text.equals(written);
        }
        if (text.length() < parts[0].length() + last.length() || !text.startsWith(parts[0]) || !text.endsWith(last)) {
            return false;
        }
        int at = parts[0].length();
        int end = text.length() - last.length();
        for (int i = 1; i < parts.length - 1; i++) {
            int found = text.indexOf(parts[i], at);
            if (found < 0 || found + parts[i].length() > end) {
                return false;
            }
            at = found + parts[i].length();
        }
        return true;
    }

    @Override
    public String toString() {
        return written;
    }
}
