package io.disconnectalerts.robot;

import java.net.URLEncoder;
import java.time.Clock;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Whoever is told, as the local bean of the kamelet: it alone holds the token and the secret, and lets them out only in
 * what goes to the platform. Time comes from the registry's {@link Clock}, if there is one.
 */
public abstract sealed class Robot implements CamelContextAware permits ChatRobot, Webhook {

    private static final Pattern ADDRESS = Pattern.compile("https?://[^?#\\s]+");
    /** White space of any script, control characters and characters without a width, around what was pasted. */
    private static final Pattern UNSEEN = Pattern.compile("^[\\s\\p{Z}\\p{Cc}\\p{Cf}]+|[\\s\\p{Z}\\p{Cc}\\p{Cf}]+$");
    private static final Pattern SIGNATURE = Pattern.compile("(\\bsign\\W{1,5})[\\w%+/=]{20,}");

    private CamelContext context;
    private Clock clock = Clock.systemUTC();
    private String token = "";
    private String secret = "";

    Robot() {
    }

    /** The text without what no log may show, should the platform echo it. */
    final String mask(String text) {
        String masked = SIGNATURE.matcher(text).replaceAll("$1***");
        for (String hidden : hidden().flatMap(each -> Stream.of(each, encoded(each))).toList()) {
            Pattern echo = Pattern.compile(hidden, Pattern.LITERAL | Pattern.CASE_INSENSITIVE);
            masked = hidden.isEmpty() ? masked : echo.matcher(masked).replaceAll("***");
        }
        return masked;
    }

    Stream<String> hidden() {
        return Stream.of(token, secret);
    }

    /** How far this machine's clock is off by the header of an answer that came now. */
    final ClockOffset offset(String date) {
        return ClockOffset.of(date, clock.instant());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    /** Percent-encoded, fit for a path or a query. */
    final String token() {
        return encoded(token);
    }

    final String tokenAsItIs() {
        return token;
    }

    final boolean signs() {
        return !secret.isEmpty();
    }

    final String secret() {
        return secret;
    }

    final Clock clock() {
        return clock;
    }

    public void setToken(String token) {
        this.token = UNSEEN.matcher(token).replaceAll("");
    }

    public void setSecret(String secret) {
        this.secret = UNSEEN.matcher(secret).replaceAll("");
    }

    /** Refuses at the start what Camel would take for another component's address, or what holds the token. */
    public void setUrl(String url) {
        if (!ADDRESS.matcher(url).matches()) {
            throw new IllegalArgumentException(
                    "url is not an http or https address without what follows a question mark");
        }
    }

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
        this.clock = Optional.ofNullable(context.getRegistry().findSingleByType(Clock.class)).orElse(Clock.systemUTC());
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }
}
