package io.disconnectalerts.app;

import io.disconnectalerts.alert.Mentions;
import io.disconnectalerts.alert.RuleGuard;
import io.disconnectalerts.bundle.Bundle;
import io.disconnectalerts.check.Nearest;
import io.disconnectalerts.event.Brokers;
import io.disconnectalerts.event.Payload;
import io.disconnectalerts.event.Reading;
import io.disconnectalerts.log.Logging;
import io.disconnectalerts.outbox.Batch;
import io.disconnectalerts.outbox.Gathering;
import io.disconnectalerts.outbox.Letter;
import io.disconnectalerts.outbox.Message;
import io.disconnectalerts.outbox.OutboxComponent;
import io.disconnectalerts.outbox.OutboxEndpoint;
import io.disconnectalerts.outbox.QuietHours;
import io.disconnectalerts.robot.ClockOffset;
import io.disconnectalerts.settings.SettingException;
import io.disconnectalerts.settings.Settings;
import io.disconnectalerts.silence.Silences;
import io.disconnectalerts.silence.Window;
import io.disconnectalerts.watch.FilterGuard;
import io.disconnectalerts.watch.Journal;
import io.disconnectalerts.watch.Telemetry;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.component.properties.PropertiesLookup;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.util.FileUtil;

/**
 * The bundle's own routes, kamelets and templates at work while nothing comes in, nothing is stored and, unless asked
 * for, nothing goes out: every endpoint that is not inside the routes is a {@link Detour}. Where nothing goes out,
 * every robot is there, with or without a token.
 */
public final class Rehearsal extends Composition implements AutoCloseable {
    /** What stays inside the routes; nothing else that they name is touched. */
    private static final Set<String> INSIDE =
            Set.of("direct", "kamelet", "velocity", "bean", "class", "log", "micrometer");
    /** Every platform's yes in one. */
    private static final byte[] ACCEPTED =
            "{\"errcode\":0,\"errmsg\":\"ok\",\"code\":0,\"msg\":\"success\"}".getBytes(StandardCharsets.UTF_8);

    private final BundleMain camel = new BundleMain(this);
    private final Map<String, Processor> deliveries = new HashMap<>();
    private final Map<String, QuietHours> quiet = new HashMap<>();
    private final Trail trail = new Trail();
    private final Story story;
    private final boolean sends;
    private final boolean calls;
    private final String broker;
    /** Where a story is remembered while it is told; null if there is none. */
    private Path remembered;
    private Collection<String> robots;
    private List<String> notes;
    private ProducerTemplate template;
    private Set<String> on;
    private String request;
    private String answer;
    private ClockOffset clock;

    private Rehearsal(Story story, boolean sends, boolean calls, String broker) {
        super(story.clock());
        this.calls = calls;
        this.story = story;
        this.sends = sends;
        this.broker = broker;
    }

    /**
     * Loads and checks the bundle.
     *
     * @param sends whether what a robot says really leaves
     */
    public static Rehearsal of(boolean sends) {
        return of(sends, false, null);
    }

    /** @param calls whether a test calls whomever the settings name */
    public static Rehearsal sending(boolean calls) {
        return of(true, calls, null);
    }

    /** @param broker the file under {@code brokers} by which everything is read; null if each input's is found */
    public static Rehearsal of(boolean sends, String broker) {
        return of(sends, false, broker);
    }

    private static Rehearsal of(boolean sends, boolean calls, String broker) {
        Logging.to("System.err", "OFF", Bundle.settings());
        Rehearsal rehearsal = new Rehearsal(new Story(), sends, calls, broker);
        Map.of("camel.server.enabled", "false", "camel.management.enabled", "false", "camel.metrics.enabled", "false",
                "camel.component.direct.block", "false",
                "camel.main.startup-summary-level", "Off").forEach(rehearsal.camel::addOverrideProperty);
        // Without a hook that would keep it until the JVM ends: a live edit rehearses in the running program.
        rehearsal.camel.setShutdownStrategy(new SimpleMainShutdownStrategy());
        try {
            rehearsal.camel.start();
        } catch (RuntimeException refused) {
            rehearsal.camel.stop();
            throw refused;
        }
        rehearsal.template = rehearsal.camel.getCamelContext().createProducerTemplate();
        return rehearsal;
    }

    @Override
    Brokers brokers() {
        Brokers all = super.brokers();
        return broker == null ? all : all.only(broker).orElseThrow(() -> new SettingException(
                "there is no broker " + broker + Nearest.hint(broker, all.names())));
    }

    @Override
    Mentions mentions(OutboxComponent outbox, Duration pause) {
        return new Mentions(() -> null, pause, story.clock(), calls);
    }

    @Override
    List<String> wrong(Collection<String> robots) {
        return settings().wrongValues(robots);
    }

    @Override
    void begin(Inspection inspection) {
        robots = inspection.robots();
        notes = inspection.notes();
        on = robots.stream().filter(settings()::on).collect(Collectors.toCollection(TreeSet::new));
        CamelContext context = getCamelContext();
        if (!sends) {
            pretendOn((PropertiesComponent) context.getPropertiesComponent());
        }
        context.getCamelContextExtension().addInterceptStrategy(trail);
        context.getCamelContextExtension().addInterceptStrategy(new RuleGuard(trail));
        context.getCamelContextExtension().addInterceptStrategy(new FilterGuard(trail));
        context.getCamelContextExtension().registerEndpointCallback(this::guard);
    }

    private void pretendOn(PropertiesComponent properties) {
        properties.setPropertiesParser(new SpellingParser(properties) {
            @Override
            public String parseProperty(String key, String value, PropertiesLookup lookup) {
                String spelt = super.parseProperty(key, value, lookup);
                return "".equals(spelt) && robots.stream().map(Settings::turnsOn).anyMatch(key::equals)
                        ? key.endsWith(".url") ? "http://127.0.0.1" : "none" : spelt;
            }
        });
    }

    @Override
    void surround(OutboxComponent outbox, Journal journal) {
        getCamelContext().getRegistry().bind("telemetry", Telemetry.forNobody());
        getCamelContext().getRegistry().bind("follow", story);
    }

    @Override
    Silences silences(OutboxComponent outbox, List<Window> windows, String zone) {
        return Silences.ofWindows(outbox::database, windows, zone, story.clock());
    }

    private Endpoint guard(String uri, Endpoint endpoint) {
        if (uri.equals("direct://park")) {
            return new Detour(endpoint, exchange ->
                    exchange.setVariable("refused", exchange.getMessage().getBody() instanceof Reading.Unreadable input
                    ? input.reason() : "no branch of the route normalise takes it"), route -> { });
        }
        if (INSIDE.contains(uri.substring(0, uri.indexOf(':')))) {
            return endpoint;
        }
        if (endpoint instanceof OutboxEndpoint outbox) {
            return new Detour(endpoint, exchange -> {
                trail.addressed(outbox.getName(), exchange);
                Gathering.takes(exchange, outbox.getName(), exchange.getMessage().getBody(Letter.class).message());
            }, route -> {
                deliveries.put(outbox.getName(), route);
                quiet.put(outbox.getName(), outbox.quietHours());
            });
        }
        return new Detour(endpoint, exchange -> post(endpoint, exchange), route -> { });
    }

    private void post(Endpoint platform, Exchange exchange) throws Exception {
        request = exchange.getMessage().getBody(String.class);
        byte[] said = ACCEPTED;
        if (sends) {
            template.send(platform, exchange);
            if (exchange.isFailed()) {
                return;
            }
            said = Objects.requireNonNullElse(exchange.getMessage().getBody(byte[].class), new byte[0]);
            clock = ClockOffset.of(exchange.getMessage().getHeader("Date", String.class), Instant.now());
        } else {
            exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        }
        answer = new String(said, StandardCharsets.UTF_8);
        exchange.getMessage().setBody(new ByteArrayInputStream(said));
    }

    /** What is no mistake, and yet worth a look. */
    public List<String> notes() {
        return notes;
    }

    /** The robots the routes know. */
    public Collection<String> robots() {
        return robots;
    }

    /** Those of them that have a token. */
    public Set<String> on() {
        return on;
    }

    /**
     * What became of an input.
     *
     * @param decisions one for every client that is gone; none if the input was refused, or is nobody's alarm
     * @param refused   why nothing in it could be read, or null
     * @param failure   what went wrong in the routes, or null
     */
    public record Heard(List<Trail.Decision> decisions, String refused, Exception failure) {
    }

    /** Takes an input through the routes, up to the outboxes. */
    public Heard hear(byte[] input, String topic) {
        Exchange heard = template.send("direct:normalise", exchange -> {
            exchange.getIn().setBody(input);
            exchange.setVariable("entrance", "try");
            exchange.setVariable("topic", topic);
        });
        return new Heard(trail.taken(), heard.getVariable("refused", String.class), heard.getException());
    }

    /**
     * What would be told when, and why not, if what an input holds came one after the other; nothing of it is kept.
     *
     * @return empty if it does not hold several
     */
    public List<Story.Moment> story(byte[] input, String topic) throws Exception {
        Payload payload = getCamelContext().getRegistry().lookupByNameAndType("payload", Payload.class);
        Reading reading = payload.read(input, topic, null, null, null);
        if (reading instanceof Reading.Several several) {
            reading = payload.parts(several, topic, null);
        }
        if (!(reading instanceof Reading.Parts parts)) {
            return List.of();
        }
        remembered = Files.createTempDirectory("story");
        OutboxComponent outbox = getCamelContext().getComponent("outbox", OutboxComponent.class);
        outbox.setUrl("jdbc:sqlite:" + remembered.resolve("story.db"));
        robots.forEach(outbox::consume);
        return story.of(parts.chunks().stream().flatMap(List::stream).toList(), voice -> follower(outbox, voice),
                returns(outbox, decision -> { }, () -> { }),
                getCamelContext().getRegistry().lookupByNameAndType("silences", Silences.class), outbox, template);
    }

    /** What decided the events since the last time this was asked, in their order. */
    public List<Trail.Decision> decisions() {
        return trail.taken();
    }

    /**
     * What was said to a robot's platform.
     *
     * @param request the body of the post, or null if it did not get that far
     * @param answer  what the platform said to it, or null if it said nothing
     * @param clock   how far this machine's clock is from the platform's, by its answer
     * @param failure why it was not accepted, or null
     */
    public record Said(String request, String answer, ClockOffset clock, Exception failure) {
    }

    /** Tells of no event: a test. */
    public static Batch test(String robot) {
        Instant now = Instant.now();
        return new Batch(0, robot, 0, 0, false, now, now, now, false, false, List.of(), Map.of());
    }

    /** When the quiet hours of a robot end, if they go on at that time. */
    public Optional<LocalTime> quiet(String robot, Instant at) {
        QuietHours hours = quiet.getOrDefault(robot, QuietHours.NONE);
        return hours.until(at).map(any -> hours.end());
    }

    /** Takes one message from a robot's outbox to its platform. */
    public Said tell(String robot, Message message) {
        return tell(robot, new Batch(0, robot, 1, 0, false, message.time(), message.time(), message.receivedAt(),
                message.priority() >= Message.CRITICAL, false, List.of(message), Map.of()));
    }

    /** Takes a batch from a robot's outbox to its platform. */
    public Said tell(String robot, Batch batch) {
        request = null;
        answer = null;
        clock = ClockOffset.UNKNOWN;
        Exchange exchange = new DefaultExchange(camel.getCamelContext());
        exchange.getIn().setBody(batch);
        try {
            deliveries.get(robot).process(exchange);
        } catch (Exception failed) {
            exchange.setException(failed);
        }
        return new Said(request, answer, clock, exchange.getException());
    }

    @Override
    public void close() {
        camel.stop();
        if (remembered != null) {
            FileUtil.removeDir(remembered.toFile());
        }
    }
}
