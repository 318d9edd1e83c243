package io.disconnectalerts.watch;

import io.disconnectalerts.alert.Silencing;
import io.disconnectalerts.alert.StillGone;
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
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/** Has each group that read of a storm hear, some time after it, who is still gone. */
public final class FollowUps {
    private static final String LOST = "client.disconnected";

    private final OutboxComponent outbox;
    private final Gone gone;
    private final Silences silences;
    private final int least;
    private final List<Duration> after;
    private final Clock clock;

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
        for (ToldStorm storm : outbox.storms()) {
            follow(storm, clock.instant());
        }
    }

    /** What was missed while the program was away is told once. */
    private void follow(ToldStorm storm, Instant now) throws SQLException {
        boolean watched = storm.kind().equals(LOST) && !after.isEmpty();
        int times = (int) after.stream().filter(time -> !now.isBefore(storm.lastAt().plus(time))).count();
        if (!watched || times > storm.followed()) {
            outbox.follow(storm, times, !watched || times == after.size(),
                    watched && storm.messages() >= least ? message(storm, times, now) : Optional.empty());
        }
    }

    /** Nothing if all are back, or silent now, or if returns are not heard of. */
    private Optional<Message> message(ToldStorm storm, int times, Instant now) throws SQLException {
        Batch left = gone.returns() ? outbox.told(storm, Gone.STILL, Gone.FORGOTTEN, Silencing.silent(silences))
                : null;
        return Optional.ofNullable(left).map(batch -> StillGone.message(HexFormat.of().toHexDigits(
                storm.beganAt().toEpochMilli(), 12) + "-" + storm.outbox() + "-still-gone-" + times, batch, now));
    }
}
