package io.disconnectalerts.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page for the one on call, and the files it is made of: open to everybody, for there is no data in them. What it
 * shows, it asks for as any script does.
 */
final class Page {
    private static final Pattern FILE = Pattern.compile("/page/([a-z-]+\\.(?:css|js|svg|yaml))");
    private static final String FOLDER = "/disconnect-alerts/page/";
    private static final Map<String, String> TYPES = Map.of("html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8", "js", "text/javascript; charset=utf-8", "svg", "image/svg+xml",
            "yaml", "application/yaml");
    /** What a device says of itself stays text even if a mistake let it be more; no other site shows the page. */
    private static final Map<String, String> HEAD = Map.of(
            "Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                    + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options", "nosniff", "Referrer-Policy", "no-referrer", "Cache-Control", "no-cache");

    private Page() {
    }

    static boolean has(String path) {
        String name = name(path);
        return name != null && Page.class.getResource(FOLDER + name) != null;
    }

    /** Null if there can be no such file. */
    private static String name(String path) {
        Matcher file = FILE.matcher(path);
        return path.equals("/") ? "index.html" : file.matches() ? file.group(1) : null;
    }

    static void to(RoutingContext request, String path) {
        String name = name(path);
        HttpServerResponse answer = request.response();
        try (InputStream file = Page.class.getResourceAsStream(FOLDER + name)) {
            answer.putHeader("Content-Type", TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
            HEAD.forEach(answer::putHeader);
            answer.end(Buffer.buffer(file.readAllBytes()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
