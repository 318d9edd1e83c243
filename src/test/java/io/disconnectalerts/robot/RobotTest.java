package io.disconnectalerts.robot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.disconnectalerts.delivery.DeliveryFailure;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RobotTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1661860880), ZoneOffset.UTC);

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "\r\n", "\t", "\u00A0", "\u200B", "\uFEFF", "\u3000"})
    void whatNobodySeesAroundTokenAndSecretStaysAtHome(String stray) {
        WeComRobot wecom = with(stray, new WeComRobot());
        assertEquals("key=token", wecom.query());
        DingTalkRobot dingtalk = with(stray, new DingTalkRobot());
        assertEquals("access_token=token&" + DingTalkSignature.query("xxx", CLOCK), dingtalk.query());
        FeishuRobot feishu = with(stray, new FeishuRobot());
        assertEquals("token", feishu.path());
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        assertEquals("QnWVTSBe6FmQDE0bG6X0mURbI+DnvVyu1h+j5dHOjrU=", feishu.sign(message).path("sign").asText());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            tok+en/0123456789 is unknown           | *** is unknown
            TOK+EN/0123456789 is unknown           | *** is unknown
            tok%2Ben%2F0123456789 is unknown       | *** is unknown
            tok%2ben%2f0123456789 is unknown       | *** is unknown
            secret SEC=ret/0123456789              | secret ***
            secret SEC%3dret%2f0123456789          | secret ***
            ?sign=PTs%2BdsurGspsy8LSQV%2FUd2CTvBp& | ?sign=***&
            sign: QnWVTSBe6FmQDE0bG6X0mURbI+Dnv=   | sign: ***
            sign not match                         | sign not match
            """)
    void whatAPlatformEchoesIsHidden(String echo, String shown) {
        DingTalkRobot robot = new DingTalkRobot();
        robot.setToken("tok+en/0123456789");
        robot.setSecret("SEC=ret/0123456789");
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("errcode", 12345).put("errmsg", echo);
        InputStream body = new ByteArrayInputStream(answer.toString().getBytes(UTF_8));
        assertEquals("12345 " + shown + ": no code this program knows",
                assertThrows(DeliveryFailure.BackOff.class, () -> robot.check(200, body, null, null)).getMessage());
    }

    private static <R extends Robot> R with(String stray, R robot) {
        DefaultCamelContext context = new DefaultCamelContext();
        context.getRegistry().bind("clock", CLOCK);
        robot.setCamelContext(context);
        robot.setToken(stray + "token" + stray);
        robot.setSecret(stray + "xxx" + stray);
        return robot;
    }
}
