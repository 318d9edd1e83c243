package io.disconnectalerts.program;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged program logs. */
class LogIT {
    private static final String EVENT = """
            {"clientid":"door\\n7","reason":"kicked","disconnected_at":%d}""";

    @TempDir
    private Path folder;

    @Test
    void nothingIsSaidAfterTheStartWhileAllIsWell() throws Exception {
        try (Groups groups = Groups.open(); Program program = new Program(folder).set(groups.settings()).start()) {
            await("the last line of a start").until(() -> program.out().contains("robot wecom on"));
            int lines = program.out().lines().toList().size();
            for (int i = 0; i < 5; i++) {
                program.post("/events", EVENT.formatted(1_700_000_000_000L + i));
            }
            await().until(() -> groups.robots().values().stream().allMatch(vendor -> Groups.told(vendor) == 5));
            assertEquals(lines, program.out().lines().toList().size(), program.out());
            assertEquals("", program.err());
        }
    }

    @Test
    void jsonIsWrittenFromTheFirstLineOnAndTellsWhichClientWhere() throws Exception {
        String properties = Files.readString(Path.of("application.properties"));
        Files.writeString(folder.resolve("application.properties"),
                properties.replace("log.json=false", "log.json=true"));
        try (Groups groups = Groups.open();
                Program program = new Program(folder).set(groups.settings()).set("log.level", "debug")
                .set("wecom.url", "http://127.0.0.1:9/send").start()) {
            program.post("/events", EVENT.formatted(1_700_000_000_000L));
            await().until(() -> program.out().contains("\"robot\":\"dingtalk\"")
                    && program.out().contains("\"robot\":\"wecom\""));
            for (String line : program.out().lines().toList()) {
                assertTrue(new ObjectMapper().readTree(line).hasNonNull("time"), line);
            }
            JsonNode told = find(program, "dingtalk");
            assertEquals(List.of("DEBUG", "told", "door\n7", "removed"),
                    List.of(told.get("level").asText(), told.get("message").asText(), told.get("clientid").asText(),
                            told.get("class").asText()));
            assertTrue(told.get("batch").asLong() > 0);
            assertEquals("WARN", find(program, "wecom").get("level").asText());
        }
    }

    private static JsonNode find(Program program, String robot) throws Exception {
        return new ObjectMapper().readTree(
                program.out().lines().filter(line -> line.contains("\"robot\":\"" + robot + "\"")).findFirst()
                .orElseThrow());
    }
}
