package io.disconnectalerts.watch;

import io.disconnectalerts.alert.RuleGuard;
import io.disconnectalerts.bundle.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.health.HealthCheckRegistry;

/** A rule, or a robot's filter, that cannot decide: counted, in the log, and for ten minutes in health. */
public final class RuleTrouble implements RuleGuard.Listener, FilterGuard.Listener {
    private static final Duration RECENT = Duration.ofMinutes(10);

    private final Telemetry telemetry;
    private final Journal journal;
    private final Clock clock;
    private volatile Last last = new Last(Instant.EPOCH, "");

    private record Last(Instant at, String sentence) {
    }

    private RuleTrouble(Telemetry telemetry, Journal journal, Clock clock) {
        this.telemetry = telemetry;
        this.journal = journal;
        this.clock = clock;
    }

    public static void install(CamelContext context, Telemetry telemetry, Journal journal, Clock clock) {
        RuleTrouble trouble = new RuleTrouble(telemetry, journal, clock);
        context.getCamelContextExtension().addInterceptStrategy(new RuleGuard(trouble));
        context.getCamelContextExtension().addInterceptStrategy(new FilterGuard(trouble));
        HealthCheckRegistry.get(context).register(Check.detail("rules", trouble::state));
    }

    @Override
    public void undecided(Exchange event, String rule, Exception why) {
        String sentence = Failure.sentence(why);
        last = new Last(clock.instant(), "rule " + rule + " cannot decide, told as unknown warning: " + sentence);
        telemetry.undecided(rule);
        journal.undecided(rule, sentence);
    }

    @Override
    public void undecided(Exchange event, Set<String> robots, Exception why) {
        String sentence = Failure.sentence(why);
        last = new Last(clock.instant(), "the filter of " + String.join(", ", robots)
                + " in routes/6-notify.camel.yaml cannot decide, told all the same: " + sentence);
        robots.forEach(robot -> {
            telemetry.unfiltered(robot);
            journal.unfiltered(robot, sentence);
        });
    }

    private String state() {
        return Elapsed.isOver(RECENT, last.at(), clock.instant()) ? "every rule decides"
                : last.sentence() + "; last at " + last.at();
    }
}
