package io.disconnectalerts;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a chat platform takes: how much, and which characters of a device's text would mean something to it. */
enum Platform {
    /** 2,048 bytes of content: https://developer.work.weixin.qq.com/document/path/99110 */
    WECOM(2_048, false, false),
    /** 20,000 bytes of body; 300 of them are the envelope's: https://open.dingtalk.com/document/connection/webhook-sync-data */
    DINGTALK(19_700, true, true),
    /** 20 KB of body, 20,000 or 20,480 is not said; 19,000 with 300 for the envelope: https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot */
    FEISHU(18_700, true, false);

    private static final Pattern LINK = Pattern.compile("(:)//");
    private static final Pattern HOST = Pattern.compile("(?i)(www)\\.");
    /** What opens a heading, a list or a rule where a markdown line or item starts; an address such as 10.0.0.1 does not. */
    private static final Pattern BLOCK = Pattern.compile("^(\\d*)([-#+.)=])(?=[-#=\\s]|$)");

    private final int mostBytes;
    private final boolean escapesCount;
    private final boolean markdown;

    Platform(int mostBytes, boolean escapesCount, boolean markdown) {
        this.mostBytes = mostBytes;
        this.escapesCount = escapesCount;
        this.markdown = markdown;
    }

    static Platform of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Whether the text is within the platform's limit, counted as the platform counts. */
    boolean takes(String text) {
        return size(text) <= mostBytes;
    }

    /** How many of so many clients would about fit, going by the size of the text that lists them. */
    int share(int clients, String text) {
        return clients * mostBytes / Math.max(1, size(text));
    }

    private int size(String text) {
        return escapesCount ? JsonStringEncoder.getInstance().quoteAsUTF8(text).length : text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** A device's text that means nothing to the platform, at most so many characters of it; {@code -} if there is none. */
    String text(String value, int most) {
        String visible = value.strip();
        if (visible.isEmpty()) {
            return "-";
        }
        boolean clipped = visible.codePointCount(0, visible.length()) > most;
        StringBuilder text = new StringBuilder();
        visible.codePoints().limit(clipped ? most - 1 : most).forEach(point -> text.append(harmless(point)));
        String neutral = LINK.matcher(text).replaceAll("$1／／");
        neutral = HOST.matcher(neutral).replaceAll("$1．");
        neutral = markdown ? BLOCK.matcher(neutral).replaceFirst("$1\\\\$2") : neutral;
        return clipped ? neutral + "…" : neutral;
    }

    private String harmless(int point) {
        int type = Character.getType(point);
        if (point == '\n' || point == '\r') {
            return "↵";
        }
        if (type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE || type == Character.UNASSIGNED
                || type == Character.PRIVATE_USE || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR) {
            return "\uFFFD";
        }
        return switch (point) {
            case '<' -> "＜";
            case '>' -> "＞";
            case '[' -> "［";
            case ']' -> "］";
            case '`' -> "｀";
            case '~' -> "～";
            case '&' -> "＆";
            case '|' -> "｜";
            case '\\' -> "＼";
            case '*' -> "＊";
            case '_' -> markdown ? "\\_" : "_";
            default -> Character.toString(point);
        };
    }
}
