package io.disconnectalerts.alert;

import io.disconnectalerts.outbox.Message;
import io.disconnectalerts.outbox.Trouble;
import io.disconnectalerts.store.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** That a robot cannot tell its group anything, and that it can again, as the others' groups read it. */
public final class RobotTrouble {
    public static final String FAMILY = "robot";
    static final String BLOCKED = "robot.blocked";
    static final String WELL = "robot.well";
    static final Set<String> KINDS = Set.of(BLOCKED, WELL);

    private RobotTrouble() {
    }

    /**
     * @param mend    what to mend
     * @param why     what its platform says, without a secret
     * @param pending how many messages wait
     */
    public static Message blocked(Trouble trouble, String mend, String why, int pending, Instant now) {
        return message(trouble, BLOCKED, Severity.WARNING, trouble.since(), now,
                Map.of("setting", mend, "why", why, "pending",
                Integer.toString(pending)));
    }

    public static Message well(Trouble trouble, Instant now) {
        return message(trouble, WELL, Severity.NOTICE, now, now, Map.of("lasted_ms",
                Long.toString(Duration.between(trouble.since(), now).toMillis())));
    }

    /** The key of what tells that it is blocked. */
    public static String key(Trouble trouble) {
        return key(trouble, BLOCKED);
    }

    private static String key(Trouble trouble, String kind) {
        return HexFormat.of().toHexDigits(trouble.since().toEpochMilli(), 12) + "-" + kind + "-" + trouble.outbox();
    }

    private static Message message(Trouble trouble, String kind, Severity severity, Instant at, Instant now,
            Map<String, String> said) {
        Map<String, String> fields = new TreeMap<>(said);
        fields.put("robot", trouble.outbox());
        fields.put("since_ms", Long.toString(trouble.since().toEpochMilli()));
        return new Message(key(trouble, kind), FAMILY, kind, "", severity.priority(), at, now, Map.of(),
                JsonObject.of(fields));
    }
}
