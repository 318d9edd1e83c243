package io.disconnectalerts.robot;

import com.fasterxml.jackson.databind.JsonNode;
import io.disconnectalerts.delivery.DeliveryFailure;
import io.disconnectalerts.vendors.Answer;
import io.disconnectalerts.vendors.DingTalkServer;
import io.disconnectalerts.vendors.Fault;
import io.disconnectalerts.vendors.FeishuServer;
import io.disconnectalerts.vendors.Received;
import io.disconnectalerts.vendors.VendorServer;
import io.disconnectalerts.vendors.WeComServer;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.converter.stream.InputStreamCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Named.named;

/** What the kamelets really put on the wire. The signatures are the published ones for these moments and secrets. */
class KameletWireTest {

    private static final String HARD_TEXT = "设备离线告警 🚨\n\"quoted\" \\ back ${body} {{x}}\t<at user_id=\"all\">\u0001";
    private static final long DINGTALK_MOMENT = 1582163555000L;
    private static final String DINGTALK_SECRET = "SECb90923e19e58b466481e9e7b7a5b4f108a4531abde590ad3967fb29f0eae5c68";
    private static final long FEISHU_MOMENT = 1661860880000L;

    private final AdjustableClock clock = new AdjustableClock();
    private WeComServer wecom;
    private DingTalkServer dingtalk;
    private FeishuServer feishu;
    private KameletContext camel;

    @BeforeEach
    void start() throws Exception {
        wecom = new WeComServer(clock);
        dingtalk = new DingTalkServer(clock);
        feishu = new FeishuServer(clock);
        camel = new KameletContext(clock);
    }

    @AfterEach
    void stop() {
        camel.close();
        wecom.close();
        dingtalk.close();
        feishu.close();
    }

    @Test
    void wecomGetsATextMessageWithTheKeyInTheQuery() throws Exception {
        camel.with("wecom", unsigned(wecom));
        assertNull(camel.send("wecom", HARD_TEXT));
        Received sent = wecom.received().get(0);
        assertEquals("POST /cgi-bin/webhook/send?key=" + wecom.token(), sent.method() + " " + sent.target());
        assertEquals("text", sent.message().type());
        assertEquals(HARD_TEXT, sent.message().text());
    }

    @Test
    void dingtalkGetsTheSignatureInTheQueryEncodedOnce() throws Exception {
        dingtalk.secret(DINGTALK_SECRET);
        clock.set(DINGTALK_MOMENT);
        camel.with("dingtalk", signed(dingtalk, DINGTALK_SECRET));
        assertNull(camel.send("dingtalk", HARD_TEXT));
        Received sent = dingtalk.received().get(0);
        assertEquals("POST /robot/send?access_token=" + dingtalk.token() + "&timestamp=1582163555000"
                + "&sign=BQKsG%2BQOCl%2BbYJOLc6pxDHxjVquzlZPWgvRzeN2J5zY%3D", sent.method() + " " + sent.target());
        assertEquals("markdown", sent.message().type());
        assertEquals(HARD_TEXT, sent.message().text());
    }

    @Test
    void feishuGetsTheTokenInThePathAndTheSignatureInTheBody() throws Exception {
        feishu.secret("xxx");
        clock.set(FEISHU_MOMENT);
        camel.with("feishu", signed(feishu, "xxx"));
        assertNull(camel.send("feishu", HARD_TEXT));
        Received sent = feishu.received().get(0);
        assertEquals("POST /open-apis/bot/v2/hook/" + feishu.token(), sent.method() + " " + sent.target());
        assertEquals("1661860880", sent.message().json().path("timestamp").textValue());
        assertEquals("QnWVTSBe6FmQDE0bG6X0mURbI+DnvVyu1h+j5dHOjrU=", sent.message().json().path("sign").textValue());
        assertEquals("text", sent.message().type());
        assertEquals(HARD_TEXT, sent.message().text());
    }

    /** Its server stands behind a proxy here, to which the request names the host that it is for. */
    @Test
    void larkIsFeishuAtAnotherHost() throws Exception {
        feishu.secret("xxx");
        clock.set(FEISHU_MOMENT);
        HttpComponent http = camel.camel().getComponent("http", HttpComponent.class);
        http.setProxyHost("127.0.0.1");
        http.setProxyPort(URI.create(feishu.url()).getPort());
        camel.with("feishu", Map.of("token", feishu.token(), "secret", "xxx",
                "url", "http://open.larksuite.com/open-apis/bot/v2/hook"));
        assertNull(camel.send("feishu", "Device offline 告警"));
        Received sent = feishu.received().get(0);
        assertEquals("open.larksuite.com http://open.larksuite.com/open-apis/bot/v2/hook/" + feishu.token(),
                sent.header("Host") + " " + sent.target());
        assertEquals("{\"msg_type\":\"text\",\"content\":{\"text\":\"Device offline 告警\"},\"timestamp\":\"1661860880\","
                + "\"sign\":\"QnWVTSBe6FmQDE0bG6X0mURbI+DnvVyu1h+j5dHOjrU=\"}", sent.body());
        assertTrue(sent.accepted());
    }

    @Test
    void withoutASecretNothingIsSigned() throws Exception {
        camel.with("dingtalk", unsigned(dingtalk)).with("feishu", unsigned(feishu));
        assertNull(camel.send("dingtalk", "text"));
        assertNull(camel.send("feishu", "text"));
        assertEquals("/robot/send?access_token=" + dingtalk.token(), dingtalk.received().get(0).target());
        assertEquals("{\"msg_type\":\"text\",\"content\":{\"text\":\"text\"}}", feishu.received().get(0).body());
    }

    @Test
    void anEmptySecretIsNoSecret() throws Exception {
        camel.with("dingtalk", signed(dingtalk, "")).with("feishu", signed(feishu, ""));
        assertNull(camel.send("dingtalk", "text"));
        assertNull(camel.send("feishu", "text"));
        assertFalse(dingtalk.received().get(0).target().contains("sign"));
        assertFalse(feishu.received().get(0).body().contains("sign"));
    }

    @Test
    void everyAttemptIsSignedAnew() throws Exception {
        dingtalk.secret(DINGTALK_SECRET);
        feishu.secret("xxx");
        camel.with("dingtalk", signed(dingtalk, DINGTALK_SECRET)).with("feishu", signed(feishu, "xxx"));
        for (long hours = 0; hours < 3; hours++) {
            clock.set(FEISHU_MOMENT + hours * 7_200_000);
            assertNull(camel.send("dingtalk", "text"));
            assertNull(camel.send("feishu", "text"));
        }
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({"'设备离线告警\nrest', 设备离线告警", "'### **设备**离线告警（3 条）\n\n> x', 设备离线告警（3 条）", "'a\\_b `c`', ab c",
            "'\n ###\n\n> 告警', 告警", "'***', …"})
    void dingtalkTitlesAMessageWithItsFirstLineWithoutMarkup(String text, String title) throws Exception {
        camel.with("dingtalk", unsigned(dingtalk));
        assertNull(camel.send("dingtalk", text));
        assertEquals(title, dingtalk.messages().get(0).title());
        assertEquals(text, dingtalk.messages().get(0).text());
    }

    @ParameterizedTest(name = "{0} {1} -> {2} {3}")
    @CsvSource(delimiter = '|', textBlock = """
            wecom    | ''                       | {"content":"x"} | []
            wecom    | zhangsan , 13800138000   | {"content":"x","mentioned_list":["zhangsan"],\
            "mentioned_mobile_list":["13800138000"]} | [zhangsan, 13800138000]
            wecom    | @all                     | {"content":"x","mentioned_list":["@all"]} | [all]
            wecom    | user:13800138000         | {"content":"x","mentioned_list":["13800138000"]} | [13800138000]
            dingtalk | ''                       | {"title":"x","text":"x"} | []
            dingtalk | 13800138000,manager42    | {"title":"x","text":"x\\n\\n@13800138000 @manager42"} \
            | [13800138000, manager42]
            dingtalk | @all                     | {"title":"x","text":"x\\n\\n@all"} | [all]
            feishu   | ''                       | {"text":"x"} | []
            feishu   | ou_0123456789ab, g3fa1b2 | \
            {"text":"x\\n<at user_id=\\"ou_0123456789ab\\"></at> <at user_id=\\"g3fa1b2\\"></at>"} \
            | [ou_0123456789ab, g3fa1b2]
            feishu   | all                      | {"text":"x\\n<at user_id=\\"all\\"></at>"} | [all]
            """)
    void whoIsCalledStandsWhereThePlatformLooks(String platform, String mention, String content, String called)
            throws Exception {
        VendorServer vendor = Map.of("wecom", wecom, "dingtalk", dingtalk, "feishu", feishu).get(platform);
        camel.with(platform, Map.of("token", vendor.token(), "url", vendor.url(), "mention", mention));
        assertNull(camel.send(platform, "x"));
        JsonNode sent = vendor.messages().get(0).json();
        assertEquals(content, sent.path(Map.of("wecom", "text", "dingtalk", "markdown", "feishu", "content")
                .get(platform)).toString());
        assertEquals("[" + called + "]", vendor.called().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"msgtype\":\"evil\"}", "\"", "[1]", "null", "42", "a\u2028b", "-"})
    void aTextThatLooksLikeJsonIsStillAText(String text) throws Exception {
        camel.with("wecom", unsigned(wecom));
        assertNull(camel.send("wecom", text));
        assertEquals(text, wecom.messages().get(0).text());
    }

    static Stream<Arguments> bodies() {
        byte[] utf8 = "掉线 text".getBytes(UTF_8);
        Map<String, Supplier<Object>> bodies = new TreeMap<>(Map.of("String", () -> "掉线 text", "bytes", () -> utf8,
                "a stream", () -> new ByteArrayInputStream(utf8), "a reader", () -> new StringReader("掉线 text"),
                "a stream cache", () -> new InputStreamCache(utf8), "a map", () -> Map.of("掉线", "text")));
        return bodies.entrySet().stream().flatMap(body -> Stream.of("wecom", "dingtalk", "feishu")
                .map(platform -> Arguments.of(platform, named(body.getKey(), body.getValue()))));
    }

    /** The length is told, as no gateway on the way may ask for it, and nothing of the caller's headers goes along. */
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("bodies")
    void whateverTheBodyAPostIsOnePieceWithTheKameletsHeadersOnly(String platform, Supplier<Object> body)
            throws Exception {
        VendorServer vendor = vendor(platform);
        camel.with(platform, unsigned(vendor));
        assertNull(camel.send(platform, body.get()));
        Received sent = vendor.received().get(0);
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        sent.headers().forEach(header -> names.add(header.getKey()));
        assertEquals("[Accept-Encoding, Connection, Content-Length, Content-Type, Host, User-Agent]", names.toString());
        assertEquals("application/json", sent.header("Content-Type"));
        assertEquals(URI.create(vendor.url()).getAuthority(), sent.header("Host"));
        assertEquals(Integer.toString(sent.body().getBytes(UTF_8).length), sent.header("Content-Length"));
        assertTrue(sent.message().text().matches("掉线 text|\\{掉线=text}"), sent.body());
    }

    /** Whatever comes of a send, nothing the caller's route does next can show or pass on the token. */
    @ParameterizedTest
    @ValueSource(strings = {"accepted", "refused", "unreachable"})
    void noHeaderStaysOnTheCallersMessage(String outcome) throws Exception {
        camel.with("wecom", unsigned(wecom)).with("feishu", unsigned(feishu));
        switch (outcome) {
            case "refused" -> Stream.of(wecom, feishu).forEach(vendor -> vendor.token("another"));
            case "unreachable" -> Stream.of(wecom, feishu).forEach(VendorServer::offline);
            default -> assertEquals("accepted", outcome);
        }
        for (String platform : List.of("wecom", "feishu")) {
            Exchange exchange = camel.exchange(platform, "text");
            assertEquals(outcome.equals("accepted"), exchange.getException() == null);
            assertEquals(Map.of(), exchange.getMessage().getHeaders());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void aSendIsOneRequestEvenIfCamelsClientWouldRepeatIt(int status) throws Exception {
        camel.with("wecom", unsigned(wecom));
        wecom.fail(new Fault.Says(Answer.html(status, "later")), 1);
        assertInstanceOf(DeliveryFailure.class, camel.send("wecom", "text"));
        assertEquals(1, wecom.received().size());
    }

    @Test
    void aLongLineOfMarkupIsATextLikeAnyOther() throws Exception {
        camel.with("dingtalk", unsigned(dingtalk));
        assertNull(camel.send("dingtalk", "*".repeat(9000) + "\n告警\n" + "_>".repeat(4000)));
        assertEquals("告警", dingtalk.messages().get(0).title());
    }

    static Stream<Arguments> nothings() {
        return Stream.of("wecom", "dingtalk", "feishu").flatMap(platform ->
                Stream.of(null, "", " \n", new byte[0]).map(nothing -> Arguments.of(platform, nothing)));
    }

    @ParameterizedTest
    @MethodSource("nothings")
    void aTextThatSaysNothingIsNotSent(String platform, Object nothing) throws Exception {
        VendorServer vendor = vendor(platform);
        camel.with(platform, unsigned(vendor));
        assertEquals("there is no text", assertInstanceOf(DeliveryFailure.Unacceptable.class,
                camel.send(platform, nothing)).getMessage());
        assertEquals(List.of(), vendor.received());
    }

    @Test
    void noEndpointShowsASecret() throws Exception {
        camel.with("wecom", unsigned(wecom)).with("dingtalk", signed(dingtalk, "SEC-hidden"))
                .with("feishu", signed(feishu, "SEC-hidden"));
        camel.send("wecom", "text");
        camel.send("dingtalk", "text");
        camel.send("feishu", "text");
        assertTrue(camel.camel().getEndpoints().stream().filter(HttpEndpoint.class::isInstance).count() >= 3);
        for (Endpoint endpoint : camel.camel().getEndpoints()) {
            assertNoSecret(endpoint.toString());
            if (!endpoint.getEndpointUri().startsWith("kamelet:")) {
                assertNoSecret(endpoint.getEndpointUri());
            }
        }
    }

    private void assertNoSecret(String shown) {
        for (String secret : new String[] {wecom.token(), dingtalk.token(), feishu.token(), "SEC-hidden"}) {
            assertFalse(shown.contains(secret), shown);
        }
    }

    private VendorServer vendor(String platform) {
        return Map.of("wecom", wecom, "dingtalk", dingtalk, "feishu", feishu).get(platform);
    }

    private static Map<String, String> unsigned(VendorServer vendor) {
        return Map.of("token", vendor.token(), "url", vendor.url());
    }

    private static Map<String, String> signed(VendorServer vendor, String secret) {
        return Map.of("token", vendor.token(), "secret", secret, "url", vendor.url());
    }

    /** One clock for both sides of the wire. */
    private static final class AdjustableClock extends Clock {

        private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

        private void set(long ms) {
            now.set(Instant.ofEpochMilli(ms));
        }

        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
