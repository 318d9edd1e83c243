package io.disconnectalerts.settings;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is wrong with the settings of Camel's own, where Camel says nothing: it takes {@code 30x} for a number, and
 * reads no group it does not know.
 */
public final class CamelSettings {
    private static final String OWN = "camel.";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([\\w.-]+)}}");
    /** What stands behind {@code camel.} in the settings that are shipped, and what else may. */
    private static final Set<String> GROUPS = Set.of("main", "threadpool", "component", "server", "management",
            "health", "metrics");
    private static final Set<String> OTHERS = Set.of("rest", "ssl", "lra", "mdc", "vault", "debug", "trace", "beans",
            "language", "dataformat", "variable", "template", "k", "jbang", "kamelet");

    /** By the variable of the environment: whether dashes or capitals part the words. */
    private final Map<String, String> shipped = new TreeMap<>();
    private final Properties values;

    /** @param shipped the settings as they came */
    public CamelSettings(Properties shipped) {
        values = shipped;
        shipped.stringPropertyNames().stream().filter(name -> name.startsWith(OWN))
                .forEach(name -> this.shipped.put(Settings.variable(name), name));
    }

    /** The one that was meant, if it is among those that are shipped. */
    public Optional<String> meant(String name) {
        return Typo.of(variable(name), shipped.keySet(), known -> 2).map(shipped::get)
                .filter(known -> !known.equals(name));
    }

    /**
     * In sentences that begin with a name.
     *
     * @param declared    the names in properties files
     * @param value       what a name is there
     * @param environment the variables that are set
     */
    public Stream<String> wrong(Collection<String> declared, Function<String, String> value,
            UnaryOperator<String> environment, Collection<String> variables) {
        return Stream.concat(
                new TreeSet<>(declared).stream().filter(name -> name.startsWith(OWN))
                        .filter(name -> environment.apply(Settings.variable(name)) == null)
                        .flatMap(name -> slip(name, name.split("\\.")[1], value.apply(name)).stream()),
                new TreeSet<>(variables).stream().filter(name -> name.startsWith("CAMEL_"))
                        .filter(name -> name.equals(Settings.variable(name)))
                        .flatMap(name -> slip(name, name.split("_")[1].toLowerCase(Locale.ROOT),
                                environment.apply(name)).stream()));
    }

    private Optional<String> slip(String name, String group, String value) {
        String known = shipped.get(variable(name));
        if (known == null) {
            return Optional.of(group).filter(any -> !GROUPS.contains(group) && !OTHERS.contains(group))
                    .flatMap(any -> Typo.of(group, GROUPS, right -> right.length() / 4))
                    .map(right -> name + " is no setting of Camel's: did you mean "
                            + name.replaceFirst("(?i)" + group, name.startsWith(OWN) ? right
                            : right.toUpperCase(Locale.ROOT)) + "?");
        }
        String usual = PLACEHOLDER.matcher(values.getProperty(known)).replaceAll(own ->
                Matcher.quoteReplacement(values.getProperty(own.group(1), "")));
        return value.contains("{{") ? Optional.empty()
                : usual.matches("\\d+") && !value.strip().matches("\\d{1,10}")
                ? Optional.of(name + " is no whole number such as " + usual)
                : usual.matches("true|false") && !value.strip().matches("(?i)true|false")
                ? Optional.of(name + " is neither true nor false") : Optional.empty();
    }

    private static String variable(String name) {
        return Settings.variable(name.replaceAll("(?<=[a-z])(?=[A-Z])", "-"));
    }
}
