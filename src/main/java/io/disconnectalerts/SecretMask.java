package io.disconnectalerts;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes log lines, as text or as JSON, in UTF-8 and without any secret the settings hold. */
public final class SecretMask extends EncoderBase<ILoggingEvent> {
    private static final String MASK = "***";
    /** Signatures are made for every message, so they are known by the name before them. */
    private static final Pattern SIGNED = Pattern.compile("(sign=|\"sign\" ?: ?\\\\?\")[^&\"\\\\\\s]+");
    private static volatile List<String> secrets = List.of();

    private boolean json;
    private Encoder<ILoggingEvent> layout;

    public void setJson(boolean json) {
        this.json = json;
    }

    static void hide(Settings settings, Collection<String> robots) {
        Set<String> hidden = new LinkedHashSet<>();
        robots.forEach(robot -> List.of("token", "secret").forEach(name -> settings.find(robot + "." + name).ifPresent(hidden::add)));
        List.of("http.token", "mqtt.password", "database.password").forEach(name -> settings.find(name).ifPresent(hidden::add));
        Set<String> forms = new LinkedHashSet<>(hidden);
        hidden.forEach(secret -> forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8)));
        forms.remove("");
        secrets = forms.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
    }

    static String mask(String line) {
        String masked = line;
        for (String secret : secrets) {
            masked = masked.replace(secret, MASK);
        }
        return masked.contains("sign") ? SIGNED.matcher(masked).replaceAll("$1" + MASK) : masked;
    }

    @Override
    public void start() {
        if (json) {
            JsonEncoder encoder = new JsonEncoder();
            encoder.setWithSequenceNumber(false);
            encoder.setWithNanoseconds(false);
            layout = encoder;
        } else {
            PatternLayoutEncoder encoder = new PatternLayoutEncoder();
            encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %-30.30logger{29} %msg%n");
            encoder.setCharset(StandardCharsets.UTF_8);
            layout = encoder;
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
        return mask(new String(layout.encode(event), StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return null;
    }
}
