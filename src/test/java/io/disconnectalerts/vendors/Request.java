package io.disconnectalerts.vendors;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A request as a vendor judges it; {@code target} is path and query as they stood on the wire. */
record Request(Instant at, String method, String target, List<Map.Entry<String, String>> headers, byte[] body,
               String address) {

    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    /** Also of a target that names the host, as a proxy gets it. */
    String path() {
        return new QueryStringDecoder(target.replaceFirst("^https?://[^/]+", "")).path();
    }

    /** @return the parameter, percent-decoded once; empty when it is not there */
    String query(String name) {
        return new QueryStringDecoder(target).parameters().getOrDefault(name, List.of("")).get(0);
    }

    String header(String name) {
        return headers.stream().filter(h -> h.getKey().equalsIgnoreCase(name)).map(Map.Entry::getValue)
                .findFirst().orElse("");
    }

    /** @return the body, if it is a JSON object */
    Optional<JsonNode> json() {
        try {
            return Optional.ofNullable(STRICT.readTree(body)).filter(JsonNode::isObject);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    String text() {
        return new String(body, UTF_8);
    }
}
