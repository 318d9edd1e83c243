package io.disconnectalerts.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.disconnectalerts.vendors.DingTalkMarkdown;
import io.disconnectalerts.vendors.DingTalkServer;
import io.disconnectalerts.vendors.Fault;
import io.disconnectalerts.vendors.FeishuServer;
import io.disconnectalerts.vendors.FeishuText;
import io.disconnectalerts.vendors.Message;
import io.disconnectalerts.vendors.Received;
import io.disconnectalerts.vendors.Seen;
import io.disconnectalerts.vendors.VendorServer;
import io.disconnectalerts.vendors.WeComServer;
import io.disconnectalerts.vendors.WeComText;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A group chat with its robot, on a pretend vendor that keeps the real one's rules and can be broken and mended. */
final class Group implements AutoCloseable {

    private static final Pattern UNREAD = Pattern.compile("无法识别|could not be read");
    private static final Pattern DIGEST = Pattern.compile("[（(](\\d+)[^\\d]");

    /**
     * A message as the group sees it.
     *
     * @param text what is left when markup has done its work; null when {@code tree} says it
     * @param tree rendered markdown, see {@link MarkdownTree}
     * @param calls  whom it calls outside of its text, as WeCom does
     * @param events how many the message accounts for
     */
    record Bubble(String robot, int number, long at, String text, MarkdownTree.Node tree, List<String> calls,
            long events) {}

    /** Whose phone rings. */
    private static final String ON_CALL = "13800138000";

    private final String robot;
    private final VendorServer vendor;
    private final int throttle;
    private final int perMinute;
    private final Map<String, String> settings;
    private final Function<Message, Bubble> look;
    private final List<Bubble> bubbles = new ArrayList<>();
    private int read;
    private long told;
    private volatile String fault = "none";

    private Group(String robot, VendorServer vendor, int throttle, int perMinute, Map<String, String> settings,
            Function<Message, Bubble> look) {
        this.robot = robot;
        this.vendor = vendor;
        this.throttle = throttle;
        this.perMinute = perMinute;
        this.settings = settings;
        this.look = look;
    }

    static List<Group> three() {
        InstantSource clock = InstantSource.system();
        WeComServer wecom = new WeComServer(clock);
        DingTalkServer dingtalk = new DingTalkServer(clock);
        dingtalk.secret("SECdemo");
        dingtalk.keyword("告警");
        FeishuServer feishu = new FeishuServer(clock);
        feishu.secret("demo");
        feishu.keyword("告警");
        return List.of(
                new Group("wecom", wecom, 45009, 20,
                        Map.of("WECOM_URL", wecom.url(), "WECOM_TOKEN", wecom.token(), "WECOM_MENTION_CRITICAL",
                                ON_CALL),
                        message -> plain(WeComText.read(message.json()),
                                WeComText.read(message.json()).mentions())),
                new Group("dingtalk", dingtalk, 130101, 20,
                        Map.of("DINGTALK_URL", dingtalk.url(), "DINGTALK_TOKEN", dingtalk.token(), "DINGTALK_SECRET",
                                "SECdemo", "DINGTALK_MENTION_CRITICAL", ON_CALL),
                        message -> marked(DingTalkMarkdown.read(message.json()), message)),
                new Group("feishu", feishu, 11232, 100,
                        Map.of("FEISHU_URL", feishu.url(), "FEISHU_TOKEN", feishu.token(), "FEISHU_SECRET", "demo",
                                "FEISHU_MENTION_CRITICAL", "all"),
                        message -> plain(FeishuText.read(message.json()), List.of())));
    }

    private static Bubble plain(Seen seen, List<String> calls) {
        return new Bubble(null, 0, 0, seen.text(), null, calls, count(seen));
    }

    private static Bubble marked(Seen seen, Message message) {
        return new Bubble(null, 0, 0, null, MarkdownTree.of(message.text()), List.of(), count(seen));
    }

    /**
     * A digest's first line names its number; everything else is one event, but for the word of events that could not
     * be read.
     */
    private static long count(Seen seen) {
        String line = seen.text().strip().lines().findFirst().orElse("");
        Matcher digest = DIGEST.matcher(line);
        return UNREAD.matcher(line).find() ? 0 : digest.find() ? Long.parseLong(digest.group(1)) : 1;
    }

    String robot() {
        return robot;
    }

    int perMinute() {
        return perMinute;
    }

    String fault() {
        return fault;
    }

    Map<String, String> settings() {
        return settings;
    }

    /** The events that all messages together account for. */
    synchronized long told() {
        read();
        return told;
    }

    /** Messages from that number on, oldest first. */
    synchronized List<Bubble> bubbles(int from) {
        read();
        return List.copyOf(bubbles.subList(Math.min(from, bubbles.size()), bubbles.size()));
    }

    private void read() {
        List<Received> received = vendor.received();
        for (Received request : received.subList(read, received.size())) {
            if (request.accepted()) {
                Bubble bubble = look.apply(request.message());
                told += bubble.events();
                bubbles.add(new Bubble(robot, bubbles.size(), request.at().toEpochMilli(), bubble.text(), bubble.tree(),
                        bubble.calls(), bubble.events()));
            }
        }
        read = received.size();
    }

    /** Breaks the robot, or mends it with {@code none}. */
    synchronized String fault(String kind) {
        vendor.heal();
        vendor.online();
        vendor.token(settings.get(robot.toUpperCase(Locale.ROOT) + "_TOKEN"));
        switch (kind) {
            case "none" -> { }
            case "offline" -> vendor.offline();
            case "token" -> vendor.token("another-token-9876543210");
            case "throttled" -> vendor.fail(new Fault.Says(vendor.refusal(throttle)));
            default -> throw new Refusal("unknown");
        }
        fault = kind;
        return robot;
    }

    @Override
    public void close() {
        vendor.close();
    }
}
