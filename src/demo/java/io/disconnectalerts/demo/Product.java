package io.disconnectalerts.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The program as it is shipped, in a process of its own, with nothing but settings in its environment. */
final class Product implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path JAR = Path.of("target", "disconnect-alerts.jar");
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String LANGUAGE = "ALERTS_LANGUAGE";
    private static final Set<String> LANGUAGES = Set.of("zh-CN", "en");
    private static final Set<String> LEFT_TO_THE_VISITOR = Set.of(LANGUAGE, "ALERTS_ZONE");
    private static final Path ROUTES = Path.of("routes");
    private static final Path TRIAGE = ROUTES.resolve("3-triage-client.camel.yaml");
    private static final List<String> LOST = List.of("lost critical", "lost critical after 10s");

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final int port;
    private final Path log;
    private final Path withGrace;
    private final ProcessBuilder start;
    private Meters before = Meters.NONE;
    private Process process;
    private Process leash;

    /** It says its messages in the visitor's language: Chinese where the machine speaks it, else English. */
    Product(int port, Path folder, Map<String, String> settings) throws IOException {
        this.port = port;
        this.log = folder.resolve("disconnect-alerts.log");
        this.withGrace = folder.resolve("with-grace");
        start = new ProcessBuilder(java(), "-jar", JAR.toAbsolutePath().toString())
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        withoutSettings(start.environment());
        start.environment().putIfAbsent(LANGUAGE, Locale.getDefault().getLanguage().equals("zh") ? "zh-CN" : "en");
        start.environment().putAll(settings);
        run();
    }

    private void run() throws IOException {
        process = start.start();
        leash = new ProcessBuilder(java(), "-Xmx16m", "-XX:TieredStopAtLevel=1", "-cp", here(), Leash.class.getName(),
                String.valueOf(process.pid())).start();
    }

    /** What its messages are in. */
    synchronized String language() {
        return start.environment().get(LANGUAGE);
    }

    /** Starts again in the other language; what is pending is kept, and worded anew. */
    synchronized String speak(String language) throws IOException, InterruptedException {
        if (!LANGUAGES.contains(language)) {
            throw new Refusal("unknown");
        }
        if (!language.equals(language())) {
            again(() -> start.environment().put(LANGUAGE, language));
        }
        return language;
    }

    boolean hasGrace() {
        return start.directory() != null;
    }

    /** The rules of what it runs with. */
    Path triage() {
        return (hasGrace() ? withGrace : Path.of("")).resolve(TRIAGE);
    }

    /**
     * Starts again with the other verdict for a device that is lost: told at once, or not before it has had the time to
     * be back. This is the edit that an operator makes, in a copy.
     *
     * @return the verdict
     */
    synchronized String grace() throws IOException, InterruptedException {
        boolean give = !hasGrace();
        if (give) {
            copyWithGrace();
        }
        again(() -> start.directory(give ? withGrace.toFile() : null));
        return LOST.get(give ? 1 : 0);
    }

    private void copyWithGrace() throws IOException {
        Files.createDirectories(withGrace.resolve(ROUTES));
        try (Stream<Path> routes = Files.list(ROUTES)) {
            for (Path route : routes.toList()) {
                Files.copy(route, withGrace.resolve(route), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.writeString(withGrace.resolve(TRIAGE),
                Files.readString(TRIAGE).replaceFirst(LOST.get(0) + "(?= *\\R)", LOST.get(1)));
    }

    private void again(Runnable change) throws IOException, InterruptedException {
        awaitReady();
        before = meters();
        change.run();
        close();
        run();
    }

    /** What it has counted since the demo began. */
    synchronized Meters meters() throws IOException, InterruptedException {
        return before.then(Meters.read(this));
    }

    /** How each robot stands, in the words of its own health; nothing while it starts. */
    Map<String, String> standings() throws IOException, InterruptedException {
        Map<String, String> standings = new HashMap<>();
        for (JsonNode check : JSON.readTree(http.send(HttpRequest.newBuilder(address("/observe/health")).build(),
                HttpResponse.BodyHandlers.ofString()).body()).path("checks")) {
            standings.put(check.path("name").asText().replaceFirst("^robot-", ""), check.path("message").asText());
        }
        return standings;
    }

    /** Returns when events are taken. */
    void awaitReady() throws IOException, InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!ready()) {
            if (!process.isAlive() || Instant.now().isAfter(end)) {
                throw new IOException("disconnect-alerts did not start; its log, " + log + ", ends:\n" + lastLines());
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    URI address(String pathAndQuery) {
        return URI.create("http://127.0.0.1:" + port + pathAndQuery);
    }

    HttpClient http() {
        return http;
    }

    private boolean ready() throws InterruptedException {
        try {
            HttpResponse<String> metrics = http.send(HttpRequest.newBuilder(address("/observe/metrics")).build(),
                    HttpResponse.BodyHandlers.ofString());
            return metrics.body().contains("alerts_entrance_up{entrance=\"mqtt\"} 1");
        } catch (IOException notYet) {
            return false;
        }
    }

    private String lastLines() throws IOException {
        List<String> lines = Files.readAllLines(log, UTF_8);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 12), lines.size()));
    }

    /** The zone of the times in its messages. */
    static ZoneId zone() throws IOException {
        return ZoneId.of(System.getenv().getOrDefault("ALERTS_ZONE", declared().getProperty("alerts.zone")));
    }

    private static Properties declared() throws IOException {
        Properties settings = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("application.properties"), UTF_8)) {
            settings.load(file);
        }
        return settings;
    }

    /** What a visitor's shell has set for a program of his own must not reach this one. */
    private static void withoutSettings(Map<String, String> environment) throws IOException {
        declared().stringPropertyNames().stream()
                .map(name -> name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'))
                .filter(name -> !LEFT_TO_THE_VISITOR.contains(name)).forEach(environment::remove);
    }

    private static String here() {
        return Path.of(URI.create(Leash.class.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    @Override
    public synchronized void close() {
        process.destroy();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).handle((ended, late) -> process.destroyForcibly()).join();
        leash.destroy();
    }
}
