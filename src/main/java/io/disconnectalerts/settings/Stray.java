package io.disconnectalerts.settings;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Finds names that look like settings and are none. What may be somebody else's is left alone: Camel's own, what a
 * route of the operator names, and every variable of the environment that is more than a slip away from a setting's.
 */
final class Stray {
    /** A shorter name is another word as soon as two of its letters differ. */
    private static final int LONG = 6;

    /** By the variable of the environment that a setting can be read from. */
    private final TreeMap<String, String> settings = new TreeMap<>();

    /** @param settings the names of all that there are */
    Stray(Collection<String> settings) {
        settings.forEach(name -> this.settings.put(variable(name), name));
    }

    /**
     * What is wrong with the first that is none of the names in a properties file.
     *
     * @param used whether a route, a kamelet or another setting says a name
     */
    Optional<String> inFiles(Collection<String> names, Predicate<String> used) {
        return new TreeSet<>(names).stream()
                .filter(name -> !settings.containsValue(name) && !name.startsWith("camel.") && !isAnotherGroups(name))
                .filter(name -> !used.test(name))
                .filter(name -> meant(name, List.of()).isPresent() || isOurs(name)).findFirst()
                .map(name -> name + " is no setting" + meant(name, List.of())
                        .map(setting -> ": did you mean " + setting + "?").orElse(", and nobody reads it"));
    }

    /** What is wrong with the first that is none of the environment's variables. */
    Optional<String> inEnvironment(Collection<String> variables) {
        return new TreeSet<>(variables).stream()
                .filter(name -> !settings.containsKey(name) && name.equals(variable(name)) && isOurs(name))
                .flatMap(name -> meant(name, variables).stream()
                        .map(setting -> name + " is no setting: did you mean " + variable(setting) + "?"))
                .findFirst();
    }

    /** @param given what is not meant, since it is there too */
    private Optional<String> meant(String name, Collection<String> given) {
        List<String> words = settings.keySet().stream().filter(variable -> !given.contains(variable)).toList();
        return Typo.of(variable(name), words, word -> word.length() - word.indexOf('_') > LONG ? 2 : 1)
                .map(settings::get);
    }

    /** Whether it begins like a setting. */
    private boolean isOurs(String name) {
        return settings.keySet().stream().map(variable -> variable.substring(0, variable.indexOf('_') + 1))
                .anyMatch(variable(name)::startsWith);
    }

    /** A group whose route is not there yet. */
    private boolean isAnotherGroups(String name) {
        return settings.containsValue(name.replaceFirst("(?<=[a-z])\\d+\\.", "."));
    }

    private static String variable(String setting) {
        return setting.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }
}
