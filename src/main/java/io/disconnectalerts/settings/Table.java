package io.disconnectalerts.settings;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All settings that there are, but Camel's own; what each is for stands in {@code application.properties}. */
final class Table {
    private static final List<Setting> COMMON = List.of(
            Setting.of("mqtt.url", Table::areBrokers,
                    "is not tcp://host:port or ssl://host:port, several separated by commas"),
            Setting.of("mqtt.topic", Table::wrongTopic).spelt(),
            Setting.any("mqtt.username").named(),
            Setting.password("mqtt.password"),
            Setting.filled("mqtt.client-id").named(),
            Setting.number("mqtt.session-expiry-s", 0, 4_294_967_295L),
            Setting.file("mqtt.ca"),
            Setting.file("mqtt.cert"),
            Setting.file("mqtt.key"),
            Setting.any("http.host").spelt(),
            Setting.number("http.port", 0, 65_535),
            Setting.of("http.token", Credential::wrongHttpToken),
            Setting.of("http.operator-token", Credential::wrongHttpToken),
            Setting.file("http.cert"),
            Setting.file("http.key"),
            Setting.of("proxy.url", Table::isProxy, "is not http://host:port or http://user:password@host:port"),
            Setting.of("database.url", url -> url.matches("jdbc:(sqlite|postgresql):.+") && !url.contains(":memory:"),
                    "is neither jdbc:sqlite:FILE nor jdbc:postgresql://host/database").spelt(),
            Setting.any("database.username").named(),
            Setting.password("database.password"),
            Setting.choice("database.synchronous", "normal", "full"),
            Setting.number("history.retention-d", 1, 3_650),
            Setting.number("parked.retention-d", 1, 3_650),
            Setting.number("parked.most-mib", 16, 1_048_576),
            Setting.choice("parked.tell", "true", "false"),
            Setting.number("mention.pause-m", 0, 1_440),
            Setting.choice("alerts.recovery", "true", "false"),
            Setting.of("flap.losses", losses -> losses.matches("0|[2-9]|[1-4]\\d|50"),
                    "is neither 0 nor a whole number from 2 to 50"),
            Setting.number("flap.window-m", 1, 1_440),
            Setting.number("follow.memory-m", 1, 1_440),
            Setting.number("gone.retention-d", 1, 3_650),
            Setting.number("follow-up.least", 2, 1_000_000),
            Setting.of("follow-up.after-m", Table::areMinutes, "is neither empty nor minutes such as 5,15,60, each "
                    + "more than the one before and none more than 1440"),
            Setting.any("silence.windows"),
            Setting.of("daily.at", Table::wrongClock),
            Setting.of("alerts.zone", Table::wrongZone),
            Setting.filled("alerts.language"),
            Setting.choice("log.json", "true", "false"),
            Setting.choice("log.level", "info", "debug"),
            Setting.choice("tracing.enabled", "true", "false"));
    private static final Pattern CLOCK = Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d");
    private static final Pattern NEARLY_CLOCK =
            Pattern.compile("([01]?\\d|2[0-4])(?:[:.\uFF1Ah]?([0-5]\\d)(?::\\d\\d)?)? *(am|pm)?");
    private static final Pattern HOURS =
            Pattern.compile("((?:[01]\\d|2[0-3]):[0-5]\\d)-((?:[01]\\d|2[0-3]):[0-5]\\d|24:00)");
    /** Where a platform takes messages, by its host. */
    private static final Map<String, String> PATHS = Map.of("qyapi.weixin.qq.com", "/cgi-bin/webhook/send",
            "oapi.dingtalk.com", "/robot/send", "open.feishu.cn", "/open-apis/bot/v2/hook", "open.larksuite.com",
            "/open-apis/bot/v2/hook");
    private static final Map<String, Setting> BY_NAME =
            COMMON.stream().collect(Collectors.toMap(Setting::name, Function.identity()));

    private Table() {
    }

    private static List<Setting> of(String robot) {
        return Settings.isWebhook(robot) ? ofWebhook(robot) : ofRobot(robot);
    }

    private static List<Setting> ofWebhook(String robot) {
        return List.of(
                Setting.of(robot + ".url", url -> url.isEmpty() || isPlatform(url),
                        "is not an http or https address without what follows a question mark, which belongs in "
                        + robot + ".token"),
                Setting.of(robot + ".token", Credential::wrongRestOfAddress).optional(),
                Setting.of(robot + ".secret", Credential::wrongWebhookSecret).optional(),
                Setting.number(robot + ".per-minute", 0, 1_000_000),
                Setting.number(robot + ".per-second", 0, 1_000_000).optional(),
                leastSeverity(robot),
                quietHours(robot));
    }

    private static Setting leastSeverity(String robot) {
        return Setting.choice(robot + ".least-severity", "notice", "warning", "critical").optional();
    }

    private static Setting quietHours(String robot) {
        return Setting.of(robot + ".quiet-hours", hours -> wrongHours(robot, hours)).optional();
    }

    private static List<Setting> ofRobot(String robot) {
        return List.of(
                Setting.of(robot + ".token", token -> Credential.wrongToken(robot, token)),
                Setting.of(robot + ".secret", Credential::wrongSecret).optional(),
                Setting.any(robot + ".keyword").optional(),
                Setting.of(robot + ".url", url -> wrongAddress(robot, url)),
                Setting.of(robot + ".mention.critical", people -> People.wrong(robot, people)).optional(),
                Setting.of(robot + ".mention.warning", people -> People.wrong(robot, people)).optional(),
                Setting.number(robot + ".per-minute", 0, 1_000_000),
                Setting.number(robot + ".per-second", 0, 1_000_000).optional(),
                leastSeverity(robot),
                quietHours(robot));
    }

    static List<Setting> of(Collection<String> robots) {
        return Stream.concat(COMMON.stream(), robots.stream().map(Table::of).flatMap(List::stream)).toList();
    }

    /** How a value is used, whichever way it was written. */
    static String spelling(String name, String value) {
        String meant = Pasted.clean(name, value);
        return Stream.concat(Stream.ofNullable(BY_NAME.get(name)), of(name.replaceFirst("\\..*", "")).stream())
                .filter(setting -> setting.name().equals(name)).findFirst()
                .map(setting -> setting.spelling().apply(meant)).orElse(meant);
    }

    private static boolean isAddress(String url, Predicate<Address> right) {
        return Address.of(url).filter(right).isPresent();
    }

    private static boolean areBrokers(String urls) {
        return urls.isEmpty() || Arrays.stream(urls.split(",")).allMatch(url -> isAddress(url.strip(), broker ->
                broker.scheme().matches("tcp|ssl") && broker.user() == null && broker.port() > 0
                        && broker.path().isEmpty()));
    }

    private static boolean areMinutes(String list) {
        if (!list.matches("(\\d{1,4}( *, *\\d{1,4})*)?")) {
            return false;
        }
        int before = 0;
        for (String minutes : list.isEmpty() ? new String[0] : list.split(" *, *")) {
            if (Integer.parseInt(minutes) <= before || Integer.parseInt(minutes) > 1_440) {
                return false;
            }
            before = Integer.parseInt(minutes);
        }
        return true;
    }

    private static Optional<String> wrongHours(String robot, String hours) {
        Matcher times = HOURS.matcher(hours);
        return hours.isEmpty() ? Optional.empty() : !times.matches()
                ? Optional.of("is no time of each day such as 22:00-07:00")
                : times.group(1).equals(times.group(2).replace("24:", "00:"))
                ? Optional.of("begins as it ends: write 22:00-07:00, or keep off what is not critical for good with "
                        + robot + ".least-severity=critical") : Optional.empty();
    }

    private static Optional<String> wrongAddress(String robot, String url) {
        Optional<Address> address = Address.of(url.replaceFirst("[?#].*", ""));
        String known = address.map(Address::host).map(PATHS::get).orElse(null);
        return known != null && !url.endsWith(known)
                ? Optional.of("is not the address without its token: write https://" + address.get().host() + known
                + ", and in " + robot + ".token " + Credential.part(robot))
                : isPlatform(url) ? Optional.empty()
                : Optional.of("is not an http or https address without what follows a question mark");
    }

    private static boolean isPlatform(String url) {
        return isAddress(url, platform -> platform.scheme().matches("https?") && platform.user() == null);
    }

    private static boolean isProxy(String url) {
        return url.isEmpty() || isAddress(url, proxy -> proxy.scheme().equals("http") && proxy.port() > 0
                && (proxy.user() == null || proxy.user().contains(":")));
    }

    private static Optional<String> wrongTopic(String topic) {
        boolean filter = !topic.matches(".*[\uFF0B\uFF03].*")
                && topic.matches("(\\$share/[^/+#]+/(?=.)|(?!\\$share/))([^/+#]*/|\\+/)*([^/+#]*|\\+|#)");
        return topic.isEmpty() ? Optional.of("is empty") : filter ? Optional.empty()
                : Optional.of("is no topic filter such as alerts/# or $share/group/alerts/#");
    }

    /** A time of day, or nothing. */
    private static Optional<String> wrongClock(String time) {
        Matcher near = NEARLY_CLOCK.matcher(time.toLowerCase(Locale.ROOT));
        if (time.isEmpty() || CLOCK.matcher(time).matches()) {
            return Optional.empty();
        } else if (!near.matches()) {
            return Optional.of("is no time of day such as 09:00");
        }
        int hour = Integer.parseInt(near.group(1)) % (near.group(3) == null ? 24 : 12)
                + ("pm".equals(near.group(3)) ? 12 : 0);
        return Optional.of("is no time of day such as 09:00: did you mean " + "%02d:%s?".formatted(hour,
                near.group(2) == null ? "00" : near.group(2)));
    }

    private static Optional<String> wrongZone(String zone) {
        try {
            ZoneId.of(zone);
            return Optional.empty();
        } catch (DateTimeException unknown) {
            Optional<String> meant =
                    Typo.of(zone, ZoneId.getAvailableZoneIds(), known -> Math.min(2, known.length() / 4));
            return Optional.of("is no time zone such as +08:00 or Asia/Shanghai"
                    + meant.map(known -> ": did you mean " + known + "?").orElse(""));
        }
    }
}
