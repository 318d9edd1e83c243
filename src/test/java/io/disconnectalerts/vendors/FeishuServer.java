package io.disconnectalerts.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Pretends to be open.feishu.cn. HTTP 200, but 400 for 9499. Assumed, because no document says it: the burst limit (5
 * in a second) is 9499 and the quota (100 in a minute) 11232, both count accepted messages only; 20 KB are 20000 bytes.
 */
public final class FeishuServer extends SecuredServer {

    private static final int LONGEST_BODY = 20_000;

    private static final Map<Integer, String> TEXTS = Map.ofEntries(
            Map.entry(11232, "frequency limited psm[lark.oapi.app_platform_runtime]appID[1500]"),
            Map.entry(9499, "Bad Request"),
            Map.entry(99991400, "request trigger frequency limit"),
            Map.entry(19001, "param invalid: incoming webhook access token invalid"),
            Map.entry(19002, "params error, msg_type need"),
            Map.entry(19007, "Bot Not Enabled"),
            Map.entry(19021, "sign match fail or timestamp is not within one hour from current time"),
            Map.entry(19022, "Ip Not Allowed"),
            Map.entry(19024, "Key Words Not Found"),
            Map.entry(19036, "The message exceeds the size limit of 30KB"),
            Map.entry(200621, "parse card json err, please check whether the card json is correct"));

    private static final Schema SCHEMA = new Schema(Map.of(
            "text", List.of("/content/text"),
            "post", List.of("/content/post"),
            "image", List.of("/content/image_key"),
            "share_chat", List.of("/content/share_chat_id"),
            "interactive", List.of("/card")));

    private static final Pattern CARD = Pattern.compile("<at id=([^> ]+)></at>");

    private final SlidingWindow second = new SlidingWindow(5, Duration.ofSeconds(1));
    private final SlidingWindow minute = new SlidingWindow(100, Duration.ofSeconds(60));

    public FeishuServer(InstantSource clock) {
        this(clock, 0, "feishu-token-0123456789");
    }

    public FeishuServer(InstantSource clock, int port, String token) {
        super(clock, port, token);
        online();
    }

    @Override
    String path() {
        return "/open-apis/bot/v2/hook";
    }

    @Override
    Answer judge(Request request) {
        if (!request.path().startsWith(path() + "/") || !request.method().equals("POST")) {
            return Answer.html(404, "404 page not found");
        }
        if (!request.path().equals(path() + "/" + token())) {
            return refusal(19001);
        }
        return request.json().map(json -> judge(request, json)).orElseGet(() -> refusal(9499));
    }

    private Answer judge(Request request, JsonNode json) {
        String type = json.path("msg_type").asText();
        if (!SCHEMA.knows(type)) {
            return refusal(19002);
        }
        if (SCHEMA.missing(type, json).isPresent()) {
            return refusal(19002, "params error, content need");
        }
        if (request.body().length > LONGEST_BODY) {
            return refusal(9499);
        }
        if (!secret().isEmpty() && !signed(json)) {
            return refusal(19021);
        }
        if (!listensTo(request.address())) {
            return refusal(19022);
        }
        if (words(json).noneMatch(text -> text.contains(keyword()))) {
            return refusal(19024);
        }
        return judge(now());
    }

    private Answer judge(Instant now) {
        if (counts() && second.full(now)) {
            return refusal(9499, "too many request");
        }
        if (counts() && minute.full(now)) {
            return refusal(11232);
        }
        second.take(now);
        minute.take(now);
        return Answer.json(200, 0, """
                {"StatusCode":0,"StatusMessage":"success","code":0,"data":{},"msg":"success"}""");
    }

    private boolean signed(JsonNode json) {
        String timestamp = json.path("timestamp").asText();
        return timestamp.matches("\\d{10}") && near(Instant.ofEpochSecond(Long.parseLong(timestamp)))
                && json.path("sign").asText().equals(hmac(timestamp + "\n" + secret(), ""));
    }

    /** The values the keyword check looks at: texts and titles, not addresses. */
    private static Stream<String> words(JsonNode json) {
        List<String> words = new ArrayList<>();
        for (String field : List.of("text", "title", "content")) {
            json.findValues(field).stream().filter(JsonNode::isTextual).map(JsonNode::asText).forEach(words::add);
        }
        return words.stream();
    }

    /** By open_id or user_id, in the way of each type; no mobile and no mail address calls anybody. */
    @Override
    List<String> named(Message message) {
        List<String> named = switch (message.type()) {
            case "text" -> FeishuText.read(message.json()).mentions();
            case "post" -> message.json().findParents("tag").stream()
                    .filter(tag -> tag.path("tag").asText().equals("at")).map(tag -> tag.path("user_id").asText())
                    .toList();
            case "interactive" -> CARD.matcher(message.json().toString()).results().map(at -> at.group(1)).toList();
            default -> List.of();
        };
        return named.stream().filter(who -> who.matches("(?!\\d{11}$)[\\w-]{1,64}")).toList();
    }

    @Override
    Message message(JsonNode json) {
        return new Message(json.path("msg_type").asText(), null, json.path("content").path("text").asText(), json);
    }

    @Override
    public Answer refusal(int code) {
        return refusal(code, TEXTS.get(code));
    }

    @Override
    public Answer refusal(int code, String text) {
        int status = code == 9499 ? 400 : code == 99991400 ? 429 : 200;
        return Answer.json(status, code, "{\"code\":%d,\"data\":{},\"msg\":\"%s\"}".formatted(code, text));
    }

    @Override
    boolean throttles(Answer answer) {
        return answer.code() != null && (answer.code() == 11232 || answer.code() == 99991400
                || answer.code() == 9499 && answer.text().contains("too many"));
    }
}
