package io.disconnectalerts.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        assertEquals("DATABASE_URL=jdbc:sqlite:" + STATE + "/alerts.db", unit.get("Environment"));
        assertEquals("strict", unit.get("ProtectSystem"));
    }

    @Test
    void itIsGivenTheTimeToEndInOrder() throws IOException {
        assertTrue(Integer.parseInt(unit().get("TimeoutStopSec")) > Integer.parseInt(
                Yaml.settings().getProperty("camel.main.shutdown-timeout")));
    }

    @Test
    void aStartThatHasNotLearntIsAStart() throws IOException {
        assertEquals("-" + unit().get("ExecStart") + " learn", unit().get("ExecStartPre"));
    }

    static Map<String, String> unit() throws IOException {
        List<String> lines = Files.readAllLines(UNIT);
        Map<String, String> unit = new TreeMap<>();
        lines.stream().filter(line -> line.matches("\\w+=.*"))
                .forEach(line -> unit.put(line.split("=", 2)[0], line.split("=", 2)[1]));
        return unit;
    }
}
