package io.disconnectalerts.http;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.AuthenticationHandler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.component.platform.http.vertx.auth.AuthenticationConfig;

/** Lets in who shows the token, before anything of the request's body is read; health is open to all. */
public final class AccessGuard implements AuthenticationHandler {
    private static final String HEALTH = "/observe/health";
    private static final String POSTED_TYPE = "Posted-Content-Type";
    private static final String POSTED_ENCODING = "Posted-Content-Encoding";

    private final byte[] expected;

    /** @param token empty if everybody may come in, which only a loopback address allows */
    AccessGuard(String token) {
        this.expected = token.isEmpty() ? null : ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    }

    public static void install(CamelContext context, String token) {
        AuthenticationConfig authentication = context.hasService(MainHttpServer.class).getConfiguration().getAuthenticationConfig();
        AuthenticationConfig.AuthenticationConfigEntry everything = new AuthenticationConfig.AuthenticationConfigEntry();
        AccessGuard guard = new AccessGuard(token);
        everything.setPath("/*");
        everything.setAuthenticationProviderFactory(vertx -> null);
        everything.setAuthenticationHandlerFactory(new AuthenticationConfig.AuthenticationHandlerFactory() {
            @Override
            public <T extends io.vertx.ext.auth.authentication.AuthenticationProvider> AuthenticationHandler createAuthenticationHandler(T none) {
                return guard;
            }
        });
        authentication.getEntries().add(everything);
        authentication.setEnabled(true);
    }

    @Override
    public void handle(RoutingContext request) {
        String path = request.normalizedPath();
        if (admits(request.request().getHeader("Authorization")) || path.equals(HEALTH) || path.startsWith(HEALTH + "/")) {
            describe(request);
            request.next();
        } else {
            request.response().setStatusCode(401).putHeader("WWW-Authenticate", "Bearer").end("show http.token as Authorization: Bearer ...\n");
        }
    }

    /**
     * A form would become headers: to Camel everything posted is JSON. How the sender described it reaches the route in two
     * headers, each a single one and perhaps empty, which no parameter of the query can forge.
     */
    private static void describe(RoutingContext request) {
        MultiMap headers = request.request().headers();
        headers.set(POSTED_TYPE, String.join(",", headers.getAll("Content-Type")));
        headers.set(POSTED_ENCODING, String.join(",", headers.getAll("Content-Encoding")));
        headers.set("Content-Type", "application/json");
        request.queryParams().remove(POSTED_TYPE).remove(POSTED_ENCODING);
    }

    /** Takes the same time wherever the first difference is. */
    boolean admits(String authorization) {
        return expected == null
                || authorization != null && MessageDigest.isEqual(expected, authorization.getBytes(StandardCharsets.UTF_8));
    }
}
