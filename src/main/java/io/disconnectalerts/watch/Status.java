package io.disconnectalerts.watch;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.disconnectalerts.follow.Gone;
import io.disconnectalerts.follow.GoneSummary;
import io.disconnectalerts.log.SecretMask;
import io.disconnectalerts.outbox.OutboxComponent;
import io.disconnectalerts.outbox.Texts.Lately;
import io.disconnectalerts.settings.Settings;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;

/** How the program stands, looked up once for all who ask within two seconds; soon said even if the store is gone. */
final class Status {
    private static final Duration FRESH = Duration.ofSeconds(2);
    /** So long a store may take to its first answer before somebody is told that it gives none. */
    private static final Duration PATIENCE = Duration.ofMillis(800);
    /** So small a part of the time goes into looking who is gone, unless that would take longer. */
    private static final int SELDOM = 50;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final List<String> SENTENCES = List.of("rules", "returns", "live-edit");

    private final CamelContext context;
    private final OutboxComponent outbox;
    private final Entrances entrances;
    private final Robots robots;
    private final Settings settings;
    private final Collection<String> names;
    private final Executor looking;
    private volatile Report last;
    private volatile Instant read = Instant.EPOCH;
    private Look look;
    private GoneSummary gone;
    private Instant summed = Instant.EPOCH;
    private Duration pause = Duration.ZERO;

    Status(CamelContext context, OutboxComponent outbox, Entrances entrances, Robots robots, Settings settings,
            Collection<String> names) {
        this.context = context;
        this.outbox = outbox;
        this.entrances = entrances;
        this.robots = robots;
        this.settings = settings;
        this.names = names;
        this.looking = context.getExecutorServiceManager().newSingleThreadExecutor(this, "status");
    }

    /**
     * A look that goes on, or is over.
     *
     * @param answered ends with the first answer of the store, or once there is none to wait for
     */
    private record Look(CompletableFuture<Void> answered, CompletableFuture<Report> report) {
    }

    /**
     * What is null is not known while the store cannot be read.
     *
     * @param now    RFC 3339, in the zone of the messages
     * @param store  why the store is not well; null if it is
     * @param health what else health says, by the name of its check
     * @param parked how many inputs and messages are parked
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Report(String now, String store, List<Entrance> entrances,
            List<Robots.Report> robots, GoneSummary gone, Long waiting, Long parked, Map<String, String> health) {
    }

    /**
     * @param state  in a sentence
     * @param turnOn the setting that turns it on; null if it is, or if none does
     */
    public record Entrance(String name, boolean on, boolean up, String state, String turnOn) {
    }

    Report now() {
        Look asked = latest();
        try {
            asked.answered.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return asked.report.get();
        } catch (TimeoutException silent) {
            return silent(Instant.now());
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private synchronized Look latest() {
        if (look == null || look.report.isDone() && Elapsed.isOver(FRESH, read, Instant.now())) {
            CompletableFuture<Void> answered = new CompletableFuture<>();
            look = new Look(answered, CompletableFuture.supplyAsync(() -> look(answered), looking));
            look.report.whenComplete((report, failed) -> answered.complete(null));
        }
        return look;
    }

    /** What is known of it without the store. */
    private Report silent(Instant now) {
        String why = outbox.failure();
        Report known = last;
        return new Report(time(now), why == null ? "does not answer" : SecretMask.mask(why), entrances(),
                known == null ? List.of() : known.robots.stream().map(Robots.Report::withoutStore).toList(),
                known == null ? null : known.gone, null, null, Map.of());
    }

    private Report look(CompletableFuture<Void> answered) {
        Instant now = Instant.now();
        String store = outbox.failure();
        Map<String, Lately> lately = Map.of();
        Long waiting = null;
        Long parked = null;
        try {
            lately = outbox.texts().lately();
            answered.complete(null);
            Gone clients = context.getRegistry().lookupByNameAndType("gone", Gone.class);
            waiting = clients.waiting();
            parked = outbox.parking().count();
            sum(clients, now);
        } catch (SQLException | RuntimeException unavailable) {
            store = store == null ? "cannot be read" : store;
        }
        Map<String, Lately> known = lately;
        last = new Report(time(now), store == null ? null : SecretMask.mask(store), entrances(),
                names.stream().map(robot -> robots.report(robot, known)).toList(), gone, waiting, parked,
                parked == null ? Map.of() : health());
        read = Instant.now();
        return last;
    }

    private List<Entrance> entrances() {
        return List.of(new Entrance("http", entrances.httpUp(), entrances.httpUp(),
                        entrances.httpTrouble().orElseGet(entrances::httpState), null),
                new Entrance("mqtt", settings.mqtt(), entrances.mqttUp(),
                        SecretMask.mask(entrances.mqttState()), settings.mqtt() ? null : "mqtt.url"));
    }

    private String time(Instant now) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(now.truncatedTo(ChronoUnit.MILLIS)
                .atZone(ZoneId.of(settings.get("alerts.zone"))));
    }

    private void sum(Gone clients, Instant now) throws SQLException {
        if (Elapsed.isOver(pause, summed, now)) {
            gone = clients.summary(gone);
            Duration seldom = Duration.between(now, Instant.now()).multipliedBy(SELDOM);
            pause = seldom.compareTo(LONGEST_PAUSE) < 0 ? seldom : LONGEST_PAUSE;
            summed = now;
        }
    }

    private Map<String, String> health() {
        Predicate<HealthCheck> others = check -> !SENTENCES.contains(check.getId());
        return HealthCheckHelper.invoke(context, others).stream().collect(Collectors.toMap(
                result -> result.getCheck().getId(), result -> result.getMessage().orElse("")));
    }
}
