package io.disconnectalerts.robot;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

/** The first row of each table is published (CatchZeng/dingtalk, go-lark/lark), the others are computed. */
class SignatureTest {

    @ParameterizedTest
    @CsvSource({
        "1582163555000, SECb90923e19e58b466481e9e7b7a5b4f108a4531abde590ad3967fb29f0eae5c68, "
                + "BQKsG%2BQOCl%2BbYJOLc6pxDHxjVquzlZPWgvRzeN2J5zY%3D",
        "1700000000000, this is secret, sSFWELbV2YwjdDQhWZwTcWlX5BWUx5J6TPpsZmuPii0%3D",
        "1700000000001, SECdemo, PTs%2BdsurGspsy8LSQV%2FUd2CTvBpozdeoue2U2fgKqxI%3D"})
    void dingtalkSignsTheQuery(long timestamp, String secret, String sign) {
        Clock clock = Clock.fixed(Instant.ofEpochMilli(timestamp), ZoneOffset.UTC);
        assertEquals("timestamp=" + timestamp + "&sign=" + sign, DingTalkSignature.query(secret, clock));
    }

    @ParameterizedTest
    @CsvSource({
        "1661860880, xxx, QnWVTSBe6FmQDE0bG6X0mURbI+DnvVyu1h+j5dHOjrU=",
        "1599360473, demo, l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8="})
    void feishuSignsWithTimestampAndSecretAsTheKey(long timestamp, String secret, String sign) {
        Clock clock = Clock.fixed(Instant.ofEpochSecond(timestamp, 999_999_999), ZoneOffset.UTC);
        assertEquals(new FeishuSignature(Long.toString(timestamp), sign), FeishuSignature.of(secret, clock));
        assertNotEquals(DingTalkSignature.sign(timestamp, secret), sign);
    }
}
