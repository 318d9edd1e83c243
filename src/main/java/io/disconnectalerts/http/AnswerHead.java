package io.disconnectalerts.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/** Puts right what the server's own answers say in their head, just before they leave. */
final class AnswerHead {
    private static final Set<Integer> UNTAKEN = Set.of(404, 405);

    private final CamelContext context;

    AnswerHead(CamelContext context) {
        this.context = context;
    }

    /**
     * A route that fails is 500 to Camel. The server's router looks up its routes before it comes to the entrance, so
     * that it may miss one that is there by now; and it forgets which methods a path knows.
     *
     * @param entrance the last to have had the request if no route took it
     */
    void correct(RoutingContext request, Route entrance) {
        HttpServerResponse answer = request.response();
        boolean untaken = request.currentRoute() == entrance && UNTAKEN.contains(answer.getStatusCode());
        SortedSet<String> methods = untaken ? methods(request) : Collections.emptySortedSet();
        if (answer.getStatusCode() == 500 || methods.contains(request.request().method().name())) {
            answer.setStatusCode(503);
        }
        if (answer.getStatusCode() == 503) {
            answer.putHeader("Retry-After", "1");
        } else if (answer.getStatusCode() == 405) {
            answer.putHeader("Allow", String.join(", ", methods));
        }
        if (!answer.headers().contains("Content-Type") && answer.getStatusCode() != 204) {
            answer.putHeader("Content-Type", "text/plain; charset=utf-8");
        }
    }

    private SortedSet<String> methods(RoutingContext request) {
        String path = request.normalizedPath();
        int port = request.request().localAddress().port();
        return context.getRegistry().findByType(VertxPlatformHttpRouter.class).stream()
                .filter(router -> router.getServer().getPort() == port)
                .flatMap(router -> router.getRoutes().stream())
                .filter(route -> route.methods() != null)
                .filter(route -> path.matches(route.getPath().replaceAll(":\\w+", "[^/]+") + "/?"))
                .flatMap(route -> route.methods().stream())
                .map(HttpMethod::name).collect(Collectors.toCollection(TreeSet::new));
    }
}
