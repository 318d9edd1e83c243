package io.disconnectalerts.watch;

import io.disconnectalerts.log.SecretMask;
import io.disconnectalerts.outbox.Batch;
import io.disconnectalerts.outbox.OutboxComponent;
import io.disconnectalerts.outbox.OutboxListener;
import io.disconnectalerts.outbox.OutboxState;
import io.disconnectalerts.outbox.Outcome;
import io.disconnectalerts.outbox.Texts.Lately;
import io.disconnectalerts.outbox.WaitReason;
import io.disconnectalerts.settings.Remedy;
import io.disconnectalerts.settings.Settings;
import io.disconnectalerts.watch.Standing.Waiting;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
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
    private final Collection<String> names;
    private List<OutboxState> states = List.of();
    private SQLException unreadable;
    private Instant read = Instant.EPOCH;

    /** @param names of those the routes deliver to */
    Robots(OutboxComponent outbox, Settings settings, Collection<String> names) {
        this.outbox = outbox;
        this.settings = settings;
        this.names = names;
    }

    /** Those that have a token. */
    List<String> on() {
        return names.stream().filter(settings::on).toList();
    }

    /** One query serves all who ask within two seconds. */
    private synchronized void read() {
        if (Elapsed.isOver(FRESH, read, Instant.now())) {
            look();
        }
    }

    /** Reads how they stand; whether the store could be read. */
    synchronized boolean look() {
        try {
            states = outbox.states();
            unreadable = null;
        } catch (SQLException unavailable) {
            unreadable = unavailable;
        }
        read = Instant.now();
        return unreadable == null;
    }

    /** As it was read last if the store cannot be read; empty if nothing ever was. */
    synchronized Optional<OutboxState> state(String robot) {
        read();
        return states.stream().filter(state -> state.name().equals(robot)).findFirst();
    }

    /** What to mend, if it is blocked. */
    Optional<Remedy> mend(String robot) {
        return state(robot).filter(OutboxState::blocked).map(state -> settings.mend(robot, state.blockedSetting()));
    }

    /** Until it may send again, if something is pending and waits; else zero, also in quiet hours. */
    Duration wait(String robot) {
        Waiting wait = waiting.get(robot);
        Duration left = wait == null || wait.why() == WaitReason.QUIET ? Duration.ZERO
                : Duration.between(Instant.now(), wait.until());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** How it stands, in one sentence. */
    synchronized String sentence(String robot) throws SQLException {
        if (!settings.on(robot)) {
            return "off: " + Settings.turnsOn(robot) + " turns it on";
        }
        Optional<OutboxState> state = state(robot);
        if (unreadable != null) {
            throw new SQLException("the store cannot be read: " + unreadable.getMessage());
        }
        if (outbox.failure() != null) {
            return "waits for the store; " + state.map(OutboxState::pending).orElse(0) + " pending";
        }
        return state.map(known -> standing(known).sentence()).orElse("well; 0 pending");
    }

    private Standing standing(OutboxState state) {
        return new Standing(state, mend(state.name()).map(Remedy::said).orElse(""), waiting.get(state.name()),
                ZoneId.of(settings.get("alerts.zone")), Instant.now());
    }

    /**
     * How it stands, for programs. What is not so is null.
     *
     * @param state   off, store (waits for it), or {@link Standing#word}
     * @param until   when it goes on by itself, RFC 3339
     * @param since   since when it fails
     * @param why     what the platform said
     * @param mend    what to mend, as {@link Remedy#name}
     * @param turnOn  what turns it on
     * @param oldest  when the oldest that is pending was received
     * @param limit   how many messages a minute its platform takes
     * @param sent    how many it sent within the last minute
     * @param text    the id of the last text it told
     */
    record Report(String name, String platform, String state, String until, String since, String why, String mend,
            String turnOn, int pending, String oldest, int limit, int sent, long text) {
    }

    synchronized Report report(String robot, Map<String, Lately> lately) {
        Optional<OutboxState> known = state(robot);
        Standing standing = known.map(this::standing).orElse(null);
        boolean on = settings.on(robot);
        boolean store = outbox.failure() == null && unreadable == null;
        boolean ill = on && store && known.isPresent() && known.get().failures() > 0;
        Lately last = lately.getOrDefault(robot, Lately.NOTHING);
        String word = !on ? "off" : !store ? "store" : standing == null ? "well" : standing.word();
        return new Report(robot, Settings.platform(robot), word,
                on && store && standing != null ? text(standing.until()) : null,
                ill ? text(known.get().failingSince()) : null,
                ill ? SecretMask.mask(String.valueOf(known.get().why())) : null,
                mend(robot).map(Remedy::name).orElse(null),
                on ? null : Settings.turnsOn(robot), known.map(OutboxState::pending).orElse(0),
                text(known.map(OutboxState::oldest).orElse(null)),
                Integer.parseInt(settings.get(robot + ".per-minute")), last.sends(), last.text());
    }

    private static String text(Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    @Override
    public void waits(String robot, Duration time, WaitReason why) {
        waiting.put(robot, new Waiting(why, Instant.now().plus(time)));
    }

    @Override
    public void sent(Batch batch, Outcome outcome, String why) {
        waiting.remove(batch.outbox());
    }
}
