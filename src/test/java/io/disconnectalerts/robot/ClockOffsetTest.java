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

/** A platform and this machine do not agree on the time: whoever reads of it knows whether it is the clock or the secret. */
class ClockOffsetTest {
    private static final Clock HERE = Clock.fixed(Instant.parse("2026-01-02T03:04:05.678Z"), ZoneOffset.UTC);
    private static final String EXPIRED = "description:机器人发送签名过期;solution:签名生成时间和发送时间请保持在 timestampms 以内;";

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            none                          | the clock of this machine is more than an hour off                 | false
            ''                            | the clock of this machine is more than an hour off                 | false
            Fri, 02 Jan 2026 03:03:06 GMT | the clock of this machine is 1 min ahead of the platform's         | false
            Fri, 02 Jan 2026 03:03:04 GMT | the clock of this machine is 1 min ahead of the platform's         | true
            Fri, 02 Jan 2026 03:05:07 GMT | the clock of this machine is 1 min behind the platform's           | true
            Thu, 01 Jan 1970 00:00:00 GMT | the clock of this machine is 20455 d 3 h ahead of the platform's   | true
            """)
    void theDateTells(String date, String sentence, boolean notable) {
        ClockOffset offset = ClockOffset.of(date, HERE.instant());
        assertEquals(sentence, offset.toString());
        assertEquals(notable, offset.notable());
    }

    /** Platform, how far this machine is ahead, its secret, and what to mend. */
    @ParameterizedTest(name = "{0}, {1}, {2} -> {3}: {4}")
    @CsvSource(delimiter = '|', textBlock = """
            dingtalk | PT0S     | right | accepted |
            dingtalk | PT59M    | right | accepted |
            dingtalk | PT2H3M   | right | clock    | the clock of this machine is 2 h 3 min ahead of the platform's
            dingtalk | -PT61M   | right | clock    | the clock of this machine is 1 h 1 min behind the platform's
            dingtalk | PT2H     | wrong | clock    | the clock of this machine is 2 h 0 min ahead of the platform's
            dingtalk | PT0S     | wrong | secret   | the secret is not the one in the robot's security settings
            dingtalk | -PT12M   | wrong | secret   | the secret is not the one in the robot's security settings, and the clock of this machine is 12 min behind the platform's
            feishu   | -PT59M   | right | accepted |
            feishu   | P400D    | right | clock    | the clock of this machine is 400 d 0 h ahead of the platform's
            feishu   | -PT61M   | right | clock    | the clock of this machine is 1 h 1 min behind the platform's
            feishu   | PT0S     | wrong | secret   | the secret is not the one in the bot's security settings
            feishu   | PT12M    | wrong | secret   | the secret is not the one in the bot's security settings, and the clock of this machine is 12 min ahead of the platform's
            feishu   | PT3H     | wrong | clock    | the clock of this machine is 3 h 0 min ahead of the platform's
            """)
    void itIsTheClockOrTheSecret(String platform, Duration ahead, String secret, String mend, String advice) throws Exception {
        Clock there = Clock.offset(HERE, ahead.negated());
        try (SecuredServer vendor = platform.equals("feishu") ? new FeishuServer(there) : new DingTalkServer(there);
                KameletContext camel = new KameletContext(HERE)) {
            vendor.secret("right");
            camel.with(platform, Map.of("token", vendor.token(), "url", vendor.url(), "secret", secret));
            Throwable thrown = camel.send(platform, "text");
            if (mend.equals("accepted")) {
                assertNull(thrown);
            } else {
                Blocked blocked = assertInstanceOf(Blocked.class, thrown);
                assertEquals(mend + ": " + advice, blocked.setting() + blocked.getMessage().replaceFirst("\\d+ .*?(?=: the )", ""));
            }
        }
    }

    @ParameterizedTest(name = "{0} {1}, Date: {2} -> {3}: {4}")
    @CsvSource(delimiter = '|', textBlock = """
            feishu   | 19021  | sign match fail |                                | secret | the secret is not the one in the bot's security settings, or the clock of this machine is more than an hour off
            feishu   | 19021  | sign match fail | soon                           | secret | the secret is not the one in the bot's security settings, or the clock of this machine is more than an hour off
            feishu   | 19021  | sign match fail | Fri, 02 Jan 2026 01:04:05 GMT  | clock  | the clock of this machine is 2 h 0 min ahead of the platform's
            dingtalk | 310000 | EXPIRED         |                                | clock  | the clock of this machine is more than an hour off
            dingtalk | 310000 | EXPIRED         | Fri, 02 Jan 2026 03:04:05 GMT  | clock  | the platform takes the clock of this machine to be off, though its own agrees
            dingtalk | 310000 | EXPIRED         | Friday, 02-Jan-26 05:04:05 GMT | clock  | the clock of this machine is 2 h 0 min behind the platform's
            dingtalk | 310000 | sign not match  | Fri, 02 Jan 2026 01:04:05 GMT  | secret | the secret is not the one in the robot's security settings, and the clock of this machine is 2 h 0 min ahead of the platform's
            """)
    void theWordsCountMoreThanTheClock(String platform, int code, String words, String date, String mend, String advice) throws Exception {
        try (SecuredServer vendor = platform.equals("feishu") ? new FeishuServer(HERE) : new DingTalkServer(HERE);
                KameletContext camel = new KameletContext(HERE)) {
            vendor.fail(new Fault.Says(vendor.refusal(code, words.replace("EXPIRED", EXPIRED)).with("Date", date == null ? "" : date)));
            camel.with(platform, Map.of("token", vendor.token(), "url", vendor.url()));
            Blocked blocked = assertInstanceOf(Blocked.class, camel.send(platform, "text"));
            assertEquals(mend + ": " + advice, blocked.setting() + blocked.getMessage().replaceFirst("\\d+ .*?(?=: the )", ""));
        }
    }
}
