package io.disconnectalerts.robot;

import java.time.Clock;

/**
 * Proves to Feishu that the sender knows the robot's secret; good for an hour around {@code timestamp}, so it is
 * made anew for every attempt. Source: "Use bots in groups" of Feishu's developer guide.
 */
record FeishuSignature(String timestamp, String sign) {

    static FeishuSignature of(String secret, Clock clock) {
        long timestamp = clock.instant().getEpochSecond();
        return new FeishuSignature(Long.toString(timestamp), sign(timestamp, secret));
    }

    /**
     * @param timestamp seconds since 1970; unlike DingTalk's, timestamp and secret are the key and the message is
     *          empty.
     */
    static String sign(long timestamp, String secret) {
        return HmacSha256.base64(timestamp + "\n" + secret, "");
    }
}
