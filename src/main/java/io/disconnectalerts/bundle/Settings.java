package io.disconnectalerts.bundle;

import io.disconnectalerts.settings.Pasted;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;

/** The operator's settings; what is wrong or missing is refused with one sentence that names the setting. */
public final class Settings {
    /** All but the robots' and Camel's. */
    private static final List<Setting> TABLE = List.of(
            Setting.of("mqtt.url", Settings::areBrokers,
                    "is not tcp://host:port or ssl://host:port, several separated by commas"),
            Setting.of("mqtt.topic", Settings::wrongTopic),
            Setting.any("mqtt.username"),
            Setting.password("mqtt.password"),
            Setting.required("mqtt.client-id"),
            Setting.number("mqtt.session-expiry-s", 0, 4_294_967_295L),
            Setting.file("mqtt.ca"),
            Setting.file("mqtt.cert"),
            Setting.file("mqtt.key"),
            Setting.any("http.host"),
            Setting.number("http.port", 0, 65_535),
            Setting.of("http.token", Credential::wrongHttpToken),
            Setting.file("http.cert"),
            Setting.file("http.key"),
            Setting.of("proxy.url", value -> value.isEmpty() || isProxy(value),
                    "is not http://host:port or http://user:password@host:port"),
            Setting.of("database.url", value -> value.matches("jdbc:(sqlite|postgresql):.+"),
                    "starts with neither jdbc:sqlite: nor jdbc:postgresql:"),
            Setting.any("database.username"),
            Setting.password("database.password"),
            Setting.choice("database.synchronous", "normal", "full"),
            Setting.number("history.retention-d", 1, 3_650),
            Setting.number("parked.retention-d", 1, 3_650),
            Setting.number("parked.most-mib", 16, 1_048_576),
            Setting.choice("parked.tell", "true", "false"),
            Setting.of("alerts.zone", Settings::wrongZone),
            Setting.required("alerts.language"),
            Setting.choice("log.json", "true", "false"),
            Setting.choice("log.level", "info", "debug"),
            Setting.choice("tracing.enabled", "true", "false"));
    private static final Map<String, Setting> BY_NAME =
            TABLE.stream().collect(Collectors.toMap(Setting::name, Function.identity()));
    /** What Java reads from an environment variable for a byte that the locale has no character for. */
    private static final char UNREADABLE = '\uFFFD';
    /** Camel's words for a placeholder without a value. */
    private static final Pattern UNRESOLVED = Pattern.compile("key \\[([^]]*)] not found");

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
    static String spelling(String name, String value) {
        String meant = Pasted.clean(name, value);
        return BY_NAME.containsKey(name) ? BY_NAME.get(name).spelling().apply(meant) : meant;
    }

    /** @throws SettingException if it is not declared, or no setting may have such a value */
    public String get(String name) {
        String value = values.apply(name);
        if (value == null) {
            throw new SettingException(name + " is missing: declare it in application.properties");
        }
        if (value.indexOf(UNREADABLE) >= 0) {
            throw new SettingException(name + " holds characters that this machine's locale cannot read:"
                    + " start with LC_ALL=C.UTF-8");
        }
        String used = spelling(name, value);
        if (used.chars().anyMatch(Character::isISOControl)) {
            throw new SettingException(name + " holds a line break or another control character");
        }
        if (BY_NAME.containsKey(name) && !name.endsWith(".password")) {
            checkCopied(name, used);
        }
        return used;
    }

    /** Whether a value was copied with what stood around it, or before something was put in for a part of it. */
    private static void checkCopied(String name, String value) {
        if (value.matches("\"(.*)\"|'(.*)'")) {
            throw new SettingException(name + " stands in quotation marks: take them off");
        }
        if (value.matches(".*\\$\\{.*}.*")) {
            throw new SettingException(name + " holds a placeholder that nothing has been put in for: ${...}");
        }
    }

    /** The value, if the setting is declared. */
    public Optional<String> find(String name) {
        return Optional.ofNullable(values.apply(name)).map(value -> spelling(name, value));
    }

    /** What to mend for a robot that is blocked: a setting, or what no setting of ours mends ({@code clock}, {@code ip-list}, ...). */
    public String mend(String robot, String what) {
        return find(robot + "." + what).isPresent() ? robot + "." + what : "the " + what;
    }

    /** Of a second group, {@code wecom2}, the platform is that of the first. */
    public static String platform(String robot) {
        return Credential.platform(robot);
    }

    /** The file with a robot's words, such as {@code alert}. */
    public String template(String robot, String name) {
        return "templates/" + get("alerts.language") + "/" + platform(robot) + "/" + name + ".vm";
    }

    /** Whether a robot is on: it has a token. */
    public boolean on(String robot) {
        return !get(robot + ".token").isEmpty();
    }

    /** Whether the MQTT entrance is on. */
    public boolean mqtt() {
        return !get("mqtt.url").isEmpty();
    }

    /** What the values are, and what a start needs beside them: a robot that is on, and a free port. */
    public void check(Collection<String> robots) {
        checkValues(robots);
        if (robots.stream().noneMatch(this::on)) {
            throw new SettingException("no robot is on: set "
                    + robots.stream().map(robot -> robot + ".token").collect(Collectors.joining(" or ")));
        }
        if (!free(get("http.host"), Integer.parseInt(get("http.port")))) {
            throw new SettingException("http.port: " + get("http.host") + ":" + get("http.port")
                    + " cannot be listened on, it is taken or not this machine's");
        }
    }

    /** @param robots the robots the routes know */
    public void checkValues(Collection<String> robots) {
        TABLE.forEach(setting -> setting.check(get(setting.name())));
        robots.forEach(robot -> {
            required(robot).forEach(setting -> setting.check(get(setting.name())));
            optional(robot).stream().filter(setting -> find(setting.name()).isPresent())
                    .forEach(setting -> setting.check(get(setting.name())));
        });
        together("mqtt.cert", "mqtt.key");
        together("http.cert", "http.key");
        if (get("http.token").isEmpty() && !loopback(get("http.host"))) {
            throw new SettingException("http.token is missing: http.host=" + get("http.host")
                    + " can be reached from elsewhere");
        }
    }

    private static List<Setting> required(String robot) {
        return List.of(Setting.of(robot + ".token", token -> Credential.wrongToken(robot, token)),
                Setting.of(robot + ".url", Settings::isPlatform,
                        "is not an http or https address without what follows a question mark"),
                Setting.number(robot + ".per-minute", 0, 1_000_000));
    }

    private List<Setting> optional(String robot) {
        return List.of(Setting.of(robot + ".secret", secret -> Credential.wrongSecret(secret, get(robot + ".token"))),
                Setting.any(robot + ".keyword"),
                Setting.number(robot + ".per-second", 0, 1_000_000));
    }

    /** The names of all settings, with those of the robots. */
    public Set<String> names(Collection<String> robots) {
        Set<String> names = new TreeSet<>(BY_NAME.keySet());
        robots.forEach(robot -> {
            required(robot).forEach(setting -> names.add(setting.name()));
            optional(robot).forEach(setting -> names.add(setting.name()));
        });
        return names;
    }

    /** What may be right, and is seldom meant. */
    public List<String> notes(Collection<String> robots) {
        return robots.stream().filter(robot -> Credential.platform(robot).equals("dingtalk"))
                .filter(robot -> find(robot + ".secret").filter(secret -> !secret.matches("|SEC.*")).isPresent())
                .map(robot -> robot + ".secret does not begin with SEC, as DingTalk's secrets do").toList();
    }

    private static boolean areBrokers(String addresses) {
        return addresses.isEmpty() || Arrays.stream(addresses.split(",")).map(String::strip).map(Address::of)
                .allMatch(broker -> broker.filter(address -> address.scheme().matches("tcp|ssl")
                        && address.user() == null && address.port() > 0 && address.path().isEmpty()).isPresent());
    }

    private static boolean isPlatform(String url) {
        return Address.of(url).filter(address -> address.scheme().matches("https?") && address.user() == null)
                .isPresent();
    }

    private static boolean isProxy(String url) {
        return Address.of(url).filter(address -> address.scheme().equals("http") && address.port() > 0
                && (address.user() == null || address.user().contains(":"))).isPresent();
    }

    private static Optional<String> wrongTopic(String topic) {
        return topic.isEmpty() ? Optional.of("is empty")
                : topic.matches("(\\$share/[^/+#]+/(?=.)|(?!\\$share/))([^/+#]*/|\\+/)*([^/+#]*|\\+|#)")
                ? Optional.empty() : Optional.of("is no topic filter such as alerts/# or $share/group/alerts/#");
    }

    private static Optional<String> wrongZone(String zone) {
        try {
            ZoneId.of(zone);
            return Optional.empty();
        } catch (DateTimeException unknown) {
            return Optional.of("is no time zone such as +08:00 or Asia/Shanghai"
                    + Typo.of(zone, ZoneId.getAvailableZoneIds(), known -> 2).map(meant -> ": is " + meant + " meant?")
                            .orElse(""));
        }
    }

    private void together(String cert, String key) {
        if (get(cert).isEmpty() != get(key).isEmpty()) {
            throw new SettingException((get(cert).isEmpty() ? cert : key)
                    + " is missing: a certificate and its key belong together");
        }
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
