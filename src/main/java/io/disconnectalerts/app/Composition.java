package io.disconnectalerts.app;

import io.disconnectalerts.alert.Follower;
import io.disconnectalerts.alert.Mentions;
import io.disconnectalerts.alert.Returns;
import io.disconnectalerts.alert.SilenceEnds;
import io.disconnectalerts.alert.Silencing;
import io.disconnectalerts.bundle.Bundle;
import io.disconnectalerts.bundle.Wiring;
import io.disconnectalerts.event.Brokers;
import io.disconnectalerts.event.Payload;
import io.disconnectalerts.follow.Decision;
import io.disconnectalerts.follow.Gone;
import io.disconnectalerts.follow.Limits;
import io.disconnectalerts.follow.Minutes;
import io.disconnectalerts.follow.Voice;
import io.disconnectalerts.http.HttpEntrance;
import io.disconnectalerts.http.ServerTls;
import io.disconnectalerts.mqtt.MqttComponent;
import io.disconnectalerts.outbox.Copies;
import io.disconnectalerts.outbox.OutboxComponent;
import io.disconnectalerts.settings.FullWidth;
import io.disconnectalerts.settings.Settings;
import io.disconnectalerts.silence.Silences;
import io.disconnectalerts.silence.Window;
import io.disconnectalerts.watch.Chore;
import io.disconnectalerts.watch.DailyReport;
import io.disconnectalerts.watch.DueLosses;
import io.disconnectalerts.watch.FollowUps;
import io.disconnectalerts.watch.Journal;
import io.disconnectalerts.watch.RobotWatch;
import io.disconnectalerts.watch.RuleTrouble;
import io.disconnectalerts.watch.Telemetry;
import io.disconnectalerts.watch.Tracing;
import io.disconnectalerts.watch.UnheardReturns;
import io.disconnectalerts.watch.UnreadNotice;
import io.disconnectalerts.watch.WhoHeard;
import io.disconnectalerts.words.Forms;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.component.properties.AbstractLocationPropertiesSource;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.model.Model;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.spi.Registry;
import org.apache.camel.util.concurrent.SynchronousExecutorService;

/**
 * Gives the routes the beans they name, and puts around them what they take for granted. The bundle's
 * {@code application.properties} names it to Camel, so that the routes start under whichever of Camel's mains reads
 * that file; in a project that reads another one, nothing of ours is bound.
 */
public class Composition extends MainListenerSupport implements CamelContextAware {
    /** Camel's command export loads the routes to see what they depend on, without their settings, and starts none. */
    private static final String EXPORT = "camel.jbang.export";

    private final Clock clock;
    private CamelContext context;
    private Settings settings;
    private Inspection inspection;
    private Wiring wiring;
    private Silences silences;

    public Composition() {
        this(Clock.systemUTC());
    }

    /** @param clock tells when an event came */
    public Composition(Clock clock) {
        this.clock = clock;
    }

    /**
     * All that Camel tells a listener which a file names before it configures components and loads routes.
     *
     * @throws io.disconnectalerts.check.FaultyFilesException with what is wrong with the bundle's files and settings
     */
    @Override
    public final void setCamelContext(CamelContext context) {
        if (this.context != null) {
            return;
        }
        this.context = context;
        PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
        Registry beans = context.getRegistry();
        beans.bind("source-loader", new Utf8SourceLoader());
        beans.bind("caller", new SynchronousExecutorService()); // a 6-notify of 0.1.0 names it
        beans.bind("bean-language", new RecordLanguage());
        beans.bind("forms", new Forms());
        if (properties.resolveProperty(EXPORT).isPresent()) {
            bind(new OutboxComponent(), "Z", List.of(), Duration.ZERO);
            beans.bind("telemetry", Telemetry.forNobody());
            beans.bind("follow", Follower.forNobody());
            return;
        }
        readAsUtf8(properties);
        properties.setPropertiesParser(new SpellingParser(properties));
        properties.addPropertiesSource(new Defaults(properties));
        beans.bind("paho-mqtt5-component", new MqttComponent());
        settings = Settings.of(context);
        inspection = Inspection.of(context, settings, routes ->
                Stream.concat(wrong(routes.delivered()).stream(), wrongWindows(settings.get("silence.windows"),
                        routes.classes()).stream()).toList());
        begin(inspection);
        if (!settings.get("http.cert").isEmpty()) {
            context.setSSLContextParameters(ServerTls.of(settings.get("http.cert"), settings.get("http.key")));
        }
    }

    /** Those that another main found it has read in Latin-1. */
    private static void readAsUtf8(PropertiesComponent properties) {
        properties.setEncoding(StandardCharsets.UTF_8.name());
        for (PropertiesSource source : properties.getPropertiesSources()) {
            if (source instanceof AbstractLocationPropertiesSource file && !file.loadProperties().isEmpty()) {
                properties.reloadProperties(file.getLocation().getPath());
            }
        }
    }

    @Override
    public final CamelContext getCamelContext() {
        return context;
    }

    public final Settings settings() {
        return settings;
    }

    /** What is wrong with the settings. */
    List<String> wrong(Collection<String> robots) {
        return settings.wrong(robots);
    }

    /** Nothing is wrong with the files and the settings, and nothing of them is at work yet. */
    void begin(Inspection inspection) {
        Announcement.begin(inspection.notes());
    }

    /** Only our own main calls it, which has no other way to find the routes. */
    @Override
    public final void beforeConfigure(BaseMainSupport main) {
        setCamelContext(main.getCamelContext());
        inspection.files().forEach(file -> main.configure().addRoutesBuilder(file.routes()));
    }

    @Override
    public final void afterConfigure(BaseMainSupport main) {
        if (inspection == null) {
            return;
        }
        // An export loses the file that says so.
        if (context.getCamelContextExtension().getErrorHandlerFactory() == null) {
            context.getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerDefinition());
        }
        // Once it has started, Camel knows no more of those that are off.
        wiring = wiring();
        OutboxComponent outbox = context.getComponent("outbox", OutboxComponent.class);
        RobotProxy.install(context, settings.get("proxy.url"));
        surround(outbox, bind(outbox, settings.get("alerts.zone"), Window.all(settings.get("silence.windows")),
                Duration.ofMinutes(number("mention.pause-m"))));
    }

    private Wiring wiring() {
        return Wiring.of(context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions()
                .stream());
    }

    private static Optional<String> wrongWindows(String windows, Set<String> classes) {
        try {
            Window.all(windows, classes);
            return Optional.empty();
        } catch (IllegalArgumentException wrong) {
            return Optional.of("silence.windows "
                    + FullWidth.named(wrong.getMessage(), windows, meant ->
                    wrongWindows(meant, classes).isEmpty()));
        }
    }

    /** Binds what the routes name besides the telemetry. */
    private Journal bind(OutboxComponent outbox, String zone, List<Window> windows, Duration callsPause) {
        Journal journal = new Journal(clock);
        outbox.by(clock, ZoneId.of(zone));
        context.getRegistry().bind("journal", journal);
        context.getRegistry().bind("parking", outbox.parking());
        context.getRegistry().bind("texts", outbox.texts());
        context.getRegistry().bind("mentions", mentions(outbox, callsPause));
        context.getRegistry().bind("gone", new Gone(outbox::database, zone, clock));
        context.getRegistry().bind("minutes", new Minutes(outbox::database, clock));
        silences = silences(outbox, windows, zone);
        context.getRegistry().bind("silences", silences);
        context.getRegistry().bind("silence", new Silencing(silences));
        context.getRegistry().bind("told", new WhoHeard(context, outbox, silences, zone));
        context.getRegistry().bind("payload", new Payload(zone, clock, brokers()));
        return journal;
    }

    Mentions mentions(OutboxComponent outbox, Duration pause) {
        return new Mentions(outbox::database, pause, clock, false);
    }

    /** What devices' pasts are followed by. */
    final Follower follower(OutboxComponent outbox, Voice<Copies> voice) {
        return new Follower(outbox, limits(), voice, clock);
    }

    Silences silences(OutboxComponent outbox, List<Window> windows, String zone) {
        return new Silences(outbox::database, windows, zone, clock, () -> wiring().classes());
    }

    final Returns returns(OutboxComponent outbox, Consumer<Decision> decided, Runnable silenced) {
        return new Returns(outbox, Boolean.parseBoolean(settings.get("alerts.recovery")), decided,
                context.getRegistry().lookupByNameAndType("minutes", Minutes.class), silences, silenced, clock);
    }

    private Limits limits() {
        return new Limits((int) number("flap.losses"), Duration.ofMinutes(number("flap.window-m")),
                Duration.ofMinutes(number("follow.memory-m")), Duration.ofDays(number("gone.retention-d")));
    }

    private long number(String setting) {
        return Long.parseLong(settings.get(setting));
    }

    /** Whose events it knows. */
    Brokers brokers() {
        return inspection == null ? Brokers.of(Bundle.brokers()) : inspection.brokers();
    }

    /** Has the store opened, and puts guard, metrics, health and what is said of itself around the routes. */
    void surround(OutboxComponent outbox, Journal journal) {
        outbox.prepare();
        context.getRegistry().bind("http-entrance", HttpEntrance.install(context, settings.get("http.token"),
                settings.operatorToken()));
        Telemetry telemetry = Telemetry.install(context, outbox, settings, wiring);
        Follower follower = follower(outbox, returns(outbox, telemetry::decided, telemetry::silenced));
        context.getRegistry().bind("follow", follower);
        Gone gone = context.getRegistry().lookupByNameAndType("gone", Gone.class);
        telemetry.measure(gone);
        telemetry.measure(silences);
        Chore.add(context, "silences", Duration.ofSeconds(1),
                new SilenceEnds(outbox, silences, follower, clock)::tell);
        Chore.add(context, "silences-forgotten", Duration.ofHours(1),
                () -> silences.forget(Duration.ofDays(number("history.retention-d"))));
        DueLosses.install(context, follower, settings, clock);
        Minutes minutes = context.getRegistry().lookupByNameAndType("minutes", Minutes.class);
        Chore.add(context, "minutes", Duration.ofSeconds(2), () -> minutes.write(gone::count));
        RuleTrouble.install(context, telemetry, journal, clock);
        UnheardReturns.install(context, outbox, gone);
        FollowUps.install(context, outbox, gone, silences, settings, clock);
        DailyReport.install(context, outbox, gone, minutes, settings, wiring, clock);
        RobotWatch.install(context, outbox, settings, wiring, clock);
        UnreadNotice.install(context, outbox, settings, wiring);
        if (Boolean.parseBoolean(settings.get("tracing.enabled"))) {
            Tracing.install(context);
        }
    }

    @Override
    public void afterStart(BaseMainSupport main) {
        if (inspection != null) {
            new Announcement(settings, wiring.delivered(), context.getComponent("outbox", OutboxComponent.class)).log();
        }
    }
}
