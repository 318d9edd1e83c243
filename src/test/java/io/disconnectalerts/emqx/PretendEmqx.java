package io.disconnectalerts.emqx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.disconnectalerts.emqx.PretendStore.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * The part of EMQX's REST API that sets up data integration, as strict as the sources read.
 *
 * <p>{@code emqx_connector_api.erl}, {@code emqx_bridge_v2_api.erl}, {@code emqx_rule_engine_api.erl} and
 * {@code emqx_dashboard.erl} of 5.0.15 to 6.2.2: basic authentication, unknown fields refused with 400, {@code type}
 * and {@code name} refused in a PUT, a second POST answered 400 (EMQX has no 409 here), a PUT or GET of what is not
 * there 404, connectors and actions only from 5.4 on, secrets of connectors hidden when read.
 */
final class PretendEmqx implements AutoCloseable {
    static final String KEY = "key-4f33d24d7b8e448d";
    static final String SECRET = "secret-gwtbmFJZrnzUu8mPK1BxUkBA66Pyg";

    private static final JsonMapper JSON = new JsonMapper();
    private static final String API = "/api/v5/";

    /** What was stored, as {@code connectors/http:disconnect_alerts} -> configuration. */
    final Map<String, ObjectNode> stored;
    /** Every call that was allowed to change something, as {@code POST rules}. */
    final List<String> changes;

    private final PretendStore store = new PretendStore();
    private final List<String> versions;
    private final HttpServer server;
    private String edition = "Opensource";
    private String role = "administrator";

    /** @param versions release of each running node; the first one answers */
    PretendEmqx(String... versions) throws IOException {
        this.versions = List.of(versions);
        stored = store.stored;
        changes = store.changes;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    PretendEmqx enterprise() {
        edition = "Enterprise";
        return this;
    }

    PretendEmqx viewer() {
        role = "viewer";
        return this;
    }

    PretendEmqx unableToReachTheReceiver() {
        store.connectorStatus = "disconnected";
        return this;
    }

    PretendEmqx refusingWithAnEcho() {
        store.refusing = true;
        return this;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var reply = decide(exchange);
            var bytes = reply.body() == null ? new byte[0] : JSON.writeValueAsBytes(reply.body());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private Reply decide(HttpExchange exchange) throws IOException {
        var method = exchange.getRequestMethod();
        var path = exchange.getRequestURI().getPath();
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var basic = Base64.getEncoder().encodeToString((KEY + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
        if (!path.startsWith(API)) {
            return Reply.error(404, "NOT_FOUND", "Request Path Not Found");
        }
        if (!("Basic " + basic).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return Reply.error(401, "BAD_API_KEY_OR_SECRET", "Check api_key/api_secret");
        }
        if (!method.equals("GET") && role.equals("viewer")) {
            return Reply.error(403, "UNAUTHORIZED_ROLE", "You don't have permission to access this resource");
        }
        var json = "application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type"));
        if ((method.equals("POST") || method.equals("PUT")) && !json) {
            return Reply.error(415, "UNSUPPORTED_MEDIA_TYPE", "content-type:application/json Required");
        }
        var words = path.substring(API.length()).split("/");
        if (words[0].equals("nodes") && words.length == 1 && method.equals("GET")) {
            return new Reply(200, nodes());
        }
        if (words[0].equals("clients") && words.length == 2 && method.equals("DELETE")) {
            changes.add("DELETE clients/" + words[1]);
            return new Reply(204, null);
        }
        if (!store.holds(words[0]) || words.length > 2 || (!words[0].equals("rules") && !hasConnectors())) {
            return Reply.error(404, "NOT_FOUND", "Request Path Not Found");
        }
        return switch (method) {
            case "GET" -> words.length == 2 ? store.get(words[0], words[1]) : Reply.error(501, "NOT_PRETENDED", path);
            case "POST" -> words.length == 1 ? store.post(words[0], body)
                    : Reply.error(405, "METHOD_NOT_ALLOWED", path);
            case "PUT" -> words.length == 2 ? store.put(words[0], words[1], body)
                    : Reply.error(405, "METHOD_NOT_ALLOWED", path);
            default -> Reply.error(405, "METHOD_NOT_ALLOWED", path);
        };
    }

    private JsonNode nodes() {
        var nodes = JSON.createArrayNode();
        for (int i = 0; i < versions.size(); i++) {
            nodes.addObject()
                    .put("node", "emqx@10.0.0." + (i + 1))
                    .put("node_status", "running")
                    .put("otp_release", "27.2/15.2")
                    .put("version", versions.get(i))
                    .put("edition", edition);
        }
        nodes.addObject().put("node", "emqx@10.0.0.99").put("node_status", "stopped");
        return nodes;
    }

    private boolean hasConnectors() {
        var words = versions.get(0).split("\\.");
        return Integer.parseInt(words[0]) > 5 || Integer.parseInt(words[1]) >= 4;
    }
}
