package io.disconnectalerts.watch;

import io.disconnectalerts.outbox.Batch;
import io.disconnectalerts.outbox.OutboxComponent;
import io.disconnectalerts.outbox.OutboxListener;
import io.disconnectalerts.outbox.OutboxState;
import io.disconnectalerts.outbox.WaitReason;
import io.disconnectalerts.settings.Settings;
import io.disconnectalerts.watch.Standing.Waiting;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** How the robots stand: what the store knows of them, and for what this process makes them wait. */
final class Robots implements OutboxListener {
    private static final Duration FRESH = Duration.ofSeconds(2);

    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();
    private final OutboxComponent outbox;
    private final Settings settings;
    private List<OutboxState> states = List.of();
    private SQLException unreadable;
    private Instant read = Instant.EPOCH;

    Robots(OutboxComponent outbox, Settings settings) {
        this.outbox = outbox;
        this.settings = settings;
    }

    /** One query serves all who ask within two seconds. */
    private synchronized void read() {
        if (read.plus(FRESH).isBefore(Instant.now())) {
            try {
                states = outbox.states();
                unreadable = null;
            } catch (SQLException unavailable) {
                unreadable = unavailable;
            }
            read = Instant.now();
        }
    }

    /** As it was read last if the store cannot be read; empty if nothing ever was. */
    synchronized Optional<OutboxState> state(String robot) {
        read();
        return states.stream().filter(state -> state.name().equals(robot)).findFirst();
    }

    /** What to mend, if it is blocked. */
    Optional<String> mend(String robot) {
        return state(robot).filter(OutboxState::blocked).map(state -> settings.mend(robot, state.blockedSetting()));
    }

    /** Until it may send again, if something is pending and waits; else zero. */
    Duration wait(String robot) {
        Waiting wait = waiting.get(robot);
        Duration left = wait == null ? Duration.ZERO : Duration.between(Instant.now(), wait.until());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** How it stands, in one sentence. */
    synchronized String sentence(String robot) throws SQLException {
        if (!settings.on(robot)) {
            return "off: " + robot + ".token turns it on";
        }
        Optional<OutboxState> state = state(robot);
        if (unreadable != null) {
            throw new SQLException("the store cannot be read: " + unreadable.getMessage());
        }
        if (outbox.failure() != null) {
            return "waits for the store; " + state.map(OutboxState::pending).orElse(0) + " pending";
        }
        return state.map(known -> new Standing(known, mend(robot).orElse(""), waiting.get(robot),
                ZoneId.of(settings.get("alerts.zone")),
                Instant.now()).sentence()).orElse("well; 0 pending");
    }

    @Override
    public void waits(String robot, Duration time, WaitReason why) {
        waiting.put(robot, new Waiting(why, Instant.now().plus(time)));
    }

    @Override
    public void sent(Batch batch, String outcome, String why) {
        waiting.remove(batch.outbox());
    }
}
