package io.disconnectalerts.robot;

import java.util.List;

import static io.disconnectalerts.robot.Meaning.blocked;
import static io.disconnectalerts.robot.Meaning.busy;
import static io.disconnectalerts.robot.Meaning.doubtful;
import static io.disconnectalerts.robot.Meaning.misshapen;
import static io.disconnectalerts.robot.Meaning.refused;
import static io.disconnectalerts.robot.Meaning.throttled;
import static io.disconnectalerts.robot.Meaning.wrongClock;
import static io.disconnectalerts.robot.Meaning.wrongSecret;

/**
 * A DingTalk custom robot. Over 20 messages a minute it is shut for 10 minutes; a source address that calls too often
 * gets a page with a {@code status} of 1111 and no {@code errcode}. 310000 is whatever its security settings refuse,
 * told apart by the words; those of a signature that expired, or that does not match, may hold the other's as well.
 * Codes: https://open.dingtalk.com/document/orgapp/custom-bot-send-message-type
 */
public final class DingTalkRobot extends ChatRobot {

    private static final Replies REPLIES = new Replies(List.of("errcode", "status"), List.of(
            busy(-1),
            throttled(600, 130101, 410100, 660026),
            throttled(3600, 90030, 90020),
            throttled(300, 1111),
            throttled(1, 90018, 90002),
            blocked("keyword", "the robot's security settings ask for a keyword no message carries", 310000)
                    .when("keyword|关键词|关键字"),
            wrongClock(310000).when("过期|expire|invalid timestamp"),
            wrongSecret("the secret is not the one in the robot's security settings", 310000).when("sign|签名"),
            wrongClock(310000).when("timestamp|时间戳"),
            blocked("ip-list", "the IP list in the robot's security settings, in its DingTalk group, lacks this"
                    + " machine's address", 310000).when("white ?list|白名单|(?<![a-z])ip(?![a-z])"),
            blocked("security-settings", "the robot's security settings, in its DingTalk group, refuse what is sent:"
                    + " keyword, signature or IP list", 310000),
            blocked("token", "no robot has this access_token", 300001, 300005, 400101, 400106),
            blocked("token", "no robot has this access_token", 40035).when("access_token"),
            blocked("token", "the robot was stopped in its group", 400102),
            blocked("token", "the robot's group was dissolved", 400013),
            misshapen(40035, 43002, 43004, 400105, 400401),
            doubtful(400402),
            refused(460101, 101002, 430101, 430102, 430103, 430104)));

    public DingTalkRobot() {
        super(REPLIES);
    }

    /** @return the raw query of a send, signed for this moment when there is a secret */
    public String query() {
        return "access_token=" + token() + (signs() ? "&" + DingTalkSignature.query(secret(), clock()) : "");
    }
}
