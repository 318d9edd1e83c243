package io.disconnectalerts.robot;

import java.net.URLEncoder;
import java.time.Clock;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Proves to DingTalk that the sender knows the robot's secret; good for an hour around {@code timestamp}, so it is
 * made anew for every attempt. Source: the security settings of DingTalk's custom robot page.
 */
final class DingTalkSignature {

    private DingTalkSignature() {}

    /** @return {@code timestamp=<ms>&sign=<base64, percent-encoded once>}, ready for the raw query. */
    static String query(String secret, Clock clock) {
        long timestamp = clock.millis();
        return "timestamp=" + timestamp + "&sign=" + URLEncoder.encode(sign(timestamp, secret), UTF_8);
    }

    /** @param timestamp milliseconds since 1970; the secret is the key, and part of the message too. */
    static String sign(long timestamp, String secret) {
        return HmacSha256.base64(secret, timestamp + "\n" + secret);
    }
}
