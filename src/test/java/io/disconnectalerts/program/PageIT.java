package io.disconnectalerts.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.disconnectalerts.Hostile;
import io.disconnectalerts.browser.Browser;
import io.disconnectalerts.vendors.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The one on call in a real browser, before the packaged program. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PageIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    /** Whoever asks a store that is gone waits for it. */
    private static final Duration LATER = Duration.ofSeconds(60);
    private static final String TOKEN = "operator-s3cret";
    private static final String HOSTILE = "<img src=x onerror=alert(1)>";
    private static final List<String> DEVICES = List.of("motor-1", "motor-2", "valve", HOSTILE,
            "</script><script>alert(2)</script>", "${7*7}{{7*7}}", "=cmd|' /C calc'!A0", "设备 7\u202Egnp.exe",
            "a".repeat(2_000));
    /** Also what is no character, as JSON can. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final Path PICTURES = Path.of("target", "page");
    /** All that the page is made of. */
    private static final String ELEMENTS = "section|div|h2|h3|p|ul|ol|li|b|i|small|span|time|button|input|select|option"
            + "|label|form|details|summary|pre|article|header|footer|a|svg|g|rect|line|polyline|text";

    private static Groups groups;
    private static Program program;
    private static Browser browser;

    @BeforeAll
    static void open(@TempDir Path folder) throws Exception {
        if (System.getProperty("require.all") != null) {
            assertNotNull(Browser.binary(), "Chromium is not installed");
        }
        assumeTrue(Browser.binary() != null);
        groups = Groups.open();
        program = new Program(folder).set(groups.settings()).set("alerts.language", "en")
                .set(Groups.unpaced("feishu")).set("dingtalk.token", "a-token-of-before").launch();
        browser = new Browser(Files.createTempDirectory(Files.createDirectories(PICTURES), "chromium"));
        program.awaitReady();
        long now = System.currentTimeMillis();
        post(DEVICES.stream().limit(2).map(device -> event("connected", device, now - 60_000, 0)).toList());
        post(DEVICES.stream().map(device -> event("disconnected", device, now - 60_000, now - 30_000)).toList());
        post(IntStream.range(0, 30).mapToObj(i -> event("disconnected", "dev-" + i, now, now - i * 60_000)).toList());
        post(List.of(event("connected", "motor-2", now, 0)));
        program.post("/events", "undefined");
        program.post("/events", "<b>nothing</b>");
        browser.width(1280, 900);
        browser.open(address());
        language("en");
    }

    @AfterAll
    static void close() {
        Stream.of(browser, program, groups).filter(part -> part != null).forEach(part -> {
            try {
                part.close();
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
    }

    private static String address() {
        return "http://127.0.0.1:" + program.port() + "/";
    }

    private static Map<String, Object> event(String name, String clientid, long since, long until) {
        return Map.of("event", "client." + name, "clientid", clientid, "node", "emqx@10.9.8.7", "reason", "kicked",
                "peername", "10.20.30.40:5", "connected_at", since, "disconnected_at", until, "client_attrs",
                Map.of("line", "3"));
    }

    private static void post(List<Map<String, Object>> events) throws IOException {
        assertEquals(202, program.post("/events", JSON.writeValueAsString(events)).statusCode());
    }

    private static String text(String selector) {
        return browser.eval("document.querySelector(" + JSON.valueToTree(selector) + ")?.innerText ?? ''").asText();
    }

    private static int count(String selector) {
        return browser.eval("document.querySelectorAll(" + JSON.valueToTree(selector) + ").length").asInt();
    }

    private static void until(String what, BooleanSupplier is) {
        until(what, SOON, is);
    }

    private static void until(String what, Duration patience, BooleanSupplier is) {
        await(what).atMost(patience).pollInterval(Duration.ofMillis(50)).until(is::getAsBoolean);
    }

    private static void language(String language) {
        browser.click("[data-language=" + language + "]");
        until(language, () -> text("[data-say=gone]").equals(language.equals("en") ? "Gone now" : "当前离线"));
    }

    private static void search(String words) {
        browser.eval("document.getElementById('search').value = ''");
        browser.type("#search", words);
        browser.eval("document.getElementById('search').dispatchEvent(new Event('input'))");
    }

    /**
     * Of the page, without the answers it asks for.
     *
     * @param size decodedBodySize for all it is, transferSize for what came over the wire
     */
    private static long bytes(String size) {
        return browser.eval("[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType("
                + "'resource').filter(one => one.name.includes('/page/'))].reduce((sum, one) => sum "
                + "+ one." + size + ", 0)").asLong();
    }

    private static long paint() {
        browser.open(address());
        until("painted", () -> count("#gone .row") > 0
                && browser.eval("performance.getEntriesByName('first-contentful-paint').length").asInt() == 1);
        return browser.eval("performance.getEntriesByName('first-contentful-paint')[0].startTime").asLong();
    }

    @Test
    @Order(1)
    void itIsSmallAndThereAtOnceAndLoadsNothingFromElsewhere() {
        until("drawn", () -> count("#gone .row") > 0);
        assertTrue(bytes("decodedBodySize") > 10_000 && bytes("decodedBodySize") < 100_000);
        assertEquals("[]", browser.eval("performance.getEntriesByType('resource').map(one => one.name)"
                + ".filter(name => !name.startsWith(location.origin))").toString());
        long paint = paint();
        assertTrue(paint < 1_000, paint + " ms");
        assertTrue(bytes("transferSize") < 10_000, "what the browser has is not sent again");
        assertEquals(List.of(), browser.complaints());
    }

    @ParameterizedTest
    @Order(1)
    @CsvSource({"/,text/html; charset=utf-8", "/page/main.js,text/javascript; charset=utf-8"})
    void aFileIsSentAgainOnceItIsAnother(String path, String type) throws IOException {
        HttpResponse<String> first = program.get(path);
        String tag = first.headers().firstValue("ETag").orElseThrow();
        for (String known : List.of(tag, "W/" + tag, "\"another\", " + tag)) {
            HttpResponse<String> same = program.send(program.request(path).header("If-None-Match", known));
            assertEquals("304  " + type, same.statusCode() + " " + same.body() + " "
                    + same.headers().firstValue("Content-Type").orElseThrow());
            assertEquals("no-cache " + tag, same.headers().firstValue("Cache-Control").orElseThrow() + " "
                    + same.headers().firstValue("ETag").orElseThrow());
        }
        HttpResponse<String> other = program.send(program.request(path).header("If-None-Match", "\"another\""));
        assertEquals("200 " + first.body(), other.statusCode() + " " + other.body());
    }

    /** Else one after the other would be asked for. */
    @Test
    @Order(1)
    void itsHeadNamesAllItsModules() throws IOException {
        Path folder = Path.of("src/main/resources/disconnect-alerts/page");
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(files.map(file -> "page/" + file.getFileName()).filter(file -> file.endsWith(".js")).sorted()
                    .toList(), Pattern.compile("page/\\w+\\.js\\b")
                    .matcher(Files.readString(folder.resolve("index.html"))).results()
                    .map(MatchResult::group).sorted().toList());
        }
    }

    /** So that a proxy may have it under any path. */
    @Test
    @Order(1)
    void allItsAddressesAreRelative() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/disconnect-alerts/page"))) {
            for (Path file : files.filter(one -> one.toString().matches(".*\\.(html|js|css)")).toList()) {
                assertFalse(Pattern.compile("(href|src)=\"/|url\\(['\"]?/|(read|file|act|fetch)\\([^)]*['\"`]/")
                        .matcher(Files.readString(file)).find(), file.toString());
            }
        }
    }

    @Test
    @Order(2)
    void whatNeedsSomebodyComesFirstAndNamesTheSettingToMend() {
        until("blocked", () -> text("#standing .card:first-child").contains("blocked: mend dingtalk.token"));
        assertTrue(text("#standing .card:first-child").contains("pending"));
        until("others", () -> text("#standing").contains("WeCom\nwell"));
        assertTrue(text("#standing").contains("off: mqtt.url turns it on"));
        until("who does not know", () -> text("#gone .robots").equals("Feishu WeCom · DingTalk not yet"));
        assertEquals("One thing needs you, 38 devices are gone", text("#headline"));
        language("zh");
        until("blocked", () -> text("#standing .card:first-child").contains("受阻：请改 dingtalk.token"));
        until("headline", () -> text("#headline").equals("1 处需要处理，38 台设备离线"));
        assertEquals("zh-CN", browser.eval("document.documentElement.lang").asText());
        language("en");
    }

    @Test
    @Order(3)
    void whatADeviceSaysIsTextAndNeverMore() {
        search(HOSTILE.substring(0, 8));
        until("found", () -> text("#gone .client").equals(HOSTILE));
        browser.click("#parked summary");
        assertEquals("<b>nothing</b>", text("#parked pre"));
        until("told", () -> text(".phone.wecom .chat").contains("onerror"));
        assertEquals(0, count("main img") + count("main script") + count("#parked b b"));
        browser.eval("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.wrong=1\">')");
        assertTrue(browser.complaints().removeIf(one -> one.contains("Content Security Policy")), "the policy holds");
        assertFalse(browser.eval("window.wrong === 1").asBoolean());
        browser.complaints().clear();
        browser.eval("document.querySelector('body > img').remove()");
    }

    @Test
    @Order(4)
    void whoIsGoneIsSearchedFilteredSavedAndForgotten() throws IOException {
        search("MOTOR");
        until("found", () -> count("#gone .row") == 1 && text("#gone .client").equals("motor-1"));
        assertEquals("1 of them", text("#gone-said"));
        search("nobody");
        until("none", () -> text("#gone-said").equals("None of them is like that."));
        search(" ");
        until("all", () -> count("#gone .row") == 15 && text("#more").equals("Show more (23 left)"));
        browser.click("#more");
        until("more", () -> count("#gone .row") == 38 && count("#more[hidden]") == 1);
        assertTrue(text("#gone-common").contains("100% node emqx@10.9.8.7"), text("#gone-common"));
        browser.click("#facets .chip");
        until("filtered", () -> text("#gone-said").equals("38 of them"));
        browser.click("#facets .chip[aria-pressed=true]");
        until("not filtered", () -> text("#gone-said").isEmpty());
        browser.eval("HTMLAnchorElement.prototype.click = function() { window.saved = this.download + ' ' + this.href; "
                + "}");
        browser.click("#csv");
        until("saved", () -> browser.eval("window.saved ?? ''").asText().matches("gone-.*\\.csv blob:.*"));
        assertTrue(browser.eval("fetch('gone.csv').then(answer => answer.text())").asText()
                .contains("\"'=cmd|' /C calc'!A0\""));
        search("valve");
        until("found", () -> count("#gone .row") == 1);
        browser.click("#gone .sure");
        assertEquals("Really?", text("#gone .sure"));
        assertTrue(program.get("/gone").body().contains("\"valve\""), "asked back first");
        browser.click("#gone .sure");
        until("forgotten", () -> count("#gone .row") == 0);
        assertFalse(program.get("/gone").body().contains("\"valve\""));
        search(" ");
    }

    @Test
    @Order(5)
    void theLastDayAndWhatWaitsAreShown() throws IOException {
        until("lost", () -> text("#day .legend").matches("(?s)lost 3\\d.*came back 1.*gone now \\d+.*"));
        assertEquals(1, count("#day svg[aria-label]"));
        post(List.of(Map.of("event", "client.disconnected", "clientid", "taken-over", "reason", "takenover",
                "disconnected_at", System.currentTimeMillis())));
        until("waits", () -> text("#waiting").contains("taken-over") && text("#waiting").contains("unless it is back"));
    }

    @Test
    @Order(6)
    void whatIsParkedIsReadAgainOrDiscarded() throws IOException {
        until("parked", () -> text("#parked-title").equals("Parked (2)"));
        assertEquals("nothing of an event is in it: leave the body of EMQX's HTTP action empty; then “Discard”",
                text("#parked .hint"));
        language("zh");
        until("advised", () -> text("#parked .hint").equals("其中没有事件：请将 EMQX 的 HTTP 动作的请求体留空；"
                + "然后 “丢弃”"));
        language("en");
        until("parked", () -> text("#parked .buttons button").equals("Retry"));
        browser.click("#parked .item:first-child .buttons button");
        until("read again", () -> text("#parked-said").contains("refused and parked"));
        browser.click("#parked .item:first-child .sure");
        browser.click("#parked .item:first-child .sure");
        until("discarded", () -> count("#parked .item") == 1 && text("#parked-said").endsWith("is gone for good."));
        program.post("/events", "another");
        until("another", () -> count("#parked .item") == 2);
        browser.eval("(async () => { const button = document.querySelector('#parked .sure'); await fetch('parked/' "
                + "+ button.closest('li').dataset.key, { method: 'DELETE' }); button.click(); button.click(); })()");
        until("somebody was faster", () -> text("#parked-said").contains("somebody was faster")
                && count("#parked .item") == 1);
    }

    @Test
    @Order(7)
    void aMessageThatWasRefusedIsToldOnceItIsMended() throws IOException {
        String refused = "[...document.querySelectorAll('#parked .item')].find(item => item.textContent.includes("
                + "'once-refused'))";
        groups.feishu().fail(new Fault.Says(groups.feishu().refusal(19036)));
        long now = System.currentTimeMillis();
        post(List.of(event("disconnected", "once-refused", now - 60_000, now)));
        until("parked", () -> browser.eval(refused + "?.innerText ?? ''").asText().contains("feishu"));
        groups.feishu().heal();
        browser.eval(refused + ".id = 'refused'");
        browser.click("#refused .buttons button");
        until("taken", () -> text("#parked-said").endsWith(" was taken."));
        until("told", () -> text(".phone.feishu .chat").contains("once-refused"));
    }

    @Test
    @Order(7)
    void whyAnInputWasRefusedIsSaidInChineseToo() throws IOException {
        List<Long> before = parked();
        List<String> why = new ArrayList<>();
        for (String input : List.of("undefined", " ", "1", "[[1]]", "{}{}", "[".repeat(70), "{\"a\":1,\"a\":2}",
                "{\"a\"", "{\"a\":\n}", "{\"event\":\"moved\"}", "{\"a\":1}", "{\"clientid\":\"a\"}",
                "{\"reason\":\"kicked\"}",
                "[{\"clientid\":\"a\"},1,2]", "{\"reason\":\"kicked\"}\n{}", "[" + "1,".repeat(10_001) + "1]")) {
            HttpResponse<String> answer = program.post("/events", input);
            assertEquals(400, answer.statusCode(), input.substring(0, Math.min(20, input.length())));
            why.add(answer.body().strip());
        }
        language("zh");
        List<String> chinese = new ArrayList<>();
        browser.eval("import('./page/sentences.js').then(({ inWords }) => " + JSON.valueToTree(why)
                + ".map(inWords))").forEach(one -> chinese.add(one.asText()));
        assertEquals(List.of(), chinese.stream().filter(one -> !one.startsWith("无法识别，已搁置：")
                || one.matches("(?s).*\\b(it|its|is|cannot|than|of|line|element)\\b.*")).toList());
        until("shown", () -> text("#parked .item:first-child .why").startsWith("超过"));
        language("en");
        for (long id : parked()) {
            if (!before.contains(id)) {
                program.send(program.request("/parked/" + id).DELETE());
            }
        }
        until("as before", () -> count("#parked .item") == before.size());
    }

    private static List<Long> parked() throws IOException {
        List<Long> ids = new ArrayList<>();
        JSON.readTree(program.get("/parked").body()).forEach(parked -> ids.add(parked.path("id").asLong()));
        return ids;
    }

    @Test
    @Order(8)
    void whatSomebodyWantsQuietIsAddedAndEnded() throws IOException {
        until("known", () -> count("#silences-panel:not([hidden])") == 1);
        browser.click("#silences-panel summary");
        browser.type("#silence-by", "me");
        browser.type("#silence-why", HOSTILE);
        browser.click("#silence .chief");
        until("refused", () -> text("#silence-said").contains("match"));
        browser.type("#silence-clientid", "quiet-*");
        browser.click("#silence .chief");
        until("added", () -> text("#silences .item").contains("clientid=quiet-*")
                && text("#silences .item").contains("me: " + HOSTILE));
        assertTrue(program.get("/silences").body().contains("quiet-*"));
        browser.click("#silences .sure");
        browser.click("#silences .sure");
        until("ended", () -> count("#silences .item") == 0);
        program.post("/silences", "{\"match\":{\"node\":\"x\"},\"until\":\"1h\",\"by\":\"li\",\"why\":\"y\"}");
        until("what somebody else has added", Duration.ofSeconds(8), () -> count("#silences .item") == 1);
        String id = browser.eval("document.querySelector('#silences .item').dataset.key").asText();
        program.send(program.request("/silences/" + id).DELETE());
        until("what somebody else has ended", Duration.ofSeconds(8), () -> count("#silences .item") == 0);
    }

    /** https://www.w3.org/TR/WCAG22/ as far as axe-core sees it. */
    @Order(9)
    @ParameterizedTest(name = "{0} px, dark {1}, {2}")
    @CsvSource({"1280,false,en", "1280,false,zh", "1280,true,en", "1280,true,zh", "390,false,en", "390,false,zh",
            "390,true,en", "390,true,zh"})
    void everybodyCanReadItAtAnyWidth(int width, boolean dark, String language) throws IOException {
        browser.width(width, 900);
        browser.dark(dark);
        language(language);
        until("drawn", () -> count("#gone .row") > 0 && count(".phone .message") > 0);
        assertTrue(browser.eval("document.documentElement.scrollWidth <= innerWidth").asBoolean(), "it is too wide");
        try (InputStream axe = PageIT.class.getResourceAsStream("/axe.min.js")) {
            browser.add(new String(axe.readAllBytes(), UTF_8));
        }
        JsonNode found = browser.eval("axe.run().then(result => result.violations.filter(one => "
                + "['serious', 'critical'].includes(one.impact)).map(one => one.id + ': ' + one.nodes[0].html))");
        browser.screenshot(PICTURES.resolve(width + (dark ? "-dark-" : "-light-") + language + ".png"), true);
        assertEquals("[]", found.toString());
        browser.dark(false);
    }

    /** Presses Tab until an element has the focus, which is seen. */
    private static void reach(String selector) {
        for (int i = 0; i < 200; i++) {
            if (browser.eval("document.activeElement.matches(" + JSON.valueToTree(selector) + ")").asBoolean()) {
                assertTrue(browser.eval("getComputedStyle(document.activeElement).outlineStyle !== 'none'").asBoolean(),
                        selector);
                return;
            }
            browser.key("Tab");
        }
        throw new AssertionError(selector + " is not reached");
    }

    private static void press(String selector) {
        reach(selector);
        browser.key("Enter");
    }

    @Test
    @Order(10)
    void theKeyboardIsEnough() throws IOException {
        browser.width(1280, 900);
        browser.eval("document.activeElement.blur()");
        press("[data-language=zh]");
        until("pressed", () -> text("[data-say=gone]").equals("当前离线"));
        browser.eval("document.activeElement.blur()");
        press("[data-language=en]");
        until("pressed", () -> text("[data-say=gone]").equals("Gone now"));
        reach("#search");
        browser.insert("dev-1");
        until("found", () -> text("#gone-said").equals("11 of them"));
        reach("#csv");
        press("#gone .row:nth-child(2) .client");
        until("opened", () -> text("#gone .row:nth-child(2) .heard").matches("(?s).*lost · kicked.*WeCom told .*"));
        long now = System.currentTimeMillis();
        post(List.of(event("disconnected", "dev-1-new", now, now)));
        until("another", () -> text("#gone-said").equals("12 of them"));
        assertTrue(browser.eval("document.activeElement.matches('#gone .row:nth-child(3) .client')").asBoolean(),
                "the focus stays where it was");
        browser.key("Enter");
        until("closed", () -> count("#gone .heard") == 0);
        browser.eval("document.activeElement.blur()");
        press("#gone .sure");
        browser.key("Enter");
        until("forgotten", () -> text("#gone-said").equals("11 of them"));
        browser.eval("document.querySelector('#silences-panel details').open = false; document.activeElement.blur()");
        press("#silences-panel summary");
        for (String field : List.of("clientid", "by", "why")) {
            reach("#silence-" + field);
            browser.insert("keyboard");
        }
        press("#silence .chief");
        until("added", () -> text("#silences .item").contains("clientid=keyboard"));
        browser.eval("document.activeElement.blur()");
        press("#silences .sure");
        browser.key("Enter");
        until("ended", () -> count("#silences .item") == 0);
        search(" ");
    }

    @Test
    @Order(11)
    void noOtherSiteCanAct() throws Exception {
        HttpServer site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, 0);
            exchange.close();
        });
        site.start();
        String parked = program.get("/parked").body();
        String id = parked.replaceFirst("(?s).*?\"id\":(\\d+).*", "$1");
        browser.open("http://127.0.0.1:" + site.getAddress().getPort() + "/");
        List<String> answers = new ArrayList<>();
        for (String how : List.of("method: 'POST', mode: 'no-cors'", "method: 'DELETE'", "mode: 'cors'")) {
            for (String path : List.of("parked/" + id + "/retry", "parked/" + id, "gone/motor-1", "gone")) {
                answers.add(browser.eval("fetch('" + address() + path + "', {" + how + "}).then(answer => answer.type "
                        + "+ answer.status, () => 'refused')").asText());
            }
        }
        assertEquals(List.of("opaque0", "refused"), answers.stream().distinct().toList());
        browser.eval("new Promise(done => { const frame = document.createElement('iframe'); frame.onload = done; "
                + "frame.src = '" + address() + "'; document.body.append(frame); })");
        assertTrue(browser.complaints().stream().anyMatch(one -> one.contains("frame-ancestors")), "it is in no frame");
        site.stop(0);
        assertEquals(parked, program.get("/parked").body());
        assertTrue(program.get("/gone").body().contains("\"motor-1\""));
        browser.complaints().clear();
        browser.open(address());
    }

    /** In every field of an event, in what cannot be read, and in what people write; the list of all other tests. */
    @Test
    @Order(12)
    void whateverADeviceIsCalledIsShownAndSavedAsText() throws Exception {
        List<String> strings = Hostile.strings(0);
        IntFunction<String> string = i -> strings.get(i % strings.size());
        long now = System.currentTimeMillis();
        for (int from = 0; from < strings.size(); from += 20) {
            post(IntStream.range(from, Math.min(from + 20, strings.size())).mapToObj(i -> Map.of("event",
                    "client.disconnected", "clientid", string.apply(i), "reason", string.apply(i + 1), "node",
                    string.apply(i + 2), "username", string.apply(i + 3), "client_attrs", Map.of(string.apply(i + 4),
                    string.apply(i + 5)), "disconnected_at", (Object) (now + i))).toList());
        }
        for (String hostile : strings.stream().filter(one -> one.contains("<") && one.length() < 100).toList()) {
            program.post("/events", hostile);
            assertEquals(201, program.post("/silences", JSON.writeValueAsString(Map.of("match", Map.of("node", "x"
                    + hostile), "until", "1h", "by", hostile, "why", hostile))).statusCode());
        }
        browser.open(address());
        until("drawn", () -> count("#gone .row") == 15 && count("#silences .item") > 5 && count("#parked .item") == 4);
        while (count("#more:not([hidden])") == 1) {
            int before = count("#gone .row");
            browser.click("#more");
            until("more", () -> count("#gone .row") > before);
        }
        until("told", () -> text(".phone.wecom .chat").contains("evil.example"));
        assertEquals("[]", browser.eval("""
                (async () => {
                  const said = (await (await fetch('gone?most=1000')).json()).clients.map(client => client.clientid);
                  const shown = [...document.querySelectorAll('#gone .client')].map(client => client.textContent);
                  return said.filter((one, i) => one.length !== shown[i].length
                    || [...shown[i]].some((letter, at) => letter !== [...one][at] && letter !== '\\ufffd'));
                })()""").toString());
        assertTrue(count("#gone .row") > strings.size() - 10, "all but what is blank");
        assertEquals("[]", browser.eval("[...document.querySelectorAll('main *')].filter(one => !/^(%s)$/.test("
                .formatted(ELEMENTS) + "one.tagName.toLowerCase()) || [...one.attributes].some(attribute => "
                + "/^(on|style$|src|href)/.test(attribute.name) && one.tagName !== 'A' && !one.closest('.meter')))"
                + ".map(one => one.outerHTML)").toString());
        assertEquals("[\"page/openapi.yaml\"]", browser.eval("[...document.querySelectorAll('main a')].map(one => "
                + "one.getAttribute('href'))").toString());
        assertFalse(browser.eval("/[\\u202a-\\u202e\\u2066-\\u2069]/.test(document.body.innerText)").asBoolean());
        List<String> cells = Pattern.compile("\"((?:[^\"]|\"\")*+)\"").matcher(program.get("/gone.csv").body())
                .results().map(cell -> cell.group(1)).toList();
        assertEquals(7 * (1 + count("#gone .row")), cells.size());
        assertEquals(List.of(), cells.stream().filter(cell -> cell.matches("(?s)[=+\\-@\t\r\n＝＋－＠].*")).toList());
        assertEquals(List.of(), browser.complaints());
        for (JsonNode silence : JSON.readTree(program.get("/silences").body()).path("silences")) {
            program.send(program.request("/silences/" + silence.path("id").asText()).DELETE());
        }
    }

    /** The first, and yes, really; wherever it stands by now, for what stands above it says more or less. */
    private static void discard() {
        browser.eval("(() => { const button = document.querySelector('#parked .sure'); button.click(); "
                + "button.click(); })()");
    }

    @Test
    @Order(13)
    void aStoreThatIsGoneIsSaidAndNothingIsDone() throws Exception {
        until("drawn", () -> count("#parked .item") > 0);
        int parked = count("#parked .item");
        limit("0:");
        assertEquals(503, program.post("/events", "{\"clientid\":\"x\",\"reason\":\"kicked\"}").statusCode());
        until("said", LATER, () -> text("#standing .card.ill").startsWith("Store\n")
                || text("#standing").matches("(?s).*Store\\n(?!well).*"));
        discard();
        until("refused", LATER, () -> text("#parked-said").contains("cannot be done now"));
        limit("unlimited:");
        until("well again", LATER, () -> text("#standing").contains("Store\nwell"));
        assertEquals(parked, count("#parked .item"));
        browser.complaints().clear();
    }

    @Test
    @Order(14)
    void aDatabaseServerThatIsGoneIsSaidAndNothingIsDone(@TempDir Path folder) throws Exception {
        try (Postgres postgres = new Postgres(folder); Program other = new Program(folder)) {
            other.set(postgres.settings()).set(groups.settings()).start();
            other.post("/events", "undefined");
            browser.open("http://127.0.0.1:" + other.port() + "/");
            until("drawn", () -> count("#parked .item") == 1 && text("#standing").contains("Store\nwell"));
            postgres.stop();
            until("known", () -> {
                double ms = browser.eval("(async () => { const begin = performance.now(); const status = await "
                        + "(await fetch('status')).json(); window.gone = status.store; return performance.now() "
                        + "- begin; })()").asDouble();
                assertTrue(ms < 1_500, "an answer takes " + ms + " ms");
                return browser.eval("Boolean(window.gone)").asBoolean();
            });
            for (String paths : List.of("'gone', 'gone.csv', 'told?clientid=x', 'parked'",
                    "'waiting', 'texts', 'minutes', 'silences'")) {
                for (JsonNode answer : browser.eval("Promise.all([" + paths + "].map(async path => { const begin = "
                        + "performance.now(); const { status } = await fetch(path); return [path, status, "
                        + "performance.now() - begin]; }))")) {
                    assertTrue(answer.get(1).asInt() == 503 && answer.get(2).asDouble() < 2_000, answer.toString());
                }
            }
            until("said", LATER, () -> text("#standing .card.ill").startsWith("Store\n")
                    && text("#live").startsWith("not now: cannot be done now"));
            assertEquals(1, count("#parked .item"), "what was known is still there to read");
            discard();
            until("refused", LATER, () -> text("#parked-said").contains("cannot be done now"));
            postgres.start();
            until("well again", LATER, () -> text("#standing").contains("Store\nwell")
                    && text("#live").startsWith("live"));
            assertEquals(1, count("#parked .item"));
        }
        browser.complaints().clear();
        browser.open(address());
    }

    private static void limit(String bytes) throws Exception {
        assertEquals(0, new ProcessBuilder("prlimit", "--pid", Long.toString(program.pid()), "--fsize=" + bytes)
                .inheritIO().start().waitFor());
    }

    /** The page stays open all the time. */
    @Test
    @Order(15)
    void aProgramThatIsAwayIsSaidAndComesBackWithATokenAndAHundredThousandGone() throws Exception {
        program.stop();
        until("said", () -> text("#live").startsWith("no answer") && text("#headline").startsWith("at "));
        browser.click("#parked .buttons button");
        until("nothing was done", () -> text("#parked-said").contains("nothing was done"));
        GoneIT.fill(program.database());
        program.set("http.operator-token", TOKEN).start();
        until("asked", () -> count("#lock:not([hidden])") == 1 && count("#data[hidden]") == 1);
        assertEquals("disconnect-alerts", text("#headline") + browser.eval("document.title").asText());
        browser.type("#token", "anöther 令牌");
        browser.click("#lock button");
        until("wrong", () -> text("#lock-said").equals("That is not the token."));
        browser.type("#token", TOKEN);
        browser.click("#lock button");
        until("let in", () -> text("#gone-count").startsWith("100,"));
        browser.open(address());
        until("remembered", () -> count("#gone .row") == 15);
        assertEquals("", browser.eval("localStorage.getItem('operator-token') ?? ''").asText());
        for (String path : List.of("gone?most=15", "gone?most=15&search=pump-77", "status")) {
            double ms = browser.eval("(async () => { const begin = performance.now(); await (await fetch('" + path
                    + "', { headers: { Authorization: 'Bearer " + TOKEN + "' } })).json(); "
                    + "return performance.now() - begin; })()").asDouble();
            assertTrue(ms < 2_000, path + " takes " + ms + " ms");
        }
        search("pump-99999");
        until("found", () -> text("#gone .client").equals("pump-99999"));
        assertEquals(401, program.get("/status").statusCode());
        assertEquals(200, program.get("/").statusCode());
        assertEquals(202, program.post("/events", "{\"clientid\":\"x\",\"reason\":\"kicked\"}").statusCode());
    }
}
