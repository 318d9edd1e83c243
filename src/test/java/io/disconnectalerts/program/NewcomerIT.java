package io.disconnectalerts.program;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.vendors.WeComServer;
import io.disconnectalerts.vendors.WeComText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody copies every line a README offers into a fresh copy of the bundle, and restarts: each does what the README
 * says.
 */
class NewcomerIT {
    private static final String ROUTINE = "              - id: routine\n";

    @TempDir
    private Path folder;

    private String readme;

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.zh-CN.md"})
    void everyLineToCopyDoesWhatItIsSaidToDo(String page) throws Exception {
        readme = Files.readString(Path.of(page));
        try (Groups groups = Groups.open(); WeComServer second = new WeComServer(InstantSource.system());
                Program program = new Program(folder)
                        .unpack("application.properties", "routes", "kamelets", "templates")) {
            program.edit("routes/3-triage-client.camel.yaml", ROUTINE,
                    found("(?s)```yaml\n( +- id: boiler\n.*?)```") + ROUTINE);
            program.edit("routes/3-triage-client.camel.yaml", "expression: ${variable.reason} in 'normal'",
                    found("`(expression: [^`]*'normal,takenover')`"));
            program.edit("templates/words/zh-CN/client.properties", "rows=clientid, username, peername, reason, time",
                    found("`(rows=[^`]+)`"));
            program.edit("templates/words/zh-CN/client.properties", "label.clientid=客户端 ID",
                    found("`(label.clientid=[^`]+)`"));
            tellASecondGroup(program);
            program.set(groups.settings()).set("wecom2.token", second.token()).set("wecom2.url", second.url())
                    .set("wecom.mention.critical", "zhangsan")
                    .set("alerts.zone", found("export ALERTS_ZONE=(\\S+) ")).start();
            program.post("/events", """
                    {"clientid":"door-7","reason":"takenover","disconnected_at":1700000000000}""");
            program.post("/events", """
                    {"clientid":"boiler-1","reason":"kicked","node":"emqx@10.0.0.2",\
                    "disconnected_at":1700000000000}""");
            for (WeComServer group : List.of(groups.wecom(), second)) {
                await().until(() -> !group.messages().isEmpty());
                String text = group.messages().get(0).text();
                assertTrue(text.contains("设备:boiler-1\n 用户名:-\n 节点:emqx@10.0.0.2\n"), text);
                assertTrue(text.contains("离线时间:2023-11-14 23:13:20"), text);
            }
            assertEquals(List.of(List.of("zhangsan"), List.of()), Stream.of(groups.wecom(), second).map(group ->
                    WeComText.read(group.messages().get(0).json()).mentions()).toList(), "whom it calls is its own");
            assertEquals(1, program.metric("alerts_triaged_total{class=\"routine\",severity=\"quiet\"}"));
            assertEquals(1, program.metric("alerts_triaged_total{class=\"boiler\",severity=\"critical\"}"));

            assertEquals(202, program.post("/events", found("curl -d '(.*)' localhost:8080/events")).statusCode());
            await().until(() -> second.messages().size() == 2);
        }
    }

    private void tellASecondGroup(Program program) throws Exception {
        Process copy = new ProcessBuilder("sh", "-c", found("```bash\n(sed .*)\n```")).directory(folder.toFile())
                .inheritIO().start();
        assertEquals(0, copy.waitFor());
        assertFalse(Files.readString(folder.resolve("routes/7-deliver-wecom2.camel.yaml")).contains("{{wecom."),
                "every setting is its own");
        insert(program, "routes/6-notify.camel.yaml", "  name: wecom\n", found("(?s)```yaml\n( +- filter:\n.*?)```"));
    }

    private String found(String pattern) {
        Matcher line = Pattern.compile(pattern).matcher(readme);
        assertTrue(line.find(), pattern);
        return line.group(1);
    }

    private static void insert(Program program, String file, String after, String lines) throws IOException {
        program.edit(file, after, after + lines);
    }
}
