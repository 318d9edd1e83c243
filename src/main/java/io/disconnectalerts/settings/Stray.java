package io.disconnectalerts.settings;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds names that look like settings and are none. What may be somebody else's is left alone: Camel's own, what a
 * route of the operator names, and every variable of the environment that is more than a slip away from a setting's.
 */
final class Stray {
    /** A shorter name is another word as soon as two of its letters differ. */
    private static final int LONG = 6;

    /** What else the platforms are called. */
    private static final Map<String, String> PLATFORMS = Map.of("weixin", "wecom", "wechat", "wecom", "wework", "wecom",
            "wxwork", "wecom", "qywx", "wecom", "qyweixin", "wecom", "lark", "feishu", "dingding", "dingtalk", "ding",
            "dingtalk");
    /** What is kept in the same file where the routes run in another runtime, or are exported. */
    private static final Pattern ELSEWHERE =
            Pattern.compile("^(quarkus|spring|server|management|logging|otel|jkube|jib|docker|java)\\.");
    private static final Pattern CALLS_NOBODY = Pattern.compile("WEBHOOK\\d*_MENTION_(CRITICAL|WARNING)");
    private static final Pattern PLATFORM = Pattern.compile("([a-z]+)(\\d*)([._].+)", Pattern.CASE_INSENSITIVE);

    /** By the variable of the environment that a setting can be read from. */
    private final TreeMap<String, String> settings = new TreeMap<>();

    /** @param settings the names of all that there are */
    Stray(Collection<String> settings) {
        settings.forEach(name -> this.settings.put(Settings.variable(name), name));
    }

    /**
     * What is wrong with those that are none of the names in a properties file.
     *
     * @param used whether a route, a kamelet or another setting says a name
     */
    Stream<String> inFiles(Collection<String> names, Predicate<String> used) {
        return strange(names, used).flatMap(name -> wrong(name).stream());
    }

    /** Those in a properties file that may be anybody's, and that nobody here reads. */
    Stream<String> unread(Collection<String> names, Predicate<String> used) {
        return strange(names, used).filter(name -> wrong(name).isEmpty() && !ELSEWHERE.matcher(name).find())
                .map(Stray::nobodyReads);
    }

    private Stream<String> strange(Collection<String> names, Predicate<String> used) {
        return new TreeSet<>(names).stream()
                .filter(name -> !settings.containsValue(name) && !name.startsWith("camel.") && !isAnotherGroups(name))
                .filter(name -> !used.test(name));
    }

    private Optional<String> wrong(String name) {
        return callsNobody(name).or(() -> Optional.of(name).filter(any -> FullWidth.holds(name)
                && isOurs(FullWidth.meant(name))).map(ours -> named(ours, " is no setting")))
                .or(() -> meant(name, List.of()).map(setting -> didYouMean(name, setting)))
                .or(() -> Optional.of(nobodyReads(name)).filter(any -> isOurs(name)));
    }

    private static String nobodyReads(String name) {
        return named(name, " is no setting, and nobody reads it");
    }

    /** With what was meant; a name that its sign was lost of holds the value, too, which may be a secret. */
    static String named(String name, String why) {
        String shown = name.replaceFirst("(?<=[.-](?:token|secret|password)[\uFF1A\uFF1D]).+", "...");
        return FullWidth.named(shown + why, shown, meant -> true);
    }

    /** What is wrong with those that are none of the environment's variables. */
    Stream<String> inEnvironment(Collection<String> variables) {
        return new TreeSet<>(variables).stream()
                .filter(name -> !settings.containsKey(name) && name.equals(Settings.variable(name)))
                .flatMap(name -> callsNobody(name).or(() -> Optional.of(name).filter(this::isOurs)
                        .flatMap(ours -> meant(ours, variables))
                        .map(setting -> didYouMean(name, Settings.variable(setting)))).stream());
    }

    private static String didYouMean(String name, String meant) {
        return FullWidth.named(name + " is no setting: did you mean " + meant + "?", name, meant::equals);
    }

    private static Optional<String> callsNobody(String name) {
        return Optional.of(name + " is no setting: a webhook calls nobody, what it gets says how severe it is")
                .filter(any -> CALLS_NOBODY.matcher(Settings.variable(name)).matches());
    }

    /** The environment's variables that are nearly a setting's, as another program's may be. */
    Stream<String> perhapsMeant(Collection<String> variables) {
        return new TreeSet<>(variables).stream()
                .filter(name -> !settings.containsKey(name) && name.equals(Settings.variable(name)))
                .flatMap(name -> otherwise(name).or(() -> nearly(name, variables)).or(() -> cutShort(name)).stream()
                        .filter(meant -> !variables.contains(meant))
                        .map(meant -> name + " is no setting: if it is for this program, it is " + meant));
    }

    /** Where the platform has another name. */
    private Optional<String> otherwise(String name) {
        return Optional.of(Settings.variable(ours(name))).filter(meant -> !meant.equals(name)
                && settings.containsKey(meant));
    }

    /** Where what it begins with is misspelt. */
    private Optional<String> nearly(String name, Collection<String> variables) {
        return meant(name, variables).map(Settings::variable).filter(meant -> !isOurs(name)
                && !name.startsWith("HTTPS_"));
    }

    private Optional<String> cutShort(String name) {
        List<String> longer = settings.keySet().stream().filter(variable -> variable.startsWith(name)).toList();
        return Optional.of(longer).filter(one -> one.size() == 1 && name.matches("[A-Z]+\\d*_.{3,}"))
                .map(one -> one.get(0));
    }

    /** The name, beginning with what the platform is called here. */
    private static String ours(String name) {
        Matcher parts = PLATFORM.matcher(name);
        String platform = parts.matches() ? PLATFORMS.get(parts.group(1).toLowerCase(Locale.ROOT)) : null;
        return platform == null ? name : platform + parts.group(2) + parts.group(3);
    }

    /** @param given what is not meant, since it is there too */
    private Optional<String> meant(String name, Collection<String> given) {
        List<String> words = settings.keySet().stream().filter(variable -> !given.contains(variable)).toList();
        return Typo.of(Settings.variable(ours(name)), words, word -> word.length() - word.indexOf('_') > LONG ? 2 : 1)
                .map(settings::get);
    }

    /** Whether it begins like a setting. */
    private boolean isOurs(String name) {
        return settings.keySet().stream().map(variable -> variable.substring(0, variable.indexOf('_') + 1))
                .anyMatch(Settings.variable(ours(name))::startsWith);
    }

    /** A group whose route is not there yet. */
    private boolean isAnotherGroups(String name) {
        return settings.containsValue(name.replaceFirst("(?<=[a-z])\\d+\\.", "."));
    }
}
