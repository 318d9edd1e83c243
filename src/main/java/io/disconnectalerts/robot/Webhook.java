package io.disconnectalerts.robot;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.delivery.DeliveryFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.hc.client5.http.utils.DateUtils;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Whoever takes JSON at an address of their own, and says by the status of HTTP what became of it. The token is the
 * rest of that address, where it holds a key. Signatures, and what a status means:
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
public final class Webhook extends Robot {
    /** What a secret begins with; behind it stands the key, in base64. */
    private static final String SECRET = "whsec_";
    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    private static final int SHORTEST_KEY = 6;
    private static final Duration THROTTLED = Duration.ofSeconds(60);

    /** The body, if it is JSON. */
    public byte[] json(@Body byte[] body) throws DeliveryFailure {
        try {
            if (!STRICT.readTree(body).isMissingNode()) {
                return body;
            }
        } catch (IOException | IllegalArgumentException none) {
            // As if there were nothing.
        }
        throw new DeliveryFailure.Unacceptable("the body is not JSON");
    }

    /** @return what stands behind the address, up to a question mark */
    public String path() {
        return tokenAsItIs().replaceFirst("\\?.*", "");
    }

    /** @return the raw query; null if there is none */
    public String query() {
        return tokenAsItIs().contains("?") ? tokenAsItIs().replaceFirst("[^?]*\\?", "") : null;
    }

    /** @return when it is sent, in seconds since 1970 */
    public String timestamp() {
        return Long.toString(clock().instant().getEpochSecond());
    }

    /** @return of id, time and body; null without a secret */
    public String signature(@Header("webhook-id") String id, @Header("webhook-timestamp") String timestamp,
            @Body byte[] body) {
        return signs() ? "v1," + HmacSha256.base64(Base64.getDecoder().decode(secret().replaceFirst("^" + SECRET, "")),
                (id + "." + timestamp + ".").getBytes(UTF_8), body) : null;
    }

    /** Returns when it was accepted, and otherwise throws what the outbox has to know. */
    public void check(@Header(Exchange.HTTP_RESPONSE_CODE) int status, @Body InputStream body,
            @Header("Retry-After") String pause, @Header("Date") String date) throws DeliveryFailure, IOException {
        if (status >= 200 && status < 300) {
            return;
        }
        String code = "HTTP " + status;
        String why = (code + " " + Replies.said(body, this::mask)).strip();
        throw failure(status, why, pause, date).coded(code);
    }

    private DeliveryFailure failure(int status, String why, String pause, String date) {
        return switch (status) {
            case 401, 403 -> new DeliveryFailure.Blocked(signs() ? "secret" : "token", why + ": it does not take "
                    + (signs() ? "the signature" : "what is not signed, or the key in the address")
                    + (offset(date).notable() ? ", and " + offset(date) : ""));
            case 404, 405 -> new DeliveryFailure.Blocked("url", why + ": nothing takes a webhook at this address");
            case 410 -> new DeliveryFailure.Blocked("url", why + ": nobody wants it at this address any more");
            case 408, 425 -> new DeliveryFailure.BackOff(why);
            case 413 -> new DeliveryFailure.Unacceptable(why);
            case 429 -> new DeliveryFailure.RetryAfter(why, pause(pause).orElse(THROTTLED));
            default -> status >= 500 ? pause(pause).<DeliveryFailure>map(named ->
                    new DeliveryFailure.RetryAfter(why, named)).orElseGet(() -> new DeliveryFailure.BackOff(why))
                    : status >= 400 ? new DeliveryFailure.Unacceptable("kamelet", why)
                    : new DeliveryFailure.Blocked("url", why + ": the address has moved, and no redirect is followed");
        };
    }

    /** Seconds, or a date. */
    private Optional<Duration> pause(String named) {
        if (named == null) {
            return Optional.empty();
        } else if (named.strip().matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Math.max(1, Long.parseLong(named.strip()))));
        }
        return Optional.ofNullable(DateUtils.parseStandardDate(named))
                .map(until -> Duration.between(clock().instant(), until)).filter(left -> !left.isNegative());
    }

    /** Also each part of the address alone, as it stands there and as it is meant, and the key in the secret. */
    @Override
    Stream<String> hidden() {
        return Stream.concat(super.hidden(), Stream.concat(Stream.of(secret().replaceFirst("^" + SECRET, "")),
                Stream.of(tokenAsItIs().split("[/?&]")).map(part -> part.replaceFirst("^[^=]*=", ""))
                        .flatMap(part -> Stream.of(part, meant(part)))).filter(part -> part.length() >= SHORTEST_KEY));
    }

    private static String meant(String part) {
        try {
            return URLDecoder.decode(part, UTF_8);
        } catch (IllegalArgumentException bare) {
            return part;
        }
    }
}
