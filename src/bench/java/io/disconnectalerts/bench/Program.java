package io.disconnectalerts.bench;

import io.disconnectalerts.vendors.DingTalkServer;
import io.disconnectalerts.vendors.FeishuServer;
import io.disconnectalerts.vendors.VendorServer;
import io.disconnectalerts.vendors.WeComServer;
import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The packaged program in a process of its own, with the three pretend vendors. */
final class Program implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** The build that is measured. */
    static Path jar = Path.of("target/disconnect-alerts.jar");

    final int port = Machine.freePort();
    final List<VendorServer> vendors =
            List.of(new WeComServer(InstantSource.system()), new DingTalkServer(InstantSource.system()),
            new FeishuServer(InstantSource.system()));
    final Duration start;
    private final Path folder;
    private final Process process;
    private Connection store;

    Program(boolean quota, String java, List<String> flags, Map<String, String> settings) throws Exception {
        this(quota, java, flags, settings, "");
    }

    /** @param grace how long what is lost waits, such as {@code  after 1h}; empty if it is told at once */
    Program(boolean quota, String java, List<String> flags, Map<String, String> settings, String grace)
            throws Exception {
        folder = Files.createTempDirectory("bench");
        if (!grace.isEmpty()) {
            wait(grace);
        }
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(flags);
        command.addAll(Stream.of(System.getProperty("bench.flags", "").split(" ")).filter(flag -> !flag.isBlank())
                .toList());
        command.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile(), "log"));
        String[] robots = {"WECOM", "DINGTALK", "FEISHU"};
        for (int i = 0; i < robots.length; i++) {
            builder.environment().put(robots[i] + "_TOKEN", vendors.get(i).token());
            builder.environment().put(robots[i] + "_URL", vendors.get(i).url());
            if (!quota) {
                builder.environment().put(robots[i] + "_PER_MINUTE", "0");
                vendors.get(i).quota(false);
            }
        }
        builder.environment().put("HTTP_PORT", Integer.toString(port));
        builder.environment().putAll(settings);
        long began = System.nanoTime();
        process = builder.start();
        while (!ready()) {
            if (!process.isAlive()) {
                throw new IllegalStateException(Files.readString(folder.resolve("log")));
            }
            Machine.pause(20);
        }
        start = Duration.ofNanos(System.nanoTime() - began);
        while (settings.containsKey("MQTT_URL") && !metrics().contains("alerts_entrance_up{entrance=\"mqtt\"} 1.0")) {
            Machine.pause(20);
        }
    }

    private void wait(String grace) throws IOException {
        Path routes = Files.createDirectory(folder.resolve("routes"));
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Files.writeString(routes.resolve(file.getFileName()), Files.readString(file)
                        .replaceAll("(expression: (?:lost critical|removed warning))", "$1" + grace));
            }
        }
    }

    /**
     * Asks no sooner than somebody listens: a client that fails every few milliseconds would take a core from the start
     * it measures.
     */
    private boolean ready() throws InterruptedException {
        try (Socket door = new Socket("127.0.0.1", port)) {
            return door.isConnected() && HTTP.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/observe/health/ready")).build(),
                    HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    String metrics() throws InterruptedException, IOException {
        return HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/observe/metrics")).build(),
                HttpResponse.BodyHandlers.ofString()).body();
    }

    /** The messages in the store, which another process may read at any time. */
    long committed() {
        return number("SELECT coalesce(max(id), 0) FROM message");
    }

    long number(String sql) {
        try (PreparedStatement query = store().prepareStatement(sql); ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    Connection store() throws SQLException {
        if (store == null) {
            store = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/alerts.db"));
        }
        return store;
    }

    long pid() {
        return process.pid();
    }

    long diskBytes() throws IOException {
        return Files.size(folder.resolve("data/alerts.db"));
    }

    @Override
    public void close() throws IOException, SQLException {
        if (store != null) {
            store.close();
        }
        process.destroy();
        process.onExit().join();
        vendors.forEach(VendorServer::close);
        delete(folder);
    }

    static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
