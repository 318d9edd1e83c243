package io.disconnectalerts.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The page, its live stream and its buttons; everything else goes on to the product. */
final class DemoServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long HEARTBEAT_MS = 10_000;
    private static final String BUTTON = "X-Demo-Button";
    private static final Map<String, String> TYPES =
            Map.of("html", "text/html", "css", "text/css", "js", "text/javascript", "svg", "image/svg+xml");

    private final List<HttpServer> servers = new ArrayList<>();
    private final ExecutorService workers = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "page");
        thread.setDaemon(true);
        return thread;
    });
    private final int port;
    private final Screen screen;
    private final Buttons buttons;

    DemoServer(int port, Screen screen, Buttons buttons, HttpHandler product) throws IOException {
        this.port = port;
        this.screen = screen;
        this.buttons = buttons;
        for (String address : Ports.loopbacks()) {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(address), port), 50);
            server.setExecutor(workers);
            server.createContext("/", exchange -> {
                if (exchange.getRequestURI().getPath().equals("/") && exchange.getRequestMethod().equals("GET")) {
                    toPage(exchange);
                } else {
                    product.handle(exchange);
                }
            });
            server.createContext("/demo", this::page);
            server.createContext("/demo/stream", this::stream);
            server.createContext("/demo/press", this::press);
            server.start();
            servers.add(server);
        }
    }

    private void page(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/demo")) {
            toPage(exchange);
            return;
        }
        String name = path.equals("/demo/") ? "index.html" : path.substring("/demo/".length());
        try (InputStream file = name.matches("[a-z0-9-]+\\.[a-z]+")
                ? file(name) : null) {
            if (file == null) {
                answer(exchange, 404, "text/plain", "no such page\n".getBytes(UTF_8));
            } else {
                exchange.getResponseHeaders().set("Content-Security-Policy",
                        "default-src 'self'; frame-ancestors 'none'");
                exchange.getResponseHeaders().set("Cache-Control", "no-store");
                answer(exchange, 200, TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain"),
                        file.readAllBytes());
            }
        }
    }

    /** The demo's own, or one that it shares with the program's page. */
    private static InputStream file(String name) {
        InputStream own = DemoServer.class.getResourceAsStream("page/" + name);
        return own != null ? own : DemoServer.class.getResourceAsStream("/disconnect-alerts/page/" + name);
    }

    private static void toPage(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Location", "/demo/");
        answer(exchange, 302, "text/plain", new byte[0]);
    }

    /**
     * Server-sent events: {@code state} with all of it whenever any of it changes, {@code bubble} for every message to
     * a group.
     */
    private void stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(200, 0);
        Map<String, Integer> seen = new HashMap<>();
        long version = -1;
        try (OutputStream out = exchange.getResponseBody()) {
            while (!workers.isShutdown()) {
                Screen.News news = screen.await(version, seen, HEARTBEAT_MS);
                StringBuilder events = new StringBuilder(news.version() == version ? ": still here\n\n" : "");
                if (news.version() != version) {
                    events.append("event: state\ndata: ").append(news.state()).append("\n\n");
                }
                news.bubbles().forEach(bubble -> events.append("event: bubble\ndata: ").append(bubble).append("\n\n"));
                version = news.version();
                out.write(events.toString().getBytes(UTF_8));
                out.flush();
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * A press of a button. The header, which no other site's page can send, and the name of this host keep strangers
     * out.
     */
    private void press(HttpExchange exchange) throws IOException {
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (exchange.getRequestHeaders().getFirst(BUTTON) == null || !List.of("localhost:" + port, "127.0.0.1:" + port)
                .contains(host)) {
            answer(exchange, 403, "text/plain", "only the demo's own page presses its buttons\n".getBytes(UTF_8));
            return;
        }
        try {
            JsonNode press = JSON.readTree(exchange.getRequestBody().readNBytes(10_000));
            String done = buttons.press(press.path("button").asText(), press.path("target").asText());
            answer(exchange, 200, "application/json", JSON.writeValueAsBytes(Map.of("done", done)));
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        } catch (Refusal refused) {
            answer(exchange, 409, "application/json", JSON.writeValueAsBytes(Map.of("refused", refused.getMessage())));
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type + (type.startsWith("image") ? "" : "; charset=utf-8"));
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        workers.shutdownNow();
        servers.forEach(server -> server.stop(0));
    }
}
