package io.disconnectalerts.robot;

import io.disconnectalerts.delivery.DeliveryFailure;
import io.disconnectalerts.vendors.Answer;
import io.disconnectalerts.vendors.DingTalkServer;
import io.disconnectalerts.vendors.Fault;
import io.disconnectalerts.vendors.FeishuServer;
import io.disconnectalerts.vendors.VendorServer;
import io.disconnectalerts.vendors.WeComServer;
import java.io.IOException;
import java.nio.charset.Charset;
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
            40008 | Blocked kamelet
            44004 | Unacceptable, or kamelet
            45002 | Unacceptable
            45008 | Blocked kamelet
            40007 | Blocked kamelet
            40009 | Blocked kamelet
            44001 | Blocked kamelet
            40063 | Blocked kamelet
            47001 | Blocked kamelet
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
            400105 | Blocked kamelet
            400401 | Blocked kamelet
            400402 | Unacceptable, or kamelet
             43002 | Blocked kamelet
             43004 | Blocked kamelet
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
                9499 | Unacceptable, or kamelet
            99991400 | RetryAfter 60
               19001 | Blocked token
               19002 | Blocked kamelet
               19007 | Blocked token
               19021 | Blocked secret
               19022 | Blocked ip-list
               19024 | Blocked keyword
               19036 | Unacceptable
              200621 | Unacceptable, or kamelet
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
            dingtalk | 310000 | description:机器人发送签名不匹配;solution:请确认签名和生成签名的时间戳必须都放在调用的网址中 | Blocked secret
            dingtalk | 310000 | sign invalid, more: [https://open.dingtalk.com/document]     | Blocked secret
            dingtalk | 310000 | invalid timestamp                                            | Blocked clock
            dingtalk | 310000 | 时间戳无效                                                     | Blocked clock
            dingtalk | 310000 | description:机器人发送签名过期;solution:签名生成时间和发送时间请保持在 timestampms 以内; | Blocked clock
            dingtalk | 310000 | sign has expired                                             | Blocked clock
            dingtalk | 310000 | ip 203.0.113.7 not in whitelist                              | Blocked ip-list
            dingtalk | 310000 | description:机器人发送请求的IP不在白名单内                       | Blocked ip-list
            dingtalk | 310000 | source ip is not allowed                                     | Blocked ip-list
            dingtalk | 310000 | send forbidden                                               | Blocked security-settings
            dingtalk | 310000 | description of something new, over some limit                | Blocked security-settings
            dingtalk | 310000 | ''                                                           | Blocked security-settings
            dingtalk | 40035  | 缺少参数 json                                                  | Blocked kamelet
            wecom    | 40058  | invalid Request Parameter                                    | Unacceptable, or kamelet
            feishu   | 9499   | too many request                                             | RetryAfter 2
            feishu   | 9499   | Bad Request                                                  | Unacceptable, or kamelet
            feishu   | 9499   | something new                                                | BackOff
            wecom    | 12345  | something new                                                | BackOff
            dingtalk | 12345  | 未知错误                                                       | BackOff
            feishu   | 12345  | something new                                                | BackOff
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
            wecom    | 400 | {"errcode":93000,"errmsg":"x"}           | Blocked token
            wecom    | 403 | {"errcode":12345,"errmsg":"x"}           | BackOff
            wecom    | 403 | {"errmsg":"forbidden"}                   | BackOff
            dingtalk | 400 | {"errcode":310000,"errmsg":"forbidden"}  | Blocked security-settings
            dingtalk | 200 | {"errcode":"310000","errmsg":"x"}        | Blocked security-settings
            dingtalk | 200 | {"errcode":" 310000 "}                   | Blocked security-settings
            dingtalk | 200 | {"errcode":310000.0,"errmsg":null}       | Blocked security-settings
            dingtalk | 200 | {"errcode":3.1e5,"errmsg":{}}            | Blocked security-settings
            dingtalk | 200 | {"errcode":310000.5}                     | BackOff
            dingtalk | 200 | {"errcode":1e999999999}                  | BackOff
            dingtalk | 200 | {"errcode":"99999999999999999999"}       | BackOff
            dingtalk | 200 | {"errcode":99999999999999999999}         | BackOff
            dingtalk | 200 | {"errcode":true}                         | BackOff
            dingtalk | 200 | {"errcode":""}                           | BackOff
            dingtalk | 200 | {"errcode":[310000]}                     | BackOff
            dingtalk | 200 | {"errcode":null,"status":1111}           | RetryAfter 300
            dingtalk | 200 | {"errmsg":"send forbidden"}              | BackOff
            dingtalk | 403 | {"code":"Forbidden","message":"x"}       | BackOff
            dingtalk | 307 | {"errcode":310000,"errmsg":"x"}          | BackOff
            dingtalk | 503 | {"errcode":460101,"errmsg":"x"}          | BackOff
            feishu   | 400 | {"code":0,"msg":"success"}               | BackOff
            feishu   | 204 |                                          | BackOff
            feishu   | 200 | {"code":"19021","StatusCode":0}          | Blocked secret
            feishu   | 200 | {"code":99999999999,"StatusCode":0}      | BackOff
            feishu   | 200 | {"code":"none","StatusCode":0}           | BackOff
            feishu   | 200 | {"StatusCode":"19024"}                   | Blocked keyword
            feishu   | 400 | {"StatusCode":9499,"StatusMessage":"too many request"} | RetryAfter 2
            feishu   | 200 | {"StatusCode":0,"code":0}trailing        | accepted
            """)
    void whateverElseMayComeBack(String platform, int status, String body, String expected) {
        byte[] bytes = body == null ? new byte[0] : body.getBytes(UTF_8);
        assertEquals(expected, outcome(platform, Answer.bytes(status, "application/json", bytes)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "GBK", "GB18030", "UTF-16"})
    void anAnswerIsReadInWhateverCharacterSetItCame(String charset) {
        String body = "{\"errcode\":310000,\"errmsg\":\"description:关键词不匹配\"}";
        assertEquals("310000 description:关键词不匹配: the robot's security settings ask for a keyword no message carries",
                blocked("dingtalk", Answer.bytes(200, "application/json", body.getBytes(Charset.forName(charset)))));
    }

    @ParameterizedTest(name = "HTTP {0} ''{1}'' -> {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            200 | {"errcode":12345,"errmsg":"something new"}      | 12345 something new: no code this program knows
            200 | {"errcode":12345}                               | 12345: no code this program knows
            200 | {"errcode":4294967296,"errmsg":"x"}             | 4294967296 x: no code this program knows
            403 | {"errcode":12345,"errmsg":"something new"}      | 12345 something new: no code this program knows
            403 | {"code":"Forbidden","message":"who are you?"}   | HTTP 403 who are you?, not an answer of the robot
            400 | {"errcode":0,"errmsg":"ok"}                     | HTTP 400 ok, not an answer of the robot
            503 | {"errcode":460101,"errmsg":"busy"}              | HTTP 503 busy, not an answer of the robot
            404 | <html>not found</html>                          | HTTP 404, not an answer of the robot
            """)
    void whatNobodyKnowsIsSaidInThePlatformsOwnWords(int status, String body, String why) {
        WECOM.fail(new Fault.Says(Answer.bytes(status, "application/json", body.getBytes(UTF_8))));
        assertEquals(why, assertInstanceOf(DeliveryFailure.BackOff.class, camel.send("wecom", "text")).getMessage());
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
        WECOM.fail(new Fault.Says(WECOM.refusal(45002, "bad\\u0007 \\u202etext " + WECOM.token() + " "
                + "界".repeat(300))));
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
        assertEquals("ip-list", mend("dingtalk", DINGTALK.refusal(310000, "ip 203.0.113.7 not in whitelist"))
                .setting());
        assertEquals("310000 ip 203.0.113.7 not in whitelist: the IP list in the robot's security settings, in its"
                        + " DingTalk group, lacks this machine's address",
                mend("dingtalk", DINGTALK.refusal(310000, "ip 203.0.113.7 not in whitelist")).getMessage());
        assertEquals("310000 invalid timestamp: the clock of this machine is more than an hour off",
                mend("dingtalk", DINGTALK.refusal(310000, "invalid timestamp").with("Date", "")).getMessage());
        assertEquals("310000 send forbidden: the robot's security settings, in its DingTalk group, refuse what is sent:"
                + " keyword, signature or IP list", blocked("dingtalk", DINGTALK.refusal(310000, "send forbidden")));
    }

    private static String blocked(String platform, Answer answer) {
        return mend(platform, answer).getMessage();
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
        } else if (thrown instanceof DeliveryFailure.Blocked blocked) {
            return "Blocked " + blocked.setting();
        } else if (thrown instanceof DeliveryFailure.Unacceptable unacceptable && unacceptable.setting() != null) {
            return "Unacceptable, or " + unacceptable.setting();
        }
        return thrown == null ? "accepted" : thrown.getClass().getSimpleName();
    }

    /** Every exception that is no {@link DeliveryFailure} counts as BackOff. */
    private static void assertNoVerdict(Throwable thrown) {
        assertTrue(thrown instanceof IOException || thrown instanceof DeliveryFailure.BackOff, String.valueOf(thrown));
    }
}
