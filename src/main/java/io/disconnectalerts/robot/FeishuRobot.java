package io.disconnectalerts.robot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

import static io.disconnectalerts.robot.Meaning.blocked;
import static io.disconnectalerts.robot.Meaning.doubtful;
import static io.disconnectalerts.robot.Meaning.misshapen;
import static io.disconnectalerts.robot.Meaning.refused;
import static io.disconnectalerts.robot.Meaning.throttled;
import static io.disconnectalerts.robot.Meaning.wrongClock;
import static io.disconnectalerts.robot.Meaning.wrongSecret;

/**
 * A Feishu (or Lark) custom bot. 9499 is two things, a burst and a body it cannot read, told apart by the text; an
 * old-style {@code StatusCode} counts only where there is no {@code code}. 19021 is the secret or the clock, and does
 * not say which.
 * Codes: https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
 */
public final class FeishuRobot extends ChatRobot {

    private static final Replies REPLIES = new Replies(List.of("code", "StatusCode"), List.of(
            throttled(2, 9499).when("too many request"),
            throttled(10, 11232),
            throttled(60, 99991400),
            blocked("token", "no bot has this token, or it was removed from its group", 19001),
            blocked("token", "the bot is disabled in its group", 19007),
            wrongClock(19021).whenTheClockIsOff(),
            wrongSecret("the secret is not the one in the bot's security settings", 19021),
            blocked("ip-list", "the IP list in the bot's security settings, in its Feishu group, lacks this machine's"
                    + " address", 19022),
            blocked("keyword", "the bot's security settings ask for a keyword no message carries", 19024),
            misshapen(19002),
            doubtful(9499).when("bad request"),
            doubtful(200621),
            refused(19036)));

    public FeishuRobot() {
        super(REPLIES);
    }

    /** @return the last segment of the path of a send */
    public String path() {
        return token();
    }

    /** @return the message, signed for this moment when there is a secret */
    public JsonNode sign(JsonNode message) {
        if (!signs()) {
            return message;
        }
        FeishuSignature signature = FeishuSignature.of(secret(), clock());
        return message.<ObjectNode>deepCopy().put("timestamp", signature.timestamp()).put("sign", signature.sign());
    }
}
