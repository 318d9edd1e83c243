package io.disconnectalerts.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Pretends to be oapi.dingtalk.com. Always HTTP 200. The 21st message within a minute is refused and shuts the robot
 * for 10 minutes. Assumed, because no document says it: sends meanwhile do not lengthen that; the keyword may stand in
 * title or text; a body that is not JSON misses a parameter.
 */
public final class DingTalkServer extends SecuredServer {

    private static final int LONGEST_BODY = 20_000;
    private static final Duration SHUT = Duration.ofSeconds(600);

    private static final Map<Integer, String> TEXTS = Map.ofEntries(
            Map.entry(-1, "系统繁忙"),
            Map.entry(130101, "send too fast, exceed 20 times per minute"),
            Map.entry(410100, "发送速度太快而限流"),
            Map.entry(660026, "robot send throttled"),
            Map.entry(90030, "webhook over limit"),
            Map.entry(90018, "您的服务器调用钉钉开放平台所有接口的请求都被暂时禁用了"),
            Map.entry(90002, "qps over limit of the platform"),
            Map.entry(90020, "monthly api quota used up"),
            Map.entry(300001, "token is not exist"),
            Map.entry(300005, "token is not exist"),
            Map.entry(400101, "access_token不存在"),
            Map.entry(400102, "机器人已停用"),
            Map.entry(400013, "群已被解散"),
            Map.entry(400106, "机器人不存在"),
            Map.entry(400105, "不支持的消息类型"),
            Map.entry(400401, "miss param : markdown"),
            Map.entry(400402, "miss param : markdown->title"),
            Map.entry(40035, "缺少参数 access_token"),
            Map.entry(43002, "需要POST请求"),
            Map.entry(43004, "无效的HTTP HEADER Content-Type"),
            Map.entry(460101, "description:body 大小不合法;solution:请保持大小在 20000bytes 以内;"),
            Map.entry(101002, "message is too long"),
            Map.entry(430101, "含有不安全的外链"),
            Map.entry(430102, "含有不合适的文本"),
            Map.entry(430103, "含有不合适的图片"),
            Map.entry(430104, "含有不合适的内容"));

    private static final Schema SCHEMA = new Schema(Map.of(
            "text", List.of("/text/content"),
            "markdown", List.of("/markdown/title", "/markdown/text"),
            "link", List.of("/link/title", "/link/text", "/link/messageUrl"),
            "actionCard", List.of("/actionCard/title", "/actionCard/text"),
            "feedCard", List.of("/feedCard/links/0/title", "/feedCard/links/0/messageURL",
                    "/feedCard/links/0/picURL")));

    private final SlidingWindow minute = new SlidingWindow(20, Duration.ofSeconds(60));
    private Instant shutUntil = Instant.MIN;

    public DingTalkServer(InstantSource clock) {
        this(clock, 0, "dingtalk-token-0123456789");
    }

    public DingTalkServer(InstantSource clock, int port, String accessToken) {
        super(clock, port, accessToken);
        online();
    }

    @Override
    String path() {
        return "/robot/send";
    }

    @Override
    Answer judge(Request request) {
        if (!request.path().equals(path())) {
            return Answer.html(404, "<html><body>404 Not Found</body></html>");
        }
        if (!request.method().equals("POST")) {
            return refusal(43002);
        }
        String token = request.query("access_token");
        if (!token.equals(token())) {
            return refusal(token.isEmpty() ? 40035 : 300005);
        }
        if (!request.header("Content-Type").startsWith("application/json")) {
            return refusal(43004);
        }
        if (request.body().length > LONGEST_BODY) {
            return refusal(460101);
        }
        return judge(request, request.json());
    }

    private Answer judge(Request request, Optional<JsonNode> json) {
        String type = json.map(j -> j.path("msgtype").asText()).orElse("");
        if (type.isEmpty()) {
            return refusal(400401, "miss param : msgtype");
        }
        if (!SCHEMA.knows(type)) {
            return refusal(400105);
        }
        Optional<String> missing = SCHEMA.missing(type, json.get());
        if (missing.isPresent()) {
            return json.get().path(type).isObject()
                    ? refusal(400402, "miss param : " + missing.get().substring(1).replace("/", "->"))
                    : refusal(400401, "miss param : " + type);
        }
        if (!json.get().path(type).toString().contains(keyword())) {
            return refusal(310000, "keywords not in content");
        }
        if (!secret().isEmpty() && !timely(request.query("timestamp"))) {
            return refusal(310000, "invalid timestamp");
        }
        if (!secret().isEmpty() && !request.query("sign").equals(
                hmac(secret(), request.query("timestamp") + "\n" + secret()))) {
            return refusal(310000, "sign not match");
        }
        if (!listensTo(request.address())) {
            return refusal(310000, "ip " + request.address() + " not in whitelist");
        }
        return judge(now());
    }

    private Answer judge(Instant now) {
        if (counts() && now.isBefore(shutUntil)) {
            return refusal(130101);
        }
        if (counts() && minute.full(now)) {
            shutUntil = now.plus(SHUT);
            return refusal(130101);
        }
        minute.take(now);
        return Answer.json(200, 0, "{\"errcode\":0,\"errmsg\":\"ok\"}");
    }

    private boolean timely(String timestamp) {
        return timestamp.matches("\\d{13}") && near(Instant.ofEpochMilli(Long.parseLong(timestamp)));
    }

    /** {@code at} stands beside a text or a markdown, and calls nobody whom that does not name too. */
    @Override
    List<String> named(Message message) {
        return switch (message.type()) {
            case "markdown" -> DingTalkMarkdown.read(message.json()).mentions();
            case "text" -> DingTalkMarkdown.called(message.json(), message.text());
            default -> List.of();
        };
    }

    @Override
    Message message(JsonNode json) {
        String type = json.path("msgtype").asText();
        JsonNode content = json.path(type);
        return new Message(type, content.path("title").asText(null),
                content.path(type.equals("text") ? "content" : "text").asText(), json);
    }

    @Override
    public Answer refusal(int code) {
        return refusal(code, TEXTS.get(code));
    }

    @Override
    public Answer refusal(int code, String text) {
        return Answer.json(200, code, "{\"errcode\":%d,\"errmsg\":\"%s\"}".formatted(code, text));
    }

    /** The gateway's page for an address that calls more than 10000 times in 20 s; it has no errcode. */
    public Answer banned() {
        return Answer.bytes(200, "application/json", """
                {"status":1111,"wait":5,"source":"x5","punish":"deny","uuid":"0a67d3f417000000000000000000"}"""
                .getBytes(UTF_8));
    }

    @Override
    boolean throttles(Answer answer) {
        return answer.code() != null && List.of(130101, 410100, 660026, 90030).contains(answer.code());
    }
}
