package io.disconnectalerts.robot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.params.ParameterizedTest;
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

    private static <R extends Robot> R with(String stray, R robot) {
        DefaultCamelContext context = new DefaultCamelContext();
        context.getRegistry().bind("clock", CLOCK);
        robot.setCamelContext(context);
        robot.setToken(stray + "token" + stray);
        robot.setSecret(stray + "xxx" + stray);
        return robot;
    }
}
