package io.disconnectalerts.settings;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/** The operator's settings; what is wrong or missing is refused with one sentence that names the setting. */
public final class Settings {
    private static final String WEBHOOK = "webhook";
    private static final Pattern SECRET = Pattern.compile("[.-](token|secret|password)$");
    /** What Java reads from an environment variable for a byte that the locale has no character for. */
    private static final char UNREADABLE = '\uFFFD';
    /** Camel's words for a placeholder without a value. */
    private static final Pattern UNRESOLVED = Pattern.compile("key \\[([^]]*)] not found");

    /** What a shell leaves of {@code $SYS/...}, also behind the group that shares it. */
    private static final Pattern EATEN = Pattern.compile("(\\$share/[^/]+/)?/.*");
    private static final Pattern COMMA = Pattern.compile("(?<=\\s)[\\w.-]+=[^\\s;\uFF1B]*,[^\\s;\uFF1B]*");

    private final Function<String, String> values;

    /** @param values the value of a setting, or null if it is not declared */
    public Settings(Function<String, String> values) {
        this.values = values;
    }

    /** The settings as the context resolves them: from the environment, else from the properties files. */
    public static Settings of(CamelContext context) {
        return new Settings(name -> resolve(context, name));
    }

    private static String resolve(CamelContext context, String name) {
        try {
            return context.getPropertiesComponent().parseUri("{{" + name + "}}");
        } catch (IllegalArgumentException unresolved) {
            Matcher missing = UNRESOLVED.matcher(unresolved.getMessage());
            if (missing.find() && missing.group(1).equals(name)) {
                return null;
            }
            throw new SettingException(name + " holds two braces in a row: between {{ and }} another setting is named");
        }
    }

    /** How a value is used, whichever way it was written. */
    public static String spelling(String name, String value) {
        return Table.spelling(name, value);
    }

    /** Whether nobody but the program may know a setting's value. */
    public static boolean isSecret(String name) {
        return SECRET.matcher(name).find();
    }

    /** The platform of a robot: a second group's is named like the first, with a number behind. */
    public static String platform(String robot) {
        return robot.replaceAll("\\d+$", "");
    }

    /** @throws SettingException if it is not declared, or the locale garbled it */
    public String get(String name) {
        String value = values.apply(name);
        if (value == null) {
            throw new SettingException(name + " is missing: declare it in application.properties");
        }
        if (value.indexOf(UNREADABLE) >= 0) {
            throw new SettingException(name + " holds characters that this machine's locale cannot read:"
                    + " start with LC_ALL=C.UTF-8");
        }
        return spelling(name, value);
    }

    /** The value, if the setting is declared. */
    public Optional<String> find(String name) {
        return Optional.ofNullable(values.apply(name)).map(value -> spelling(name, value));
    }

    /** @param what the last part of a setting's name, or what is none */
    public Remedy mend(String robot, String what) {
        return new Remedy(find(robot + "." + what).isPresent() ? robot + "." + what : what);
    }

    /** What turns a robot on: its token; a webhook's address. */
    public static String turnsOn(String robot) {
        return robot + (isWebhook(robot) ? ".url" : ".token");
    }

    /** Whether it is no robot in a group, but whoever takes JSON at an address of their own. */
    public static boolean isWebhook(String robot) {
        return platform(robot).equals(WEBHOOK);
    }

    /** Whether a robot is on. */
    public boolean on(String robot) {
        return !get(turnsOn(robot)).isEmpty();
    }

    /** What a request of an operator has to show; empty if everybody on this machine may ask. */
    public String operatorToken() {
        String own = get("http.operator-token");
        return own.isEmpty() ? get("http.token") : own;
    }

    /** Whether the MQTT entrance is on. */
    public boolean mqtt() {
        return !get("mqtt.url").isEmpty();
    }

    /**
     * What is wrong with the values, and what a start lacks beside them: a robot that is on, and a free port; each in a
     * sentence that begins with a name, as all here that say what is wrong.
     *
     * @param robots the robots the routes know
     */
    public List<String> wrong(Collection<String> robots) {
        List<String> wrong = wrongValues(robots);
        if (robots.stream().map(Settings::turnsOn).map(this::readable).allMatch(String::isEmpty)) {
            wrong.add("no robot is on: set "
                    + robots.stream().map(Settings::turnsOn).collect(Collectors.joining(" or ")));
        }
        if (wrong.isEmpty() && !free(get("http.host"), Integer.parseInt(get("http.port")))) {
            wrong.add("http.port: " + get("http.host") + ":" + get("http.port")
                    + " cannot be listened on, it is taken or not this machine's");
        }
        return wrong;
    }

    /** What is wrong with the values. */
    public List<String> wrongValues(Collection<String> robots) {
        List<String> wrong = new ArrayList<>();
        Table.of(robots).stream().filter(setting -> !isTheFirstGroups(setting.name(), robots))
                .forEach(setting -> wrong(setting).ifPresent(wrong::add));
        robots.forEach(robot -> {
            String token = readable(robot + ".token");
            if (!token.isEmpty() && token.equals(readable(robot + ".secret"))) {
                wrong.add(robot + ".secret is the same as " + robot + ".token: one of them is the other");
            }
        });
        Stream.of("mqtt", "http").forEach(entrance -> {
            boolean lacksCert = readable(entrance + ".cert").isEmpty();
            if (lacksCert != readable(entrance + ".key").isEmpty()) {
                wrong.add(entrance + (lacksCert ? ".cert" : ".key")
                        + " is missing: a certificate and its key belong together");
            }
        });
        if (readable("http.token").isEmpty() && !loopback(readable("http.host"))) {
            wrong.add("http.token is missing: http.host=" + readable("http.host") + " can be reached from elsewhere");
        }
        return wrong;
    }

    /** Whether a second group has it from the first, of whose it is said what is wrong. */
    private boolean isTheFirstGroups(String name, Collection<String> robots) {
        String robot = name.replaceFirst("\\..*", "");
        String first = platform(robot);
        return !first.equals(robot) && robots.contains(robot) && robots.contains(first)
                && readable(name).equals(readable(first + name.substring(robot.length()))) && !isSecret(name)
                && !name.equals(turnsOn(robot));
    }

    private Optional<String> wrong(Setting setting) {
        try {
            return setting.required() || find(setting.name()).isPresent() ? setting.slip(get(setting.name()))
                    : Optional.empty();
        } catch (SettingException unreadable) {
            return Optional.of(unreadable.getMessage());
        }
    }

    /** The value; empty if there is none that can be read. */
    private String readable(String name) {
        try {
            return find(name).orElse("");
        } catch (SettingException unreadable) {
            return "";
        }
    }

    /**
     * What a properties file or the environment declares, and is no setting.
     *
     * @param declared the names in properties files
     * @param used     whether a route, a kamelet or another setting says a name
     */
    public static List<String> wrongNames(Collection<String> robots, Collection<String> declared,
            Predicate<String> used) {
        Stray stray = new Stray(names(robots));
        return Stream.concat(stray.inFiles(declared, used), stray.inEnvironment(System.getenv().keySet())).toList();
    }

    /** What a properties file declares that may be anybody's, and that nobody reads; as {@link #wrongNames}. */
    public static List<String> unread(Collection<String> robots, Collection<String> declared, Predicate<String> used) {
        return new Stray(names(robots)).unread(declared, used).toList();
    }

    /** The variable of the environment that a setting can be read from. */
    public static String variable(String setting) {
        return setting.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }

    /** The names of all settings, with those of the robots. */
    public static Set<String> names(Collection<String> robots) {
        return Table.of(robots).stream().map(Setting::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What may be right, and is seldom meant. */
    public List<String> notes(Collection<String> robots) {
        return Stream.of(new Stray(names(robots)).perhapsMeant(System.getenv().keySet()),
                robots.stream().filter(robot -> platform(robot).equals("dingtalk"))
                .filter(robot -> find(robot + ".secret").filter(secret -> !secret.matches("|SEC.*")).isPresent())
                .map(robot -> robot + ".secret does not begin with SEC, as DingTalk's secrets do"),
                robots.stream().filter(robot -> !platform(robot).equals(robot)).flatMap(this::callsNobody),
                Stream.of(EATEN).filter(set -> set.matcher(readable("mqtt.topic")).matches()).map(set ->
                        "mqtt.topic begins with /: in a shell, write a topic that begins with $ in single quotes"),
                COMMA.matcher(readable("silence.windows")).results().map(value -> "silence.windows: " + value.group()
                        + " is one value that holds a comma; if several are meant, write a window for each"))
                .flatMap(Function.identity()).toList();
    }

    /** What whoever has the first group's people called may expect of a second group's robot. */
    private Stream<String> callsNobody(String robot) {
        return Stream.of(".mention.critical", ".mention.warning").filter(mention ->
                find(robot + mention).orElse("").isEmpty() && !find(platform(robot) + mention).orElse("").isEmpty())
                .map(mention -> robot + mention + " is empty, so this robot calls nobody: the people of "
                + platform(robot) + mention + " may not be in its group");
    }

    private static boolean loopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    private static boolean free(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
