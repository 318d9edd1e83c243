package io.disconnectalerts.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/**
 * What a Feishu client shows of a {@code text} message: {@code <at user_id="...">name</at>} calls somebody,
 * {@code [text](url)} and bare addresses are links, {@code <b> <i> <u> <s>} are styles; anything else is shown as it
 * is.
 */
public final class FeishuText {

    private static final List<String> STYLES = List.of("b", "i", "u", "s");

    private final String source;
    private final Seen.Builder seen = new Seen.Builder();
    private int at;

    private FeishuText(String source) {
        this.source = source;
    }

    public static Seen read(JsonNode message) {
        Seen.Builder seen = read(message.path("content").path("text").asText());
        seen.links.addAll(BareLinks.in(seen.text.toString()));
        return seen.build();
    }

    private static Seen.Builder read(String source) {
        FeishuText reader = new FeishuText(source);
        while (reader.at < source.length()) {
            reader.step();
        }
        return reader.seen;
    }

    private void step() {
        if (!(source.charAt(at) == '<' && tag()) && !(source.charAt(at) == '[' && link())) {
            seen.text.append(source.charAt(at++));
        }
    }

    private boolean tag() {
        int end = source.indexOf('>', at);
        if (end < 0) {
            return false;
        }
        String inside = source.substring(at + 1, end);
        String name = inside.strip().split("[\\s/]", 2)[0].toLowerCase(Locale.ROOT);
        if (name.equals("at")) {
            return mention(inside, end + 1);
        }
        int close = source.toLowerCase(Locale.ROOT).indexOf("</" + name + ">", end);
        if (!STYLES.contains(name) || close < 0) {
            return false;
        }
        Seen.Builder styled = read(source.substring(end + 1, close));
        seen.markup.add(name + ":" + styled.text);
        seen.append(styled);
        at = close + name.length() + 3;
        return true;
    }

    private boolean mention(String inside, int afterTag) {
        int value = inside.indexOf('=');
        if (value < 0) {
            return false;
        }
        String user = inside.substring(value + 1).strip().replaceAll("[\"'/]", "");
        int close = source.toLowerCase(Locale.ROOT).indexOf("</at>", afterTag);
        String name = close < 0 ? "" : source.substring(afterTag, close);
        seen.mentions.add(user);
        seen.text.append('@').append(name.isEmpty() ? user : name);
        at = close < 0 ? afterTag : close + "</at>".length();
        return true;
    }

    private boolean link() {
        int middle = source.indexOf("](", at);
        int end = middle < 0 ? -1 : source.indexOf(')', middle);
        if (end < 0 || source.substring(at, end).indexOf('\n') >= 0 || middle + 2 == end) {
            return false;
        }
        seen.links.add(source.substring(middle + 2, end));
        seen.text.append(source, at + 1, middle);
        at = end + 1;
        return true;
    }
}
