package io.disconnectalerts.bundle;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.NamedNode;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;

/**
 * Where a route sends to or comes from, such as {@code outbox:wecom}, in whichever way it was written.
 *
 * @param name    may hold {@code ${...}}, which only an event resolves
 * @param options its parameters, as they are written
 * @param line    in its file, from 1
 */
public record RouteAddress(String scheme, String name, Map<String, String> options, int line) {

    /** Everything that a step of the route addresses. */
    public static Stream<RouteAddress> allOf(RouteDefinition route) {
        return ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), NamedNode.class).stream()
                .flatMap(step -> sentTo(step));
    }

    /** What this step addresses itself, unless it is switched off. */
    public static Stream<RouteAddress> sentTo(NamedNode step) {
        return isOff(step) ? Stream.empty()
                : step instanceof SendDefinition<?> to ? Stream.of(of(to.getEndpointUri(), to.getLineNumber()))
                : step instanceof ToDynamicDefinition to ? Stream.of(of(to.getUri(), to.getLineNumber()))
                : Stream.empty();
    }

    /** Whether the step, or one that it stands in, is {@code disabled}, as Kaoto's menu does it. */
    public static boolean isOff(NamedNode step) {
        return step instanceof ProcessorDefinition<?> own && "true".equals(own.getDisabled())
                || step.getParent() != null && isOff(step.getParent());
    }

    public static RouteAddress from(RouteDefinition route) {
        FromDefinition from = route.getInput();
        return of(from.getEndpointUri(), from.getLineNumber());
    }

    private static RouteAddress of(String uri, int line) {
        String[] halves = uri.split("\\?", 2);
        String[] parts = halves[0].split(":(?://)?", 2);
        Map<String, String> options = halves.length == 1 ? Map.of() : Stream.of(halves[1].split("&"))
                .collect(Collectors.toMap(option -> option.replaceFirst("=.*", ""),
                        option -> option.replaceFirst("^[^=]*=?", ""), (one, other) -> other));
        return new RouteAddress(parts[0], parts.length == 1 ? "" : parts[1], options, line);
    }

    /** The name alone, without the id that may stand behind a kamelet's. */
    public String target() {
        return name.replaceFirst("/.*", "");
    }

    @Override
    public String toString() {
        return scheme + ":" + name;
    }
}
