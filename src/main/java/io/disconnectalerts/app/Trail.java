package io.disconnectalerts.app;

import io.disconnectalerts.alert.RuleGuard;
import io.disconnectalerts.alert.Verdict;
import io.disconnectalerts.bundle.Failure;
import io.disconnectalerts.event.Event;
import io.disconnectalerts.outbox.Letter;
import io.disconnectalerts.outbox.Message;
import io.disconnectalerts.watch.FilterGuard;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.AsyncProcessorConverterHelper;

/** Follows events through the triage rules to whom they are addressed. */
public final class Trail implements InterceptStrategy, RuleGuard.Listener, FilterGuard.Listener {

    /**
     * What became of one event.
     *
     * @param rule      id of the rule that decided
     * @param undecided why the rule could not decide, or null
     * @param addressed the message for each outbox, empty if it is quiet
     * @param kept      by outbox, what the filter asks that kept it from being told
     * @param broken    by outbox, why its filter could not decide
     */
    public record Decision(Event event, String rule, String undecided, Verdict verdict,
            Map<String, Message> addressed, Map<String, String> kept, Map<String, String> broken) {

        Decision(Event event, String rule, String undecided, Verdict verdict) {
            this(event, rule, undecided, verdict, empty(), empty(), empty());
        }

        private static <T> Map<String, T> empty() {
            return Collections.synchronizedMap(new LinkedHashMap<>());
        }

        /** Whether everything could decide. */
        public boolean well() {
            return undecided == null && broken.isEmpty();
        }
    }

    /** Of the exchange: its decision, which goes with it to the outboxes. */
    private static final String DECISION = Trail.class.getName();

    private final List<Decision> decisions = Collections.synchronizedList(new ArrayList<>());

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode step, Processor target,
            Processor next) {
        if (step instanceof FilterDefinition filter && asked(filter).matches("(?s).*\\$\\{(body\\.|variable).*")) {
            return AsyncProcessorConverterHelper.convert(exchange -> {
                target.process(exchange);
                kept(exchange, context.resolvePropertyPlaceholders(asked(filter)), FilterGuard.outboxes(filter));
            });
        }
        if (!(step instanceof SetVariableDefinition variable) || !"verdict".equals(variable.getName())) {
            return target;
        }
        return AsyncProcessorConverterHelper.convert(exchange -> {
            target.process(exchange);
            decided(exchange, rule(variable).getId(), null,
                    Verdict.of(exchange.getVariable("verdict", String.class)));
        });
    }

    @Override
    public void undecided(Exchange exchange, String rule, Exception why) {
        decided(exchange, rule, Failure.sentence(why), Verdict.UNKNOWN);
    }

    private static String asked(FilterDefinition filter) {
        return Objects.toString(filter.getExpression().getExpression(), "");
    }

    /** Whoever stands behind the filter and was not told; an inner filter says so before the one around it. */
    private static void kept(Exchange exchange, String question, Set<String> robots) {
        Decision decision = exchange.getProperty(DECISION, Decision.class);
        if (decision != null && exchange.getException() == null) {
            robots.stream().filter(robot -> !decision.addressed().containsKey(robot))
                    .forEach(robot -> decision.kept().putIfAbsent(robot, question));
        }
    }

    @Override
    public void undecided(Exchange exchange, Set<String> robots, Exception why) {
        Decision decision = exchange.getProperty(DECISION, Decision.class);
        if (decision != null) {
            robots.forEach(robot -> decision.broken().put(robot, Failure.sentence(why)));
        }
    }

    private void decided(Exchange exchange, String rule, String undecided, Verdict verdict) {
        Decision decision = new Decision(exchange.getMessage().getBody(Event.class), rule, undecided, verdict);
        decisions.remove(exchange.getProperty(DECISION, Decision.class));
        decisions.add(decision);
        exchange.setProperty(DECISION, decision);
    }

    /** The branch of the choice that the step is in. */
    private static NamedNode rule(ProcessorDefinition<?> step) {
        return step.getParent() instanceof ChoiceDefinition choice
                ? choice.getWhenClauses().stream().filter(when -> when.getOutputs().contains(step)).findFirst()
                .<NamedNode>map(when -> when).orElse(choice.getOtherwise())
                : step.getParent();
    }

    void addressed(String outbox, Exchange exchange) {
        Decision decision = exchange.getProperty(DECISION, Decision.class);
        // What waited in a story is addressed without being decided again.
        if (decision != null) {
            decision.addressed().put(outbox, exchange.getMessage().getBody(Letter.class).message());
        }
    }

    /** What was decided since the last time this was asked. */
    List<Decision> taken() {
        List<Decision> taken = List.copyOf(decisions);
        decisions.clear();
        return taken;
    }
}
