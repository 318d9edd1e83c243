package io.disconnectalerts.robot;

import java.util.List;

import static io.disconnectalerts.robot.Meaning.blocked;
import static io.disconnectalerts.robot.Meaning.busy;
import static io.disconnectalerts.robot.Meaning.refused;
import static io.disconnectalerts.robot.Meaning.throttled;

/**
 * A DingTalk custom robot. Over 20 messages a minute it is shut for 10 minutes; a source address that calls too often
 * gets a page with a {@code status} of 1111 and no {@code errcode}. 310000 has four meanings, told apart by the text.
 * Codes: https://open.dingtalk.com/document/orgapp/custom-bot-send-message-type
 */
public final class DingTalkRobot extends Robot {

    private static final Replies REPLIES = new Replies(List.of("errcode", "status"), "errmsg", List.of(
            busy(-1),
            throttled(600, 130101, 410100, 660026),
            throttled(3600, 90030, 90020),
            throttled(300, 1111),
            throttled(1, 90018, 90002),
            blocked("keyword", "the robot's security settings ask for a keyword no message carries", 310000)
                    .when("keyword|关键词"),
            blocked("secret", "the secret is not the one in the robot's security settings", 310000).when("sign|签名"),
            blocked("clock", "the clock of this machine is more than an hour off", 310000).when("timestamp|过期"),
            blocked("ip-list", "the IP list in the robot's security settings, in its DingTalk group, lacks this"
                    + " machine's address", 310000).when("whitelist|\\bip\\b|白名单"),
            blocked("token", "no robot has this access_token", 300001, 300005, 400101, 400106, 40035),
            blocked("token", "the robot was stopped in its group", 400102),
            blocked("token", "the robot's group was dissolved", 400013),
            refused(400105, 400401, 400402, 43002, 43004, 460101, 101002, 430101, 430102, 430103, 430104)));

    public DingTalkRobot() {
        super(REPLIES);
    }

    /** @return the raw query of a send, signed for this moment when there is a secret */
    public String query() {
        return "access_token=" + token() + (signs() ? "&" + DingTalkSignature.query(secret(), clock()) : "");
    }
}
