package io.disconnectalerts.words;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the program says of itself, in the language of the messages. */
class SentencesTest {
    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource(delimiter = '|', textBlock = """
            it is empty | zh-CN | 内容为空
            it is empty | en | it is empty
            it is empty | fr | it is empty
            a sentence that nobody put into another language | zh-CN | a sentence that nobody put into another language
            '' | zh-CN | ''
            it is the word undefined; send the whole event: in EMQX the payload ${.} of a republish action, or an \
            empty body of an HTTP action | zh-CN | 内容是单词 undefined；请发送整个事件：\
            EMQX 消息重发布动作的 payload 填 ${.}，HTTP 动作的请求体留空
            its charset '$1\\{}' is none that is known: send UTF-8 | zh-CN | 不认识字符集“$1\\{}”：请用 UTF-8
            it is not JSON, which shows at line 3, character 7 | zh-CN | 不是 JSON：第 3 行第 7 个字符有误
            HTTP 401: it does not take the signature, and the clock of this machine is 5 min behind the \
            platform's | zh-CN | HTTP 401：对方不接受签名，且本机时钟慢 5 min（与平台相比）
            No connection to the broker ssl://b:8883: TLS failed (no cipher), check mqtt.url; with TLS it begins with \
            ssl://. | zh-CN | 连不上服务器 ssl://b:8883：TLS 失败（no cipher），请检查 mqtt.url；使用 TLS 时以 ssl:// 开头。
            SocketTimeoutException: not answered within 10 s | zh-CN | SocketTimeoutException：10 秒内没有应答
            93000 invalid webhook url: the key is wrong, or the robot was removed from its group | zh-CN | \
            93000 invalid webhook url：key 不对，或机器人已被移出群
            blocked, mend the template: no; tried again at 17:46:33 (in 60 s); 4 pending | zh-CN | \
            受阻，请改 templates 目录：no；17:46:33（60 秒后） 再试；4 条等待中
            blocked, mend wecom.token: no; tried again at 17:46:33 (in 60 s); 4 pending | zh-CN | \
            受阻，请改 wecom.token：no；17:46:33（60 秒后） 再试；4 条等待中
            the ip-list | zh-CN | 群机器人的 IP 名单
            """)
    void aKnownSentenceIsSaidInTheLanguage(String english, String language, String said) {
        assertEquals(said, Sentences.in(language, english));
    }
}
