package io.disconnectalerts.broker;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * The {@code mosquitto} binary as a child process. Configuration lines are mosquitto's own ({@code persistence true},
 * {@code max_inflight_messages 32}, {@code cafile ...}); its files are in a temporary folder. A test that asks for one
 * is skipped where the binary is missing, unless the system property {@code require.all} is set: then it fails.
 */
public final class Mosquitto implements Broker {

    private static final List<Path> FOLDERS =
            Stream.of("/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/sbin").map(Path::of)
            .toList();

    private final int port = FreePort.take();
    private final Path folder = Folder.create("mosquitto");
    private final Path binary;
    private Process process;

    private Mosquitto(List<String> lines) throws IOException {
        binary = required("mosquitto", FOLDERS.stream().map(folder -> folder.resolve("mosquitto")));
        Files.writeString(folder.resolve("mosquitto.conf"), """
                user root
                allow_anonymous true
                max_queued_messages 0
                persistence_location %s/
                listener %d 127.0.0.1
                %s
                """.formatted(folder, port, String.join("\n", lines)));
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
        start();
    }

    /** Sessions and queued messages are on disk after {@link #stop}, and gone after {@link #kill}. */
    public static Mosquitto persistent() throws IOException {
        return with("persistence true");
    }

    public static Mosquitto with(String... lines) throws IOException {
        return new Mosquitto(List.of(lines));
    }

    /** One that answers every SUBSCRIBE with 0x87: only its dynamic security plugin can, an {@code acl_file} cannot. */
    public static Mosquitto refusingSubscriptions() throws IOException {
        Path plugin = required("mosquitto_dynamic_security.so",
                Stream.of("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib", "/usr/local/lib")
                .map(folder -> Path.of(folder, "mosquitto_dynamic_security.so")));
        Path rules = Files.createTempFile("rules", ".json");
        rules.toFile().deleteOnExit();
        Files.writeString(rules, """
                {"defaultACLAccess": {"publishClientSend": true, "publishClientReceive": true, "subscribe": false, \
                "unsubscribe": true}}
                """);
        return with("plugin " + plugin, "plugin_opt_config_file " + rules);
    }

    @Override
    public void start() throws IOException {
        File log = folder.resolve("mosquitto.log").toFile();
        process = new ProcessBuilder(binary.toString(), "-c", folder.resolve("mosquitto.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        await("mosquitto listens").pollInterval(Duration.ofMillis(20)).until(this::listens);
    }

    private boolean listens() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("mosquitto does not start:\n" + log());
        }
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void stop() {
        process.destroy();
        process.onExit().join();
    }

    /** As {@code kill -9} does: without saving, without a word to anybody. */
    public void kill() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    public long pid() {
        return process.pid();
    }

    /** Everything it has printed. */
    public String log() throws IOException {
        return Files.readString(folder.resolve("mosquitto.log"));
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        kill();
        Folder.delete(folder);
    }

    private static Path required(String name, Stream<Path> places) {
        Path found = places.filter(Files::isReadable).findFirst().orElse(null);
        if (found == null && System.getProperty("require.all") != null) {
            Assertions.fail(name + " is not installed");
        }
        Assumptions.assumeTrue(found != null, name + " is not installed");
        return found;
    }
}
