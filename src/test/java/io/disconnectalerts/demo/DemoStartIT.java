package io.disconnectalerts.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The demo as a process: what it says when it cannot start, and what is left when it is gone. */
class DemoStartIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    @Test
    void aTakenPortIsNamedInOneSentence() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process demo = start(other.getLocalPort(), Ports.any());
            assertTrue(demo.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            assertEquals(1, demo.exitValue());
            assertEquals(List.of("Port " + other.getLocalPort() + " is taken, and the demo's page needs it: end what "
                    + "listens there, or add -Ddemo.port=8081."), said());
        }
    }

    @Test
    void evenWhenItIsKilledNothingOfItGoesOn() throws Exception {
        Process demo = start(Ports.any(), Ports.any());
        try {
            await().atMost(PATIENCE).until(
                    () -> !demo.isAlive() || said().stream()
                    .anyMatch(line -> line.startsWith("Open http://localhost:")));
            List<ProcessHandle> children = demo.descendants().toList();
            assertFalse(children.isEmpty(), () -> "no program was started: " + sentences());
            demo.destroyForcibly();
            await().until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        } finally {
            demo.descendants().forEach(ProcessHandle::destroyForcibly);
            demo.destroyForcibly();
        }
    }

    @Test
    void nothingOfItIsInTheProduct() throws Exception {
        try (JarFile jar = new JarFile("target/disconnect-alerts.jar"); Stream<Path> libraries =
                Files.list(Path.of("target", "lib"))) {
            assertEquals(List.of(), jar.stream().map(JarEntry::getName).filter(
                    name -> name.contains("/demo/") || name.contains("/vendors/")).toList());
            assertEquals(List.of(), libraries.map(library -> library.getFileName().toString())
                    .filter(name -> name.startsWith("hivemq") || name.startsWith("commonmark")
                            || name.startsWith("rocksdb")).toList());
        }
    }

    private Process start(int page, int mqtt) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"),
                "-Ddemo.port=" + page, "-Ddemo.mqtt.port=" + mqtt, Demo.class.getName())
                .redirectErrorStream(true).redirectOutput(folder.resolve("said").toFile()).start();
    }

    private List<String> said() throws IOException {
        return Files.readAllLines(folder.resolve("said"));
    }

    private String sentences() {
        try {
            return String.join("\n", said());
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
