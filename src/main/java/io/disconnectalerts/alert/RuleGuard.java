package io.disconnectalerts.alert;

import java.util.List;
import java.util.function.Consumer;
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
    private static final String TRIAGE = "triage";
    private static final String VERDICT = "verdict";

    /** Hears of every event that the rules could not decide. */
    public interface Listener {
        /**
         * @param rule its id; {@code triage} if it was no rule, but another step of that route
         */
        void undecided(Exchange event, String rule, Exception why);
    }

    private final Listener listener;
    private volatile RouteDefinition triage;

    public RuleGuard(Listener listener) {
        this.listener = listener;
    }

    /** Steps of {@code triage} may fail; from the first of {@code notify} on there is a verdict, and failures count. */
    @Override
    public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode step, Processor target,
            Processor next) {
        if (!(step.getParent() instanceof RouteDefinition route)) {
            return target;
        }
        if (route.getRouteId().equals(TRIAGE)) {
            triage = route;
            return step instanceof ToDefinition ? target : around(target, event -> { }, event -> forgive(event, step));
        }
        return route.getRouteId().equals("notify") && route.getOutputs().get(0) == step
                ? around(target, this::judge, event -> { }) : target;
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

    private void forgive(Exchange event, NamedNode step) {
        Exception failure = event.getException();
        if (failure != null && !(event.getVariable(VERDICT) instanceof Verdict)) {
            event.setException(null);
            event.setVariable(VERDICT, Verdict.UNKNOWN.toString());
            String rule = step instanceof ChoiceDefinition rules ? decider(Rule.of(rules), event) : TRIAGE;
            listener.undecided(event, rule, failure);
        }
    }

    /** From here on the verdict is one, and no text any more. */
    private void judge(Exchange event) {
        try {
            event.setVariable(VERDICT, Verdict.of(event.getVariable(VERDICT, "", String.class)));
        } catch (IllegalArgumentException none) {
            event.setVariable(VERDICT, Verdict.UNKNOWN);
            listener.undecided(event, decider(Rule.of(triage), event), none);
        }
    }

    /** Asks the rules once more, since none says that it was it: the first that decides, or cannot. */
    private static String decider(List<Rule> rules, Exchange event) {
        for (Rule rule : rules) {
            try {
                if (rule.asks(event)) {
                    return rule.id();
                }
            } catch (RuntimeException undecided) {
                return rule.id();
            }
        }
        return TRIAGE;
    }
}
