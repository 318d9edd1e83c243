package io.disconnectalerts.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Hands a request to the product and its answer back, so that what the READMEs say of port 8080 holds here too. */
final class Forward implements HttpHandler {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST = 2 * 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Product product;
    private final Journal journal;

    Forward(Product product, Journal journal) {
        this.product = product;
        this.journal = journal;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST);
        String target = exchange.getRequestURI().toString();
        HttpRequest.Builder request = HttpRequest.newBuilder(product.address(target)).timeout(PATIENCE)
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        for (String name : new String[] {"Content-Type", "Authorization", "Accept"}) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                request.header(name, value);
            }
        }
        Trail trail = target.equals("/events") ? note(body) : null;
        try {
            HttpResponse<byte[]> answer = product.http().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (trail != null && answer.statusCode() >= 300) {
                journal.withdraw(trail);
            }
            answer.headers().firstValue("Content-Type")
                    .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
            send(exchange, answer.statusCode(), answer.body());
        } catch (IOException down) {
            send(exchange, 502, "disconnect-alerts does not answer\n".getBytes(UTF_8));
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * A card for one disconnect; null if it is something else. It is there before the program can have committed
     * anything.
     */
    private Trail note(byte[] body) throws IOException {
        try {
            JsonNode event = JSON.readTree(body);
            if (event.path("clientid").isTextual() && event.path("event").asText("client.disconnected").equals(
                    "client.disconnected")) {
                return journal.posted(event.path("clientid").asText(), event.path("reason").asText());
            }
            return null;
        } catch (JsonProcessingException unreadable) {
            return null;
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
