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
            it is the word undefined; an EMQX republish action needs the payload ${.} | zh-CN | \
            内容是单词 undefined；EMQX 的消息重发布动作须用 payload ${.}
            its charset '$1\\{}' is none that is known: send UTF-8 | zh-CN | 不认识字符集“$1\\{}”：请用 UTF-8
            it is not JSON, which shows at line 3, character 7 | zh-CN | 不是 JSON：第 3 行第 7 个字符有误
            93000 invalid webhook url: the key is wrong, or the robot was removed from its group | zh-CN | \
            93000 invalid webhook url：key 不对，或机器人已被移出群
            """)
    void aKnownSentenceIsSaidInTheLanguage(String english, String language, String said) {
        assertEquals(said, Sentences.in(language, english));
    }
}
