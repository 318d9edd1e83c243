package io.disconnectalerts.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** A silence of all devices of a kind, asked for and ended as an operator does. */
final class Hush {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Product product;
    private String id = "";
    private volatile String match = "";

    Hush(Product product) {
        this.product = product;
    }

    /** The client ids it is about, such as {@code pump-*}; empty if there is none. */
    String match() {
        return match;
    }

    /** Begins one for the kind of a device, or ends the one that goes on; returns what is silent now. */
    synchronized String press(String clientid) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(product.address("/silences" + (match.isEmpty() ? ""
                : "/" + id)));
        if (match.isEmpty()) {
            String kind = clientid.replaceFirst("-?\\d*$", "-*");
            String wish = JSON.writeValueAsString(Map.of("match", Map.of("clientid", kind), "until", "1h",
                    "by", "demo", "why", "maintenance"));
            id = JSON.readTree(send(request.POST(HttpRequest.BodyPublishers.ofString(wish)))).path("id").asText();
            match = kind;
        } else {
            send(request.DELETE());
            match = "";
        }
        return match;
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = product.http().send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 500) {
            throw new Refusal("failed");
        }
        return answer.body();
    }
}
