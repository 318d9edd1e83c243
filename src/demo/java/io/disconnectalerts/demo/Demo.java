package io.disconnectalerts.demo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * The whole demo: a broker, three pretend vendors, the product in a process of its own, and a page to play with them.
 */
final class Demo implements AutoCloseable {

    private static final Path FOLDER = Path.of("target", "demo");

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private Demo() {
    }

    public static void main(String[] arguments) throws Exception {
        Ports ports = new Ports(Integer.getInteger("demo.port", 8080), Integer.getInteger("demo.mqtt.port", 1883));
        ports.orEnd();
        System.out.println("Starting a broker, three pretend group chats and disconnect-alerts itself ...");
        Demo demo = started(ports);
        Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "end"));
        System.out.printf("%nOpen http://localhost:%d/demo   (MQTT clients: localhost:%d; Ctrl-C ends it)%n%n",
                ports.page(), ports.mqtt());
        new CountDownLatch(1).await();
    }

    /** What fails here fails before anybody can see a page: a sentence, and the end of whatever threads there are. */
    private static Demo started(Ports ports) throws InterruptedException {
        try {
            return start(ports);
        } catch (IOException | SQLException | RuntimeException failed) {
            System.err.println("The demo does not start: " + failed.getMessage());
            System.exit(1);
            throw new IllegalStateException(failed);
        }
    }

    static Demo start(Ports ports) throws IOException, InterruptedException, SQLException {
        quieten();
        Demo demo = new Demo();
        try {
            demo.build(ports);
            return demo;
        } catch (IOException | InterruptedException | SQLException | RuntimeException failed) {
            demo.close();
            throw failed;
        }
    }

    private void build(Ports ports) throws IOException, InterruptedException, SQLException {
        Path folder = FOLDER.resolve(String.valueOf(ports.page()));
        clear(folder);
        Files.createDirectories(folder);
        Journal journal = new Journal();
        ClientEvents events = new ClientEvents(journal);
        DemoBroker broker = part(new DemoBroker(folder.resolve("broker"), ports.mqtt(), events));
        OtherEvents others = part(new OtherEvents(events));
        List<Group> groups = Group.three();
        groups.forEach(this::part);
        int port = Ports.any();
        Path database = folder.resolve("alerts.db");
        Product product = part(new Product(port, folder, settings(ports, groups, port, database)));
        product.awaitReady();
        Devices devices = new Devices(ports.mqtt(), broker);
        Herds herds = part(new Herds(devices));
        Hush hush = new Hush(product);
        Screen screen = part(new Screen(groups, devices, herds, hush, journal, new StoreView(database), product));
        part(new DemoServer(ports.page(), screen, new Buttons(devices, herds, others, groups, product, hush),
                new Forward(product, journal)));
    }

    private static Map<String, String> settings(Ports ports, List<Group> groups, int port, Path database) {
        Map<String, String> settings = new HashMap<>();
        groups.forEach(group -> settings.putAll(group.settings()));
        settings.put("MQTT_URL", "tcp://127.0.0.1:" + ports.mqtt());
        settings.put("HTTP_PORT", String.valueOf(port));
        settings.put("DATABASE_URL", "jdbc:sqlite:" + database.toAbsolutePath());
        settings.put("FLAP_WINDOW_M", "1");
        return settings;
    }

    private <T extends AutoCloseable> T part(T part) {
        parts.push(part);
        return part;
    }

    private static void quieten() {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.ERROR);
        }
    }

    private static void clear(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Ends the parts, the last first. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception failed) {
                System.err.println(part.getClass().getSimpleName() + " did not end well: " + failed);
            }
        }
    }
}
