package io.disconnectalerts.alert;

import io.disconnectalerts.event.Event;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Stands around the rules, whatever somebody made of them: an event that they cannot decide, because of an exception,
 * without a verdict or with a misspelt one, is told as {@code unknown warning}. A broken rule never turns an entrance
 * into 503.
 */
public final class RuleGuard implements InterceptStrategy {
    private static final String VERDICT = "verdict";

    /** Hears of every event that the rules could not decide. */
    public interface Listener {
        /**
         * @param rule its id; that of its route if it was no rule, but another step
         */
        void undecided(Exchange event, String rule, Exception why);
    }

    private final Listener listener;
    private final Map<String, RouteDefinition> routes = new ConcurrentHashMap<>();

    public RuleGuard(Listener listener) {
        this.listener = listener;
    }

    /**
     * Steps that judge may fail; from the first of {@code follow} on there is a verdict, and failures count. A stop
     * among the robots ends what is addressed, and not the commit behind it.
     */
    @Override
    public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode step, Processor target,
            Processor next) {
        if (!(step.getParent() instanceof RouteDefinition route)) {
            return target;
        }
        if (Rule.judges(route.getRouteId())) {
            routes.put(route.getRouteId(), route);
            return step instanceof ToDefinition ? target
                    : around(target, event -> { }, event -> forgive(event, step, route.getRouteId()));
        }
        if (!route.getRouteId().equals("follow")) {
            return target;
        }
        return step instanceof ToDefinition ? around(target, event -> { }, event -> event.setRouteStop(false))
                : route.getOutputs().get(0) == step ? around(target, this::judge, event -> { }) : target;
    }

    private static Processor around(Processor target, Consumer<Exchange> before, Consumer<Exchange> after) {
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange event, AsyncCallback callback) {
                before.accept(event);
                return super.process(event, doneSync -> {
                    after.accept(event);
                    callback.done(doneSync);
                });
            }
        };
    }

    private void forgive(Exchange event, NamedNode step, String route) {
        Exception failure = event.getException();
        if (failure != null && !(event.getVariable(VERDICT) instanceof Verdict)) {
            event.setException(null);
            event.setVariable(VERDICT, Verdict.UNKNOWN.toString());
            listener.undecided(event, step instanceof ChoiceDefinition rules
                    ? decider(Rule.of(rules), event).orElse(route) : route, failure);
        }
    }

    /** From here on the verdict is one, and no text any more. */
    private void judge(Exchange event) {
        try {
            event.setVariable(VERDICT, Verdict.of(event.getVariable(VERDICT, "", String.class)));
        } catch (IllegalArgumentException none) {
            event.setVariable(VERDICT, Verdict.UNKNOWN);
            listener.undecided(event, decider(event), none);
        }
    }

    /** Of the rules of its family, or of those that stand where the family is chosen. */
    private String decider(Exchange event) {
        String family = event.getMessage().getBody() instanceof Event it ? Rule.OF_FAMILY + it.family() : "";
        return Stream.of(family, Rule.TRIAGE).map(routes::get).filter(Objects::nonNull)
                .map(route -> decider(Rule.of(route), event).orElse(route.getRouteId())).findFirst()
                .orElse(Rule.TRIAGE);
    }

    /** Asks the rules once more, since none says that it was it: the first that decides, or cannot. */
    private static Optional<String> decider(List<Rule> rules, Exchange event) {
        return rules.stream().filter(rule -> {
            try {
                return rule.asks(event);
            } catch (RuntimeException undecided) {
                return true;
            }
        }).findFirst().map(Rule::id);
    }
}
