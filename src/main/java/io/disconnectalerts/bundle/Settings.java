package io.disconnectalerts.bundle;

import io.disconnectalerts.outbox.OutboxComponent;
import io.disconnectalerts.settings.Pasted;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;

/** The operator's settings; what is wrong or missing is refused with one sentence that names the setting. */
public final class Settings {
    /** What Java reads from an environment variable for a byte that the locale has no character for. */
    private static final char UNREADABLE = '\uFFFD';

    private final Function<String, String> values;

    /** @param values the value of a setting, or null if it is not declared */
    public Settings(Function<String, String> values) {
        this.values = values;
    }

    /** The settings as the context resolves them: from the environment, else from the properties files. */
    public static Settings of(CamelContext context) {
        return new Settings(name -> context.getPropertiesComponent().resolveProperty(name).orElse(null));
    }

    /** @throws SettingException if it is not declared, or the locale garbled it */
    public String get(String name) {
        String value = values.apply(name);
        if (value == null) {
            throw new SettingException(name + " is missing: declare it in application.properties");
        }
        if (value.indexOf(UNREADABLE) >= 0) {
            throw new SettingException(name + " holds characters that this machine's locale cannot read: start with LC_ALL=C.UTF-8");
        }
        return Pasted.clean(name, value);
    }

    /** The value, if the setting is declared. */
    public Optional<String> find(String name) {
        return Optional.ofNullable(values.apply(name)).map(value -> Pasted.clean(name, value));
    }

    /** What to mend for a robot that is blocked: a setting, or what no setting of ours mends ({@code clock}, {@code ip-list}, ...). */
    public String mend(String robot, String what) {
        return find(robot + "." + what).isPresent() ? robot + "." + what : "the " + what;
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
            throw new SettingException("no robot is on: set " + String.join(" or ", robots.stream().map(robot -> robot + ".token").toList()));
        }
        if (!free(get("http.host"), Integer.parseInt(get("http.port")))) {
            throw new SettingException("http.port: " + get("http.host") + ":" + get("http.port") + " cannot be listened on, it is taken or not this machine's");
        }
    }

    /** @param robots the robots the routes know */
    public void checkValues(Collection<String> robots) {
        names().stream().sorted().filter(name -> !name.startsWith("camel.")).forEach(this::get);
        checkEntrances();
        robots.forEach(this::checkRobot);
        must("proxy.url", value -> value.isEmpty() || WayOut.knows(value), "is not http://host:port or http://user:password@host:port");
        must("database.url", OutboxComponent::knows, "starts with neither jdbc:sqlite: nor jdbc:postgresql:");
        must("database.synchronous", List.of("normal", "full")::contains, "is neither normal nor full");
        number("history.retention-d", 1, 3_650);
        number("parked.retention-d", 1, 3_650);
        number("parked.most-mib", 16, 1_048_576);
        must("alerts.zone", Settings::zone, "is no time zone such as +08:00 or Asia/Shanghai");
        must("alerts.language", language -> Bundle.has("templates/" + language + "/words.properties"), "is no folder under templates with a words.properties");
        must("log.level", List.of("debug", "info")::contains, "is neither info nor debug");
        must("log.json", List.of("true", "false")::contains, "is neither true nor false");
        must("tracing.enabled", List.of("true", "false")::contains, "is neither true nor false");
    }

    private void checkEntrances() {
        for (String url : get("mqtt.url").split(",")) {
            must("mqtt.url", value -> url.isBlank() || (address(url.strip(), "tcp") || address(url.strip(), "ssl")) && URI.create(url.strip()).getPort() > 0,
                    "is not tcp://host:port or ssl://host:port, several separated by commas");
        }
        must("mqtt.topic", value -> !value.isEmpty(), "is empty");
        must("mqtt.client-id", value -> !value.isEmpty(), "is empty");
        number("mqtt.session-expiry-s", 0, 4_294_967_295L);
        files("mqtt.cert", "mqtt.key");
        must("mqtt.ca", Settings::fileOrEmpty, "is no file that can be read");
        files("http.cert", "http.key");
        number("http.port", 0, 65_535);
        must("http.token", token -> token.chars().noneMatch(Character::isWhitespace), "holds white space");
        if (get("http.token").isEmpty() && !loopback(get("http.host"))) {
            throw new SettingException("http.token is missing: http.host=" + get("http.host") + " can be reached from elsewhere");
        }
    }

    private void checkRobot(String robot) {
        must(robot + ".token", token -> token.matches("[\\w.~%=+-]*"),
                "is not the token alone: take what stands last in the robot's webhook address");
        must(robot + ".url", url -> (address(url, "https") || address(url, "http")) && !url.contains("?"),
                "is not an http or https address without what follows a question mark");
        number(robot + ".per-minute", 0, 1_000_000);
        if (values.apply(robot + ".per-second") != null) {
            number(robot + ".per-second", 0, 1_000_000);
        }
        if (values.apply(robot + ".keyword") != null) {
            checkKeyword(robot + ".keyword");
        }
    }

    /** The platform drops a message without the robot's keyword, so every first line must hold it. */
    private void checkKeyword(String name) {
        String keyword = get(name);
        for (String template : List.of("alert", "digest", "plain", "test")) {
            String file = "templates/" + get("alerts.language") + "/" + name.split("\\.")[0].replaceAll("\\d+$", "") + "/" + template + ".vm";
            if (Bundle.has(file) && !firstLine(file).contains(keyword)) {
                throw new SettingException(name + "=" + keyword + " does not stand in the first line of " + file + ", so the robot would drop the message");
            }
        }
    }

    private static String firstLine(String file) {
        try {
            return Bundle.text(file).lines().findFirst().orElse("");
        } catch (IOException unreadable) {
            throw new SettingException(file + " cannot be read: " + unreadable.getMessage());
        }
    }

    private void must(String name, Predicate<String> condition, String otherwise) {
        if (!condition.test(get(name))) {
            throw new SettingException(name + " " + otherwise);
        }
    }

    private void number(String name, long least, long most) {
        must(name, value -> value.matches("\\d{1,10}") && Long.parseLong(value) >= least && Long.parseLong(value) <= most,
                "is not a whole number from " + least + " to " + most);
    }

    private void files(String cert, String key) {
        must(cert, Settings::fileOrEmpty, "is no file that can be read");
        must(key, Settings::fileOrEmpty, "is no file that can be read");
        if (get(cert).isEmpty() != get(key).isEmpty()) {
            throw new SettingException((get(cert).isEmpty() ? cert : key) + " is missing: a certificate and its key belong together");
        }
    }

    private static boolean fileOrEmpty(String path) {
        return path.isEmpty() || Files.isReadable(Path.of(path));
    }

    private static boolean address(String url, String scheme) {
        try {
            URI uri = URI.create(url);
            return scheme.equals(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static boolean zone(String zone) {
        try {
            ZoneId.of(zone);
            return true;
        } catch (DateTimeException unknown) {
            return false;
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

    /** The names of all settings, as they came with the jar. */
    public static Set<String> names() {
        return shipped().stringPropertyNames();
    }

    private static Properties shipped() {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(Bundle.shipped("application.properties")));
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
        return properties;
    }
}
