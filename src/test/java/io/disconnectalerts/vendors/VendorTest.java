package io.disconnectalerts.vendors;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The pretend vendors are as strict as the real ones, or nothing that passes them means anything. */
class VendorTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String WECOM_TEXT = "{\"msgtype\":\"text\",\"text\":{\"content\":\"%s\"}}";
    private static final String DINGTALK_TEXT =
            "{\"msgtype\":\"markdown\",\"markdown\":{\"title\":\"t\",\"text\":\"%s\"}}";
    private static final String FEISHU_TEXT = "{\"msg_type\":\"text\",\"content\":{\"text\":\"%s\"}}";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochMilli(1582163555000L));
    private final WeComServer wecom = new WeComServer(now::get);
    private final DingTalkServer dingtalk = new DingTalkServer(now::get);
    private final FeishuServer feishu = new FeishuServer(now::get);

    @AfterEach
    void close() {
        wecom.close();
        dingtalk.close();
        feishu.close();
    }

    @ParameterizedTest(name = "{1} -> {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                0 | {"msgtype":"text","text":{"content":"x","mentioned_list":["@all"]}}
                0 | {"msgtype":"markdown","markdown":{"content":"x"}}
                0 | {"msgtype":"news","news":{"articles":[{"title":"t","url":"u"}]}}
            40008 | {"msgtype":"txt","text":{"content":"x"}}
            40008 | {"msg_type":"text","content":{"text":"x"}}
            40008 | {"msgtype":"text","text":{"content":"x"}
            40008 | {"msgtype":"text","text":{"content":"x"}} {}
            40008 | {"msgtype":"text","msgtype":"text","text":{"content":"x"}}
            47001 | msgtype=text
            44004 | {"msgtype":"text","text":{"content":""}}
            44004 | {"msgtype":"text"}
            44004 | {"msgtype":"news","news":{"articles":[]}}
            """)
    void wecomIsStrict(int code, String body) {
        assertEquals(code, code(toWeCom(body)));
    }

    /** In the group are zhangsan, 13800138000 and ou_0123456789ab. */
    @ParameterizedTest(name = "{0} {2} -> {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            wecom | [zhangsan, 13800138000] | {"msgtype":"text","text":{"content":"x","mentioned_list":["zhangsan",\
            "lisi"],"mentioned_mobile_list":["13800138000","13900139000"]}}
            wecom | [all] | {"msgtype":"text","text":{"content":"x","mentioned_list":["@all"]}}
            wecom | [] | {"msgtype":"markdown","markdown":{"content":"x","mentioned_mobile_list":["13800138000"]}}
            wecom | [zhangsan] | {"msgtype":"markdown","markdown":{"content":"x <@zhangsan> <@lisi>"}}
            wecom | [] | {"msgtype":"markdown_v2","markdown_v2":{"content":"x <@zhangsan>"}}
            dingtalk | [13800138000, zhangsan] | {"msgtype":"markdown","markdown":{"title":"t","text":"x @13800138000 \
            @zhangsan @lisi"},"at":{"atMobiles":["13800138000"],"atUserIds":["zhangsan","lisi"]}}
            dingtalk | [13800138000] | {"msgtype":"text","text":{"content":"x @13800138000"},\
            "at":{"atMobiles":["13800138000"]}}
            dingtalk | [] | {"msgtype":"markdown","markdown":{"title":"t","text":"x"},\
            "at":{"atMobiles":["13800138000"]}}
            dingtalk | [] | {"msgtype":"markdown","markdown":{"title":"t","text":"x @zhangsan"}}
            dingtalk | [] | {"msgtype":"actionCard","actionCard":{"title":"t","text":"x @zhangsan"},\
            "at":{"atUserIds":["zhangsan"]}}
            feishu | [ou_0123456789ab] | {"msg_type":"text","content":{"text":"<at user_id=\\"ou_0123456789ab\\"></at> \
            <at user_id=\\"ou_of_nobody\\"></at> <at user_id=\\"13800138000\\"></at>"}}
            feishu | [all] | {"msg_type":"text","content":{"text":"<at user_id=\\"all\\"></at>"}}
            feishu | [ou_0123456789ab] | {"msg_type":"post","content":{"post":{"zh_cn":{"content":[[{"tag":"text",\
            "text":"x"},{"tag":"at","user_id":"ou_0123456789ab"}]]}}}}
            feishu | [] | {"msg_type":"post","content":{"post":{"zh_cn":{"content":[[{"tag":"text",\
            "text":"<at user_id=\\"ou_0123456789ab\\"></at>"}]]}}}}
            feishu | [ou_0123456789ab] | {"msg_type":"interactive","card":{"elements":[{"tag":"markdown",\
            "content":"<at id=ou_0123456789ab></at>"}]}}
            """)
    void whoIsCalledIsInTheGroupAndNamedAsTheTypeOfMessageHasIt(String platform, String called, String body) {
        VendorServer vendor = Map.of("wecom", wecom, "dingtalk", dingtalk, "feishu", feishu).get(platform);
        vendor.members("zhangsan", "13800138000", "ou_0123456789ab");
        switch (platform) {
            case "wecom" -> toWeCom(body);
            case "dingtalk" -> toDingTalk("", body);
            default -> toFeishu(body);
        }
        assertEquals("[" + called + "]", vendor.called().toString());
    }

    @Test
    void wecomRefusesARawLineBreakInAString() {
        assertEquals(40008, code(toWeCom(WECOM_TEXT.formatted("a\nb"))));
    }

    @Test
    void wecomCountsBytesOfContent() {
        assertEquals(0, code(toWeCom(WECOM_TEXT.formatted("界".repeat(682) + "ab"))));
        assertEquals(40058, code(toWeCom(WECOM_TEXT.formatted("界".repeat(683)))));
    }

    @Test
    void wecomTakesTwentyInAnyMinuteAndDoesNotCountWhatItRefused() {
        for (int i = 0; i < 20; i++) {
            assertEquals(0, code(toWeCom(WECOM_TEXT.formatted(i))));
            now.updateAndGet(t -> t.plusSeconds(1));
        }
        for (int i = 0; i < 5; i++) {
            assertEquals(45009, code(toWeCom(WECOM_TEXT.formatted("x"))));
        }
        now.updateAndGet(t -> t.plusSeconds(40).minusMillis(1));
        assertEquals(45009, code(toWeCom(WECOM_TEXT.formatted("x"))));
        now.updateAndGet(t -> t.plusMillis(1));
        assertEquals(0, code(toWeCom(WECOM_TEXT.formatted("x"))));
        assertEquals(45009, code(toWeCom(WECOM_TEXT.formatted("x"))));
        assertEquals(21, wecom.messages().size());
        assertEquals(7, wecom.throttled());
    }

    @Test
    void wecomDoesNotCountForABenchmark() {
        wecom.quota(false);
        for (int i = 0; i < 50; i++) {
            assertEquals(0, code(toWeCom(WECOM_TEXT.formatted(i))));
        }
    }

    @ParameterizedTest(name = "{1} -> {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                 0 | {"msgtype":"text","text":{"content":"x"}}
            400401 | {"msgtype":"markdown"}
            400402 | {"msgtype":"markdown","markdown":{"text":"x"}}
            400105 | {"msgtype":"html","html":{"text":"x"}}
            400401 | {"text":{"content":"x"}}
            400401 | not json
            """)
    void dingtalkIsStrict(int code, String body) {
        assertEquals(code, code(toDingTalk("", body)));
    }

    @Test
    void dingtalkCountsBytesOfTheWholeBody() {
        String rest = DINGTALK_TEXT.formatted("");
        assertEquals(0, code(toDingTalk("", DINGTALK_TEXT.formatted("x".repeat(20_000 - rest.length())))));
        assertEquals(460101, code(toDingTalk("", DINGTALK_TEXT.formatted("x".repeat(20_001 - rest.length())))));
    }

    @Test
    void dingtalkInsistsOnTokenMethodAndContentType() throws Exception {
        String url = dingtalk.url() + "?access_token=";
        assertEquals(40035, code(post(url, DINGTALK_TEXT)));
        assertEquals(300005, code(post(url + "wrong", DINGTALK_TEXT)));
        assertEquals(43004, code(HTTP.send(request(url + dingtalk.token()).header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(DINGTALK_TEXT)).build(),
                HttpResponse.BodyHandlers.ofString())));
        assertEquals(43002, code(HTTP.send(request(url + dingtalk.token()).build(),
                HttpResponse.BodyHandlers.ofString())));
    }

    @ParameterizedTest(name = "signed {1} s ago, {0} -> {2}")
    @CsvSource({
        "BQKsG%2BQOCl%2BbYJOLc6pxDHxjVquzlZPWgvRzeN2J5zY%3D, 0, ok",
        "BQKsG%2BQOCl%2BbYJOLc6pxDHxjVquzlZPWgvRzeN2J5zY%3D, 3600, ok",
        "BQKsG%2BQOCl%2BbYJOLc6pxDHxjVquzlZPWgvRzeN2J5zY%3D, 3601, invalid timestamp",
        "BQKsG%2BQOCl%2BbYJOLc6pxDHxjVquzlZPWgvRzeN2J5zY%3D, -3601, invalid timestamp",
        "BQKsG+QOCl+bYJOLc6pxDHxjVquzlZPWgvRzeN2J5zY=, 0, sign not match",
        "BQKsG%252BQOCl%252BbYJOLc6pxDHxjVquzlZPWgvRzeN2J5zY%253D, 0, sign not match",
        "'', 0, sign not match"})
    void dingtalkChecksSignatureAndClock(String sign, int age, String errmsg) {
        dingtalk.secret("SECb90923e19e58b466481e9e7b7a5b4f108a4531abde590ad3967fb29f0eae5c68");
        now.updateAndGet(t -> t.plusSeconds(age));
        String answer = toDingTalk("&timestamp=1582163555000&sign=" + sign, DINGTALK_TEXT).body();
        assertTrue(answer.contains("\"errmsg\":\"" + errmsg + "\""), answer);
    }

    @Test
    void dingtalkChecksKeywordAndAddress() {
        dingtalk.keyword("告警");
        assertTrue(toDingTalk("", DINGTALK_TEXT.formatted("x")).body().contains("keywords not in content"));
        assertEquals(0, code(toDingTalk("", DINGTALK_TEXT.formatted("设备离线告警"))));
        dingtalk.ips("10.0.0.1", "192.168.0.0/16");
        assertTrue(toDingTalk("", DINGTALK_TEXT.formatted("告警")).body().contains("not in whitelist"));
        dingtalk.ips("127.0.0.0/8");
        assertEquals(0, code(toDingTalk("", DINGTALK_TEXT.formatted("告警"))));
    }

    @Test
    void dingtalkShutsForTenMinutesAfterTheTwentyFirst() {
        for (int i = 0; i < 20; i++) {
            assertEquals(0, code(toDingTalk("", DINGTALK_TEXT)));
        }
        assertEquals(130101, code(toDingTalk("", DINGTALK_TEXT)));
        now.updateAndGet(t -> t.plusSeconds(599));
        assertEquals(130101, code(toDingTalk("", DINGTALK_TEXT)));
        now.updateAndGet(t -> t.plusSeconds(1));
        assertEquals(0, code(toDingTalk("", DINGTALK_TEXT)));
    }

    @ParameterizedTest(name = "{1} -> {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                0 | {"msg_type":"text","content":{"text":"x"}}
                0 | {"msg_type":"interactive","card":{"schema":"2.0","body":{"elements":[{"tag":"markdown",\
            "content":"x"}]}}}
            19002 | {"msgtype":"text","text":{"content":"x"}}
            19002 | {"msg_type":"text","content":{}}
             9499 | {"msg_type":"text","content":{"text":"C:\\dir"}}
            """)
    void feishuIsStrict(int code, String body) {
        assertEquals(code, code(toFeishu(body)));
    }

    @Test
    void feishuCountsBytesOfTheWholeBody() {
        String rest = FEISHU_TEXT.formatted("");
        assertEquals(0, code(toFeishu(FEISHU_TEXT.formatted("x".repeat(20_000 - rest.length())))));
        assertEquals(9499, code(toFeishu(FEISHU_TEXT.formatted("x".repeat(20_001 - rest.length())))));
    }

    @ParameterizedTest(name = "{0} signed {1} s ago -> {2}")
    @CsvSource({
        "QnWVTSBe6FmQDE0bG6X0mURbI+DnvVyu1h+j5dHOjrU=, 0, 0",
        "QnWVTSBe6FmQDE0bG6X0mURbI+DnvVyu1h+j5dHOjrU=, 3600, 0",
        "QnWVTSBe6FmQDE0bG6X0mURbI+DnvVyu1h+j5dHOjrU=, 3601, 19021",
        "dIUMcehSFkPlWOGqwoP5EFcartyN67QSY9wbVW+hTbE=, 0, 19021"})
    void feishuChecksSignatureAndClock(String sign, int age, int code) {
        feishu.secret("xxx");
        now.set(Instant.ofEpochSecond(1661860880L + age));
        String signed = FEISHU_TEXT.formatted("x")
                .replaceFirst("}$", ",\"timestamp\":%s1661860880%1\\$s,\"sign\":\"" + sign + "\"}");
        assertEquals(code, code(toFeishu(signed.formatted("\""))));
        assertEquals(code, code(toFeishu(signed.formatted(""))));
    }

    @Test
    void feishuChecksTokenKeywordAndAddress() {
        assertEquals(19001, code(post(feishu.url() + "/wrong", FEISHU_TEXT)));
        feishu.keyword("告警");
        assertEquals(19024, code(toFeishu(FEISHU_TEXT.formatted("x"))));
        assertEquals(19024, code(toFeishu("""
                {"msg_type":"post","content":{"post":{"zh_cn":{"title":"","content":[[{"tag":"a","text":"x",\
                "href":"告警"}]]}}}}""")));
        assertEquals(0, code(toFeishu(FEISHU_TEXT.formatted("设备离线告警"))));
        feishu.ips("123.12.1.*");
        assertEquals(19022, code(toFeishu(FEISHU_TEXT.formatted("告警"))));
    }

    @Test
    void feishuTakesFiveASecondAndAHundredAMinute() {
        for (int i = 0; i < 100; i++) {
            assertEquals(0, code(toFeishu(FEISHU_TEXT.formatted(i))));
            if (i % 5 == 4) {
                assertEquals(9499, code(toFeishu(FEISHU_TEXT.formatted("burst"))));
                now.updateAndGet(t -> t.plusSeconds(1));
            }
        }
        HttpResponse<String> answer = toFeishu(FEISHU_TEXT.formatted("x"));
        assertEquals(11232, code(answer));
        assertEquals(200, answer.statusCode());
        now.updateAndGet(t -> t.plusSeconds(40));
        assertEquals(0, code(toFeishu(FEISHU_TEXT.formatted("x"))));
    }

    @Test
    void aFaultLastsAsLongAsAskedFor() {
        wecom.fail(new Fault.Says(wecom.refusal(-1)), 2);
        assertEquals(-1, code(toWeCom(WECOM_TEXT)));
        assertEquals(-1, code(toWeCom(WECOM_TEXT)));
        assertEquals(0, code(toWeCom(WECOM_TEXT)));
        wecom.fail(new Fault.Says(Answer.html(502, "<html>")));
        assertEquals(502, toWeCom(WECOM_TEXT).statusCode());
        wecom.heal();
        assertEquals(0, code(toWeCom(WECOM_TEXT)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMessageMayBeTakenThoughTheConnectionBroke(boolean taken) {
        wecom.fail(new Fault.Reset(taken), 1);
        assertThrows(IllegalStateException.class, () -> toWeCom(WECOM_TEXT));
        assertEquals(taken ? 1 : 0, wecom.messages().size());
        assertEquals(1, wecom.received().size());
    }

    @Test
    void aVendorThatWasOfflineComesBackOnTheSamePort() {
        String url = wecom.url();
        wecom.offline();
        assertThrows(IllegalStateException.class, () -> toWeCom(WECOM_TEXT));
        wecom.online();
        assertEquals(url, wecom.url());
        assertEquals(0, code(toWeCom(WECOM_TEXT)));
    }

    @Test
    void aJitteryNetworkTakesItsTimeAndLosesNothing() {
        wecom.jitter(Duration.ofMillis(50));
        long start = System.nanoTime();
        for (int i = 0; i < 5; i++) {
            assertEquals(0, code(toWeCom(WECOM_TEXT)));
        }
        assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() > 50);
        assertEquals(5, wecom.messages().size());
    }

    @Test
    void everythingIsKeptAsItWasOnTheWire() {
        toDingTalk("&timestamp=1&sign=a%2Bb%3D", DINGTALK_TEXT.formatted("界"));
        Received request = dingtalk.received().get(0);
        assertEquals("POST /robot/send?access_token=" + dingtalk.token() + "&timestamp=1&sign=a%2Bb%3D",
                request.method() + " " + request.target());
        assertEquals(DINGTALK_TEXT.formatted("界"), request.body());
        assertEquals(now.get(), request.at());
        assertEquals("t", request.message().title());
        assertEquals("界", request.message().text());
        toDingTalk("", "{}");
        assertNull(dingtalk.received().get(1).message());
        assertEquals(400401, dingtalk.received().get(1).answer().code());
    }

    private HttpResponse<String> toWeCom(String body) {
        return post(wecom.url() + "?key=" + wecom.token(), body);
    }

    private HttpResponse<String> toDingTalk(String query, String body) {
        return post(dingtalk.url() + "?access_token=" + URLEncoder.encode(dingtalk.token(), UTF_8) + query, body);
    }

    private HttpResponse<String> toFeishu(String body) {
        return post(feishu.url() + "/" + feishu.token(), body);
    }

    private static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(5));
    }

    private static HttpResponse<String> post(String url, String body) {
        try {
            return HTTP.send(request(url).header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int code(HttpResponse<String> answer) {
        return Integer.parseInt(answer.body().replaceFirst("(?s).*\"(?:err)?code\":(-?\\d+).*", "$1"));
    }
}
