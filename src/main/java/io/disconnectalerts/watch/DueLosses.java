package io.disconnectalerts.watch;

import io.disconnectalerts.alert.Follower;
import io.disconnectalerts.follow.Due;
import io.disconnectalerts.settings.Settings;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the losses whose grace is over to the robots, and forgets what nobody has to know any more. */
public final class DueLosses extends ServiceSupport {
    private static final Logger LOG = LoggerFactory.getLogger(DueLosses.class);
    /** What came while the program was away is read first. */
    private static final Duration BACKLOG = Duration.ofSeconds(10);
    /** An entrance that does not come up keeps nobody from being told for longer. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long EACH_MS = 250;

    private final CamelContext context;
    private final Follower follower;
    private final Entrances entrances;
    private final boolean mqtt;
    private final Clock clock;
    private ScheduledExecutorService executor;
    private ProducerTemplate template;
    private Instant started;
    private Instant up;

    private DueLosses(CamelContext context, Follower follower, Settings settings, Clock clock) {
        this.context = context;
        this.follower = follower;
        this.entrances = new Entrances(context, settings);
        this.mqtt = settings.mqtt();
        this.clock = clock;
    }

    public static void install(CamelContext context, Follower follower, Settings settings, Clock clock) {
        try {
            context.addService(new DueLosses(context, follower, settings, clock), true, false);
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    protected void doStart() {
        started = clock.instant();
        template = context.createProducerTemplate();
        executor = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "due");
        executor.scheduleWithFixedDelay(this::tell, EACH_MS, EACH_MS, TimeUnit.MILLISECONDS);
        executor.scheduleWithFixedDelay(this::forget, 1, 1, TimeUnit.MINUTES);
    }

    private void tell() {
        try {
            while (isReady() && !decided(follower.due())) {
                LOG.trace("there may be more");
            }
        } catch (SQLException | RuntimeException unavailable) {
            LOG.debug("what is due is tried again", unavailable);
        }
    }

    private boolean isReady() {
        if (!context.isStarted() || !isRunAllowed()) {
            return false;
        }
        Instant now = clock.instant();
        if (up == null && ((entrances.httpTrouble().isEmpty() && (!mqtt || entrances.mqttUp()))
                || now.isAfter(started.plus(PATIENCE)))) {
            up = now;
        }
        return up != null && !now.isBefore(up.plus(BACKLOG));
    }

    /** Whether nothing was due. */
    private boolean decided(List<Due> due) {
        CompletableFuture.allOf(due.stream().map(each -> follower.decide(each, template))
                .toArray(CompletableFuture[]::new)).join();
        return due.isEmpty();
    }

    private void forget() {
        try {
            follower.forget();
        } catch (SQLException | RuntimeException unavailable) {
            LOG.debug("nothing forgotten, the next minute tries again", unavailable);
        }
    }

    @Override
    protected void doStop() throws Exception {
        context.getExecutorServiceManager().shutdownNow(executor);
        template.close();
    }
}
