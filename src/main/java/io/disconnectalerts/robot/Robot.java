package io.disconnectalerts.robot;

import io.disconnectalerts.delivery.DeliveryFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.time.Clock;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Header;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A robot in somebody's group chat, as the local bean of its kamelet: it alone holds the token and the secret, and
 * lets them out only in what goes to the platform. Time comes from the registry's {@link Clock}, if there is one.
 */
public abstract sealed class Robot implements CamelContextAware permits WeComRobot, DingTalkRobot, FeishuRobot {

    private static final Pattern ADDRESS = Pattern.compile("https?://[^?#\\s]+");
    /** White space of any script, control characters and characters without a width, around what was pasted. */
    private static final Pattern UNSEEN = Pattern.compile("^[\\s\\p{Z}\\p{Cc}\\p{Cf}]+|[\\s\\p{Z}\\p{Cc}\\p{Cf}]+$");
    private static final Pattern SIGNATURE = Pattern.compile("(\\bsign\\W{1,5})[\\w%+/=]{20,}");

    private final Replies replies;
    private CamelContext context;
    private Clock clock = Clock.systemUTC();
    private String token = "";
    private String secret = "";

    Robot(Replies replies) {
        this.replies = replies;
    }

    /** The text, if there is anything to say: platforms refuse nothing at all in words that do not name it. */
    public String text(@Body String text) throws DeliveryFailure {
        if (text == null || text.isBlank()) {
            throw new DeliveryFailure.Unacceptable("there is no text");
        }
        return text;
    }

    /** Returns when the message was accepted, and otherwise throws what the outbox has to know. */
    public void check(@Header(Exchange.HTTP_RESPONSE_CODE) int status, @Body InputStream body,
                      @Header("x-ogw-ratelimit-reset") String reset, @Header("Date") String date)
            throws DeliveryFailure, IOException {
        ClockOffset offset = ClockOffset.of(date, clock.instant());
        Optional<DeliveryFailure> failure = replies.read(status, body, reset, offset, this::mask);
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private String mask(String text) {
        String masked = SIGNATURE.matcher(text).replaceAll("$1***");
        for (String hidden : new String[] {token, encoded(token), secret, encoded(secret)}) {
            Pattern echo = Pattern.compile(hidden, Pattern.LITERAL | Pattern.CASE_INSENSITIVE);
            masked = hidden.isEmpty() ? masked : echo.matcher(masked).replaceAll("***");
        }
        return masked;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    /** Percent-encoded, fit for a path or a query. */
    final String token() {
        return encoded(token);
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
