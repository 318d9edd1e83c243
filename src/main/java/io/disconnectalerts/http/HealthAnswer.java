package io.disconnectalerts.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;

/** Answers as Camel's own health endpoint does, which escapes every message twice: {@code tcp:\\\/\\\/broker}. */
final class HealthAnswer {
    private static final String HEALTH = "/observe/health";
    private static final String LIVE = "/live";
    private static final String READY = "/ready";
    private static final Set<String> KINDS = Set.of("", LIVE, READY);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CamelContext context;

    HealthAnswer(CamelContext context) {
        this.context = context;
    }

    /** The kind of checks that a path asks for, spelt as it is and no other way: whoever asks need show no token. */
    static Optional<String> kind(String path) {
        return path.startsWith(HEALTH) ? Optional.of(path.substring(HEALTH.length())).filter(KINDS::contains)
                : Optional.empty();
    }

    /**
     * Asks every check, which may take its time.
     *
     * @param kind    of checks, as of {@link #kind}; empty for all
     * @param details false for the status alone
     */
    void to(RoutingContext request, String kind, boolean details) {
        request.vertx().executeBlocking(() -> ask(kind), false).onFailure(request::fail).onSuccess(results -> {
            boolean up = HealthCheckHelper.isResultsUp(results, kind.equals(READY));
            end(request, up, details ? results : List.of());
        });
    }

    /** While the routes are not there the program is alive, and nothing else. */
    static void closed(RoutingContext request, String kind) {
        end(request, kind.equals(LIVE), List.of());
    }

    private static void end(RoutingContext request, boolean up, Collection<HealthCheck.Result> results) {
        request.response().setStatusCode(up ? 200 : 503).putHeader("Content-Type", "application/json")
                .end(json(up, results));
    }

    private Collection<HealthCheck.Result> ask(String kind) {
        return switch (kind) {
            case LIVE -> HealthCheckHelper.invokeLiveness(context, "full");
            case READY -> HealthCheckHelper.invokeReadiness(context, "full");
            default -> HealthCheckHelper.invoke(context, "full");
        };
    }

    private static Buffer json(boolean up, Collection<HealthCheck.Result> results) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", up ? "UP" : "DOWN");
        if (!results.isEmpty()) {
            answer.put("checks", results.stream().map(HealthAnswer::check).toList());
        }
        try {
            return Buffer.buffer(JSON.writeValueAsBytes(answer));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Map<String, String> check(HealthCheck.Result result) {
        Map<String, String> check = new LinkedHashMap<>();
        check.put("name", result.getCheck().getId());
        check.put("status", result.getState().name());
        result.getMessage().ifPresent(message -> check.put("message", message));
        return check;
    }
}
