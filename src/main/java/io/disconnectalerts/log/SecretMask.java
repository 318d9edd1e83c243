package io.disconnectalerts.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.EncoderBase;
import io.disconnectalerts.bundle.Settings;
import io.disconnectalerts.bundle.WayOut;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes log lines, as text or as JSON, in UTF-8 and without any secret the settings hold. */
public final class SecretMask extends EncoderBase<ILoggingEvent> {
    private static final String MASK = "***";
    /** Signatures are made for every message, so they are known by the name before them. */
    private static final Pattern SIGNED = Pattern.compile("(sign=|\"sign\\\\*\" ?: ?\\\\*\")[^&\"\\\\\\s]+");
    /** What a device is called may hold line breaks, and characters that steer a terminal: none gets here. */
    private static final String TEXT = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %-30.30logger{29} "
            + "%replace(%replace(%msg %kvp){'[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+', ' '}){' $', ''}%n";
    private static final Pattern DATABASE = Pattern.compile("(?i)password=([^&;]+)|//[^/@:]*:([^/@]+)@");
    private static final Pattern SECRET = Pattern.compile("\\.(token|secret|password)$");
    private static final Set<String> HIDDEN = new HashSet<>();
    private static final Pattern NOTHING = Pattern.compile("(?!)");
    private static volatile Pattern secrets = NOTHING;

    private boolean json;
    private Layout<ILoggingEvent> layout;

    public void setJson(boolean json) {
        this.json = json;
    }

    /** Hides from now on the robots' tokens and secrets, and what else is secret in the settings. */
    public static void hide(Settings settings, Collection<String> robots) {
        Set<String> names = new HashSet<>(Settings.names());
        robots.forEach(robot -> names.addAll(List.of(robot + ".token", robot + ".secret")));
        hide(names, name -> settings.find(name).orElse(null));
    }

    /** Hides from now on, besides what is hidden already, the values of those of the settings that are secret. */
    static synchronized void hide(Collection<String> settings, UnaryOperator<String> values) {
        settings.forEach(name -> hide(name, Objects.requireNonNullElse(values.apply(name), "").strip()));
        HIDDEN.remove("");
        secrets = HIDDEN.isEmpty() ? NOTHING : Pattern.compile(HIDDEN.stream().sorted(Comparator.comparingInt(String::length).reversed())
                .map(SecretMask::forms).collect(Collectors.joining("|")));
    }

    private static void hide(String setting, String value) {
        if (SECRET.matcher(setting).find()) {
            HIDDEN.add(value);
        } else if (setting.equals("database.url")) {
            DATABASE.matcher(value).results().forEach(found -> HIDDEN.add(found.group(1) == null ? found.group(2) : found.group(1)));
        } else if (setting.equals("proxy.url") && WayOut.knows(value)) {
            WayOut.user(value).ifPresent(user -> {
                HIDDEN.add(user.split(":", 2)[1]);
                HIDDEN.add(Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
            });
        }
    }

    /** A secret in all its forms: as it is, percent-encoded any number of times, and as a JSON string, with its backslashes. */
    private static String forms(String secret) {
        return secret.codePoints().mapToObj(Character::toString).map(letter -> {
            String itself = Pattern.quote(letter);
            if (letter.matches("[A-Za-z0-9]")) {
                return itself;
            }
            StringBuilder percent = new StringBuilder();
            for (byte part : letter.getBytes(StandardCharsets.UTF_8)) {
                percent.append("%%(?:25)*(?i:%02x)".formatted(part & 0xff));
            }
            String unicode = letter.chars().mapToObj("\\\\+u(?i:%04x)"::formatted).collect(Collectors.joining());
            return "(?:\\\\*" + itself + "|" + percent + "|" + unicode + (letter.equals(" ") ? "|\\+" : "") + ")";
        }).collect(Collectors.joining());
    }

    public static String mask(String line) {
        String masked = secrets.matcher(line).replaceAll(MASK);
        return masked.contains("sign") ? SIGNED.matcher(masked).replaceAll("$1" + MASK) : masked;
    }

    @Override
    public void start() {
        if (json) {
            layout = new JsonLine();
        } else {
            PatternLayout pattern = new PatternLayout();
            pattern.setPattern(TEXT);
            layout = pattern;
        }
        layout.setContext(getContext() == null ? new LoggerContext() : getContext());
        layout.start();
        super.start();
    }

    @Override
    public byte[] headerBytes() {
        return null;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return mask(layout.doLayout(event)).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return null;
    }
}
