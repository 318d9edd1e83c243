package io.disconnectalerts.vendors;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One request as it came over the wire.
 *
 * @param target path and query, not decoded
 * @param answer what the vendor's own rules said, or the fault instead; null when nothing was said at all
 * @param message what the group now reads, or null when it was not accepted
 */
public record Received(Instant at, String method, String target, List<Map.Entry<String, String>> headers, String body,
                       Answer answer, Message message) {

    public String header(String name) {
        return headers.stream().filter(h -> h.getKey().equalsIgnoreCase(name)).map(Map.Entry::getValue)
                .findFirst().orElse(null);
    }

    public boolean accepted() {
        return message != null;
    }
}
