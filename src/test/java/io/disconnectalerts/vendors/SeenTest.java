package io.disconnectalerts.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The readers that judge what a person would see find every mention, link, image and style there is. */
class SeenTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a < b > c                   | a < b > c             |        |
            <@zhangsan> look            | @zhangsan look        | zhangsan |
            <@all>                      | @all                  | all    |
            <@a b> <@> <@x              | <@a b> <@> <@x        |        |
            @all <at user_id="all">     | @all <at user_id="all"> |      |
            see http://x.y/z?a=1 ok     | see http://x.y/z?a=1 ok |      | http://x.y/z?a=1
            设备mqtt://h:1 WWW.x.com。   | 设备mqtt://h:1 WWW.x.com。 |    | mqtt://h:1;WWW.x.com
            a://  ://b www. wwww.x ://  | a://  ://b www. wwww.x :// |   |
            [t](u) **b** <b>b</b>       | [t](u) **b** <b>b</b> |        |
            """)
    void wecomText(String content, String text, String mentions, String links) {
        Seen seen = WeComText.read(JSON.createObjectNode()
                .set("text", JSON.createObjectNode().put("content", content)));
        assertSeen(seen, text, mentions, links, null);
    }

    @Test
    void wecomListsCallPeopleTheTextDoesNotName() throws Exception {
        JsonNode message = JSON.readTree("""
                {"text":{"content":"x","mentioned_list":["@all","li"],"mentioned_mobile_list":["13800001111"]}}""");
        assertSeen(WeComText.read(message), "x", "all;li;13800001111", null, null);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a < b > c & d                     | a < b > c & d    |      |             |
            <at user_id="all">所有人</at> x     | @所有人 x          | all  |             |
            <AT user_id=ou_1></AT>            | @ou_1            | ou_1 |             |
            <at user_id="all">                | @all             | all  |             |
            <at> <att user_id="x">            | <at> <att user_id="x"> |  |             |
            [text](http://x.y) z              | text z           |      | http://x.y  |
            [a] (b) [c]() https://x.y         | [a] (b) [c]() https://x.y | | https://x.y |
            <b>bold <i>[l](u)</i></b> <b> <x> | bold l <b> <x>   |      | u           | b:bold l;i:l
            """)
    void feishuText(String content, String text, String mentions, String links, String markup) {
        Seen seen = FeishuText.read(JSON.createObjectNode()
                .set("content", JSON.createObjectNode().put("text", content)));
        assertSeen(seen, text, mentions, links, markup);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            plain \\*text\\* 1\\_2             | plain *text* 1_2   |        |          |
            # Head~~**b** *i*                 | Head~b i           |        |          | h1:Head;bold:b;italic:i
            one~two                           | one two            |        |          |
            one  ~two                         | one~two            |        |          |
            > q~~- a~- b                      | q~~- a~- b         |        |          | quote:q;item:a;item:b
            [t](http://x.y) <mailto:a@b.c>    | t mailto:a@b.c     |        |          |
            ![i](http://x.y/p.png)            | i                  |        | http://x.y/p.png |
            <font color="#f00">red</font>     | red                |        |          | \
            html:<font color="#f00">;html:</font>
            &#64;all &lt;b&gt;                | @all <b>           |        |          |
            [a]: http://x.y~                  | ``                 |        |          | definition:http://x.y
            """)
    void dingtalkMarkdown(String source, String text, String mentions, String images, String markup) throws Exception {
        String lines = source.replace("~", "\n");
        Seen seen = DingTalkMarkdown.read(
                JSON.createObjectNode().set("markdown", JSON.createObjectNode().put("text", lines)));
        assertEquals(text.replace("~", "\n"), seen.text());
        assertEquals(list(mentions), String.join(";", seen.mentions()));
        assertEquals(list(images), String.join(";", seen.images()));
        assertEquals(list(markup), String.join(";", seen.markup()));
    }

    @Test
    void dingtalkFindsWrittenAndBareLinks() throws Exception {
        JsonNode message = JSON.readTree("""
                {"markdown":{"text":"[t](http://a) <http://b> http://c [http://d](http://d)"}}""");
        assertEquals("http://a;http://b;http://d;http://c", String.join(";", DingTalkMarkdown.read(message).links()));
    }

    @Test
    void dingtalkCallsOnlyWhomTextAndListBothName() throws Exception {
        JsonNode message = JSON.readTree("""
                {"markdown":{"text":"@13800000001 @u1 @nobody"},
                "at":{"atMobiles":["13800000001","13900000001"],"atUserIds":["u1","u2"]}}""");
        assertEquals("13800000001;u1", String.join(";", DingTalkMarkdown.read(message).mentions()));
        assertEquals("all", DingTalkMarkdown.read(JSON.readTree("""
                {"markdown":{"text":"x"},"at":{"isAtAll":true}}""")).mentions().get(0));
    }

    private static void assertSeen(Seen seen, String text, String mentions, String links, String markup) {
        assertEquals(text, seen.text());
        assertEquals(list(mentions), String.join(";", seen.mentions()));
        assertEquals(list(links), String.join(";", seen.links()));
        assertEquals(list(markup), String.join(";", seen.markup()));
    }

    private static String list(String cell) {
        return cell == null ? "" : cell;
    }
}
