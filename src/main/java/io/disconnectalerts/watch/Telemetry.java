package io.disconnectalerts.watch;

import io.disconnectalerts.alert.Verdict;
import io.disconnectalerts.bundle.Settings;
import io.disconnectalerts.bundle.Wiring;
import io.disconnectalerts.event.Reading;
import io.disconnectalerts.log.SecretMask;
import io.disconnectalerts.mqtt.MqttComponent;
import io.disconnectalerts.outbox.Batch;
import io.disconnectalerts.outbox.OutboxComponent;
import io.disconnectalerts.outbox.OutboxListener;
import io.disconnectalerts.outbox.OutboxState;
import io.disconnectalerts.outbox.WaitsFor;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.Variable;
import org.apache.camel.health.HealthCheckRegistry;

/** Metrics and health of the entrances, the store and the robots; the routes tell it what to count. */
public final class Telemetry implements OutboxListener {
    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final Duration[] BUCKETS = {Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(5),
        Duration.ofSeconds(30), Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofHours(1)};

    private static final List<String> OUTCOMES = List.of("told", "retry-after", "back-off", "blocked", "unacceptable", "parked");

    private final Map<String, Instant> waits = new ConcurrentHashMap<>();
    private final Settings settings;
    private final MeterRegistry meters;
    private final OutboxComponent outbox;
    private final MqttComponent mqtt;
    private List<OutboxState> states = List.of();
    private Instant read = Instant.EPOCH;

    private Telemetry(MeterRegistry meters, OutboxComponent outbox, MqttComponent mqtt, Settings settings) {
        this.settings = settings;
        this.meters = meters;
        this.outbox = outbox;
        this.mqtt = mqtt;
    }

    /** Counts, and shows it to nobody. */
    public static Telemetry forNobody() {
        return new Telemetry(new SimpleMeterRegistry(), null, null, null);
    }

    public static void install(CamelContext context, OutboxComponent outbox, Settings settings, Wiring wiring) {
        MqttComponent mqtt = context.getComponent("paho-mqtt5", MqttComponent.class);
        Telemetry telemetry = new Telemetry(context.getRegistry().findSingleByType(MeterRegistry.class), outbox, mqtt, settings);
        context.getRegistry().bind("telemetry", telemetry);
        telemetry.measure(wiring.delivered());
        telemetry.begin(wiring);
        HealthCheckRegistry health = HealthCheckRegistry.get(context);
        health.register(Check.ready("store", () -> Optional.ofNullable(outbox.failure())));
        health.register(Check.ready("entrances", Optional::empty));
        health.register(Check.detail("entrance-mqtt", () -> mqtt.state().why()));
        wiring.delivered().forEach(robot -> health.register(Check.detail("robot-" + robot,
                () -> settings.on(robot) ? SecretMask.mask(telemetry.sentence(robot)) : "off: " + robot + ".token turns it on")));
    }

    public void received(@Variable("entrance") String entrance) {
        count("alerts.received", "entrance", entrance);
    }

    public void ignored(@Body Reading.Ignored reading) {
        count("alerts.ignored", "event", reading.event());
    }

    public void refused() {
        count("alerts.refused.input");
    }

    public void triaged(@Variable("verdict") String verdict) {
        triaged(Verdict.of(verdict)).increment();
    }

    private Counter triaged(Verdict verdict) {
        return meters.counter("alerts.triaged", "class", verdict.rule(), "severity", verdict.severity().toString());
    }

    public void duplicate() {
        count("alerts.duplicate");
    }

    private void count(String name, String... tags) {
        meters.counter(name, tags).increment();
    }

    /** What counts from zero is there from the start, so that the first event is an increase. */
    private void begin(Wiring wiring) {
        meters.counter("alerts.received", "entrance", "http");
        if (settings.mqtt()) {
            meters.counter("alerts.received", "entrance", "mqtt");
        }
        List.of("alerts.refused.input", "alerts.duplicate", "alerts.parked.dropped").forEach(meters::counter);
        wiring.verdicts().stream().map(Verdict::of).forEach(this::triaged);
        for (String robot : wiring.delivered()) {
            meters.counter("alerts.delivered.events", "robot", robot);
            OUTCOMES.forEach(outcome -> meters.counter("alerts.messages", "robot", robot, "outcome", outcome));
            delivery(robot);
        }
    }

    private void measure(Collection<String> robots) {
        gauge("alerts.entrance.up", Tags.of("entrance", "http"), any -> 1);
        if (settings.mqtt()) {
            gauge("alerts.entrance.up", Tags.of("entrance", "mqtt"), any -> mqtt.state().up() ? 1 : 0);
        }
        gauge("alerts.store.up", Tags.empty(), any -> outbox.failure() == null ? 1 : 0);
        gauge("alerts.parked", Tags.empty(), any -> parked());
        for (String robot : robots) {
            Tags tags = Tags.of("robot", robot);
            gauge("alerts.pending", tags, any -> state(robot).map(OutboxState::pending).orElse(0));
            gauge("alerts.oldest.pending.seconds", tags, any -> state(robot).map(OutboxState::oldest)
                    .map(oldest -> Duration.between(oldest, Instant.now()).toMillis() / 1000.0).orElse(0.0));
            gauge("alerts.robot.wait.seconds", tags, any -> Math.max(0, Duration.between(Instant.now(), waits.getOrDefault(robot, Instant.EPOCH)).toMillis() / 1000.0));
            gauge("alerts.robot.blocked", tags, any -> mend(robot).isPresent() ? 1 : 0);
        }
    }

    /** What to mend for a robot is a series of its own, from the first time it had to be mended. */
    private void measure(String robot, String mend) {
        gauge("alerts.robot.mend", Tags.of("robot", robot, "setting", mend), any -> mend(robot).filter(mend::equals).isPresent() ? 1 : 0);
    }

    /** Empty unless the robot is blocked. */
    private Optional<String> mend(String robot) {
        return state(robot).filter(OutboxState::blocked).map(state -> settings.mend(robot, state.blockedSetting()));
    }

    private void gauge(String name, Tags tags, ToDoubleFunction<Telemetry> value) {
        Gauge.builder(name, this, value).tags(tags).strongReference(true).register(meters);
    }

    private double parked() {
        try {
            return outbox.parking().count();
        } catch (SQLException unavailable) {
            return Double.NaN;
        }
    }

    /** One query serves all gauges of a scrape. */
    private synchronized Optional<OutboxState> state(String robot) {
        if (read.plus(FRESH).isBefore(Instant.now())) {
            try {
                states = outbox.states();
                read = Instant.now();
                states.stream().map(OutboxState::name).forEach(name -> mend(name).ifPresent(mend -> measure(name, mend)));
            } catch (SQLException unavailable) {
                // The store's own check says so; what was read last is the best there is.
                read = Instant.now();
            }
        }
        return states.stream().filter(state -> state.name().equals(robot)).findFirst();
    }

    private String sentence(String robot) {
        return state(robot).map(state -> (state.blocked() ? "blocked, mend " + mend(robot).orElse("") + ": " + state.why()
                : state.failures() > 0 ? "failing, tried again in " + state.pause().toSeconds() + " s: " + state.why()
                : "well") + "; " + state.pending() + " pending").orElse("well; 0 pending");
    }

    @Override
    public void waits(String robot, Duration time, WaitsFor why) {
        waits.put(robot, Instant.now().plus(time));
    }

    @Override
    public void sent(Batch batch, String outcome, String why) {
        String robot = batch.outbox();
        waits.remove(robot);
        count("alerts.messages", "robot", robot, "outcome", outcome);
        if (outcome.equals("told")) {
            meters.counter("alerts.delivered.events", "robot", robot).increment(batch.size());
            delivery(robot).record(Duration.between(batch.received(), Instant.now()));
        }
    }

    private Timer delivery(String robot) {
        return Timer.builder("alerts.delivery").tag("robot", robot).serviceLevelObjectives(BUCKETS).register(meters);
    }

    @Override
    public void parkedDropped(int count) {
        meters.counter("alerts.parked.dropped").increment(count);
    }
}
