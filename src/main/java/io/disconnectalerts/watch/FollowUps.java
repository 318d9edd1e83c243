package io.disconnectalerts.watch;

import io.disconnectalerts.alert.Silencing;
import io.disconnectalerts.alert.StillGone;
import io.disconnectalerts.event.Event;
import io.disconnectalerts.follow.Gone;
import io.disconnectalerts.outbox.Batch;
import io.disconnectalerts.outbox.Message;
import io.disconnectalerts.outbox.OutboxComponent;
import io.disconnectalerts.outbox.ToldStorm;
import io.disconnectalerts.settings.Settings;
import io.disconnectalerts.silence.Silences;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/** Has each group that read of a storm hear, some time after it, who is still gone. */
public final class FollowUps {
    private final OutboxComponent outbox;
    private final Gone gone;
    private final Silences silences;
    private final int least;
    private final List<Duration> after;
    private final Clock clock;
    /** Storms that can wait for the end of quiet hours, with how often they were to be looked after by then. */
    private final Map<ToldStorm, Integer> quiet = new HashMap<>();

    private FollowUps(OutboxComponent outbox, Gone gone, Silences silences, Settings settings, Clock clock) {
        this.outbox = outbox;
        this.gone = gone;
        this.silences = silences;
        this.clock = clock;
        least = Integer.parseInt(settings.get("follow-up.least"));
        after = Stream.of(settings.get("follow-up.after-m").split(" *, *")).filter(minutes -> !minutes.isEmpty())
                .map(minutes -> Duration.ofMinutes(Long.parseLong(minutes))).toList();
    }

    public static void install(CamelContext context, OutboxComponent outbox, Gone gone, Silences silences,
            Settings settings, Clock clock) {
        Chore.add(context, "follow-ups", Duration.ofSeconds(1),
                new FollowUps(outbox, gone, silences, settings, clock)::look);
    }

    private void look() throws SQLException {
        List<ToldStorm> storms = outbox.storms();
        quiet.keySet().retainAll(storms);
        for (ToldStorm storm : storms) {
            follow(storm, clock.instant());
        }
    }

    /** What was missed while the program was away, or came in quiet hours, is told once. */
    private void follow(ToldStorm storm, Instant now) throws SQLException {
        boolean watched = storm.kind().equals(Event.DISCONNECTED) && !after.isEmpty();
        int times = (int) after.stream().filter(time -> !now.isBefore(storm.lastAt().plus(time))).count();
        if (watched && times <= storm.followed() || isQuiet(storm, times)) {
            return;
        }
        Optional<Message> message =
                watched && storm.messages() >= least ? message(storm, times, now) : Optional.empty();
        if (outbox.quietUntil(storm.outbox()).isPresent()
                && message.filter(told -> told.priority() < Message.CRITICAL).isPresent()) {
            quiet.put(storm, times);
        } else {
            outbox.follow(storm, times, !watched || times == after.size(), message);
        }
    }

    /** Whether it was looked at, and can wait for the end of quiet hours that go on. */
    private boolean isQuiet(ToldStorm storm, int times) {
        return Objects.equals(quiet.get(storm), times) && outbox.quietUntil(storm.outbox()).isPresent();
    }

    /** Nothing if all are back, or silent now, or if returns are not heard of. */
    private Optional<Message> message(ToldStorm storm, int times, Instant now) throws SQLException {
        Batch left = gone.returns() ? outbox.told(storm, Gone.STILL, Gone.FORGOTTEN, Silencing.silent(silences))
                : null;
        return Optional.ofNullable(left).map(batch -> StillGone.message(HexFormat.of().toHexDigits(
                storm.beganAt().toEpochMilli(), 12) + "-" + storm.outbox() + "-still-gone-" + times, batch, now));
    }
}
