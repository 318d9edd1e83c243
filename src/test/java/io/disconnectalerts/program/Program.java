package io.disconnectalerts.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.broker.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The packaged program, {@code java -jar target/disconnect-alerts.jar}, as a process in a folder of its own; it sees
 * the settings a test names as environment variables, and nothing else of this machine's environment. It can be started
 * again after it ended; what it printed is kept over all its lives.
 */
final class Program implements AutoCloseable {
    static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    static final String JAR = Path.of("target", "disconnect-alerts.jar").toAbsolutePath().toString();

    /** One thread collects: several programs run at a time. */
    private static final String FRUGAL = "-XX:+UseSerialGC";

    private final Path folder;
    private final int port = FreePort.take();
    private final Map<String, String> environment = new TreeMap<>();
    private final List<String> options = new ArrayList<>();
    private List<String> under = List.of();
    private List<String> program = List.of("-jar", JAR);
    private final List<String> out = Collections.synchronizedList(new ArrayList<>());
    private final List<String> err = Collections.synchronizedList(new ArrayList<>());
    private HttpClient client = HttpClient.newHttpClient();
    private String scheme = "http";
    private final List<Thread> readers = new ArrayList<>();
    private Process process;

    /**
     * A build starts the program some hundred times, each time two seconds sooner with its classes in an archive, which
     * the first of all forks makes.
     */
    private static final class Archive {
        private static final Path FILE = Path.of("target", "classes.jsa").toAbsolutePath();

        static {
            try (FileChannel lock = FileChannel.open(Path.of(FILE + ".lock"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE)) {
                lock.lock();
                if (!Files.exists(FILE) || Files.getLastModifiedTime(FILE).compareTo(
                        Files.getLastModifiedTime(Path.of(JAR))) < 0) {
                    try (Program program = new Program(Files.createTempDirectory(FILE.getParent(), "archive"),
                            "-XX:ArchiveClassesAtExit=" + FILE)) {
                        program.set("mqtt.url", "tcp://127.0.0.1:9").set("wecom.token", "x")
                                .set("wecom.url", "http://127.0.0.1:9/send").start();
                        program.post("/events", "{\"clientid\":\"a\",\"reason\":\"kicked\"}");
                        program.stop();
                    }
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    Program(Path folder) {
        this(folder, "-XX:SharedArchiveFile=" + Archive.FILE);
    }

    private Program(Path folder, String archive) {
        this.folder = folder;
        options.addAll(List.of("-XX:TieredStopAtLevel=1", FRUGAL, archive));
        set("http.port", Integer.toString(port));
    }

    /** @param setting as in {@code application.properties} */
    Program set(String setting, String value) {
        return environment(setting.toUpperCase(java.util.Locale.ROOT).replaceAll("[.-]", "_"), value);
    }

    Program set(Map<String, String> settings) {
        settings.forEach(this::set);
        return this;
    }

    Program environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** It is run by a command, which becomes it. */
    Program under(String... command) {
        under = List.of(command);
        return this;
    }

    /**
     * Another program begins over the same settings.
     *
     * @param main a class, or a file of Java
     */
    Program begin(String main, String classPath) {
        options.removeIf(option -> option.startsWith("-XX:SharedArchiveFile"));
        program = List.of("-cp", classPath, main);
        return this;
    }

    /** Something the {@code java} command understands. */
    Program option(String option) {
        options.add(option);
        return this;
    }

    /** It has so much memory, collected as Java does by itself. */
    Program memory(String most) {
        options.remove(FRUGAL);
        return option("-Xmx" + most);
    }

    /** It serves HTTPS; the client trusts what it shows. */
    Program https(HttpClient trusting) {
        client = trusting;
        scheme = "https";
        return this;
    }

    /** Puts a folder of the bundle where an operator edits it. */
    Program unpack(String... parts) throws IOException {
        for (String part : parts) {
            Path source = Path.of(part).toAbsolutePath();
            try (Stream<Path> files = Files.walk(source)) {
                for (Path file : files.toList()) {
                    Files.copy(file, folder.resolve(part).resolve(source.relativize(file).toString()));
                }
            }
        }
        return this;
    }

    /** Edits a file of an unpacked folder. */
    void edit(String file, String from, String to) throws IOException {
        Path path = folder.resolve(file);
        Files.writeString(path, Files.readString(path).replace(from, to));
    }

    /** Starts it and returns while it is still coming up. */
    Program launch(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(under);
        command.add(JAVA);
        command.addAll(options);
        command.addAll(program);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        process = builder.start();
        read(process.getInputStream(), out);
        read(process.getErrorStream(), err);
        return this;
    }

    private void read(InputStream stream, List<String> lines) {
        Thread reader = new Thread(() -> {
            try (BufferedReader text = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
                text.lines().forEach(lines::add);
            } catch (IOException | UncheckedIOException ended) {
                lines.add("(the stream broke)");
            }
        }, "program output");
        reader.setDaemon(true);
        reader.start();
        readers.add(reader);
    }

    /** Starts it and returns when it is ready. */
    Program start() throws IOException {
        return launch().awaitReady();
    }

    Program awaitReady() {
        try {
            await("ready").atMost(90, SECONDS).pollInterval(Duration.ofMillis(50)).until(this::ready);
        } catch (ConditionTimeoutException late) {
            throw new AssertionError("it is not ready: " + printed(), late);
        }
        return this;
    }

    private boolean ready() {
        assertTrue(process.isAlive(), () -> "it ended: " + err);
        try {
            return get("/observe/health/ready").statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** What a start that fails leaves behind. */
    record Ended(int code, String out, String err) {
    }

    /** Starts it and returns when it has ended by itself. */
    Ended fail() throws IOException {
        return run("");
    }

    /** Has it carry out a command, with something on its standard input, and returns when it has. */
    Ended run(String input, String... arguments) throws IOException {
        int before = err.size();
        int beforeOut = out.size();
        launch(arguments);
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(UTF_8));
        } catch (IOException notRead) {
            err.add("(it did not read its input)");
        }
        int code = ended();
        return new Ended(code, String.join("\n", out.subList(beforeOut, out.size())),
                String.join("\n", err.subList(before, err.size())));
    }

    private int ended() {
        await("its end").atMost(40, SECONDS).pollInterval(Duration.ofMillis(10))
                .until(() -> !process.isAlive() && readers.stream().noneMatch(Thread::isAlive));
        return process.exitValue();
    }

    /** {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        ended();
    }

    /** {@code kill}, or Ctrl-C; returns the exit code. */
    int stop() {
        process.destroy();
        return ended();
    }

    boolean alive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    int port() {
        return port;
    }

    Path folder() {
        return folder;
    }

    Path database() {
        return folder.resolve("data/alerts.db");
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(scheme + "://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(40));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }

    HttpResponse<String> get(String path) throws IOException {
        return send(request(path));
    }

    HttpResponse<String> post(String path, String body) throws IOException {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** The value of a metric such as {@code alerts_pending{robot="wecom"}}, 0 if there is none. */
    double metric(String name) throws IOException {
        return get("/observe/metrics").body().lines().filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1))).findFirst().orElse(0);
    }

    /** The messages not yet told to any robot. */
    double pending() throws IOException {
        return get("/observe/metrics").body().lines().filter(line -> line.startsWith("alerts_pending{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }

    /** Everything it printed. */
    String printed() {
        return out() + "\n" + err();
    }

    String out() {
        synchronized (out) {
            return String.join("\n", out);
        }
    }

    String err() {
        synchronized (err) {
            return String.join("\n", err);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }
}
