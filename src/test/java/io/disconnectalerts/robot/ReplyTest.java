package io.disconnectalerts.robot;

import io.disconnectalerts.outbox.DeliveryFailure;
import io.disconnectalerts.vendors.Answer;
import io.disconnectalerts.vendors.DingTalkServer;
import io.disconnectalerts.vendors.Fault;
import io.disconnectalerts.vendors.FeishuServer;
import io.disconnectalerts.vendors.VendorServer;
import io.disconnectalerts.vendors.WeComServer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a platform answers, over HTTP and through the kamelet, becomes what the outbox has to know. */
class ReplyTest {

    private static final WeComServer WECOM = new WeComServer(Clock.systemUTC());
    private static final DingTalkServer DINGTALK = new DingTalkServer(Clock.systemUTC());
    private static final FeishuServer FEISHU = new FeishuServer(Clock.systemUTC());
    private static final Map<String, VendorServer> VENDORS =
            Map.of("wecom", WECOM, "dingtalk", DINGTALK, "feishu", FEISHU);
    private static KameletContext camel;

    @BeforeAll
    static void start() throws Exception {
        camel = new KameletContext(Clock.systemUTC());
        for (Map.Entry<String, VendorServer> vendor : VENDORS.entrySet()) {
            vendor.getValue().quota(false);
            camel.with(vendor.getKey(), Map.of("token", vendor.getValue().token(), "url", vendor.getValue().url()));
        }
    }

    @AfterEach
    void heal() {
        VENDORS.values().forEach(VendorServer::heal);
        VENDORS.values().forEach(VendorServer::online);
    }

    @AfterAll
    static void stop() {
        camel.close();
        VENDORS.values().forEach(VendorServer::close);
    }

    @ParameterizedTest(name = "WeCom {0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
               -1 | BackOff
            45009 | RetryAfter 60
            45033 | RetryAfter 5
            93000 | Blocked token
            93004 | Blocked token
            93008 | Blocked token
            40058 | Unacceptable
            40008 | Unacceptable
            44004 | Unacceptable
            45002 | Unacceptable
            45008 | Unacceptable
            40007 | Unacceptable
            40009 | Unacceptable
            44001 | Unacceptable
            40063 | Unacceptable
            47001 | Unacceptable
            """)
    void everyCodeOfWeCom(int code, String expected) {
        assertEquals(expected, outcome("wecom", WECOM.refusal(code)));
    }

    @ParameterizedTest(name = "DingTalk {0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
                -1 | BackOff
            130101 | RetryAfter 600
            410100 | RetryAfter 600
            660026 | RetryAfter 600
             90030 | RetryAfter 3600
             90020 | RetryAfter 3600
             90018 | RetryAfter 1
             90002 | RetryAfter 1
            300001 | Blocked token
            300005 | Blocked token
            400101 | Blocked token
            400102 | Blocked token
            400013 | Blocked token
            400106 | Blocked token
             40035 | Blocked token
            400105 | Unacceptable
            400401 | Unacceptable
            400402 | Unacceptable
             43002 | Unacceptable
             43004 | Unacceptable
            460101 | Unacceptable
            101002 | Unacceptable
            430101 | Unacceptable
            430102 | Unacceptable
            430103 | Unacceptable
            430104 | Unacceptable
            """)
    void everyCodeOfDingTalk(int code, String expected) {
        assertEquals(expected, outcome("dingtalk", DINGTALK.refusal(code)));
    }

    @ParameterizedTest(name = "Feishu {0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
               11232 | RetryAfter 10
                9499 | Unacceptable
            99991400 | RetryAfter 60
               19001 | Blocked token
               19002 | Unacceptable
               19007 | Blocked token
               19021 | Blocked secret
               19022 | Blocked ip-list
               19024 | Blocked keyword
               19036 | Unacceptable
              200621 | Unacceptable
            """)
    void everyCodeOfFeishu(int code, String expected) {
        assertEquals(expected, outcome("feishu", FEISHU.refusal(code)));
    }

    @ParameterizedTest(name = "{0} {1} ''{2}'' -> {3}")
    @CsvSource(delimiter = '|', textBlock = """
            dingtalk | 310000 | keywords not in content                                      | Blocked keyword
            dingtalk | 310000 | description:关键词不匹配;solution:请联系群管理员查看此机器人的关键词 | Blocked keyword
            dingtalk | 310000 | sign not match                                               | Blocked secret
            dingtalk | 310000 | description:机器人发送签名不匹配;solution:签名和timestamp必须匹配 | Blocked secret
            dingtalk | 310000 | invalid timestamp                                            | Blocked clock
            dingtalk | 310000 | ip 203.0.113.7 not in whitelist                              | Blocked ip-list
            dingtalk | 310000 | description:机器人发送请求的IP不在白名单内                       | Blocked ip-list
            dingtalk | 310000 | something new                                                | BackOff, 2 tries
            feishu   | 9499   | too many request                                             | RetryAfter 2
            feishu   | 9499   | Bad Request                                                  | Unacceptable
            feishu   | 9499   | something new                                                | BackOff, 2 tries
            wecom    | 12345  | something new                                                | BackOff, 2 tries
            wecom    | 12345  | api freq out of limit                                        | RetryAfter 60
            dingtalk | 12345  | 发送速度太快                                                   | RetryAfter 60
            dingtalk | 12345  | 已被限流                                                      | RetryAfter 60
            feishu   | 12345  | Too Many calls                                               | RetryAfter 60
            """)
    void theTextDecidesWhereTheCodeDoesNot(String platform, int code, String text, String expected) {
        assertEquals(expected, outcome(platform, VENDORS.get(platform).refusal(code, text)));
    }

    @ParameterizedTest(name = "HTTP {1} ''{2}'' -> {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            wecom    | 200 | {"errcode":0}                            | accepted
            dingtalk | 200 | {"errcode":0,"errmsg":"ok"}              | accepted
            feishu   | 200 | {"StatusCode":0,"StatusMessage":"ok"}    | accepted
            feishu   | 200 | {"code":19001,"StatusCode":0,"msg":"x"}  | Blocked token
            feishu   | 200 | {"StatusCode":19001}                     | Blocked token
            dingtalk | 200 | {"status":1111,"wait":5,"punish":"deny"} | RetryAfter 300
            dingtalk | 200 | {"status":1111,"errcode":130101}         | RetryAfter 600
            wecom    | 500 | {"errcode":0}                            | BackOff
            wecom    | 502 | {"errcode":93000,"errmsg":"x"}           | BackOff
            wecom    | 400 | {"errcode":0}                            | BackOff
            wecom    | 302 | {"errcode":0}                            | BackOff
            wecom    | 200 | <html>Bad Gateway</html>                 | BackOff
            wecom    | 200 | {"errcode":"0"}                          | BackOff
            wecom    | 200 | {"errcode":null}                         | BackOff
            wecom    | 200 | {"errcode":4294967296}                   | BackOff
            wecom    | 200 | {"errcode":0.0}                          | BackOff
            wecom    | 200 | [0]                                      | BackOff
            wecom    | 200 | {"errcode":0                             | BackOff
            wecom    | 200 | {"ok":true}                              | BackOff
            wecom    | 404 | not found                                | BackOff
            wecom    | 503 | busy                                     | BackOff
            wecom    | 429 | slow down                                | RetryAfter 60
            """)
    void whateverElseMayComeBack(String platform, int status, String body, String expected) {
        assertEquals(expected, outcome(platform, Answer.bytes(status, "application/json", body.getBytes(UTF_8))));
    }

    @ParameterizedTest(name = "x-ogw-ratelimit-reset: {0} -> {1} s")
    @CsvSource({"7, 7", "0, 1", "99999, 3600", "soon, 60", "-1, 60"})
    void feishuNamesTheTimeItself(String header, int seconds) {
        assertEquals("RetryAfter " + seconds,
                outcome("feishu", FEISHU.refusal(99991400).with("x-ogw-ratelimit-reset", header)));
    }

    @ParameterizedTest
    @EnumSource(value = Fault.Packing.class, names = {"GZIP", "CHUNKED"})
    void aPackingIsUnpacked(Fault.Packing packing) {
        WECOM.fail(new Fault.Packed(packing));
        assertNull(camel.send("wecom", "text"));
    }

    @ParameterizedTest
    @EnumSource(value = Fault.Packing.class, names = {"GZIP_GARBAGE", "EMPTY", "CUT_SHORT"})
    void aBrokenPackingIsNoVerdict(Fault.Packing packing) {
        WECOM.fail(new Fault.Packed(packing));
        assertNoVerdict(camel.send("wecom", "text"));
    }

    @Test
    void aResetConnectionIsNoVerdict() {
        WECOM.fail(new Fault.Reset(true));
        assertNoVerdict(camel.send("wecom", "text"));
    }

    @Test
    void aClosedPortIsNoVerdict() {
        WECOM.offline();
        assertNoVerdict(camel.send("wecom", "text"));
    }

    @Test
    void aPlatformThatIsSilentOrNeverFinishesIsNoVerdictAfterTenSeconds() {
        WECOM.fail(new Fault.Hang(false));
        FEISHU.fail(new Fault.Packed(Fault.Packing.ENDLESS));
        long start = System.nanoTime();
        CompletableFuture<Throwable> silent = CompletableFuture.supplyAsync(() -> camel.send("wecom", "text"));
        assertNoVerdict(camel.send("feishu", "text"));
        assertNoVerdict(silent.join());
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.toSeconds() >= 9 && took.toSeconds() <= 13, took.toString());
    }

    @Test
    void aSlowPlatformIsWaitedFor() {
        WECOM.fail(new Fault.Slow(Duration.ofMillis(300)));
        assertNull(camel.send("wecom", "text"));
    }

    @ParameterizedTest(name = "HTTP {0}")
    @ValueSource(ints = {301, 302, 307, 308, 429, 500, 503})
    void nothingIsSentTwiceForOneCall(int status) {
        WECOM.fail(new Fault.Says(Answer.redirect(status, WECOM.url()).with("Retry-After", "0")));
        int before = WECOM.received().size();
        assertInstanceOf(DeliveryFailure.class, camel.send("wecom", "text"));
        assertEquals(1, WECOM.received().size() - before);
    }

    @Test
    void theReasonIsThePlatformsOwnWordsMadeHarmless() {
        WECOM.fail(new Fault.Says(WECOM.refusal(45002, "bad\\u0007 \\u202etext " + WECOM.token() + " " + "界".repeat(300))));
        String why = camel.send("wecom", "text").getMessage();
        assertTrue(why.startsWith("45002 bad text *** 界"), why);
        assertFalse(why.contains(WECOM.token()), why);
        assertTrue(why.length() < 220, why);
    }

    @Test
    void aLongExplanationStillDecides() {
        assertEquals("Blocked ip-list", outcome("dingtalk", DINGTALK.refusal(310000, "x".repeat(300) + " whitelist")));
    }

    @Test
    void aBlockedRobotNamesWhatToMend() {
        assertEquals("ip-list", mend("dingtalk", DINGTALK.refusal(310000, "ip 203.0.113.7 not in whitelist")).setting());
        assertEquals("310000 ip 203.0.113.7 not in whitelist: the IP list in the robot's security settings, in its"
                        + " DingTalk group, lacks this machine's address",
                mend("dingtalk", DINGTALK.refusal(310000, "ip 203.0.113.7 not in whitelist")).getMessage());
        assertEquals("310000 invalid timestamp: the clock of this machine is more than an hour off",
                mend("dingtalk", DINGTALK.refusal(310000, "invalid timestamp")).getMessage());
    }

    private static DeliveryFailure.Blocked mend(String platform, Answer answer) {
        VENDORS.get(platform).fail(new Fault.Says(answer));
        return assertInstanceOf(DeliveryFailure.Blocked.class, camel.send(platform, "text"));
    }

    private static String outcome(String platform, Answer answer) {
        VENDORS.get(platform).fail(new Fault.Says(answer));
        Throwable thrown = camel.send(platform, "text");
        if (thrown instanceof DeliveryFailure.RetryAfter retry) {
            return "RetryAfter " + retry.pause().toSeconds();
        } else if (thrown instanceof DeliveryFailure.BackOff backOff) {
            return "BackOff" + (backOff.patience() == Integer.MAX_VALUE ? "" : ", " + backOff.patience() + " tries");
        } else if (thrown instanceof DeliveryFailure.Blocked blocked) {
            return "Blocked " + blocked.setting();
        }
        return thrown == null ? "accepted" : thrown.getClass().getSimpleName();
    }

    /** Every exception that is no {@link DeliveryFailure} counts as BackOff. */
    private static void assertNoVerdict(Throwable thrown) {
        assertTrue(thrown instanceof IOException || thrown instanceof DeliveryFailure.BackOff, String.valueOf(thrown));
    }
}
