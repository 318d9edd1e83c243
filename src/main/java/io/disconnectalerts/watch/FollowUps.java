package io.disconnectalerts.watch;

import io.disconnectalerts.alert.StillGone;
import io.disconnectalerts.follow.Gone;
import io.disconnectalerts.outbox.Batch;
import io.disconnectalerts.outbox.Message;
import io.disconnectalerts.outbox.OutboxComponent;
import io.disconnectalerts.outbox.ToldStorm;
import io.disconnectalerts.settings.Settings;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has each group that read of a storm hear, some time after it, who is still gone. */
public final class FollowUps extends ServiceSupport {
    private static final Logger LOG = LoggerFactory.getLogger(FollowUps.class);
    private static final String LOST = "client.disconnected";

    private final CamelContext context;
    private final OutboxComponent outbox;
    private final Gone gone;
    private final int least;
    private final List<Duration> after;
    private final Clock clock;
    private ScheduledExecutorService executor;

    private FollowUps(CamelContext context, OutboxComponent outbox, Gone gone, Settings settings, Clock clock) {
        this.context = context;
        this.outbox = outbox;
        this.gone = gone;
        this.clock = clock;
        least = Integer.parseInt(settings.get("follow-up.least"));
        after = Stream.of(settings.get("follow-up.after-m").split(" *, *")).filter(minutes -> !minutes.isEmpty())
                .map(minutes -> Duration.ofMinutes(Long.parseLong(minutes))).toList();
    }

    public static void install(CamelContext context, OutboxComponent outbox, Gone gone, Settings settings,
            Clock clock) {
        try {
            context.addService(new FollowUps(context, outbox, gone, settings, clock), true, false);
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    protected void doStart() {
        executor = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "follow-ups");
        executor.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            if (context.isStarted()) {
                for (ToldStorm storm : outbox.storms()) {
                    follow(storm, clock.instant());
                }
            }
        } catch (SQLException | RuntimeException unavailable) {
            LOG.debug("the next second tries again", unavailable);
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

    /** Nothing if all are back, or if returns are not heard of. */
    private Optional<Message> message(ToldStorm storm, int times, Instant now) throws SQLException {
        Batch left = gone.returns() ? outbox.told(storm, Gone.STILL) : null;
        return Optional.ofNullable(left).map(batch -> StillGone.message(HexFormat.of().toHexDigits(
                storm.beganAt().toEpochMilli(), 12) + "-" + storm.outbox() + "-still-gone-" + times, batch, now));
    }

    @Override
    protected void doStop() {
        context.getExecutorServiceManager().shutdownNow(executor);
    }
}
