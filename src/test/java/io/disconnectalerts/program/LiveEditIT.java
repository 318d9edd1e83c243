package io.disconnectalerts.program;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator edits is live, without a restart: words always, all else with {@code camel.main.profile=dev}. */
class LiveEditIT {
    @TempDir
    private Path folder;
    private int sent;

    @Test
    void anEditedRuleWordingOrKameletIsUsedAtOnce() throws Exception {
        try (Groups groups = Groups.open();
                Program program = new Program(folder).unpack("routes", "kamelets", "templates")
                .set(groups.settings()).set(Groups.unpaced("wecom", "dingtalk", "feishu"))
                .set("camel.main.profile", "dev").start()) {
            groups.robots().values().forEach(vendor -> vendor.quota(false));
            tellUntil(program, groups, "离线原因:kicked");
            program.edit("templates/words/zh-CN/client.properties", "客户端 ID", "门禁");
            tellUntil(program, groups, "门禁:door-");
            program.edit("kamelets/wecom-robot-sink.kamelet.yaml", "content: .}", "content: (. + \"  --演习--\")}");
            tellUntil(program, groups, "--演习--");
            program.edit("routes/3-triage-client.camel.yaml", "expression: removed warning",
                    "expression: removed quiet");
            await("silence").until(() -> {
                double quiet = program.metric("alerts_triaged_total{class=\"removed\",severity=\"quiet\"}");
                kick(program);
                return program.metric("alerts_triaged_total{class=\"removed\",severity=\"quiet\"}") > quiet;
            });
            assertEquals("", program.err());
        }
    }

    @Test
    void wordsThatCannotBeReadAreNotTakenAndHealthSaysWhich() throws Exception {
        String words = "templates/words/zh-CN/client.properties";
        Path file = folder.resolve(words);
        try (Groups groups = Groups.open();
                Program program = new Program(folder).unpack("templates").set(groups.settings())
                .set(Groups.unpaced("wecom", "dingtalk", "feishu")).start()) {
            groups.robots().values().forEach(vendor -> vendor.quota(false));
            tellUntil(program, groups, "客户端 ID:door-0");
            String right = Files.readString(file);
            Files.write(file, right.replace("客户端 ID", "门禁").getBytes("GBK"));
            await("said").until(() -> program.get("/observe/health").body().contains("not taken: " + words
                    + " is not UTF-8 in line "));
            assertTrue(program.get("/status").body().contains("\"words\":\"not taken: " + words));
            int next = sent;
            kick(program);
            await("worded as before").until(() -> groups.robots().values().stream().allMatch(vendor -> vendor.messages()
                    .stream().anyMatch(message -> message.text().contains("door-" + next))));
            assertTrue(groups.wecom().messages().stream().noneMatch(message -> message.text().contains("门禁:")));
            Files.writeString(file, right.replace("客户端 ID", "门禁"));
            tellUntil(program, groups, "门禁:door-");
            assertFalse(program.get("/observe/health").body().contains("not taken"));
        }
    }

    /** Events keep coming while a route is exchanged; those that come at that moment are answered 503. */
    private void tellUntil(Program program, Groups groups, String words) {
        await(words).until(() -> {
            kick(program);
            return groups.wecom().messages().stream().anyMatch(message -> message.text().contains(words));
        });
    }

    private void kick(Program program) throws IOException {
        program.post("/events", "{\"clientid\":\"door-" + sent++ + "\",\"reason\":\"kicked\"}");
    }
}
