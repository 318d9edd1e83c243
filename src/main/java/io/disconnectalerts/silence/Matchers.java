package io.disconnectalerts.silence;

import io.disconnectalerts.event.Event;
import io.disconnectalerts.settings.FullWidth;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What an event has to be, all of it, for a silence to be about it; without any, every event is meant. */
final class Matchers {
    static final Matchers ALL = new Matchers(Map.of(), Spelling.JSON);
    private static final String ATTRIBUTE = Event.NAMED_ATTRIBUTE;
    private static final String NAMES = "clientid|username|node|reason|class|family|alarm|" + ATTRIBUTE + ".+";
    private static final int MOST = 16;
    private static final int LONGEST = 256;

    private final Map<String, Wildcard> wanted;
    private final Spelling spelling;
    /** The same, as every event is asked. */
    private final Matcher[] matchers;

    /** How a request, or a setting, spells what it asks for. */
    enum Spelling {
        /** A request's: {@code "match": {"attribute line": "3"}}. */
        JSON("match", "match.", ATTRIBUTE, "'attribute <name>'"),
        /** A setting's: {@code attribute.line=3}. */
        SETTING("a window", "", "attribute.", "attribute.<name>");

        private final String all;
        private final String prefix;
        private final String attribute;
        private final String attributes;

        Spelling(String all, String prefix, String attribute, String attributes) {
            this.all = all;
            this.prefix = prefix;
            this.attribute = attribute;
            this.attributes = attributes;
        }

        /** @param what the rest of a sentence that begins with the name */
        private IllegalArgumentException wrong(String name, String what) {
            return new IllegalArgumentException(prefix + shown(name.startsWith(ATTRIBUTE)
                    ? attribute + name.substring(ATTRIBUTE.length()) : name) + " " + what);
        }
    }

    private Matchers(Map<String, Wildcard> wanted, Spelling spelling) {
        this.wanted = wanted;
        this.spelling = spelling;
        matchers = wanted.entrySet().stream().map(one -> new Matcher(one.getKey(),
                one.getKey().replaceFirst("^" + ATTRIBUTE, Event.ATTRIBUTE), one.getValue())).toArray(Matcher[]::new);
    }

    /** @param field what the event has under that name, unless the name is one of ours */
    private record Matcher(String name, String field, Wildcard wanted) {
        /** What an event does not have is like nothing. A reason is meant as the broker writes it and as rules do. */
        boolean has(Event event, String rule) {
            return switch (name) {
                case "class" -> is(rule);
                case "family" -> is(event.family());
                case "reason" -> is(event.reason()) || is(event.cause());
                case "alarm" -> event.family().equals("alarm") && is(event.field("name"));
                default -> is(event.field(field));
            };
        }

        private boolean is(String value) {
            return !value.isEmpty() && wanted.matches(value);
        }
    }

    /**
     * @param written by name, such as {@code clientid}, {@code alarm} or {@code attribute line}, what the event has
     *                there; <code>*</code> stands for any characters
     * @param spelling how what is wrong is named
     * @throws IllegalArgumentException with a sentence that names what is wrong
     */
    static Matchers of(Map<String, String> written, Spelling spelling) {
        Map<String, Wildcard> wanted = new TreeMap<>();
        written.forEach((as, value) -> {
            String name = as.replaceFirst("^attribute[ .]", ATTRIBUTE);
            if (!name.matches(NAMES)) {
                throw spelling.wrong(name, FullWidth.named("is none of clientid, username, node, reason, class, "
                        + "family, alarm and " + spelling.attributes, name, meant -> meant.matches(NAMES)));
            } else if (value.isEmpty()) {
                throw spelling.wrong(name, "is empty");
            } else if (value.length() > LONGEST || name.length() > LONGEST) {
                throw spelling.wrong(name, "is longer than " + LONGEST + " characters");
            } else if (wanted.put(name, new Wildcard(value)) != null) {
                throw spelling.wrong(name, "stands there twice");
            }
        });
        if (wanted.size() > MOST) {
            throw new IllegalArgumentException(spelling.all + " holds more than " + MOST + " matchers");
        }
        return new Matchers(wanted, spelling);
    }

    /**
     * @param classes that the rules give
     * @throws IllegalArgumentException with a sentence, if they are about what no event is
     */
    Matchers checked(Set<String> classes) {
        wanted.forEach((name, value) -> FullWidth.slipInName(value.toString()).ifPresent(why -> {
            throw spelling.wrong(name, shown(value.toString()) + " " + why);
        }));
        return among("family", Event.families()).among("class", classes);
    }

    private Matchers among(String name, Set<String> known) {
        Wildcard asked = wanted.get(name);
        if (asked != null && known.stream().noneMatch(asked::matches)) {
            throw spelling.wrong(name, shown(asked.toString()) + " is none of "
                    + String.join(", ", new TreeSet<>(known)));
        }
        return this;
    }

    private static String shown(String name) {
        return name.length() <= 32 ? name : name.substring(0, 32) + "...";
    }

    /** Whether there is no event that it is not about. */
    boolean everything() {
        return wanted.values().stream().allMatch(Wildcard::everything);
    }

    /** @param rule the class that triage gave the event */
    boolean match(Event event, String rule) {
        for (Matcher matcher : matchers) {
            if (!matcher.has(event, rule)) {
                return false;
            }
        }
        return true;
    }

    /** As they were written. */
    Map<String, String> written() {
        return wanted.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey,
                one -> one.getValue().toString(), (one, other) -> one, LinkedHashMap::new));
    }
}
