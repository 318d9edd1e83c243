package io.disconnectalerts.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page for the one on call, or a file it is made of: open to everybody, for there is no data in them. What it
 * shows, it asks for as any script does. A browser keeps them, and asks each time whether they are still the same.
 *
 * @param tag changes with the content; an {@code ETag} of RFC 9110
 */
record Page(String type, byte[] content, String tag) {
    private static final Pattern FILE = Pattern.compile("/page/([a-z-]+\\.(?:css|js|json|svg|yaml))");
    private static final String FOLDER = "/disconnect-alerts/page/";
    private static final Map<String, String> TYPES = Map.of("html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8", "js", "text/javascript; charset=utf-8", "json", "application/json",
            "svg", "image/svg+xml", "yaml", "application/yaml");
    /** What a device says of itself stays text even if a mistake let it be more; no other site shows the page. */
    private static final Map<String, String> HEAD = Map.of(
            "Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                    + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options", "nosniff", "Referrer-Policy", "no-referrer", "Cache-Control", "no-cache");
    private static final Map<String, Page> READ = new ConcurrentHashMap<>();

    static Optional<Page> at(String path) {
        Matcher file = FILE.matcher(path);
        return path.equals("/") ? named("index.html") : file.matches() ? named(file.group(1)) : Optional.empty();
    }

    private static Optional<Page> named(String name) {
        return Optional.ofNullable(READ.computeIfAbsent(name, Page::read));
    }

    /** Null if there is no such file. */
    private static Page read(String name) {
        try (InputStream file = Page.class.getResourceAsStream(FOLDER + name)) {
            byte[] content = file == null ? null : file.readAllBytes();
            return content == null ? null : new Page(TYPES.get(name.substring(name.lastIndexOf('.') + 1)), content,
                    '"' + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, 8) + '"');
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    void to(RoutingContext request) {
        HttpServerResponse answer = request.response().putHeader("Content-Type", type).putHeader("ETag", tag);
        HEAD.forEach(answer::putHeader);
        if (request.request().headers().getAll("If-None-Match").stream().anyMatch(known -> known.contains(tag))) {
            answer.setStatusCode(304).end();
        } else {
            answer.end(Buffer.buffer(content));
        }
    }
}
