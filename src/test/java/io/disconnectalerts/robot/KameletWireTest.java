package io.disconnectalerts.robot;

import io.disconnectalerts.vendors.DingTalkServer;
import io.disconnectalerts.vendors.FeishuServer;
import io.disconnectalerts.vendors.Received;
import io.disconnectalerts.vendors.WeComServer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** What the kamelets really put on the wire. */
class KameletWireTest {

    private static final String TEXT = "设备离线告警\n\"quoted\" \\ back ${body} {{x}}\t<at user_id=\"all\">";

    @Test
    void wecomGetsATextMessageWithTheKeyInTheQuery() throws Exception {
        try (WeComServer vendor = new WeComServer(Clock.systemUTC());
             KameletContext camel = new KameletContext(Clock.systemUTC())) {
            camel.with("wecom", Map.of("token", vendor.token(), "url", vendor.url()));
            assertNull(camel.send("wecom", TEXT));
            Received sent = vendor.received().get(0);
            assertEquals("POST /cgi-bin/webhook/send?key=" + vendor.token(), sent.method() + " " + sent.target());
            assertEquals("application/json", sent.header("Content-Type"));
            assertEquals(TEXT, sent.message().text());
        }
    }

    @Test
    void dingtalkGetsASignedMarkdownMessage() throws Exception {
        Clock clock = Clock.fixed(Instant.ofEpochMilli(1582163555000L), ZoneOffset.UTC);
        String secret = "SECb90923e19e58b466481e9e7b7a5b4f108a4531abde590ad3967fb29f0eae5c68";
        try (DingTalkServer vendor = new DingTalkServer(clock);
             KameletContext camel = new KameletContext(clock)) {
            vendor.secret(secret);
            camel.with("dingtalk", Map.of("token", vendor.token(), "secret", secret, "url", vendor.url()));
            assertNull(camel.send("dingtalk", "### 设备**离线**告警\n\n> x"));
            Received sent = vendor.received().get(0);
            assertEquals("/robot/send?access_token=" + vendor.token() + "&timestamp=1582163555000"
                    + "&sign=BQKsG%2BQOCl%2BbYJOLc6pxDHxjVquzlZPWgvRzeN2J5zY%3D", sent.target());
            assertEquals("设备离线告警", sent.message().title());
            assertEquals("### 设备**离线**告警\n\n> x", sent.message().text());
        }
    }

    @Test
    void feishuGetsATextMessageSignedInItsBody() throws Exception {
        Clock clock = Clock.fixed(Instant.ofEpochSecond(1661860880L), ZoneOffset.UTC);
        try (FeishuServer vendor = new FeishuServer(clock);
             KameletContext camel = new KameletContext(clock)) {
            vendor.secret("xxx");
            camel.with("feishu", Map.of("token", vendor.token(), "secret", "xxx", "url", vendor.url()));
            assertNull(camel.send("feishu", TEXT));
            Received sent = vendor.received().get(0);
            assertEquals("/open-apis/bot/v2/hook/" + vendor.token(), sent.target());
            assertEquals("QnWVTSBe6FmQDE0bG6X0mURbI+DnvVyu1h+j5dHOjrU=", sent.message().json().path("sign").asText());
            assertEquals("1661860880", sent.message().json().path("timestamp").textValue());
            assertEquals(TEXT, sent.message().text());
        }
    }
}
