package io.disconnectalerts.program;

import io.disconnectalerts.vendors.DingTalkServer;
import io.disconnectalerts.vendors.FeishuServer;
import io.disconnectalerts.vendors.Message;
import io.disconnectalerts.vendors.VendorServer;
import io.disconnectalerts.vendors.WeComServer;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Three groups, each with its robot at a pretend vendor. */
record Groups(WeComServer wecom, DingTalkServer dingtalk, FeishuServer feishu) implements AutoCloseable {
    private static final Pattern COUNT = Pattern.compile("（(\\d+) 条）");

    static Groups open() {
        return open(InstantSource.system());
    }

    /** @param clock the platforms' */
    static Groups open(InstantSource clock) {
        return new Groups(new WeComServer(clock), new DingTalkServer(clock), new FeishuServer(clock));
    }

    Map<String, VendorServer> robots() {
        return Map.of("wecom", wecom, "dingtalk", dingtalk, "feishu", feishu);
    }

    /** The settings that have a program speak to all three. */
    Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        robots().forEach((robot, vendor) -> {
            settings.put(robot + ".token", vendor.token());
            settings.put(robot + ".url", vendor.url());
        });
        return settings;
    }

    /** No quota on either side: the robots' settings to go with vendors that do not count. */
    static Map<String, String> unpaced(String... robots) {
        Map<String, String> settings = new TreeMap<>();
        List.of(robots).forEach(robot -> settings.put(robot + ".per-minute", "0"));
        return settings;
    }

    /** How many events the messages of a group account for. */
    static int told(VendorServer vendor) {
        return vendor.messages().stream().mapToInt(Groups::count).sum();
    }

    /** How many events a message says it is about. */
    static int count(Message message) {
        Matcher digest = COUNT.matcher(message.text().lines().findFirst().orElse(""));
        return digest.find() ? Integer.parseInt(digest.group(1)) : 1;
    }

    @Override
    public void close() {
        robots().values().forEach(VendorServer::close);
    }
}
