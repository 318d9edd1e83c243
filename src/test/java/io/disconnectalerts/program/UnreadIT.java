package io.disconnectalerts.program;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.vendors.Message;
import io.disconnectalerts.vendors.VendorServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The groups hear that inputs cannot be read, once an hour at most. */
class UnreadIT {
    @TempDir
    private Path folder;
    private final Groups groups = Groups.open();
    private Program program;

    @BeforeEach
    void prepare() {
        program = new Program(folder).set(groups.settings()).set(Groups.unpaced("wecom", "dingtalk", "feishu"));
    }

    @AfterEach
    void stop() {
        program.close();
        groups.close();
    }

    private static List<String> unread(VendorServer vendor) {
        return vendor.messages().stream().map(Message::text)
                .filter(text -> text.lines().findFirst().orElse("").contains("条事件无法识别")).toList();
    }

    private void post(String body, int status) throws IOException {
        assertEquals(status, program.post("/events", body).statusCode());
    }

    @Test
    void everyGroupHearsItAtOnceAndNotAgainWithinTheHourAlsoAfterARestart() throws IOException {
        program.start();
        post("undefined", 400);
        for (VendorServer vendor : groups.robots().values()) {
            await().until(() -> unread(vendor).size() == 1);
            String text = unread(vendor).get(0);
            assertTrue(text.contains("告警：1 条事件无法识别") && text.contains("/parked"), text);
        }
        post("[\"a\", \"b\", 3]", 400);
        program.stop();
        program.start();
        post("undefined", 400);
        post(Flood.event(0), 202);
        await("told").until(() -> groups.robots().values().stream().allMatch(vendor -> vendor.messages().size() == 2));
        await("not again").during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(10))
                .until(() -> groups.wecom().messages().size() == 2);
        assertEquals(1, program.metric("alerts_delivered_events_total{robot=\"wecom\"}"), "only a disconnect is one");
    }

    @Test
    void wordsWithoutARobotsKeywordAreLeftUnsaid() throws IOException {
        program.unpack("templates");
        program.edit("templates/words/zh-CN/unread.properties", "heading=告警：", "heading=");
        program.start();
        await("said").until(() -> program.out().contains("parked.tell: no group hears of events that cannot be read, "
                + "until dingtalk.keyword=告警 stands in the heading of templates/words/zh-CN/unread.properties"));
        post("undefined", 400);
        post(Flood.event(0), 202);
        await("told").until(() -> Groups.told(groups.wecom()) == 1);
        assertTrue(unread(groups.wecom()).isEmpty());
    }
}
