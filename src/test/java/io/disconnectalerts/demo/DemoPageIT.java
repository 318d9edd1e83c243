package io.disconnectalerts.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.disconnectalerts.browser.Browser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A visitor in a real browser presses every button of the demo, and reads what the three chats then say. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DemoPageIT {

    private static final List<String> ROBOTS = List.of("wecom", "dingtalk", "feishu");
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration A_STORM = Duration.ofSeconds(90);
    private static final Duration A_START = Duration.ofSeconds(60);

    /** The cards of what is told, but for returns. */
    private static final String LOSSES =
            "[...document.querySelectorAll('.trail:not([data-kind=\"client.back\"],[data-kind=\"client.steady\"])')]";

    private static Demo demo;
    private static Browser browser;
    private static Ports ports;
    private static String flapping;
    private static String twin;

    @BeforeAll
    static void open() throws Exception {
        if (System.getProperty("require.all") != null) {
            assertNotNull(Browser.binary(), "Chromium is not installed");
        }
        assumeTrue(Browser.binary() != null);
        ports = new Ports(Ports.any(), Ports.any());
        demo = Demo.start(ports);
        browser = new Browser(Files.createTempDirectory(Files.createDirectories(Path.of("target", "demo")),
                "chromium"));
        browser.width(1280, 1000);
        browser.open("http://localhost:" + ports.page() + "/");
        await().atMost(SOON).until(() -> text("#live").equals("live"));
        browser.eval("""
                window.wrong = [];
                new MutationObserver(() => document.querySelectorAll('.sum').forEach(line => {
                  const [total, ...terms] = [...line.querySelectorAll('.term b')].map(b => \
                Number(b.textContent.replaceAll(',', '')));
                  if (total !== terms.reduce((sum, term) => sum + term, 0)) window.wrong.push(line.innerText);
                })).observe(document.getElementById('ledger'), { childList: true });""");
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
        if (demo != null) {
            demo.close();
        }
    }

    @Order(1)
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "unplug,  tcp_closed,        lost · critical",
        "kick,    kicked,            removed · warning",
        "silence, keepalive_timeout, lost · critical"})
    void howADeviceEndsIsToldInAllThreeChats(String button, String reason, String verdict) {
        String device = press("connect").split(" ")[0];
        await().atMost(SOON).until(() -> text("#devices").contains(device));
        assertTrue(press(button).contains(device));
        for (String robot : ROBOTS) {
            await().atMost(SOON).until(() -> chat(robot).lines().anyMatch(line -> line.contains(device)));
            assertTrue(chat(robot).contains("Reason: " + reason), robot);
        }
        await().atMost(SOON).until(() -> told(device) == 3);
        assertTrue(trail(device).contains(verdict), trail(device));
        assertTrue(trail(device).contains("MQTT"), trail(device));
    }

    @Test
    @Order(2)
    void whatIsPostedToThePageGoesToTheProgramAndIsShownAsText() throws Exception {
        String device = "<img src=x onerror=alert(1)>";
        assertEquals(202, post(device));
        await().atMost(SOON).until(() -> chat("dingtalk").contains("img src=x onerror=alert(1)") && told(device) == 3);
        assertTrue(trail(device).contains("HTTP"), trail(device));
        assertEquals(202, post(device));
        await().atMost(SOON).until(() -> trail(device).contains("came before"));
        assertEquals(0, browser.eval("document.querySelectorAll('.board img').length").asInt());
    }

    @Test
    @Order(2)
    void whatIsGoneStaysInSightAndComesBack() {
        String device = press("unplug").replaceAll("The socket of (\\S+) .*", "$1");
        String chip = "#devices [data-key='" + device + "']";
        await().atMost(SOON).until(() -> !text(chip + ".gone").isEmpty());
        browser.click(chip);
        assertFalse(enabled("unplug") || enabled("kick"));
        assertEquals(device + " comes back.", press("back"));
        await().atMost(SOON).until(() -> trail(device).contains("back after"));
        await().atMost(SOON).until(() -> !text(chip + ".connected").isEmpty());
        ROBOTS.forEach(robot -> await().atMost(SOON).until(() -> chat(robot).lines().filter(line ->
                line.contains(device)).count() == 2 && chat(robot).contains("Device back 告警")));
        assertTrue(press("goodbye").startsWith(device));
    }

    @Test
    @Order(3)
    void aPoliteGoodbyeIsFollowedBySilenceAndThePageSaysWhy() {
        String device = press("connect").split(" ")[0];
        assertTrue(press("goodbye").contains("no alarm"));
        await().atMost(SOON).until(() -> trail(device).contains("Rule routine is quiet"));
        assertTrue(trail(device).contains("routine quiet"));
        ROBOTS.forEach(robot -> assertFalse(chat(robot).contains(device), robot));
    }

    @Test
    @Order(3)
    void whoeverIsSilencedIsToldAtTheEndOfTheSilence() {
        String device = press("connect").split(" ")[0];
        await().atMost(SOON).until(() -> text("#devices").contains(device));
        browser.click("#devices [data-key='" + device + "']");
        String kind = device.replaceFirst("\\d+$", "*");
        assertTrue(press("hush").startsWith(kind + " is silent"));
        assertTrue(press("unplug").contains(device));
        await().atMost(SOON).until(() -> trail(device).split("silenced", -1).length == 4);
        ROBOTS.forEach(robot -> assertFalse(chat(robot).contains(device), robot));
        await().atMost(SOON).until(() -> text("[data-button=hush] span").equals("of " + kind + ": end it"));
        assertTrue(press("hush").startsWith("The silence is over"));
        ROBOTS.forEach(robot -> await().atMost(SOON).until(() -> chat(robot).contains(device)));
        browser.click("#devices [data-key='" + device + "']");
        assertEquals("[]", browser.eval("window.wrong").toString(), "a sum that did not add up was shown");
    }

    /** The first loss is the first that is critical, and then nobody is called for ten minutes. */
    @Test
    @Order(2)
    void somebodyIsCalled() {
        ROBOTS.forEach(robot -> assertTrue(chat(robot).matches("(?s).*@(13800138000|all|所有人).*"), robot));
    }

    @Test
    @Order(3)
    void whatElseEmqxSaysIsToldOrCountedAndThePageNamesTheLineToChange() {
        assertTrue(press("alarm").contains("high_cpu_usage"));
        ROBOTS.forEach(robot -> await().atMost(SOON).until(() -> chat(robot).contains("EMQX 告警解除")
                || chat(robot).contains("EMQX alarm over 告警")));
        await().atMost(SOON).until(() -> told("high_cpu_usage") == 3);
        assertTrue(trail("high_cpu_usage").contains("ended · notice"), trail("high_cpu_usage"));
        for (String button : List.of("refuse", "drop", "miss", "subscribe")) {
            assertTrue(press(button).matches("(?s).*routes/3-triage-\\w+\\.camel\\.yaml: (\\w+) quiet → \\1 \\w+.*"));
        }
    }

    @Test
    @Order(7)
    void aConnectionKeepsBreaking() {
        flapping = press("connect").split(" ")[0];
        await().atMost(SOON).until(() -> text("#devices").contains(flapping));
        browser.click("#devices [data-key='" + flapping + "']");
        assertTrue(press("flap").contains(flapping));
        await().atMost(SOON).until(() -> browser.eval(
                "[...document.querySelectorAll('.trail .client')].filter(client => client.innerText === "
                + quoted(flapping) + ").length").asInt() >= 6);
        await().atMost(SOON).until(() -> enabled("flap") && trail(flapping).contains("back after"));
        assertTrue(trail(flapping).contains("Known by now: counted, and told to nobody"), trail(flapping));
        browser.click("#devices [data-key='" + flapping + "']");
    }

    @Test
    @Order(8)
    void twoDevicesHaveOneId() {
        twin = press("fight").replaceAll("(?s).*(twin-\\d+).*", "$1");
        await().atMost(SOON).until(() -> trail(twin).contains("routine · quiet"));
    }

    /** A minute later, in which the visitor did something else. */
    @Test
    @Order(11)
    void whatCameAndWentIsToldOnceAndThatItHoldsInTheEnd() {
        for (String robot : ROBOTS) {
            await().atMost(A_STORM).until(() -> messages(robot, flapping).contains("Device steady again 告警"));
            List<String> told = messages(robot, flapping).lines().toList();
            assertEquals(1, told.stream().filter("Device flapping 告警"::equals).count(), told::toString);
            assertTrue(told.size() <= 10 && told.get(told.size() - 1).startsWith("Device steady"), told::toString);
            await().atMost(A_STORM).until(() -> messages(robot, twin).lines().toList()
                    .equals(List.of("Client ID conflict 告警", "Device steady again 告警")));
            assertTrue(chat(robot).contains("Client IPs: "), robot);
        }
    }

    /** The first lines of a chat's messages on a device, in their order, but for their marks. */
    private static String messages(String robot, String device) {
        return browser.eval(("[...document.querySelectorAll('[data-robot=%s] .message')].map(m => m.innerText)"
                + ".filter(text => text.includes('%s')).map(text => text.match(/[^\\n]*告警/)[0]).join('\\n')")
                .formatted(robot, device)).asText();
    }

    @Test
    @Order(4)
    void fiveThousandDevicesAreToldWithinTheQuotaAndTheNumbersAddUp() {
        press("cut");
        await().atMost(A_STORM).until(() -> trail("").startsWith("tracker-") && told("tracker-") == 3);
        long sockets = Long.parseLong(text("#said").split(" ")[0].replace(",", ""));
        ROBOTS.forEach(robot -> await().atMost(A_STORM).until(() -> events(robot) > sockets));
        await().atMost(SOON).until(() -> browser.eval("document.querySelectorAll('.sum.balanced').length")
                .asInt() == 4);
        ROBOTS.forEach(robot -> assertEquals(Long.toString(events(robot)),
                text(".label." + robot + " ~ .term").replace(",", "").replaceFirst("^(\\d+).*", "$1"), robot));
        assertEquals("[]", browser.eval("window.wrong").toString(), "a sum that did not add up was shown");
    }

    @Test
    @Order(5)
    void theStormReturns() {
        String all = text("[data-button=back] span").replaceAll("[^\\d]", "");
        press("back");
        await().atMost(A_STORM).until(() -> trail("tracker-").replace(",", "").contains(all + " back the last after"));
        ROBOTS.forEach(robot -> await().atMost(A_STORM).until(
                () -> text("[data-robot=" + robot + "] .pending").equals("nothing pending")));
        await().atMost(SOON).until(() -> browser.eval("document.querySelectorAll('.sum.balanced').length")
                .asInt() == 4);
        assertEquals("[]", browser.eval("window.wrong").toString(), "a sum that did not add up was shown");
    }

    /** How many events the messages in a robot's chat are about. */
    private static long events(String robot) {
        return browser.eval(("[...document.querySelectorAll('[data-robot=%s] .message')].reduce((sum, m) => "
                + "sum + Number(m.dataset.events), 0)").formatted(robot)).asLong();
    }

    @Test
    @Order(6)
    void aBrokenRobotKeepsItsAlertsAndTellsThemWhenItIsMended() {
        fault("wecom", "token");
        fault("dingtalk", "offline");
        fault("feishu", "throttled");
        String device = press("unplug").replaceAll("The socket of (\\S+) .*", "$1");
        await().atMost(SOON).until(() -> text("[data-robot=wecom] .health").equals("blocked: mend wecom.token"));
        await().atMost(SOON)
                .until(() -> text("[data-robot=wecom] .standing").startsWith("blocked, mend wecom.token: 93000 "));
        await().atMost(SOON).until(() -> text("[data-robot=dingtalk] .health").equals("not delivered"));
        await().atMost(SOON).until(() -> text("[data-robot=feishu] .pause").startsWith("try in "));
        ROBOTS.forEach(robot -> await().atMost(SOON).until(
                () -> text("[data-robot=" + robot + "] .pending").equals("1 pending")));
        ROBOTS.forEach(robot -> fault(robot, "none"));
        await().atMost(SOON).until(() -> chat("dingtalk").contains(device));
        await().atMost(SOON).until(() -> text("[data-robot=dingtalk] .health").equals("well"));
    }

    @Test
    @Order(9)
    void howBadAFaultIsStandsOnItsButton() {
        assertEquals("Break it:", text("[data-robot=wecom] .faults > span"));
        assertEquals("[\"notice\",\"warning\",\"critical\",\"mend\"]",
                browser.eval(
                "[...document.querySelectorAll('[data-robot=wecom] .faults button')].map(b => b.className)")
                .toString());
        assertFalse(browser.eval("[...document.querySelectorAll('.faults button')].some(b => !b.title)").asBoolean());
    }

    @Test
    @Order(10)
    void aButtonThatWouldBeRefusedIsOff() {
        for (int connected = 0; connected < Devices.MOST_AT_ONCE && enabled("connect"); connected++) {
            int before = devices();
            press("connect");
            await().atMost(SOON).until(() -> devices() > before);
        }
        assertEquals(Devices.MOST_AT_ONCE, devices());
        await().atMost(SOON).until(() -> !enabled("connect"));
        assertTrue(enabled("kick") && enabled("unplug"));
        press("goodbye");
        await().atMost(SOON).until(() -> enabled("connect"));
    }

    @Test
    @Order(9)
    void whoeverIsGivenTimeAndIsBackInItIsToldToNobody() {
        assertTrue(press("grace").contains("lost critical after 10s"));
        String device = pulled();
        await().atMost(A_START).until(() -> trail(device).contains(" s left"));
        press("back");
        await().atMost(SOON).until(() -> trail(device).contains("Back in time: counted, and told to nobody."));
        ROBOTS.forEach(robot -> assertFalse(chat(robot).contains(device), robot));
        String lost = pulled();
        await().atMost(A_START).until(() -> told(lost) == 3);
        assertTrue(press("grace").contains("lost critical."));
        String atOnce = pulled();
        await().atMost(A_START).until(() -> told(atOnce) == 3 && trail(atOnce).contains("none"));
        browser.click("#devices [data-key='" + atOnce + "']");
        assertEquals("[]", browser.eval("window.wrong").toString(), "a sum that did not add up was shown");
    }

    /** A device of its own name, connected and unplugged. */
    private static String pulled() {
        String device = press("connect").split(" ")[0];
        await().atMost(SOON).until(() -> text("#devices").contains(device));
        browser.click("#devices [data-key='" + device + "']");
        assertTrue(press("unplug").contains(device));
        return device;
    }

    @Test
    @Order(12)
    void theMessagesAreInTheLanguageOfThePage() {
        browser.click("[data-language=zh]");
        await().atMost(A_START).until(() -> {
            press("unplug");
            return ROBOTS.stream().allMatch(robot -> chat(robot).contains("离线原因:tcp_closed"));
        });
        browser.click("[data-language=en]");
        await().atMost(SOON).until(() -> !text("#said").isEmpty());
    }

    @Order(13)
    @ParameterizedTest(name = "{0} pixels, {1}")
    @CsvSource({"1280, en", "1280, zh", "900, en", "400, zh", "400, en"})
    void thePageFitsItsWidthInBothLanguages(int width, String language) throws IOException {
        browser.width(width, 900);
        browser.click("[data-language=" + language + "]");
        await().atMost(SOON).until(() ->
                text("#path-title").equals(language.equals("zh") ? "一条事件走过的路" : "The path of an event"));
        JsonNode page = browser.eval("({wide: document.documentElement.scrollWidth, text: document.body.innerText, "
                + "small: [...document.querySelectorAll('main > * button, main > * p')].filter(e => e.scrollWidth > "
                + "e.clientWidth + 1).map(e => e.textContent)})");
        assertTrue(page.path("wide").asInt() <= width, "the page is " + page.path("wide") + " wide");
        assertEquals("[]", page.path("small").toString(), "cut off");
        assertFalse(page.path("text").asText().contains("undefined"), page.path("text").asText());
        browser.screenshot(Files.createDirectories(Path.of("target", "demo")).resolve(
                "page-" + width + "-" + language + ".png"), true);
    }

    @Test
    @Order(14)
    void theBrowserHadNothingToComplainOf() {
        assertEquals(List.of(), browser.complaints());
    }

    private static boolean enabled(String button) {
        return browser.eval("!document.querySelector('[data-button=" + button + "]').disabled").asBoolean();
    }

    private static int devices() {
        return browser.eval("document.querySelectorAll('#devices .device:not(.gone)').length").asInt();
    }

    private static int post(String clientid) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create("http://localhost:" + ports.page() + "/events"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"clientid\":\"" + clientid + "\",\"reason\":\"kicked\"}"))
                .build(),
                HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static String press(String button) {
        browser.eval("void (document.getElementById('said').textContent = '')");
        await().atMost(SOON).until(() ->
                browser.eval("!document.querySelector('[data-button=" + button + "]').disabled").asBoolean());
        browser.click("[data-button=" + button + "]");
        await().atMost(SOON).until(() -> !text("#said").isEmpty());
        return text("#said");
    }

    private static void fault(String robot, String kind) {
        browser.click("[data-robot=" + robot + "] [data-fault=" + kind + "]");
        String pressed = kind.equals("none") ? "!document.querySelector('[data-robot=%s] [aria-pressed=true]')"
                : "document.querySelector('[data-robot=%s] [data-fault="
                + kind + "]').ariaPressed === 'true'";
        await().atMost(SOON).until(() -> browser.eval(pressed.formatted(robot)).asBoolean());
    }

    private static String chat(String robot) {
        return text("[data-robot=" + robot + "] .chat");
    }

    private static String text(String selector) {
        return browser.eval("document.querySelector(" + quoted(selector) + ")?.innerText ?? ''").asText();
    }

    /** The newest card of a device's loss. */
    private static String trail(String device) {
        return browser.eval(card(device) + "?.innerText ?? ''").asText();
    }

    /** How many robots have told all of the newest card of a device. */
    private static int told(String device) {
        return browser.eval(card(device) + "?.querySelectorAll('tr.done').length ?? 0").asInt();
    }

    private static String card(String device) {
        return LOSSES + ".find(card => card.innerText.includes(" + quoted(device) + "))";
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}
