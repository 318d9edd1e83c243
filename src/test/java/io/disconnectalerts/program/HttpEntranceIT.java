package io.disconnectalerts.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the first byte the HTTP entrance takes to the last it answers 2xx or 503, so that no sender drops an event. */
class HttpEntranceIT {
    private static final String RULES = "routes/3-triage-client.camel.yaml";
    private static final List<String> SEVERITIES = List.of("expression: lost critical", "expression: lost warning");
    private static final String WELL = "\"live-edit\",\"status\":\"UP\",\"message\":\"well\"";
    private static final String BROKEN = "\"live-edit\",\"status\":\"UP\",\"message\":\"not taken: " + RULES + ": ";

    @TempDir
    private Path folder;

    @Test
    void whoeverPostsWhileItStartsAndStopsLosesNothing() throws Exception {
        try (Groups groups = Groups.open();
                Program program = program(groups);
                Knocking clients = new Knocking(program)) {
            for (int life = 0; life < 3; life++) {
                int before = clients.taken();
                program.start();
                await(program, () -> clients.taken() > before + 100);
                assertEquals(143, program.stop());
            }
            program.start();
            assertNothingIsLost(clients, groups, program);
        }
    }

    private Program program(Groups groups) {
        groups.wecom().quota(false);
        return new Program(folder).set("wecom.token", groups.wecom().token()).set("wecom.url", groups.wecom().url())
                .set("wecom.per-minute", "0");
    }

    private static void assertNothingIsLost(Knocking clients, Groups groups, Program program) throws Exception {
        clients.enough();
        await(program, clients::done);
        assertEquals(Map.of(), clients.wrong(), clients::toString);
        await(program, () -> Groups.told(groups.wecom()) == clients.taken());
    }

    @Test
    void aBrokenEditLeavesWhatRanAndHealthNamesItUntilItIsMended() throws Exception {
        try (Groups groups = Groups.open();
                Program program = program(groups).unpack("routes", "kamelets").set("camel.main.profile", "dev").start();
                Knocking clients = new Knocking(program)) {
            for (int i = 0; i < 20; i++) {
                program.edit(RULES, SEVERITIES.get(i % 2), SEVERITIES.get((i + 1) % 2));
            }
            program.edit(RULES, "from:", "form:");
            await(program, () -> health(program).contains(BROKEN));
            int before = clients.taken();
            await(program, () -> clients.taken() > before + 100);
            program.edit(RULES, "form:", "from:");
            await(program, () -> health(program).contains(WELL));
            program.edit(RULES, "uri: direct:triage-client", "uri: direct:nobody");
            await(program, () -> health(program).contains(BROKEN));
            program.edit(RULES, "uri: direct:nobody", "uri: direct:triage-client");
            program.edit("kamelets/wecom-robot-sink.kamelet.yaml", "content: .}", "content: (. + \"  --演习--\")}");
            await(program, () -> groups.wecom().messages().stream().anyMatch(told -> told.text().contains("--演习--")));
            await(program, () -> health(program).contains(WELL));
            assertNothingIsLost(clients, groups, program);
            assertEquals("", program.err());
        }
    }

    private static void await(Program program, Callable<Boolean> condition) {
        try {
            Awaitility.await().until(condition);
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(program.printed(), late);
        }
    }

    private static String health(Program program) throws IOException {
        return program.get("/observe/health").body().replace("\\", "");
    }
}
