package io.disconnectalerts.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Maven as it builds this project, over the same local repository; what is built here is in one of a test's own. */
final class Maven implements AutoCloseable {
    private static final Path SHARED = Path.of(System.getProperty("maven.repo.local",
            System.getProperty("user.home") + "/.m2/repository"));

    private final Path repository;

    /** @param repository is not there yet, and then holds the packaged program beside all that is shared */
    Maven(Path repository) throws IOException {
        this.repository = repository;
        link(SHARED, repository, "io");
        link(SHARED.resolve("io"), repository.resolve("io"), "disconnectalerts");
        Path own = Files.createDirectories(repository.resolve("io/disconnectalerts/disconnect-alerts/" + version()));
        Path file = own.resolve("disconnect-alerts-" + version());
        Files.copy(Path.of("target/disconnect-alerts.jar"), Path.of(file + ".jar"));
        Files.copy(Path.of("pom.xml"), Path.of(file + ".pom"));
    }

    private static void link(Path from, Path to, String not) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> shared = Files.list(from)) {
            for (Path folder : shared.filter(folder -> !folder.getFileName().toString().equals(not)).toList()) {
                Files.createSymbolicLink(to.resolve(folder.getFileName()), folder.toAbsolutePath());
            }
        }
    }

    private static String version() throws IOException {
        Matcher version = Pattern.compile("<version>(.*?)</version>").matcher(Files.readString(Path.of("pom.xml")));
        version.find();
        return version.group(1);
    }

    /** Takes the links away, so that whoever deletes the folder finds nothing shared in it. */
    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(repository, 2)) {
            for (Path link : files.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    /** The program, as another project names what it depends on. */
    static String program() throws IOException {
        return "io.disconnectalerts:disconnect-alerts:" + version();
    }

    /** As Java takes it for Maven's and Camel's sake. */
    String option() {
        return "-Dmaven.repo.local=" + repository;
    }

    void run(Path pom, String... arguments) throws IOException, InterruptedException {
        String home = System.getProperty("maven.home");
        List<String> command = new ArrayList<>(List.of(home == null ? "mvn" : home + "/bin/mvn", "-q", "-B", "-ntp",
                option(), "-f", pom.toString()));
        command.addAll(List.of(arguments));
        run(command, Path.of(""));
    }

    /** Has a command end well. */
    static void run(List<String> command, Path folder) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toAbsolutePath().toFile())
                .redirectErrorStream(true);
        builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }
}
