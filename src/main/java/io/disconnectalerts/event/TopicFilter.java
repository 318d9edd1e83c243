package io.disconnectalerts.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which topics a broker tells by: {@code $SYS/brokers/{node}/clients/{clientid...}/disconnected}. A level in braces is
 * any, and says the field of that name; {@code {name...}} is one level or more, of which a filter has one at most;
 * {@code +} is any level, and {@code #} at the end any number of them.
 *
 * @param written as it stands in the file
 * @param head the levels before the one that may be several
 * @param many its name, {@code #} if it has none; null if there is no such level
 * @param tail the levels behind it
 */
record TopicFilter(String written, List<String> head, String many, List<String> tail) {
    private static final Pattern NAME = Pattern.compile("\\{([A-Za-z][\\w-]*)(\\.\\.\\.)?}");

    /** @throws IllegalArgumentException with a sentence that goes on from "it" */
    static TopicFilter of(String written) {
        List<String> head = new ArrayList<>();
        List<String> tail = new ArrayList<>();
        String many = null;
        String[] levels = written.split("/", -1);
        for (int i = 0; i < levels.length; i++) {
            Matcher name = NAME.matcher(levels[i]);
            boolean named = name.matches();
            if (levels[i].equals("#") ? i < levels.length - 1 : named && name.group(2) != null && many != null) {
                throw new IllegalArgumentException(levels[i].equals("#") ? "has # before its end"
                        : "has more than one level of several");
            }
            if (!named && !levels[i].equals("+") && !levels[i].equals("#") && levels[i].matches(".*[{}+#].*")) {
                throw new IllegalArgumentException("has the level " + levels[i]
                        + ": a level is a text, + or one name in braces, such as {clientid}");
            }
            if (levels[i].equals("#") || named && name.group(2) != null) {
                many = named ? name.group(1) : "#";
            } else {
                (many == null ? head : tail).add(levels[i]);
            }
        }
        return new TopicFilter(written, List.copyOf(head), many, List.copyOf(tail));
    }

    /** What its levels in braces are called. */
    Stream<String> names() {
        return Stream.of(head.stream(), Stream.ofNullable(many).map(name -> "{" + name + "}"), tail.stream())
                .flatMap(levels -> levels).map(NAME::matcher).filter(Matcher::matches).map(name -> name.group(1));
    }

    /** What every topic begins with that it takes; empty if that may be anything. */
    String first() {
        return head.isEmpty() || isAny(head.get(0)) ? "" : first(written);
    }

    /** A topic's first level, the slash if that is empty. */
    static String first(String topic) {
        int slash = topic.indexOf('/');
        return slash < 0 ? topic : topic.substring(0, Math.max(slash, 1));
    }

    /** What the levels with a name say; null if it is another topic. */
    Map<String, String> match(String[] levels) {
        int several = levels.length - head.size() - tail.size();
        if (many == null ? several != 0 : several < (many.equals("#") ? 0 : 1)) {
            return null;
        }
        int behind = head.size() + several;
        if (!takes(head, levels, 0) || !takes(tail, levels, behind)) {
            return null;
        }
        Map<String, String> said = new HashMap<>();
        say(head, levels, 0, said);
        say(tail, levels, behind, said);
        if (many != null && !many.equals("#")) {
            said.put(many, String.join("/", List.of(levels).subList(head.size(), behind)));
        }
        return said;
    }

    private static boolean takes(List<String> filter, String[] levels, int from) {
        for (int i = 0; i < filter.size(); i++) {
            if (!isAny(filter.get(i)) && !filter.get(i).equals(levels[from + i])) {
                return false;
            }
        }
        return true;
    }

    private static void say(List<String> filter, String[] levels, int from, Map<String, String> said) {
        for (int i = 0; i < filter.size(); i++) {
            String level = filter.get(i);
            if (level.startsWith("{")) {
                said.put(level.substring(1, level.length() - 1), levels[from + i]);
            }
        }
    }

    private static boolean isAny(String level) {
        return level.equals("+") || level.startsWith("{");
    }

    /** The same for two filters that take the same topics, whatever names their levels have. */
    String shape() {
        return head.stream().map(level -> isAny(level) ? "+" : level).toList() + (many == null ? "" : "#")
                + tail.stream().map(level -> isAny(level) ? "+" : level).toList();
    }
}
