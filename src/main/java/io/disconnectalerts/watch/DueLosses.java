package io.disconnectalerts.watch;

import io.disconnectalerts.alert.Follower;
import io.disconnectalerts.bundle.Failure;
import io.disconnectalerts.follow.Due;
import io.disconnectalerts.retry.DoublingPause;
import io.disconnectalerts.settings.Settings;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the losses whose grace is over to the robots, and forgets what nobody has to know any more. */
public final class DueLosses {
    private static final Logger LOG = LoggerFactory.getLogger("disconnect-alerts");
    private static final Duration EACH = Duration.ofMillis(250);
    /** What came while the program was away is read first. */
    private static final Duration BACKLOG = Duration.ofSeconds(10);
    /** An entrance that does not come up keeps nobody from being told for longer. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** Before what cannot be told is tried again. */
    private static final DoublingPause PAUSE = new DoublingPause(Duration.ofMinutes(1));

    private final CamelContext context;
    private final Follower follower;
    private final Entrances entrances;
    private final boolean mqtt;
    private final Clock clock;
    private final ProducerTemplate template;
    private Instant started;
    private Instant up;
    /** The last that could not be told; what is due up to it is let be until it is tried again. */
    private Due untold;
    private int failures;
    private Instant tried = Instant.EPOCH;
    private Duration pause = Duration.ZERO;

    private DueLosses(CamelContext context, Follower follower, Settings settings, Clock clock) {
        this.context = context;
        this.follower = follower;
        this.entrances = new Entrances(context, settings);
        this.mqtt = settings.mqtt();
        this.clock = clock;
        this.template = context.createProducerTemplate();
    }

    public static void install(CamelContext context, Follower follower, Settings settings, Clock clock) {
        DueLosses losses = new DueLosses(context, follower, settings, clock);
        losses.beginWithTheRoutes();
        Chore.add(context, "due", EACH, losses::tell);
        Duration history = Duration.ofDays(Long.parseLong(settings.get("history.retention-d")));
        Chore.add(context, "forget", Duration.ofMinutes(1), () -> follower.forget(history));
    }

    private void beginWithTheRoutes() {
        try {
            context.addStartupListener((started, before) -> look(clock.instant()));
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void tell() throws SQLException {
        Instant now = clock.instant();
        boolean retries = Elapsed.isOver(pause, tried, now);
        untold = retries ? null : untold;
        for (List<Due> due = due(); !due.isEmpty(); due = due()) {
            decide(due);
        }
        if (untold == null) {
            failures = 0;
        } else if (retries) {
            failures++;
            tried = now;
            pause = PAUSE.after(failures);
        }
    }

    private List<Due> due() throws SQLException {
        return isReady() ? follower.due(untold) : List.of();
    }

    private boolean isReady() {
        if (!context.isStarted()) {
            return false;
        }
        Instant now = clock.instant();
        Instant since = look(now);
        return since != null && Elapsed.isOver(BACKLOG, since, now);
    }

    /** Since when the entrances are up; null while they are not. */
    private synchronized Instant look(Instant now) {
        started = started == null ? now : started;
        if (up == null && ((entrances.httpTrouble().isEmpty() && (!mqtt || entrances.mqttUp()))
                || Elapsed.isOver(PATIENCE, started, now))) {
            up = now;
        }
        return up;
    }

    /** All at once; one that fails keeps no other from being told. */
    private void decide(List<Due> due) {
        Map<Due, CompletableFuture<?>> decided = new LinkedHashMap<>();
        due.forEach(each -> decided.put(each, follower.decide(each, template)));
        decided.forEach((each, end) -> {
            try {
                end.join();
            } catch (CompletionException failed) {
                if (untold == null && failures == 0) {
                    LOG.warn("follow: a loss that is due cannot be told, and is tried again: {}",
                            Failure.sentence(failed));
                }
                untold = each;
            }
        });
    }
}
