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
    static final Matchers ALL = new Matchers(Map.of());
    private static final String ATTRIBUTE = "attribute ";
    private static final String NAMES = "clientid|username|node|reason|class|family|alarm|" + ATTRIBUTE + ".+";
    private static final int MOST = 16;
    private static final int LONGEST = 256;

    private final Map<String, Wildcard> wanted;
    /** The same, as every event is asked. */
    private final Matcher[] matchers;

    private Matchers(Map<String, Wildcard> wanted) {
        this.wanted = wanted;
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
     * @throws IllegalArgumentException with a sentence that names what is wrong
     */
    static Matchers of(Map<String, String> written) {
        Map<String, Wildcard> wanted = new TreeMap<>();
        written.forEach((as, value) -> {
            String name = as.replaceFirst("^attribute[ .]", ATTRIBUTE);
            if (!name.matches(NAMES)) {
                throw new IllegalArgumentException(FullWidth.named("match." + shown(name)
                        + " is none of clientid, username, node, reason, class, family, alarm and 'attribute <name>'",
                        name, meant -> meant.matches(NAMES)));
            } else if (value.isEmpty()) {
                throw new IllegalArgumentException("match." + shown(name) + " is empty");
            } else if (value.length() > LONGEST || name.length() > LONGEST) {
                throw new IllegalArgumentException("match." + shown(name) + " is longer than " + LONGEST
                        + " characters");
            } else if (wanted.put(name, new Wildcard(value)) != null) {
                throw new IllegalArgumentException("match." + shown(name) + " stands there twice");
            }
        });
        if (wanted.size() > MOST) {
            throw new IllegalArgumentException("match holds more than " + MOST + " matchers");
        }
        return new Matchers(wanted);
    }

    /**
     * @param classes that the rules give
     * @throws IllegalArgumentException with a sentence, if they are about what no event is
     */
    Matchers checked(Set<String> classes) {
        wanted.forEach((name, value) -> FullWidth.slipInName(value.toString()).ifPresent(why -> {
            throw new IllegalArgumentException("match." + name + " " + shown(value.toString()) + " " + why);
        }));
        return among("family", Event.families()).among("class", classes);
    }

    private Matchers among(String name, Set<String> known) {
        Wildcard asked = wanted.get(name);
        if (asked != null && known.stream().noneMatch(asked::matches)) {
            throw new IllegalArgumentException("match." + name + " " + shown(asked.toString()) + " is none of "
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
