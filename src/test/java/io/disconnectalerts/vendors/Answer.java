package io.disconnectalerts.vendors;

import java.util.Map;
import java.util.TreeMap;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What a pretend vendor says back. {@code code} is the platform's own code, or null where the body has none. */
public record Answer(int status, String contentType, Map<String, String> headers, byte[] body, Integer code) {

    static Answer json(int status, int code, String body) {
        return new Answer(status, "application/json; charset=utf-8", Map.of(), body.getBytes(UTF_8), code);
    }

    public static Answer html(int status, String body) {
        return new Answer(status, "text/html; charset=utf-8", Map.of(), body.getBytes(UTF_8), null);
    }

    public static Answer bytes(int status, String contentType, byte[] body) {
        return new Answer(status, contentType, Map.of(), body, null);
    }

    public static Answer redirect(int status, String location) {
        return html(status, "<a href='" + location + "'>moved</a>").with("Location", location);
    }

    public Answer with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Answer(status, contentType, Map.copyOf(more), body, code);
    }

    public Answer withStatus(int other) {
        return new Answer(other, contentType, headers, body, code);
    }

    public boolean accepted() {
        return code != null && code == 0;
    }

    public String text() {
        return new String(body, UTF_8);
    }
}
