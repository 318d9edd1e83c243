package io.disconnectalerts.app;
import io.disconnectalerts.bundle.Bundle;
import io.disconnectalerts.bundle.RouteFile;
import io.disconnectalerts.bundle.Wiring;
import io.disconnectalerts.check.BundleCheck;
import io.disconnectalerts.check.Edits;
import io.disconnectalerts.check.Findings;
import io.disconnectalerts.event.Payload;
import io.disconnectalerts.http.HttpEntrance;
import io.disconnectalerts.http.ServerTls;
import io.disconnectalerts.log.SecretMask;
import io.disconnectalerts.outbox.OutboxComponent;
import io.disconnectalerts.outbox.OutboxState;
import io.disconnectalerts.settings.Address;
import io.disconnectalerts.settings.Settings;
import io.disconnectalerts.watch.Journal;
import io.disconnectalerts.watch.RuleTrouble;
import io.disconnectalerts.watch.Telemetry;
import io.disconnectalerts.watch.Tracing;
import io.disconnectalerts.watch.UnreadNotice;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the settings before anything starts, and says what is on, what is off, and which setting turns it on. */
public final class Startup extends MainListenerSupport {
    private static final Logger LOG = LoggerFactory.getLogger("disconnect-alerts");

    private final Clock clock;
    private Settings settings;
    private Wiring wiring;

    public Startup() {
        this(Clock.systemUTC());
    }

    /** @param clock tells when an event came */
    public Startup(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void beforeConfigure(BaseMainSupport main) {
        CamelContext context = main.getCamelContext();
        settings = Settings.of(context);
        List<RouteFile> files = RouteFile.routes(context);
        wiring = Wiring.of(files);
        SecretMask.hide(settings, wiring.delivered()).forEach(LOG::warn);
        LOG.info("bundle: {}", Bundle.sources());
        Findings findings = BundleCheck.of(context, settings, files);
        findings.refuse();
        findings.notes().forEach(note -> LOG.warn("{}", note));
        Edits.check(context, settings, wiring.delivered()).forEach(LOG::warn);
        settings.check(wiring.delivered());
        files.forEach(file -> main.configure().addRoutesBuilder(file.routes()));
        if (!settings.get("http.cert").isEmpty()) {
            context.setSSLContextParameters(ServerTls.of(settings.get("http.cert"), settings.get("http.key")));
        }
    }

    @Override
    public void afterConfigure(BaseMainSupport main) {
        CamelContext context = main.getCamelContext();
        OutboxComponent outbox = context.getComponent("outbox", OutboxComponent.class);
        context.getRegistry().bind("parking", outbox.parking());
        context.getRegistry().bind("payload", new Payload(settings.get("alerts.zone"), clock));
        RobotProxy.install(context, settings.get("proxy.url"));
        Journal journal = new Journal(clock);
        context.getRegistry().bind("journal", journal);
        HttpEntrance http = HttpEntrance.install(context, settings.get("http.token"));
        RuleTrouble.install(context, Telemetry.install(context, outbox, settings, wiring), journal, clock);
        UnreadNotice.install(context, outbox, settings, wiring);
        if (settings.find("camel.main.profile").filter("dev"::equals).isPresent()) {
            LiveEdit.install(context, http);
        }
        if (Boolean.parseBoolean(settings.get("tracing.enabled"))) {
            Tracing.install(context);
        }
    }

    @Override
    public void afterStart(BaseMainSupport main) {
        LOG.info("entrance http on: {}://{}/events", settings.get("http.cert").isEmpty() ? "http" : "https",
                Address.place(settings.get("http.host"), Integer.parseInt(settings.get("http.port"))));
        LOG.info(settings.mqtt() ? "entrance mqtt on: " + settings.get("mqtt.url") + " " + settings.get("mqtt.topic")
                : "entrance mqtt off: mqtt.url turns it on");
        Map<String, Integer> pending = new HashMap<>();
        try {
            for (OutboxState state : main.getCamelContext().getComponent("outbox", OutboxComponent.class).states()) {
                pending.put(state.name(), state.pending());
            }
        } catch (java.sql.SQLException unavailable) {
            LOG.warn("the store cannot be read: {}", unavailable.getMessage());
        }
        wiring.delivered().forEach(robot ->
                LOG.info(settings.on(robot) ? "robot " + robot + " on: " + settings.get(robot + ".per-minute")
                + " messages a minute"
                : "robot " + robot + " off: " + robot + ".token turns it on"));
        pending.forEach((robot, count) -> {
            if (count > 0) {
                LOG.warn("robot {} has {} pending{}", robot, count,
                        wiring.delivered().contains(robot) && settings.on(robot) ? "" : ", kept until it is on");
            }
        });
    }
}
