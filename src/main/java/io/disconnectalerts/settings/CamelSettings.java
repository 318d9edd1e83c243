package io.disconnectalerts.settings;

import java.util.Collection;
import java.util.List;
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

    private static final Pattern PORT = Pattern.compile("CAMEL_(SERVER|MANAGEMENT)_PORT");
    private static final Pattern PATH = Pattern.compile("CAMEL_(SERVER|MANAGEMENT|METRICS)_((HEALTH|INFO)_)?PATH");
    /** Where Camel takes any word, or says so only once it starts. */
    private static final Map<String, List<String>> CHOICES = Map.of(
            "CAMEL_MAIN_STARTUP_SUMMARY_LEVEL", List.of("Default", "Verbose", "Brief", "Oneline", "Off"),
            "CAMEL_HEALTH_EXPOSURE_LEVEL", List.of("default", "oneline", "full"),
            "CAMEL_COMPONENT_OUTBOX_SYNCHRONOUS", List.of("normal", "full"));

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
        return FullWidth.holds(name) ? Optional.of(Stray.named(name, " is no setting of Camel's"))
                : known == null && !GROUPS.contains(group) && !OTHERS.contains(group)
                ? Typo.of(group, GROUPS, right -> right.length() / 4).map(right -> unknown(name, name.replaceFirst(
                        "(?i)" + group, name.startsWith(OWN) ? right : right.toUpperCase(Locale.ROOT))))
                : known == null && group.equals("threadpool") ? meant(name).map(right -> unknown(name, right))
                : value.contains("{{") ? Optional.empty()
                : wrong(variable(name), value.strip(), known == null ? "" : usual(known)).map(wrong -> name + wrong);
    }

    private static Optional<String> wrong(String variable, String value, String usual) {
        return why(variable, value, usual).map(why -> FullWidth.named(why, value, meant ->
                why(variable, meant, usual).isEmpty()));
    }

    private static String unknown(String name, String right) {
        return name + " is no setting of Camel's: did you mean " + right + "?";
    }

    /** What a setting is as it came. */
    private String usual(String known) {
        return PLACEHOLDER.matcher(values.getProperty(known)).replaceAll(own ->
                Matcher.quoteReplacement(values.getProperty(own.group(1), "")));
    }

    private static Optional<String> why(String variable, String value, String usual) {
        List<String> choices = CHOICES.getOrDefault(variable, List.of());
        return Optional.ofNullable(value.isEmpty() && !usual.isEmpty() ? " is empty: as it came it is " + usual
                : PORT.matcher(variable).matches() && !isPort(value) ? " is no port: choose 1 to 65535"
                : usual.matches("\\d+") && !value.matches("\\d{1,10}") ? " is no whole number such as " + usual
                : usual.matches("true|false") && !value.matches("(?i)true|false") ? " is neither true nor false"
                : PATH.matcher(variable).matches() && !value.startsWith("/") ? " is no path: it begins with /"
                : !choices.isEmpty() && choices.stream().noneMatch(value::equalsIgnoreCase)
                ? " is none of " + String.join(", ", choices) : null);
    }

    private static boolean isPort(String value) {
        return value.matches("\\d{1,5}") && Integer.parseInt(value) > 0 && Integer.parseInt(value) <= 65535;
    }

    private static String variable(String name) {
        return Settings.variable(name.replaceAll("(?<=[a-z])(?=[A-Z])", "-"));
    }
}
