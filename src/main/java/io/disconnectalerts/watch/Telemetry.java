package io.disconnectalerts.watch;

import io.disconnectalerts.alert.Alert;
import io.disconnectalerts.alert.Severity;
import io.disconnectalerts.alert.Verdict;
import io.disconnectalerts.bundle.Wiring;
import io.disconnectalerts.event.Event.Timing;
import io.disconnectalerts.event.Event;
import io.disconnectalerts.event.Reading;
import io.disconnectalerts.follow.Decision;
import io.disconnectalerts.follow.Gone;
import io.disconnectalerts.outbox.Batch;
import io.disconnectalerts.outbox.OutboxComponent;
import io.disconnectalerts.outbox.OutboxListener;
import io.disconnectalerts.outbox.OutboxState;
import io.disconnectalerts.outbox.Outcome;
import io.disconnectalerts.settings.Remedy;
import io.disconnectalerts.settings.Settings;
import io.disconnectalerts.silence.Silences;
import io.disconnectalerts.words.Vocabulary;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.Variable;
import org.apache.camel.health.HealthCheckRegistry;

/** Metrics and health of the entrances, the store and the robots; the routes tell it what to count. */
public final class Telemetry implements OutboxListener {
    private static final Duration[] BUCKETS =
            {Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(5),
        Duration.ofSeconds(30), Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofHours(1)};

    private final Set<String> mended = ConcurrentHashMap.newKeySet();
    private final NodeClocks clocks = new NodeClocks(InstantSource.system());
    private final MeterRegistry meters;
    private final OutboxComponent outbox;
    private final Entrances entrances;
    private final Robots robots;
    private final Status status;

    private Telemetry(MeterRegistry meters, OutboxComponent outbox, Entrances entrances, Robots robots,
            Status status) {
        this.meters = meters;
        this.outbox = outbox;
        this.entrances = entrances;
        this.robots = robots;
        this.status = status;
    }

    /** Counts, and shows it to nobody. */
    public static Telemetry forNobody() {
        return new Telemetry(new SimpleMeterRegistry(), null, null, null, null);
    }

    public static Telemetry install(CamelContext context, OutboxComponent outbox, Settings settings, Wiring wiring) {
        Entrances entrances = new Entrances(context, settings);
        Robots robots = new Robots(outbox, settings, wiring.delivered());
        Telemetry telemetry = new Telemetry(context.getRegistry().findSingleByType(MeterRegistry.class), outbox,
                entrances, robots, new Status(context, outbox, entrances, robots, settings, wiring.delivered()));
        context.getRegistry().bind("robots", robots);
        context.getRegistry().bind("telemetry", telemetry);
        telemetry.measure(settings, wiring.delivered());
        telemetry.begin(settings, wiring);
        HealthCheckRegistry health = HealthCheckRegistry.get(context);
        health.register(Check.ready("store", () -> Optional.ofNullable(outbox.failure()), () -> "well"));
        health.register(Check.ready("entrance-http", entrances::httpTrouble, entrances::httpState));
        health.register(Check.detail("entrance-mqtt", entrances::mqttState));
        health.register(Check.detail("words", Vocabulary::state));
        health.register(Check.detail("clocks", telemetry.clocks::state));
        wiring.delivered().forEach(robot ->
                health.register(Check.detail("robot-" + robot, () -> robots.sentence(robot))));
        return telemetry;
    }

    /** How the program stands, as {@code GET /status} shows it. */
    public Status.Report status() {
        return status.now();
    }

    /** Several in one input are counted one by one, and what cannot be read of them as one. */
    public void received(@Body Reading reading, @Variable("entrance") String entrance) {
        if (!(reading instanceof Reading.Several || reading instanceof Reading.Parts
                || reading instanceof Reading.TooLarge)) {
            count("alerts.received", "entrance", entrance);
        }
        if (reading instanceof Event event && event.timing() == Timing.UNUSABLE) {
            count("alerts.time.unusable");
        }
    }

    public void ignored(@Body Reading.Ignored event) {
        ignored(event.event());
    }

    private void ignored(String event) {
        count("alerts.ignored", "event", event);
    }

    public void refused() {
        count("alerts.refused.input");
    }

    /** Other events than disconnects are ignored if nobody is told of them. */
    public void triaged(@Body Event event, @Variable("verdict") Verdict verdict) {
        counter(verdict).increment();
        clocks.heard(event);
        if (verdict.severity() == Severity.QUIET && !event.name().equals(Event.DISCONNECTED)) {
            ignored(event.name());
        }
    }

    private Counter counter(Verdict verdict) {
        return meters.counter("alerts.triaged", "class", verdict.rule(), "severity", verdict.severity().toString());
    }

    /** A rule could not decide on an event. */
    public void undecided(String rule) {
        count("alerts.triage.failed", "rule", rule);
    }

    /** A robot's filter could not decide on an event. */
    public void unfiltered(String robot) {
        count("alerts.filter.failed", "robot", robot);
    }

    public void duplicate() {
        count("alerts.duplicate");
    }

    /** What was kept from people because it was over in time, or because they know that it flaps. */
    public void decided(Decision decision) {
        if (decision instanceof Decision.Blip) {
            count("alerts.blips");
        } else if (decision instanceof Decision.Replaced) {
            count("alerts.replaced");
        } else if (decision instanceof Decision.Suppressed) {
            count("alerts.suppressed");
        } else if (decision instanceof Decision.Duplicate) {
            duplicate();
        } else if (decision instanceof Decision.Unaddressed) {
            count("alerts.unaddressed");
        }
    }

    /** Shows how many are gone, how many losses wait, and how many come and go. */
    public void measure(Gone gone) {
        gauge("alerts.gone", Tags.empty(), any -> number(gone::count));
        gauge("alerts.waiting", Tags.empty(), any -> number(gone::waiting));
        gauge("alerts.flapping", Tags.empty(), any -> number(gone::flapping));
    }

    /** An event was kept from everybody. */
    public void silenced() {
        count("alerts.silenced");
    }

    /** Shows how many silences go on. */
    public void measure(Silences silences) {
        gauge("alerts.silences", Tags.empty(), any -> number(silences::count));
    }

    private void count(String name, String... tags) {
        meters.counter(name, tags).increment();
    }

    /** What counts from zero is there from the start, so that the first event is an increase. */
    private void begin(Settings settings, Wiring wiring) {
        meters.counter("alerts.received", "entrance", "http");
        if (settings.mqtt()) {
            meters.counter("alerts.received", "entrance", "mqtt");
        }
        List.of("alerts.refused.input", "alerts.time.unusable", "alerts.duplicate", "alerts.parked.dropped",
                "alerts.blips", "alerts.replaced", "alerts.suppressed", "alerts.unaddressed", "alerts.silenced")
                .forEach(meters::counter);
        wiring.verdicts().stream().map(Verdict::of).forEach(this::counter);
        wiring.rules().forEach(rule -> meters.counter("alerts.triage.failed", "rule", rule));
        for (String robot : wiring.delivered()) {
            meters.counter("alerts.delivered.events", "robot", robot);
            meters.counter("alerts.filter.failed", "robot", robot);
            for (Outcome outcome : Outcome.values()) {
                meters.counter("alerts.messages", "robot", robot, "outcome", outcome.toString());
            }
            delivery(robot);
        }
    }

    private void measure(Settings settings, Collection<String> names) {
        gauge("alerts.entrance.up", Tags.of("entrance", "http"), any -> entrances.httpUp() ? 1 : 0);
        if (settings.mqtt()) {
            gauge("alerts.entrance.up", Tags.of("entrance", "mqtt"), any -> entrances.mqttUp() ? 1 : 0);
        }
        gauge("alerts.store.up", Tags.empty(), any -> outbox.failure() == null ? 1 : 0);
        gauge("alerts.parked", Tags.empty(), any -> number(outbox.parking()::count));
        for (String robot : names) {
            Tags tags = Tags.of("robot", robot);
            gauge("alerts.pending", tags, any -> robots.state(robot).map(OutboxState::pending).orElse(0));
            gauge("alerts.oldest.pending.seconds", tags, any -> robots.state(robot).map(OutboxState::oldest)
                    .map(oldest -> age(oldest).toMillis() / 1000.0).orElse(0.0));
            gauge("alerts.quiet", tags, any -> robots.state(robot).map(OutboxState::quiet).orElse(0));
            gauge("alerts.robot.wait.seconds", tags, any -> robots.wait(robot).toMillis() / 1000.0);
            gauge("alerts.robot.blocked", tags, any -> mend(robot) ? 1 : 0);
        }
    }

    /** What to mend is a series of its own, from the first time it had to be mended. */
    private boolean mend(String robot) {
        Optional<String> mend = robots.mend(robot).map(Remedy::said);
        mend.filter(what -> mended.add(robot + " " + what))
                .ifPresent(what -> gauge("alerts.robot.mend", Tags.of("robot", robot, "setting", what),
                any -> robots.mend(robot).map(Remedy::said).filter(what::equals).isPresent() ? 1 : 0));
        return mend.isPresent();
    }

    private void gauge(String name, Tags tags, ToDoubleFunction<Telemetry> value) {
        Gauge.builder(name, this, value).tags(tags).strongReference(true).register(meters);
    }

    /** Asked of the store. */
    private interface Number {
        long of() throws SQLException;
    }

    private static double number(Number number) {
        try {
            return number.of();
        } catch (SQLException unavailable) {
            return Double.NaN;
        }
    }

    @Override
    public void sent(Batch batch, Outcome outcome, String why) {
        String robot = batch.outbox();
        count("alerts.messages", "robot", robot, "outcome", outcome.toString());
        if (outcome == Outcome.TOLD && Alert.tells(batch.kind())) {
            meters.counter("alerts.delivered.events", "robot", robot).increment(batch.size());
            delivery(robot).record(age(outbox.since(robot, batch.received())));
        }
    }

    /** Zero of what lies ahead: the clock was set back, and a timer takes nothing negative. */
    static Duration age(Instant since) {
        Duration age = Duration.between(since, Instant.now());
        return age.isNegative() ? Duration.ZERO : age;
    }

    private Timer delivery(String robot) {
        return Timer.builder("alerts.delivery").tag("robot", robot).serviceLevelObjectives(BUCKETS).register(meters);
    }

    @Override
    public void parkedDropped(int count) {
        meters.counter("alerts.parked.dropped").increment(count);
    }
}
