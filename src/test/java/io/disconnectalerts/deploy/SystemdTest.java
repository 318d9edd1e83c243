package io.disconnectalerts.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemdTest {
    private static final Path UNIT = Path.of("deploy/systemd/disconnect-alerts.service");
    static final String STATE = "/var/lib/disconnect-alerts";

    @ParameterizedTest
    @ValueSource(strings = {"verify --man=no", "security --offline=yes --no-pager --threshold=15"})
    void systemdFindsNothingToMendAndLittleThatIsOpen(String question) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(("systemd-analyze " + question + " " + UNIT).split(" "))
                    .redirectErrorStream(true).start();
        } catch (IOException missing) {
            assumeTrue(System.getProperty("require.all") != null, "systemd-analyze is missing");
            throw missing;
        }
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), said);
        assertTrue(question.startsWith("security") || said.isEmpty(), said);
    }

    @Test
    void everythingItWritesIsInItsStateFolder() throws IOException {
        Map<String, String> unit = unit();
        assertEquals(STATE, "/var/lib/" + unit.get("StateDirectory"));
        assertEquals("DATABASE_URL=jdbc:sqlite:" + STATE + "/alerts.db JAVA_OPTIONS=", unit.get("Environment"));
        assertTrue(unit.get("ExecStart").contains("-Djava.io.tmpdir=" + STATE + " "));
        assertEquals("strict", unit.get("ProtectSystem"));
    }

    @Test
    void itIsGivenTheTimeToEndInOrder() throws IOException {
        assertTrue(Integer.parseInt(unit().get("TimeoutStopSec")) > Integer.parseInt(
                Yaml.settings().getProperty("camel.main.shutdown-timeout")));
    }

    /**
     * Of this build's Java, which is the oldest it runs on, nothing is asked that it does not know, and its own class
     * archive stays in use.
     */
    @Test
    void everyOptionIsUnderstoodByEveryJava() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(unit().get("ExecStart").replaceFirst(" -jar .*", "").replace(" $JAVA_OPTIONS", "").split(" ")));
        command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xshare:on", "-version"));
        assertFalse(command.contains("-XX:+IgnoreUnrecognizedVMOptions"),
                "an option that is ignored does not do what it is there for");
        Process java = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(java.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, java.waitFor(), said);
    }

    static Map<String, String> unit() throws IOException {
        List<String> lines = Files.readAllLines(UNIT);
        Map<String, String> unit = new TreeMap<>();
        lines.stream().filter(line -> line.matches("\\w+=.*"))
                .forEach(line -> unit.put(line.split("=", 2)[0], line.split("=", 2)[1]));
        return unit;
    }
}
