package io.disconnectalerts.watch;

import io.disconnectalerts.alert.RobotTrouble;
import io.disconnectalerts.bundle.Wiring;
import io.disconnectalerts.log.SecretMask;
import io.disconnectalerts.outbox.OutboxComponent;
import io.disconnectalerts.outbox.Trouble;
import io.disconnectalerts.settings.Settings;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.camel.CamelContext;

/**
 * Has the other groups read that a robot is blocked, once, after ten minutes in which nobody has mended it, and that it
 * is well again. Through those that are blocked themselves nothing is told: if all are, health and metrics say so.
 */
public final class RobotWatch {
    private static final Duration EACH = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final OutboxComponent outbox;
    private final Settings settings;
    private final List<String> on;
    private final List<String> hearing;
    private final Clock clock;

    RobotWatch(OutboxComponent outbox, Settings settings, Wiring wiring, Clock clock) {
        this.outbox = outbox;
        this.settings = settings;
        this.on = Groups.on(settings, wiring);
        this.hearing = on.stream().filter(robot -> !Groups.deaf(robot, settings, RobotTrouble.FAMILY)).toList();
        this.clock = clock;
    }

    public static void install(CamelContext context, OutboxComponent outbox, Settings settings, Wiring wiring,
            Clock clock) {
        Chore.add(context, "robots", EACH, new RobotWatch(outbox, settings, wiring, clock)::look);
    }

    void look() throws SQLException {
        Instant now = clock.instant();
        for (Trouble over : outbox.troublesOver()) {
            outbox.end(over, RobotTrouble.key(over), RobotTrouble.well(over, now));
        }
        List<Trouble> blocked = outbox.troubles().stream().filter(trouble -> on.contains(trouble.outbox())).toList();
        List<String> others = hearing.stream()
                .filter(robot -> blocked.stream().noneMatch(trouble -> trouble.outbox().equals(robot))).toList();
        for (Trouble trouble : blocked) {
            if (trouble.told().isEmpty() && trouble.tried() && !others.isEmpty()
                    && !trouble.since().isAfter(now.minus(PATIENCE))) {
                outbox.tell(trouble, others, RobotTrouble.blocked(trouble,
                        settings.mend(trouble.outbox(), trouble.setting()).name(), SecretMask.mask(trouble.why()),
                        outbox.pending(trouble.outbox()), now));
            }
        }
    }
}
