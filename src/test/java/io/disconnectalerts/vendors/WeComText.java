package io.disconnectalerts.vendors;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a WeCom client shows of a {@code text} message: the text as it is, but {@code <@userid>} calls somebody, the
 * lists call people the text need not name, mobiles by the one and user ids by the other, and addresses become links.
 * No document says whether {@code <@all>} works: here it does.
 */
public final class WeComText {

    static final String MOBILE = "\\d{11}|\\+\\d[\\d-]+";

    private WeComText() {}

    public static Seen read(JsonNode message) {
        Seen.Builder seen = new Seen.Builder();
        String content = message.path("text").path("content").asText();
        int at = 0;
        while (at < content.length()) {
            int close = content.startsWith("<@", at) ? content.indexOf('>', at) : -1;
            String user = close < 0 ? "" : content.substring(at + 2, close);
            if (!user.isEmpty() && user.chars().noneMatch(c -> Character.isWhitespace(c) || c == '<')) {
                seen.mentions.add(user);
                seen.text.append('@').append(user);
                at = close + 1;
            } else {
                seen.text.append(content.charAt(at++));
            }
        }
        message.path("text").path("mentioned_list").forEach(user -> {
            if (user.asText().matches("[\\w.-]+|@all")) {
                seen.mentions.add(user.asText().replace("@all", "all"));
            }
        });
        message.path("text").path("mentioned_mobile_list").forEach(user -> {
            if (user.asText().matches(MOBILE + "|@all")) {
                seen.mentions.add(user.asText().replace("@all", "all"));
            }
        });
        seen.links.addAll(BareLinks.in(seen.text.toString()));
        return seen.build();
    }
}
