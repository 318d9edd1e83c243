package io.disconnectalerts.bundle;

import io.disconnectalerts.alert.Rule;
import io.disconnectalerts.alert.Verdict;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.model.RouteDefinition;

/**
 * What the routes hold that only makes sense together, also in routes that are off.
 *
 * @param addressed the outboxes a route sends to
 * @param delivered the outboxes a route consumes from
 * @param rules     ids of the triage rules
 * @param verdicts  what they may decide, as they write it
 */
public record Wiring(Set<String> addressed, Set<String> delivered, Set<String> rules, Set<String> verdicts) {

    public static Wiring of(Stream<RouteDefinition> routes) {
        Wiring wiring = new Wiring(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        routes.forEach(wiring::read);
        return wiring;
    }

    /** That events may have. */
    public Set<String> classes() {
        return Stream.concat(verdicts.stream().map(words -> words.strip().split("\\s+")[0]),
                Stream.of(Verdict.UNKNOWN.rule())).collect(Collectors.toCollection(TreeSet::new));
    }

    private void read(RouteDefinition route) {
        RouteAddress.allOf(route).filter(Wiring::isOutbox).forEach(address -> addressed.add(address.name()));
        if (isOutbox(RouteAddress.from(route))) {
            delivered.add(RouteAddress.from(route).name());
        }
        if (Rule.judges(route.getRouteId())) {
            Rule.of(route).stream().filter(rule -> rule.steps().stream().flatMap(RouteAddress::sentTo).findAny()
                    .isEmpty()).forEach(rule -> {
                rules.add(String.valueOf(rule.id()));
                verdicts.addAll(rule.verdicts());
            });
        }
    }

    private static boolean isOutbox(RouteAddress address) {
        return address.scheme().equals("outbox");
    }
}
