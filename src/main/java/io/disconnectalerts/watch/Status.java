package io.disconnectalerts.watch;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.disconnectalerts.follow.Gone;
import io.disconnectalerts.follow.GoneSummary;
import io.disconnectalerts.log.SecretMask;
import io.disconnectalerts.outbox.OutboxComponent;
import io.disconnectalerts.outbox.Texts.Lately;
import io.disconnectalerts.settings.Settings;
import io.disconnectalerts.silence.Silences;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the program stands, looked up once for all who ask within a second. */
final class Status {
    private static final Logger LOG = LoggerFactory.getLogger(Status.class);
    private static final Duration FRESH = Duration.ofSeconds(1);
    /** So small a part of the time goes into looking who is gone, unless that would take longer. */
    private static final int SELDOM = 50;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final List<String> SENTENCES = List.of("rules", "returns", "words", "live-edit");

    private final CamelContext context;
    private final OutboxComponent outbox;
    private final Entrances entrances;
    private final Robots robots;
    private final Settings settings;
    private final Collection<String> names;
    private final Mishaps mishaps;
    private Report last;
    private Instant read = Instant.EPOCH;
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
        this.mishaps = new Mishaps(context, "the status", LOG);
    }

    /**
     * What is null is not known while the store cannot be read, or while something is wrong that the log says.
     *
     * @param now      RFC 3339, in the zone of the messages
     * @param store    why the store is not well; null if it is
     * @param parked   how many inputs and messages are parked
     * @param silences their ids
     * @param health   what else health says, by the name of its check
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Report(String now, String store, List<Entrance> entrances,
            List<Robots.Report> robots, GoneSummary gone, Long waiting, Long parked, List<String> silences,
            Map<String, String> health) {
    }

    /**
     * @param state  in a sentence
     * @param turnOn the setting that turns it on; null if it is, or if none does
     */
    public record Entrance(String name, boolean on, boolean up, String state, String turnOn) {
    }

    synchronized Report now() {
        if (last == null || Elapsed.isOver(FRESH, read, Instant.now())) {
            last = look();
            read = Instant.now();
        }
        return last;
    }

    private Report look() {
        Instant now = Instant.now();
        Map<String, Lately> lately = Map.of();
        Long waiting = null;
        Long parked = null;
        List<String> silences = null;
        boolean readable = robots.look();
        try {
            if (readable) {
                lately = outbox.texts().lately();
                Gone clients = context.getRegistry().lookupByNameAndType("gone", Gone.class);
                waiting = clients.waiting();
                parked = outbox.parking().count();
                silences = context.getRegistry().lookupByNameAndType("silences", Silences.class).ids();
                sum(clients, now);
            }
            mishaps.well();
        } catch (SQLException | RuntimeException failed) {
            readable &= !Mishaps.ofStore(failed);
            mishaps.failed(failed);
        }
        String store = outbox.failure() != null ? outbox.failure() : readable ? null : "cannot be read";
        Map<String, Lately> known = lately;
        return new Report(time(now), store == null ? null : SecretMask.mask(store), entrances(),
                names.stream().map(robot -> robots.report(robot, known)).toList(), gone, waiting, parked,
                silences, readable ? health() : Map.of());
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
