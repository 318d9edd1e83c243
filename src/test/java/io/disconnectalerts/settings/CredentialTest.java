package io.disconnectalerts.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is copied instead of a token or a secret is refused with what to copy. */
class CredentialTest {
    private static final Map<String, String> PARTS = Map.of(
            "wecom", "what stands behind key= in the robot's webhook address",
            "dingtalk", "what stands behind access_token= in the robot's webhook address",
            "feishu", "the last part of the robot's webhook address",
            "slack", "what stands last in the robot's webhook address");

    @ParameterizedTest(name = "{0}.token={1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            wecom | key=abc | is not the token alone
            wecom | KEY=abc | is not the token alone
            wecom | https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc | is not the token alone
            wecom | send?key=abc | is not the token alone
            wecom | "abc" | is not the token alone
            wecom | 'abc' | is not the token alone
            wecom | ab c | is not the token alone
            wecom | 你的key | is not the token alone
            wecom2 | key=abc | is not the token alone
            dingtalk | access_token=abc | is not the token alone
            dingtalk | https://oapi.dingtalk.com/robot/send?access_token=abc | is not the token alone
            dingtalk | abc&timestamp=1&sign=2 | is not the token alone
            dingtalk | SECabc | is the robot's secret, which belongs in dingtalk.secret
            dingtalk2 | SECabc | is the robot's secret, which belongs in dingtalk2.secret
            feishu | https://open.feishu.cn/open-apis/bot/v2/hook/abc | is not the token alone
            feishu | v2/hook/abc | is not the token alone
            feishu | /abc | is not the token alone
            slack | https://hooks.example/abc | is not the token alone
            wecom | ... | is still a placeholder
            wecom | … | is still a placeholder
            wecom | <key> | is still a placeholder
            wecom | ${WECOM_TOKEN} | is still a placeholder
            wecom | 693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa | is still a placeholder
            dingtalk | your-token | is still a placeholder
            dingtalk | YOUR_ACCESS_TOKEN | is still a placeholder
            feishu | XXXXXX | is still a placeholder
            feishu | changeme | is still a placeholder
            """)
    void whatIsNoTokenIsRefusedWithThePartToCopy(String robot, String token, String wrong) {
        assertEquals(Optional.of(wrong + ": copy " + PARTS.get(Settings.platform(robot))),
                Credential.wrongToken(robot, token));
    }

    @ParameterizedTest(name = "{0}={1}")
    @ValueSource(strings = {"", "t", "693a91f6-7aaa-4bc4-97a0-0ec2fa5aaabc", "dt-2+=%25%y", "SEC123", "a.b~c_d"})
    void aTokenIsTaken(String token) {
        assertEquals(Optional.empty(), Credential.wrongToken("wecom", token));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            SEC...                                                | is still a placeholder
            <secret>                                              | is still a placeholder
            https://oapi.dingtalk.com/robot/send?access_token=abc | is not the robot's secret
            access_token=abc                                      | is not the robot's secret
            "SECabc"                                              | is not the robot's secret
            SEC abc                                               | is not the robot's secret
            """)
    void whatIsNoSecretIsRefused(String secret, String wrong) {
        assertEquals(Optional.of(wrong + ": copy the one in the robot's security settings"),
                Credential.wrongSecret(secret));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SECb90923e19e58b4", "SEC3\"q\"abc", "fs-5/\\xyz", "0QLH5sTrVxxxq1"})
    void aSecretIsTaken(String secret) {
        assertEquals(Optional.empty(), Credential.wrongSecret(secret));
    }
}
