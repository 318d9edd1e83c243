package io.disconnectalerts.robot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.disconnectalerts.delivery.DeliveryFailure.Blocked;
import io.disconnectalerts.vendors.DingTalkServer;
import io.disconnectalerts.vendors.Fault;
import io.disconnectalerts.vendors.FeishuServer;
import io.disconnectalerts.vendors.SecuredServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A platform and this machine do not agree on the time: it is said whether it is the clock or the secret. */
class ClockOffsetTest {
    private static final Clock HERE = Clock.fixed(Instant.parse("2026-01-02T03:04:05.678Z"), ZoneOffset.UTC);
    private static final String EXPIRED =
            "description:机器人发送签名过期;solution:签名生成时间和发送时间请保持在 timestampms 以内;";

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            none                          | more than an hour off                        | false
            ''                            | more than an hour off                        | false
            Fri, 02 Jan 2026 03:03:06 GMT | 1 min ahead of the platform's                | false
            Fri, 02 Jan 2026 03:03:04 GMT | 1 min ahead of the platform's                | true
            Fri, 02 Jan 2026 03:05:07 GMT | 1 min behind the platform's                  | true
            Thu, 01 Jan 1970 00:00:00 GMT | 20455 d 3 h ahead of the platform's          | true
            """)
    void theDateTells(String date, String is, boolean notable) {
        ClockOffset offset = ClockOffset.of(date, HERE.instant());
        assertEquals("the clock of this machine is " + is, offset.toString());
        assertEquals(offset.toString().replace("platform", "receiver"), offset.sentence("the receiver"));
        assertEquals(notable, offset.notable());
    }

    @ParameterizedTest(name = "{0}, this machine {1} ahead, {2} secret -> {3}: {4}")
    @CsvSource(delimiter = '|', textBlock = """
            dingtalk | PT0S     | right | nothing |
            dingtalk | PT59M    | right | nothing |
            dingtalk | PT2H3M   | right | clock   | the clock is 2 h 3 min ahead
            dingtalk | -PT61M   | right | clock   | the clock is 1 h 1 min behind
            dingtalk | PT2H     | wrong | clock   | the clock is 2 h 0 min ahead
            dingtalk | PT0S     | wrong | secret  | the secret
            dingtalk | -PT12M   | wrong | secret  | the secret, and the clock is 12 min behind
            feishu   | -PT59M   | right | nothing |
            feishu   | P400D    | right | clock   | the clock is 400 d 0 h ahead
            feishu   | -PT61M   | right | clock   | the clock is 1 h 1 min behind
            feishu   | PT0S     | wrong | secret  | the secret
            feishu   | PT12M    | wrong | secret  | the secret, and the clock is 12 min ahead
            feishu   | PT3H     | wrong | clock   | the clock is 3 h 0 min ahead
            """)
    void itIsTheClockOrTheSecret(String platform, Duration ahead, String secret, String mend, String why)
            throws Exception {
        try (SecuredServer vendor = vendor(platform, Clock.offset(HERE, ahead.negated()))) {
            vendor.secret("right");
            Throwable thrown = send(platform, vendor, secret);
            if (mend.equals("nothing")) {
                assertNull(thrown);
            } else {
                assertBlocked(mend, why, thrown);
            }
        }
    }

    @ParameterizedTest(name = "{0} {1}, Date: {2} -> {3}: {4}")
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            feishu   | match fail | ''                            | secret | the secret, or the clock
            feishu   | match fail | soon                          | secret | the secret, or the clock
            feishu   | match fail | Fri, 02 Jan 2026 01:04:05 GMT | clock  | the clock is 2 h 0 min ahead
            dingtalk | EXPIRED    | ''                            | clock  | the clock is more than an hour off
            dingtalk | EXPIRED    | Fri, 02 Jan 2026 05:04:05 GMT | clock  | the clock is 2 h 0 min behind
            dingtalk | EXPIRED    | Fri, 02 Jan 2026 03:04:05 GMT | clock  | the platform takes the clock to be off
            dingtalk | not match  | Fri, 02 Jan 2026 03:04:05 GMT | secret | the secret
            dingtalk | not match  | ''                            | secret | the secret, or the clock
            """)
    void thePlatformsWordsCountMore(String platform, String words, String date, String mend, String why)
            throws Exception {
        try (SecuredServer vendor = vendor(platform, HERE)) {
            int code = platform.equals("feishu") ? 19021 : 310000;
            String text = words.equals("EXPIRED") ? EXPIRED : "sign " + words;
            vendor.fail(new Fault.Says(vendor.refusal(code, text).with("Date", date)));
            assertBlocked(mend, why, send(platform, vendor, ""));
        }
    }

    private static SecuredServer vendor(String platform, Clock clock) {
        return platform.equals("feishu") ? new FeishuServer(clock) : new DingTalkServer(clock);
    }

    private static Throwable send(String platform, SecuredServer vendor, String secret) throws Exception {
        try (KameletContext camel = new KameletContext(HERE)) {
            return camel.with(platform, Map.of("token", vendor.token(), "url", vendor.url(), "secret", secret))
                    .send(platform, "text");
        }
    }

    /** The reason stands behind the platform's own words, and says a little more of secret and clock. */
    private static void assertBlocked(String mend, String why, Throwable thrown) {
        Blocked blocked = assertInstanceOf(Blocked.class, thrown);
        assertEquals(mend, blocked.setting());
        assertEquals(why, blocked.getMessage().replaceFirst("\\d+ .*?(?=: the ): ", "").replace(" of this machine", "")
                .replaceFirst(" is not the one in the (bot|robot)'s security settings", "")
                .replaceFirst(" ahead of the platform's$", " ahead").replaceFirst(" behind the platform's$", " behind")
                .replaceFirst(", though its own agrees$", "").replaceFirst("(?<=or the clock) is more.*$", ""));
    }
}
