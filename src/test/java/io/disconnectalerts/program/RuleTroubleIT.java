package io.disconnectalerts.program;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of the packaged program, and of its events, when somebody breaks a rule. */
class RuleTroubleIT {
    /** Nothing is wrong with it until a boiler without that attribute drops off. */
    private static final String RULE = """
            - id: boiler
              description: boiler
              expression:
                simple:
                  expression: ${body.clientid} startsWith 'boiler-' && ${body.attributes[line].length} > 3
              steps:
                - setVariable:
                    description: critical
                    name: verdict
                    expression:
                      constant:
                        expression: boiler critical
            """.indent(14);

    @TempDir
    private Path folder;

    @Test
    void whatARuleCannotDecideIsToldLoggedCountedAndSeenInHealth() throws Exception {
        try (Groups groups = Groups.open();
                Program program = new Program(folder).unpack("routes").set(groups.settings())) {
            program.edit("routes/3-triage-client.camel.yaml", "            when:\n", "            when:\n" + RULE);
            program.start();
            assertEquals(0, program.metric("alerts_triage_failed_total{rule=\"boiler\"}"));
            assertEquals(202, post(program, "boiler-1"));
            assertEquals(202, post(program, "boiler-2"));
            assertEquals(202, post(program, "pump-1"));
            await().until(() -> !groups.wecom().messages().isEmpty() && groups.wecom().messages().get(0).text()
                    .contains("boiler-1"));
            assertEquals(2, program.metric("alerts_triage_failed_total{rule=\"boiler\"}"));
            assertEquals(2, program.metric("alerts_triaged_total{class=\"unknown\",severity=\"warning\"}"));
            assertEquals(1, program.metric("alerts_triaged_total{class=\"removed\",severity=\"warning\"}"));
            assertEquals(1, program.out().lines().filter(
                    line -> line.contains("a rule cannot decide") && line.contains("rule=\"boiler\"")).count(),
                    program.out());
            String health = program.get("/observe/health").body();
            assertTrue(health.contains("rule boiler cannot decide, told as unknown warning: Failed to invoke method: "
                    + ".attributes[line].length"), health);
        }
    }

    @Test
    void whatABrokenFormCannotLayOutWaitsAndHealthSaysWhy() throws Exception {
        try (Groups groups = Groups.open();
                Program program = new Program(folder).unpack("templates").set(groups.settings())) {
            program.start();
            program.edit("templates/forms/wecom/alert.vm", "#end", "");
            assertEquals(202, post(program, "pump-1"));
            await().until(() -> program.get("/observe/health").body().contains(
                    "a form under templates/forms is not well-formed in line 5 or before: the command check says"));
            await().until(() -> !groups.feishu().messages().isEmpty());
            assertTrue(groups.wecom().messages().isEmpty());
            assertEquals(0, program.out().lines().filter(line -> line.contains("ERROR")).count(), program.out());
            Path form = folder.resolve("templates/forms/wecom/alert.vm");
            Files.writeString(form, Files.readString(form).stripTrailing() + "\n#end\n");
            await().until(() -> groups.wecom().messages().stream()
                    .anyMatch(message -> message.text().contains("pump-1")));
        }
    }

    private static int post(Program program, String clientid) throws Exception {
        return program.post("/events", "{\"clientid\":\"" + clientid + "\",\"reason\":\"kicked\"}").statusCode();
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(delimiter = '|', textBlock = """
            routes/3-triage-client.camel.yaml | expression: lost critical | expression: lost crtical | \
            rule lost: crtical is no severity: did you mean critical?
            routes/3-triage-client.camel.yaml | in 'normal' | beginsWith 'n' | \
            rule routine: beginsWith is no operator: did you mean startsWith?
            routes/6-notify.camel.yaml | name: wecom | name: wecmo | \
            route notify: no route comes from outbox:wecmo: did you mean outbox:wecom?
            templates/forms/wecom/alert.vm | ${body.heading} | ${body.haeding} | \
            ${body.haeding}: there is no haeding: did you mean heading?
            """)
    void whatCheckRefusesDoesNotStart(String file, String right, String wrong, String sentence) throws Exception {
        Program program = new Program(folder).unpack(file.startsWith("routes") ? "routes" : "templates")
                .set("wecom.token", "x");
        program.edit(file, right, wrong);
        Program.Ended ended = program.fail();
        assertEquals(1, ended.code(), ended.out());
        assertTrue(ended.err().matches("disconnect-alerts does not start: " + file + ":\\d+.*"), ended.err());
        assertTrue(ended.err().contains(sentence), ended.err());
        assertEquals(1, ended.err().lines().count(), ended.err());
    }
}
