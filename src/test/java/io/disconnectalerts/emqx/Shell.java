package io.disconnectalerts.emqx;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What a command run in {@code emqx/} left behind: its exit code and its two outputs. */
record Shell(int exit, String out, String err) {
    static final Path FOLDER = Path.of("emqx").toAbsolutePath();

    /**
     * Runs bash with nothing of our own environment but {@code PATH}; one that hangs is ended after 30 s.
     *
     * <p>Where bash or curl is missing the test is skipped, with {@code -Drequire.all} it fails.
     */
    static Shell bash(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        assumeTrue(System.getProperty("require.all") != null || Stream.of("bash", "curl").allMatch(Shell::isInstalled));
        var out = Files.createTempFile("emqx", ".out");
        var err = Files.createTempFile("emqx", ".err");
        try {
            var command = new ArrayList<String>(List.of("bash"));
            command.addAll(List.of(arguments));
            var builder = new ProcessBuilder(command).directory(FOLDER.toFile())
                    .redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().keySet().retainAll(List.of("PATH"));
            builder.environment().putAll(environment);
            var process = builder.start();
            process.getOutputStream().close();
            var ended = process.waitFor(30, TimeUnit.SECONDS);
            process.destroyForcibly();
            assertTrue(ended, () -> "still running: " + command);
            return new Shell(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static boolean isInstalled(String tool) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }
}
