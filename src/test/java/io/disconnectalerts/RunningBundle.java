package io.disconnectalerts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.disconnectalerts.app.BundleMain;
import io.disconnectalerts.app.Composition;
import io.disconnectalerts.broker.FreePort;
import io.disconnectalerts.http.HttpEntrance;
import io.disconnectalerts.outbox.Batch;
import io.disconnectalerts.outbox.OutboxComponent;
import io.disconnectalerts.parking.Parking.Parked;
import io.disconnectalerts.vendors.DingTalkServer;
import io.disconnectalerts.vendors.FeishuServer;
import io.disconnectalerts.vendors.VendorServer;
import io.disconnectalerts.vendors.WeComServer;
import io.disconnectalerts.vendors.WebhookServer;
import io.disconnectalerts.words.Report;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * The program in this JVM, on a port and a store of its own: everything is real but the vendors, who ask for signature
 * and keyword.
 */
final class RunningBundle implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Map<String, VendorServer> vendors = new LinkedHashMap<>();
    private final Ahead clock = new Ahead();
    private final BundleMain camel = new BundleMain(new Composition(clock));
    private final String address;
    private final String database;
    private final boolean tellsParked;
    /** When a day is told for the first time; null if none is. */
    private final Instant daily;
    private final Map<String, String> edits = new HashMap<>();
    private final ProducerTemplate template;

    /**
     * @param settings what differs from {@code application.properties}, besides what every test needs: addresses,
     *          tokens, no pacing, and silence of what is parked; with {@code daily.at} it begins an hour before, with
     *          quiet hours an hour after these
     */
    RunningBundle(Path folder, Map<String, String> settings) throws IOException, SQLException {
        database = "jdbc:sqlite:" + folder.resolve("alerts.db");
        DingTalkServer dingtalk = new DingTalkServer(InstantSource.system());
        FeishuServer feishu = new FeishuServer(InstantSource.system());
        vendors.put("wecom", new WeComServer(InstantSource.system()));
        vendors.put("dingtalk", dingtalk);
        vendors.put("feishu", feishu);
        dingtalk.secret("SECdemo");
        dingtalk.keyword("告警");
        feishu.secret("demo");
        feishu.keyword("告警");
        if (settings.containsKey("webhook.secret")) {
            WebhookServer webhook = new WebhookServer(InstantSource.system());
            webhook.secret(settings.get("webhook.secret"));
            vendors.put("webhook", webhook);
        }
        Map<String, String> all = new LinkedHashMap<>(Map.of("dingtalk.secret", "SECdemo", "feishu.secret", "demo",
                "http.port", Integer.toString(FreePort.take()), "database.url", database, "parked.tell", "false"));
        vendors.forEach((robot, vendor) -> {
            vendor.quota(false);
            all.putAll(Map.of(robot + ".token", vendor.token(), robot + ".url", vendor.url(), robot + ".per-minute",
                    "0"));
        });
        all.putAll(settings);
        Optional<LocalTime> day = Optional.ofNullable(all.get("daily.at")).map(LocalTime::parse);
        Optional<LocalTime> night = all.entrySet().stream().filter(each -> each.getKey().endsWith(".quiet-hours"))
                .map(quiet -> LocalTime.parse(quiet.getValue().substring(0, 5))).findFirst();
        clock.ahead = night.map(begins -> begins.plusHours(1)).or(() -> day.map(at -> at.minusHours(1)))
                .map(this::until).orElse(Duration.ZERO);
        daily = day.map(at -> clock.instant().plus(until(at))).orElse(null);
        tellsParked = all.get("parked.tell").equals("true");
        all.forEach(camel::addOverrideProperty);
        address = "http://127.0.0.1:" + all.get("http.port");
        camel.start();
        template = context().createProducerTemplate();
        tellStormsAhead();
    }

    /** How long it is until then, in the zone that messages have unless a setting says otherwise. */
    private Duration until(LocalTime at) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.ofHours(8));
        OffsetDateTime today = now.with(at);
        return Duration.between(now, today.isAfter(now) ? today : today.plusDays(1));
    }

    private static final class Ahead extends Clock {
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private CamelContext context() {
        return camel.getCamelContext();
    }

    Map<String, VendorServer> vendors() {
        return vendors;
    }

    /** So much goes by on the program's clock. */
    void wait(Duration time) throws SQLException {
        clock.ahead = clock.ahead.plus(time);
        store("UPDATE ahead SET ms = " + clock.ahead.toMillis());
    }

    /** The store has a clock of its own: when a storm was told is said by that of who looks after it. */
    private void tellStormsAhead() throws SQLException {
        String which = " WHERE outbox = NEW.outbox AND kind = NEW.kind AND began_at = NEW.began_at; END";
        store("DROP TABLE IF EXISTS ahead");
        store("CREATE TABLE ahead AS SELECT " + clock.ahead.toMillis() + " AS ms");
        store("CREATE TRIGGER IF NOT EXISTS told_again AFTER UPDATE OF last_at ON storm BEGIN "
                + "UPDATE storm SET last_at = NEW.last_at + (SELECT ms FROM ahead)" + which);
        store("CREATE TRIGGER IF NOT EXISTS told AFTER INSERT ON storm BEGIN "
                + "UPDATE storm SET last_at = NEW.last_at" + which);
    }

    private void store(String statement) throws SQLException {
        outbox().database().writer().execute(session -> session.update(statement));
    }

    HttpResponse<String> post(byte[] body, String... headers) throws IOException, InterruptedException {
        return post("/events", body, headers);
    }

    HttpResponse<String> post(String path, byte[] body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString(UTF_8));
    }

    /** Takes a parked one through the routes again. */
    HttpResponse<String> retry(long id) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + "/parked/" + id + "/retry"))
                .timeout(PATIENCE);
        return HTTP.send(request.POST(HttpRequest.BodyPublishers.noBody()).build(), BodyHandlers.ofString(UTF_8));
    }

    String get(String path) throws IOException, InterruptedException {
        return ask("GET", path).body();
    }

    /** @param path with its query, as it stands in a URL */
    HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
        return ask(method, path, "");
    }

    HttpResponse<String> ask(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE)
                .method(method, body.isEmpty() ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString(UTF_8));
    }

    /** Nothing can be read or written any more, for no table is what it was. */
    void breakStore() throws SQLException {
        try (Connection store = DriverManager.getConnection(database); Statement tables = store.createStatement();
                Statement broken = store.createStatement();
                ResultSet names = tables.executeQuery("SELECT name FROM sqlite_master WHERE type = 'table' "
                        + "AND name NOT LIKE 'sqlite_%'")) {
            List<String> all = new ArrayList<>();
            while (names.next()) {
                all.add(names.getString(1));
            }
            for (String name : all) {
                broken.execute("ALTER TABLE " + name + " RENAME TO broken_" + name);
            }
        }
    }

    /** It answers as it does while it starts. */
    void closeEntrance() {
        context().getRegistry().lookupByNameAndType("http-entrance", HttpEntrance.class).close("starting");
    }

    /** Those that are on. */
    private List<String> robots() {
        return vendors.keySet().stream().filter(robot -> context().getRoute("deliver-" + robot) != null).toList();
    }

    /** Takes an edited route, as the running program does. */
    void edit(String file, String line, String edited) throws Exception {
        String before = edits.getOrDefault(file, Files.readString(Path.of(file)));
        String after = before.replace("expression: " + line + "\n", "expression: " + edited + "\n");
        if (after.equals(before)) {
            throw new IllegalArgumentException(file + " holds no " + line);
        }
        edits.put(file, after);
        PluginHelper.getRoutesLoader(context()).updateRoutes(ResourceHelper.fromString(file, after));
    }

    /** No robot speaks from now on; what comes waits in the outboxes. */
    void hold() throws Exception {
        for (String robot : robots()) {
            context().getRouteController().stopRoute("deliver-" + robot);
        }
    }

    /**
     * The robots tell what waits; returns when nothing waits any more, but for who is blocked and in quiet hours, nor
     * is to be told of what could not be read.
     */
    void tell() throws Exception {
        if (tellsParked) {
            try (Connection store = DriverManager.getConnection(database); Statement query = store.createStatement()) {
                await().atMost(PATIENCE).until(() -> query.executeQuery("SELECT count(*) FROM untold").getInt(1) == 0);
            }
        }
        followed();
        for (String robot : robots()) {
            context().getRouteController().startRoute("deliver-" + robot);
        }
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5))
                .until(() -> outbox().states().stream()
                .allMatch(state -> state.pending() == state.quiet() || state.blocked()));
    }

    /**
     * Whatever is due by the program's clock is decided, storms are looked after but for those of who is in quiet
     * hours, the ends of silences and of days and robots that are blocked told.
     */
    private void followed() throws SQLException {
        long days = daily == null || clock.instant().isBefore(daily) ? 0
                : Duration.between(daily, clock.instant()).toDays() + 1;
        String awake = robots().stream().filter(robot -> outbox().quietUntil(robot).isEmpty())
                .collect(Collectors.joining("','", "'", "'"));
        try (Connection store = DriverManager.getConnection(database); Statement query = store.createStatement()) {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> query.executeQuery(
                    "SELECT (SELECT count(*) FROM subject WHERE due_at <= " + clock.millis() + ") + (SELECT count(*) "
                    + "FROM storm WHERE (last_at + 300000 <= " + clock.millis() + " AND followed < 1 "
                    + "OR last_at + 900000 <= " + clock.millis() + " AND followed < 2) AND outbox IN (" + awake + ")) "
                    + "+ (SELECT count(*) FROM silence WHERE until_at <= " + clock.millis() + " AND told_at IS NULL) "
                    + "+ (SELECT count(*) FROM outbox "
                    + "WHERE blocked_setting IS NOT NULL AND blocked_since + 600000 <= " + clock.millis()
                    + " AND name NOT IN (SELECT outbox FROM trouble)) + (SELECT count(*) FROM trouble "
                    + "JOIN outbox ON name = outbox WHERE failures = 0) + " + days
                    + " - (SELECT count(*) FROM message WHERE family = 'daily')")
                    .getInt(1) == 0);
        }
    }

    /** Words a batch and sends it, as the robot's own route does when its outbox hands one over. */
    void say(String robot, Batch batch) {
        String mention = robot.equals("webhook") ? ""
                : context().resolvePropertyPlaceholders("{{" + robot + ".mention.critical}}");
        Exchange worded = template.send("direct:word", exchange -> {
            exchange.setVariable("platform", robot);
            exchange.setVariable("mention", mention);
            exchange.getMessage().setBody(batch);
        });
        if (worded.getException() != null) {
            throw new IllegalStateException(worded.getException());
        }
        String text = worded.getMessage().getBody(String.class);
        if (robot.equals("webhook")) {
            template.requestBody("kamelet:webhook-robot-sink?url={{webhook.url}}&token={{webhook.token}}"
                    + "&secret={{webhook.secret}}&messageId=" + Report.id(batch), Report.of(batch, text));
        } else {
            send(robot, text, mention);
        }
    }

    /** Sends a finished text through the robot's kamelet. */
    void send(String robot, String text) {
        send(robot, text, "");
    }

    /** The same, calling somebody. */
    void send(String robot, String text, String mention) {
        String secret = robot.equals("wecom") ? "" : "&secret={{" + robot + ".secret}}";
        template.requestBody("kamelet:" + robot + "-robot-sink?url={{" + robot
                + ".url}}&token={{" + robot + ".token}}&mention=" + mention
                + secret, text);
    }

    /** What was parked, the newest first. */
    List<Parked> parked() throws SQLException {
        return outbox().parking().list(1_000);
    }

    private OutboxComponent outbox() {
        return context().getComponent("outbox", OutboxComponent.class);
    }

    double count(String counter, String... tags) {
        return context().getRegistry().findSingleByType(MeterRegistry.class).find(counter).tags(tags).counters()
                .stream().mapToDouble(Counter::count).sum();
    }

    double gauge(String name) {
        return context().getRegistry().findSingleByType(MeterRegistry.class).get(name).gauge().value();
    }

    @Override
    public void close() {
        camel.stop();
        vendors.values().forEach(VendorServer::close);
    }
}
