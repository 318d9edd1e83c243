package io.disconnectalerts.event;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code $SYS/brokers/<node>/clients/<clientid>/<event>} and {@code $SYS/brokers/<node>/alarms/<event>} tell
 * besides their payload; a client id may contain slashes, a gateway puts {@code gateway/<name>} before
 * {@code clients}. All empty for another topic.
 */
record SystemTopic(String node, String clientid, String event) {
    private static final Pattern CLIENT =
            Pattern.compile("\\$SYS/brokers/([^/]+)/(?:gateway/[^/]+/)?clients/(.+)/([^/]+)", Pattern.DOTALL);
    private static final Pattern ALARM = Pattern.compile("\\$SYS/brokers/([^/]+)/alarms/([^/]+)");
    private static final SystemTopic NONE = new SystemTopic("", "", "");

    static SystemTopic of(String topic) {
        if (!topic.startsWith("$SYS/")) {
            return NONE;
        }
        Matcher client = CLIENT.matcher(topic);
        if (client.matches()) {
            return new SystemTopic(client.group(1), client.group(2), "client." + client.group(3));
        }
        Matcher alarm = ALARM.matcher(topic);
        return alarm.matches() ? new SystemTopic(alarm.group(1), "", "alarm." + alarm.group(2)) : NONE;
    }
}
