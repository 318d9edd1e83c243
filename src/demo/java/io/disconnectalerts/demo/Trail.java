package io.disconnectalerts.demo;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.TreeMap;

/** What became of a disconnect, or of a herd of devices that went at once for one reason. */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
final class Trail {

    private static final long SAME_MOMENT_MS = 250;
    private static final long SAME_STORM_MS = 1500;
    private static final int STORM = 10;

    /** How many of the herd passed a stage, the first and the last of them when, in ms since 1970. */
    @JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
    static final class Stage {
        long count;
        long first;
        long last;

        void pass(long number, long at) {
            count += number;
            first = first == 0 ? at : Math.min(first, at);
            last = Math.max(last, at);
        }
    }

    /** One robot's share: permits when its turns came, told as events, in so many messages. */
    @JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
    static final class Robot {
        final Stage permits = new Stage();
        final Stage told = new Stage();
        int messages;
        int attempts;
        String outcome = "";
    }

    final long id;
    /** What is told: {@code client.disconnected}, {@code client.flapping}, {@code client.back}. */
    String kind;
    final String entrance;
    final String clientid;
    final String reason;
    final Stage gone = new Stage();
    final Stage received = new Stage();
    final Stage committed = new Stage();
    final Stage duplicates = new Stage();
    /** Those that waited whether they come back, and were over in time. */
    final Stage over = new Stage();
    /** Those that were told to nobody because their device is known to come and go. */
    final Stage known = new Stage();
    /** Those that were seen to come back. */
    final Stage back = new Stage();
    /** How many wait whether they come back, and when the last of them will be told. */
    long waiting;
    long due;
    final Map<String, Robot> robots = new TreeMap<>();
    @JsonProperty("class")
    String rule = "";
    String severity = "";

    /** @param entrance mqtt, http, or empty if nobody saw how the event came */
    Trail(long id, String kind, String entrance, String clientid, String reason) {
        this.id = id;
        this.kind = kind;
        this.entrance = entrance;
        this.clientid = clientid;
        this.reason = reason;
    }

    /** True if an event belongs to this herd: named alike, told of the same and for the same reason, just now. */
    boolean takes(String itsKind, String other, String itsReason, long at) {
        long gap = at - gone.last;
        return kind.equals(itsKind) && reason.equals(itsReason)
                && herd(clientid).equals(herd(other)) && !other.equals(clientid)
                && gap < (gone.count >= STORM ? SAME_STORM_MS : SAME_MOMENT_MS);
    }

    void keepsQuiet(String decidedBy) {
        rule = decidedBy;
        severity = "quiet";
    }

    void waits(StoreView.Waiting loss) {
        received.pass(1, loss.receivedAt());
        rule = loss.rule();
        severity = loss.severity();
        waiting++;
        due = Math.max(due, loss.dueAt());
    }

    Robot robot(String name) {
        return robots.computeIfAbsent(name, any -> new Robot());
    }

    private static String herd(String clientid) {
        return clientid.replaceAll("\\d+$", "");
    }
}
