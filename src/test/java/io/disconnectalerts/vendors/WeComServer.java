package io.disconnectalerts.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Pretends to be qyapi.weixin.qq.com. Always HTTP 200. Assumed, because no document says it: the quota is a sliding
 * minute that counts accepted messages only; broken JSON that starts like an object is 40008, anything else 47001.
 */
public final class WeComServer extends VendorServer {

    private static final Map<Integer, String> TEXTS = Map.ofEntries(
            Map.entry(-1, "system busy"),
            Map.entry(45009, "api freq out of limit"),
            Map.entry(45033, "api concurrent out of limit"),
            Map.entry(93000, "invalid webhook url"),
            Map.entry(93004, "robot is disabled"),
            Map.entry(93008, "robot not in the group"),
            Map.entry(40058, "text.content exceed max length 2048. invalid Request Parameter"),
            Map.entry(40008, "invalid message type"),
            Map.entry(44004, "empty content"),
            Map.entry(45002, "content size out of limit"),
            Map.entry(45008, "article count out of limit"),
            Map.entry(40007, "invalid media_id"),
            Map.entry(40009, "invalid image size"),
            Map.entry(44001, "empty media data"),
            Map.entry(40063, "some parameters are empty"),
            Map.entry(47001, "data format error"));

    private static final Schema SCHEMA = new Schema(Map.of(
            "text", List.of("/text/content"),
            "markdown", List.of("/markdown/content"),
            "markdown_v2", List.of("/markdown_v2/content"),
            "image", List.of("/image/base64", "/image/md5"),
            "news", List.of("/news/articles/0/title", "/news/articles/0/url"),
            "file", List.of("/file/media_id"),
            "voice", List.of("/voice/media_id"),
            "template_card", List.of("/template_card/card_type")));

    private static final Map<String, Integer> LONGEST_CONTENT = Map.of(
            "text", 2048, "markdown", 4096, "markdown_v2", 4096);

    private static final Pattern USER = Pattern.compile("<@([\\w.-]+)>");

    private final SlidingWindow minute = new SlidingWindow(20, Duration.ofSeconds(60));

    public WeComServer(InstantSource clock) {
        this(clock, 0, "wecom-key-0123456789");
    }

    public WeComServer(InstantSource clock, int port, String key) {
        super(clock, port, key);
        online();
    }

    @Override
    String path() {
        return "/cgi-bin/webhook/send";
    }

    @Override
    Answer judge(Request request) {
        if (!request.path().equals(path()) || !request.method().equals("POST")) {
            return Answer.html(404, "<html><body>404 Not Found</body></html>");
        }
        if (!request.query("key").equals(token())) {
            return refusal(93000);
        }
        Optional<JsonNode> json = request.json();
        return json.isPresent() ? judge(json.get()) : refusal(request.text().startsWith("{") ? 40008 : 47001);
    }

    private Answer judge(JsonNode json) {
        String type = json.path("msgtype").asText();
        if (!SCHEMA.knows(type)) {
            return refusal(40008);
        }
        if (SCHEMA.missing(type, json).isPresent()) {
            return refusal(44004);
        }
        int bytes = json.path(type).path("content").asText().getBytes(UTF_8).length;
        int longest = LONGEST_CONTENT.getOrDefault(type, Integer.MAX_VALUE);
        if (bytes > longest) {
            return refusal(40058, type + ".content exceed max length " + longest + ". invalid Request Parameter");
        }
        if (counts() && minute.full(now())) {
            return refusal(45009);
        }
        minute.take(now());
        return Answer.json(200, 0, "{\"errcode\":0,\"errmsg\":\"ok\"}");
    }

    /** By mobile only a {@code text} calls; a {@code markdown} in its content, and a {@code markdown_v2} nobody. */
    @Override
    List<String> named(Message message) {
        return switch (message.type()) {
            case "text" -> WeComText.read(message.json()).mentions();
            case "markdown" -> USER.matcher(message.text()).results().map(user -> user.group(1)).toList();
            default -> List.of();
        };
    }

    @Override
    Message message(JsonNode json) {
        String type = json.path("msgtype").asText();
        return new Message(type, null, json.path(type).path("content").asText(), json);
    }

    @Override
    public Answer refusal(int code) {
        return refusal(code, TEXTS.get(code));
    }

    @Override
    public Answer refusal(int code, String text) {
        return Answer.json(200, code, """
                {"errcode":%d,"errmsg":"%s, hint: [1700000000000000000], from ip: 127.0.0.1, more info at \
                https://open.work.weixin.qq.com/devtool/query?e=%1$d"}""".formatted(code, text));
    }

    @Override
    boolean throttles(Answer answer) {
        return answer.code() != null && (answer.code() == 45009 || answer.code() == 45033);
    }
}
