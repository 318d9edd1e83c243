package io.disconnectalerts.http;

import io.disconnectalerts.settings.SettingException;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.auth.authentication.AuthenticationProvider;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.AuthenticationHandler;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.component.platform.http.vertx.auth.AuthenticationConfig.AuthenticationConfigEntry;
import org.apache.camel.component.platform.http.vertx.auth.AuthenticationConfig.AuthenticationHandlerFactory;
import org.apache.camel.component.platform.http.vertx.auth.AuthenticationConfig;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * What every request passes before anything of its body is read: from which page it comes, who asks, and whether the
 * routes are there. While they are not it answers 503, which EMQX repeats; the server's 404 would lose the event.
 */
public final class HttpEntrance extends LifecycleStrategySupport implements AuthenticationHandler {
    private static final Set<HttpMethod> LOOKS = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final Pattern OTHERS = Pattern.compile("/(events|observe)(/.*)?");
    private static final String POSTED_TYPE = "Posted-Content-Type";
    private static final String POSTED_ENCODING = "Posted-Content-Encoding";
    private static final String POSTED_FROM = "Posted-From";

    /** Who may bring events, and look whether the program is well. */
    private final AccessGuard senders;
    private final AccessGuard operators;
    private final AnswerHead head;
    private final HealthAnswer answer;
    private boolean stopping;
    private volatile String closed = "starting";

    private HttpEntrance(AccessGuard senders, AccessGuard operators, CamelContext context) {
        this.senders = senders;
        this.operators = operators;
        this.head = new AnswerHead(context);
        this.answer = new HealthAnswer(context);
    }

    /**
     * @param token         empty if everybody on this machine may come in
     * @param operatorToken the same for whatever is neither an event nor a look at health and metrics
     */
    public static HttpEntrance install(CamelContext context, String token, String operatorToken) {
        MainHttpServer server = context.hasService(MainHttpServer.class);
        if (server == null) {
            throw new SettingException("camel.server.enabled=false leaves no place for the HTTP entrance, health and"
                    + " metrics: take it out; http.host=127.0.0.1 keeps them to this machine");
        }
        HttpEntrance entrance = new HttpEntrance(new AccessGuard(token), new AccessGuard(operatorToken), context);
        context.addLifecycleStrategy(entrance);
        entrance.guard(server.getConfiguration().getAuthenticationConfig());
        Optional.ofNullable(context.hasService(ManagementHttpServer.class))
                .ifPresent(other -> entrance.guard(other.getConfiguration().getAuthenticationConfig()));
        return entrance;
    }

    private void guard(AuthenticationConfig server) {
        AuthenticationConfigEntry everything = new AuthenticationConfigEntry();
        everything.setPath("/*");
        everything.setAuthenticationProviderFactory(vertx -> null);
        everything.setAuthenticationHandlerFactory(new AuthenticationHandlerFactory() {
            @Override
            public <T extends AuthenticationProvider> AuthenticationHandler createAuthenticationHandler(T none) {
                return HttpEntrance.this;
            }
        });
        server.getEntries().add(everything);
        server.setEnabled(true);
    }

    @Override
    public void onContextStarted(CamelContext context) {
        open();
    }

    @Override
    public synchronized void onContextStopping(CamelContext context) {
        close("stopping");
        stopping = true;
    }

    /** Unless the program is stopping. */
    public void open() {
        close(null);
    }

    /** @param doing what the program is doing instead, unless it is stopping */
    public synchronized void close(String doing) {
        closed = stopping ? closed : doing;
    }

    @Override
    public void handle(RoutingContext request) {
        Route here = request.currentRoute();
        request.addHeadersEndHandler(leaving -> head.correct(request, here));
        HttpServerRequest asked = request.request();
        String host = Objects.toString(asked.authority(), "");
        String path = request.normalizedPath();
        boolean operator = !OTHERS.matcher(path).matches();
        AccessGuard guard = operator ? operators : senders;
        Optional<String> stranger = guard.stranger(asked.scheme(), host, asked.headers().getAll("Origin"));
        Optional<Page> page = LOOKS.contains(asked.method()) ? Page.at(path) : Optional.empty();
        Optional<String> health = LOOKS.contains(asked.method()) ? HealthAnswer.kind(path) : Optional.empty();
        boolean admitted = guard.admits(asked.getHeader("Authorization"));
        String doing = closed;
        if (asked.headers().getAll("Host").size() > 1) {
            end(request, 400, "name one Host");
        } else if (page.isPresent()) {
            page.get().to(request);
        } else if (stranger.isPresent()) {
            end(request, 403, stranger.get());
        } else if (!admitted && health.isEmpty()) {
            request.response().putHeader("WWW-Authenticate", "Bearer");
            end(request, 401, "show " + (operator ? "http.operator-token, or http.token if there is none,"
                    : "http.token") + " as Authorization: Bearer ...");
        } else if (doing != null && health.isPresent()) {
            HealthAnswer.closed(request, health.get());
        } else if (doing != null) {
            end(request, 503, doing + ", send it again in a second");
        } else if (health.isPresent()) {
            answer.to(request, health.get(), admitted);
        } else {
            describe(request);
            request.next();
        }
    }

    private static void end(RoutingContext request, int status, String text) {
        request.response().setStatusCode(status).end(text + "\n");
    }

    /**
     * A form would become headers: to Camel everything posted is JSON. Whence it came, and how its sender described it,
     * reach the route in three headers, each a single one and perhaps empty, which no parameter of the query can forge.
     */
    private static void describe(RoutingContext request) {
        MultiMap headers = request.request().headers();
        headers.set(POSTED_TYPE, String.join(",", headers.getAll("Content-Type")));
        headers.set(POSTED_ENCODING, String.join(",", headers.getAll("Content-Encoding")));
        headers.set(POSTED_FROM, request.request().remoteAddress().hostAddress());
        headers.set("Content-Type", "application/json");
        request.queryParams().remove(POSTED_TYPE).remove(POSTED_ENCODING).remove(POSTED_FROM);
    }
}
