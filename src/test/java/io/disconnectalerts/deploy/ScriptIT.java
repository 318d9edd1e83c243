package io.disconnectalerts.deploy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script beside the jar, in a folder whose name holds a space, with this build's Java. */
class ScriptIT {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final String OF_THE_ARCHIVE = "source: shared objects file (top)";

    @TempDir
    private Path folder;

    private Path program;

    private Path state;

    @BeforeEach
    void install() throws IOException {
        program = Files.createDirectory(folder.resolve("a program"));
        state = Files.createDirectory(folder.resolve("its state"));
        for (String file : List.of("disconnect-alerts", "disconnect-alerts.jar")) {
            Files.copy(TARGET.resolve(file), program.resolve(file));
        }
        Files.createSymbolicLink(program.resolve("lib"), TARGET.resolve("lib"));
    }

    private record Run(int exit, String said) {
    }

    private Run run(Map<String, String> environment, String... words) throws IOException, InterruptedException {
        ProcessBuilder command = new ProcessBuilder(Stream.concat(
                Stream.of("sh", program.resolve("disconnect-alerts").toString()), Stream.of(words)).toList())
                .directory(folder.toFile()).redirectErrorStream(true);
        command.environment().keySet().retainAll(List.of("PATH"));
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        command.environment().putAll(environment);
        Process script = command.start();
        String said = new String(script.getInputStream().readAllBytes(), UTF_8);
        return new Run(script.waitFor(), said);
    }

    /** What was loaded, and from where, in front of the version. */
    private String loaded() throws IOException, InterruptedException {
        Run run = run(Map.of("STATE_DIRECTORY", state.toString(), "JAVA_OPTIONS", "-Xlog:class+load"), "--version");
        assertEquals(0, run.exit(), run.said());
        assertTrue(run.said().lines().anyMatch(line -> line.startsWith("disconnect-alerts ")), run.said());
        return run.said();
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.list(state)) {
            return files.toList();
        }
    }

    @Test
    void whatItLearnsIsUsedUntilTheJarIsAnother() throws Exception {
        assertFalse(loaded().contains(OF_THE_ARCHIVE));

        Map<String, String> service = Map.of("STATE_DIRECTORY", state.toString());
        assertEquals(new Run(0, ""), run(service, "learn"));
        Path learnt = kept().get(0);
        assertEquals(List.of(learnt), kept());
        assertTrue(loaded().contains(OF_THE_ARCHIVE));
        assertTrue(new String(Files.readAllBytes(learnt), ISO_8859_1).contains("io/disconnectalerts/follow/Judgement"),
                "an alert was among what it learnt");

        FileTime before = Files.getLastModifiedTime(learnt);
        assertEquals(new Run(0, ""), run(service, "learn"));
        assertEquals(before, Files.getLastModifiedTime(learnt));

        Files.setLastModifiedTime(program.resolve("disconnect-alerts.jar"),
                FileTime.from(Instant.now().plusSeconds(9)));
        assertFalse(loaded().contains(OF_THE_ARCHIVE));
    }

    @Test
    void whoeverCannotLearnSaysWhyAndLeavesNothing() throws Exception {
        Files.delete(program.resolve("lib"));
        Run run = run(Map.of("STATE_DIRECTORY", state.toString()), "learn");

        assertEquals(1, run.exit());
        assertTrue(run.said().startsWith("disconnect-alerts has not learnt: disconnect-alerts does not start: "),
                run.said());
        assertEquals(List.of(), kept());
    }

    @Test
    void whoeverHasNoJavaIsToldWhereToSay() throws Exception {
        assertEquals(new Run(1, "disconnect-alerts needs Java 17 or later: neither JAVA_HOME nor PATH leads to one\n"),
                run(Map.of("JAVA_HOME", folder.toString()), "check"));
    }

    /** Of this build's Java, which is the oldest it runs on, nothing is asked that it does not know. */
    @Test
    void everyOptionIsUnderstoodByEveryJava() throws Exception {
        assertFalse(Files.readString(program.resolve("disconnect-alerts")).contains("IgnoreUnrecognizedVMOptions"),
                "an option that is ignored does not do what it is there for");
        Run run = run(Map.of("JAVA_OPTIONS", "-Xshare:on"), "--version");
        assertEquals(0, run.exit(), run.said());
    }

    /** By a pretend Java of that version, which says what it is asked for, and learns. */
    @ParameterizedTest(name = "Java {0}")
    @CsvSource({"17.0.15+6-Debian-1deb12u1, ArchiveClassesAtExit, SharedArchiveFile",
            "24.0.2+12, ArchiveClassesAtExit, SharedArchiveFile", "25+36-LTS, AOTCacheOutput, AOTCache",
            "100-ea+1, AOTCacheOutput, AOTCache", "'', ArchiveClassesAtExit, SharedArchiveFile"})
    void eachJavaKeepsWhatItLearnsInItsWayAndCommandsCompileLittle(String version, String write, String read)
            throws Exception {
        Path home = Files.createDirectory(folder.resolve("java"));
        Files.writeString(home.resolve("release"), "JAVA_RUNTIME_VERSION=\"" + version + "\"\n");
        Path java = Files.writeString(Files.createDirectory(home.resolve("bin")).resolve("java"), """
                #!/bin/sh
                echo "$@" | tee "$0.said"
                : >classes.jsa
                """);
        assertTrue(java.toFile().setExecutable(true));
        Map<String, String> service = Map.of("JAVA_HOME", home.toString(), "STATE_DIRECTORY", state.toString(),
                "JAVA_OPTIONS", "-Dmore=1");

        assertEquals(new Run(0, ""), run(service, "learn"));
        assertTrue(Files.readString(home.resolve("bin/java.said")).contains(" -XX:" + write + "=classes.jsa "));
        String learnt = " -XX:" + read + "=" + state.resolve("classes-" + version + ".jsa") + " ";
        String start = run(service).said();
        assertTrue(start.contains(" -XX:-UsePerfData -Dmore=1 ") && start.contains(learnt), start);
        String check = run(service, "check").said();
        assertTrue(check.contains(" -XX:TieredStopAtLevel=1 -Dmore=1 ") && check.contains(learnt), check);
    }

    @Test
    void whatItsServiceUnpacksIsInItsStateFolder() throws Exception {
        Run run = run(Map.of("STATE_DIRECTORY", state.toString(), "JAVA_OPTIONS", "-XshowSettings:properties"),
                "--version");
        assertTrue(run.said().contains("java.io.tmpdir = " + state + "\n"), run.said());
    }
}
