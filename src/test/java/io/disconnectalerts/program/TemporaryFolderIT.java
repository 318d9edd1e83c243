package io.disconnectalerts.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program leaves nothing in the temporary folder, needs none, and says so where it can unpack SQLite nowhere. */
class TemporaryFolderIT {
    @TempDir
    private Path folder;
    private Path temporary;

    @BeforeEach
    void makeTheTemporaryFolder() throws IOException {
        temporary = Files.createDirectory(folder.resolve("tmp"));
    }

    private Program program() {
        return new Program(folder).option("-Djava.io.tmpdir=" + temporary).set("wecom.token", "abc")
                .set("wecom.url", "http://127.0.0.1:9/send");
    }

    @Test
    void aKillLeavesNothingBehind() throws Exception {
        try (Program program = program().start()) {
            assertEquals(202, program.post("/events", Flood.event(0)).statusCode());
            program.kill();
        }
        assertEquals(List.of(), files(temporary));
        assertEquals(List.of("alerts.db", "alerts.db-shm", "alerts.db-wal", "alerts.db.lock"),
                files(folder.resolve("data")));
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void noneIsNeeded() throws Exception {
        Files.delete(temporary);
        try (Program program = program().option("-Djava.io.tmpdir=/proc/nowhere").start()) {
            assertEquals(202, program.post("/events", Flood.event(0)).statusCode());
        }
    }

    @Test
    void oneWithoutExecutionIsNoMatter() throws Exception {
        try (Program program = program().under(withoutExecution(temporary)).start()) {
            assertEquals(202, program.post("/events", Flood.event(0)).statusCode());
        }
    }

    @Test
    void theOneIsUsedWhereNothingMayBeExecutedBesideTheDatabase() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        try (Program program = program().under(withoutExecution(data)).start()) {
            assertEquals(202, program.post("/events", Flood.event(0)).statusCode());
            assertEquals(List.of(), files(temporary));
        }
    }

    @Test
    void whereNothingMayBeExecutedAtAllOneSentenceNamesTheOption() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Program.Ended ended = program().under(withoutExecution(temporary, data)).fail();
        assertEquals(1, ended.err().lines().count(), ended.err());
        assertTrue(ended.err().startsWith("disconnect-alerts does not start: database.url: "), ended.err());
        assertTrue(ended.err().endsWith("name a folder from which programs may run, with -Djava.io.tmpdir=FOLDER"),
                ended.err());
    }

    /** Without SQLite its library is not unpacked either. */
    @Test
    void postgresqlNeedsNoLibrary() throws Exception {
        try (Postgres postgres = new Postgres(folder); Program program = program().set(postgres.settings()).start()) {
            assertEquals(202, program.post("/events", Flood.event(0)).statusCode());
            assertEquals(List.of(), files(temporary));
            assertFalse(Files.exists(folder.resolve("data")));
            Path maps = Path.of("/proc/" + program.pid() + "/maps");
            assertFalse(Files.exists(maps) && Files.readString(maps).contains("alerts.db"), "it is loaded");
        }
    }

    /**
     * A command that runs another where these folders are mounted without the right to execute; as root on Linux only.
     */
    private static String[] withoutExecution(Path... folders) throws Exception {
        StringBuilder script = new StringBuilder();
        for (Path folder : folders) {
            script.append("mount -t tmpfs -o noexec tmpfs '").append(folder).append("' && ");
        }
        List<String> command = List.of("unshare", "--mount", "sh", "-c", script + "exec \"$@\"", "sh");
        boolean allowed = isAllowed(command);
        assertTrue(allowed || System.getProperty("require.all") == null, "no folder can be mounted");
        Assumptions.assumeTrue(allowed, "no folder can be mounted");
        return command.toArray(String[]::new);
    }

    private static boolean isAllowed(List<String> command) throws InterruptedException {
        try {
            return new ProcessBuilder(Stream.concat(command.stream(), Stream.of("true")).toList()).start()
                    .waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}
