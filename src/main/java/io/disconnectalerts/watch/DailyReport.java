package io.disconnectalerts.watch;

import io.disconnectalerts.alert.Daily;
import io.disconnectalerts.bundle.Wiring;
import io.disconnectalerts.follow.Gone;
import io.disconnectalerts.follow.Minutes;
import io.disconnectalerts.follow.Minutes.Minute;
import io.disconnectalerts.log.SecretMask;
import io.disconnectalerts.outbox.Copies;
import io.disconnectalerts.outbox.OutboxComponent;
import io.disconnectalerts.outbox.OutboxState;
import io.disconnectalerts.settings.Remedy;
import io.disconnectalerts.settings.Settings;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.CamelContext;

/**
 * Has each group read once a day how the watch stands: by a clock on the wall, so that a time that is skipped is an
 * hour later, and one that is there twice is the first. Several processes tell it once, over restarts too: it is one
 * message a day.
 */
public final class DailyReport {
    private static final Duration EACH = Duration.ofSeconds(1);
    /** Who was away is late by so much at most; a group that reads nothing that day knows that something is wrong. */
    private static final Duration LATEST = Duration.ofHours(1);
    /** So long a connection may take, or a send fail, before it is said. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final LocalTime at;
    private final ZoneId zone;
    private final OutboxComponent outbox;
    private final Entrances entrances;
    private final Robots robots;
    private final Settings settings;
    private final List<String> all;
    private final List<String> told;
    private final Gone gone;
    private final Minutes minutes;
    private final Clock clock;
    private final Instant started;
    private Instant last = Instant.MIN;

    DailyReport(CamelContext context, OutboxComponent outbox, Gone gone, Minutes minutes, Settings settings,
            Wiring wiring, Clock clock) {
        this.at = LocalTime.parse(settings.get("daily.at"));
        this.zone = ZoneId.of(settings.get("alerts.zone"));
        this.outbox = outbox;
        this.entrances = new Entrances(context, settings);
        this.robots = context.getRegistry().lookupByNameAndType("robots", Robots.class);
        this.settings = settings;
        this.all = Groups.on(settings, wiring);
        this.told = all.stream().filter(robot -> !Groups.deaf(robot, settings, Daily.KIND)).toList();
        this.gone = gone;
        this.minutes = minutes;
        this.clock = clock;
        this.started = clock.instant();
    }

    public static void install(CamelContext context, OutboxComponent outbox, Gone gone, Minutes minutes,
            Settings settings, Wiring wiring, Clock clock) {
        if (!settings.get("daily.at").isEmpty()) {
            Chore.add(context, "daily", EACH,
                    new DailyReport(context, outbox, gone, minutes, settings, wiring, clock)::look);
        }
    }

    void look() throws SQLException {
        Instant now = clock.instant();
        Instant due = due(at, zone, now);
        if (due.equals(last) || !now.isBefore(due.plus(LATEST))) {
            return;
        }
        Daily daily = daily(now);
        boolean open = daily.http().isEmpty() && daily.mqtt().isEmpty();
        if (!open && now.isBefore((started.isAfter(due) ? started : due).plus(PATIENCE))) {
            return;
        }
        outbox.database().writer().execute(session ->
                outbox.address(session, List.of(Copies.of(daily.message(due, now), told))));
        last = due;
    }

    /** The last time that it was to be told. */
    static Instant due(LocalTime at, ZoneId zone, Instant now) {
        ZonedDateTime today = now.atZone(zone).toLocalDate().atTime(at).atZone(zone);
        return (today.toInstant().isAfter(now) ? now.atZone(zone).toLocalDate().minusDays(1).atTime(at).atZone(zone)
                : today).toInstant();
    }

    private Daily daily(Instant now) throws SQLException {
        Minute day = minutes.day();
        return new Daily(SecretMask.mask(entrances.httpTrouble().orElse("")),
                settings.mqtt() && !entrances.mqttUp() ? SecretMask.mask(entrances.mqttState()) : "", troubles(now),
                gone.returns(), gone.count(), day.lost(), day.back(), outbox.parking().count());
    }

    private Map<String, String> troubles(Instant now) {
        Map<String, String> troubles = new TreeMap<>();
        all.forEach(robot -> robots.state(robot).flatMap(state -> trouble(state, now))
                .ifPresent(why -> troubles.put(robot, SecretMask.mask(why))));
        return troubles;
    }

    private Optional<String> trouble(OutboxState state, Instant now) {
        return state.blocked() ? robots.mend(state.name()).map(Remedy::said)
                : state.failures() > 0 && state.failingSince().isBefore(now.minus(PATIENCE))
                ? Optional.of(String.valueOf(state.why())) : Optional.empty();
    }
}
