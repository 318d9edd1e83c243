package io.disconnectalerts.robot;

import java.util.List;

import static io.disconnectalerts.robot.Meaning.blocked;
import static io.disconnectalerts.robot.Meaning.busy;
import static io.disconnectalerts.robot.Meaning.doubtful;
import static io.disconnectalerts.robot.Meaning.misshapen;
import static io.disconnectalerts.robot.Meaning.refused;
import static io.disconnectalerts.robot.Meaning.throttled;

/** A WeCom group robot. Codes: https://developer.work.weixin.qq.com/document/path/90455 */
public final class WeComRobot extends ChatRobot {

    private static final Replies REPLIES = new Replies(List.of("errcode"), List.of(
            busy(-1),
            throttled(60, 45009),
            throttled(5, 45033),
            blocked("token", "the key is wrong, or the robot was removed from its group", 93000),
            blocked("token", "the robot was disabled in its group", 93004),
            blocked("token", "the robot is not in the group", 93008),
            misshapen(40007, 40008, 40009, 40063, 44001, 45008, 47001),
            refused(40058).when("exceed"),
            doubtful(40058, 44004),
            refused(45002)));

    public WeComRobot() {
        super(REPLIES);
    }

    /** @return the raw query of a send */
    public String query() {
        return "key=" + token();
    }
}
