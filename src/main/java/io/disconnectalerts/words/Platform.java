package io.disconnectalerts.words;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a chat platform takes: how much, and which characters of a device's text would mean something to it. */
public enum Platform {
    /** 2,048 bytes of content: https://developer.work.weixin.qq.com/document/path/99110 */
    WECOM(2_048, false, false),
    /**
     * 20,000 bytes of body; 600 of them for title and envelope:
     * https://open.dingtalk.com/document/connection/webhook-sync-data
     */
    DINGTALK(19_400, true, true),
    /**
     * 20 KB of body, 20,000 or 20,480 is not said; 19,000 with 300 for the envelope:
     * https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
     */
    FEISHU(18_700, true, false),
    /** A receiver of one's own: 4,000 bytes of text, beside the data that it takes. */
    WEBHOOK(4_000, true, false);

    private static final ObjectWriter JSON = new ObjectMapper().writer();
    /** Also at the start: what stands before may end with a colon. */
    private static final Pattern LINK = Pattern.compile("(^|:)//");
    private static final Pattern HOST = Pattern.compile("(?i)(www)\\.");
    private static final Pattern SPACE = Pattern.compile("\\p{Zs}");
    /** Marks that pile up over the lines around them. */
    private static final Pattern PILE = Pattern.compile("(\\p{M}{3})\\p{M}+");
    /** Letters and marks that show nothing, besides what has no glyph by its type. */
    private static final String UNSEEN = "\u034F\u115F\u1160\u17B4\u17B5\u180B\u180C\u180D\u180F\u2800\u3164\uFFA0";
    /**
     * What opens a heading, a list or a rule where a markdown line or item starts; an address such as 10.0.0.1 does
     * not.
     */
    private static final Pattern BLOCK = Pattern.compile("^(\\d*)([-#+.)=])(?=[-#=\\s]|$)");

    /** {@code "at":{"atMobiles":[],"atUserIds":[],"isAtAll":false},} and two line breaks. */
    private static final int MENTIONING = 70;

    private final int mostBytes;
    private final boolean escapesCount;
    private final boolean markdown;

    Platform(int mostBytes, boolean escapesCount, boolean markdown) {
        this.mostBytes = mostBytes;
        this.escapesCount = escapesCount;
        this.markdown = markdown;
    }

    public static Platform of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /**
     * Whether the text is within the platform's limit, counted as the platform counts.
     *
     * @param reserved bytes of it that something else takes
     */
    public boolean takes(String text, int reserved) {
        return size(text) <= mostBytes - reserved;
    }

    /** How many of so many clients would about fit, going by the size of the text that lists them. */
    int share(int clients, String text, int reserved) {
        return clients * (mostBytes - reserved) / Math.max(1, size(text));
    }

    /** At most so many bytes are taken by calling people: besides the content, in the text, or in text and envelope. */
    public int mentioning(String people) {
        int each = switch (this) {
            case WECOM, WEBHOOK -> 0;
            case DINGTALK -> 10;
            case FEISHU -> "<at user_id=\\\"\\\"></at> ".length();
        };
        int times = this == DINGTALK ? 2 : 1;
        return people.isEmpty() || each == 0 ? 0
                : MENTIONING + times * people.length() + each * people.split(",").length;
    }

    /** Counted as it is sent: Jackson writes a character beyond U+FFFF as two escapes, 12 bytes. */
    private int size(String text) {
        try {
            return escapesCount ? JSON.writeValueAsBytes(text).length - 2
                    : text.getBytes(StandardCharsets.UTF_8).length;
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * A device's text that means nothing to the platform, at most so many characters of it; {@code -} if there is none,
     * {@code ␣} if it is blank.
     */
    public String text(String value, int most) {
        String visible = PILE.matcher(SPACE.matcher(value).replaceAll(" ").strip()).replaceAll("$1\uFFFD");
        if (visible.isEmpty()) {
            return value.isEmpty() ? "-" : "␣";
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
        if (type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE
                || type == Character.UNASSIGNED || type == Character.PRIVATE_USE
                || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR
                || UNSEEN.indexOf(point) >= 0 || point >= 0xFE00 && point <= 0xFE0F
                || point >= 0xE0100 && point <= 0xE01EF) {
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
