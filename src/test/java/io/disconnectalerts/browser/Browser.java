package io.disconnectalerts.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import static org.awaitility.Awaitility.await;

/**
 * A page in a headless Chromium, driven by its DevTools protocol: https://chromedevtools.github.io/devtools-protocol/
 */
public final class Browser implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<Path> PLACES = List.of(Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"),
            Path.of("/usr/bin/google-chrome"));

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    public Browser(Path profile) throws Exception {
        Path port = profile.resolve("DevToolsActivePort");
        process = new ProcessBuilder(binary().toString(), "--headless", "--no-sandbox", "--disable-gpu",
                "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-dev-shm-usage", "--lang=en",
                "--hide-scrollbars", "--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank")
                .redirectErrorStream(true).redirectOutput(profile.resolve("chromium.log").toFile()).start();
        await().atMost(PATIENCE).until(() -> Files.exists(port) && Files.readAllLines(port).size() > 1);
        HttpClient http = HttpClient.newHttpClient();
        JsonNode pages = JSON.readTree(
                http.send(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + Files.readAllLines(port).get(0) + "/json")).build(),
                HttpResponse.BodyHandlers.ofString()).body());
        String page = Stream.iterate(0, i -> i + 1).limit(pages.size()).map(pages::get)
                .filter(target -> target.path("type").asText().equals("page")).findFirst().orElseThrow()
                .path("webSocketDebuggerUrl").asText();
        socket = http.newWebSocketBuilder().buildAsync(URI.create(page), new Ear()).get(10, TimeUnit.SECONDS);
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable", Map.of());
        }
    }

    /** Null where there is none. */
    public static Path binary() {
        return PLACES.stream().filter(Files::isExecutable).findFirst().orElse(null);
    }

    public void open(String address) {
        call("Page.navigate", Map.of("url", address));
        await().atMost(PATIENCE).until(() -> eval("document.readyState").asText().equals("complete"));
    }

    public void width(int pixels, int height) {
        call("Emulation.setDeviceMetricsOverride",
                Map.of("width", pixels, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    public void dark(boolean dark) {
        call("Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** Puts a script into the page, as a page of its own could not where the page allows no other script. */
    public void add(String script) {
        call("Runtime.evaluate", Map.of("expression", script));
    }

    public JsonNode eval(String script) {
        JsonNode answer = call("Runtime.evaluate",
                Map.of("expression", script, "returnByValue", true, "awaitPromise", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(script + ": " + answer.path("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    /** Presses a key: {@code Enter} or {@code Tab}. */
    public void key(String name) {
        for (String type : List.of("keyDown", "keyUp")) {
            call("Input.dispatchKeyEvent", Map.of("type", type, "key", name, "code", name, "windowsVirtualKeyCode",
                    name.equals("Enter") ? 13 : 9, "text", name.equals("Enter") && type.equals("keyDown") ? "\r" : ""));
        }
    }

    /** Types into an element, as somebody at the keyboard does. */
    public void type(String selector, String text) {
        click(selector);
        insert(text);
    }

    /** Types where the focus is. */
    public void insert(String text) {
        call("Input.insertText", Map.of("text", text));
    }

    /** Presses the mouse in the middle of an element, which must be there, be enabled and be seen. */
    public void click(String selector) {
        JsonNode box = eval("""
                (() => { const e = document.querySelector(%s); if (!e) return 'not there'; if (e.disabled) return \
                'disabled';
                  e.scrollIntoView({block: 'center', inline: 'center', behavior: 'instant'}); const r = \
                e.getBoundingClientRect();
                  const x = r.x + r.width / 2, y = r.y + r.height / 2; const hit = document.elementFromPoint(x, y);
                  return e.contains(hit) ? {x, y} : 'covered'; })()""".formatted(JSON.valueToTree(selector)));
        if (box.isTextual()) {
            throw new AssertionError(selector + " is " + box.asText());
        }
        for (String type : List.of("mousePressed", "mouseReleased")) {
            call("Input.dispatchMouseEvent",
                    Map.of("type", type, "x", box.get("x"), "y", box.get("y"), "button", "left", "clickCount", 1));
        }
    }

    public void screenshot(Path file, boolean whole) throws IOException {
        String png = call("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", whole))
                .path("data").asText();
        Files.write(file, Base64.getDecoder().decode(png));
    }

    /** Errors and warnings of the console, exceptions nobody caught, and requests that failed. */
    public List<String> complaints() {
        return complaints;
    }

    private JsonNode call(String method, Map<String, ?> parameters) {
        int id = calls.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", JSON.valueToTree(parameters));
        socket.sendText(message.toString(), true).join();
        try {
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception failed) {
            throw new AssertionError(method + ": " + failed, failed);
        }
    }

    private void hear(JsonNode message) {
        JsonNode what = message.path("params");
        switch (message.path("method").asText()) {
            case "Runtime.exceptionThrown" -> complaints.add("exception " + what);
            case "Runtime.consoleAPICalled" -> {
                if (List.of("error", "warning", "assert").contains(what.path("type").asText())) {
                    complaints.add("console " + what);
                }
            }
            case "Log.entryAdded" -> complaints.add("log " + what.path("entry"));
            case "Network.loadingFailed" -> complaints.add("network " + what);
            default -> {
                CompletableFuture<JsonNode> answer = answers.remove(message.path("id").asInt());
                if (answer != null && message.has("error")) {
                    answer.completeExceptionally(new IOException(message.path("error").toString()));
                } else if (answer != null) {
                    answer.complete(message.path("result"));
                }
            }
        }
    }

    private final class Ear implements WebSocket.Listener {

        private final StringBuilder parts = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            parts.append(part);
            if (last) {
                try {
                    hear(JSON.readTree(parts.toString()));
                } catch (IOException unreadable) {
                    complaints.add("protocol " + unreadable);
                }
                parts.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    @Override
    public void close() {
        socket.abort();
        process.destroy();
        process.onExit().orTimeout(5, TimeUnit.SECONDS).handle((ended, late) -> process.destroyForcibly()).join();
    }
}
