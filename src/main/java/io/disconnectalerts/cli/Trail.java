package io.disconnectalerts.cli;

import io.disconnectalerts.alert.Verdict;
import io.disconnectalerts.event.ClientEvent;
import io.disconnectalerts.outbox.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.AsyncProcessorConverterHelper;

/** Follows events through the triage rules to whom they are addressed. */
final class Trail implements InterceptStrategy {

    /**
     * What became of one event.
     *
     * @param rule        id of the rule that decided
     * @param description the rule's own words
     * @param addressed   the message for each outbox, empty if it is quiet
     */
    record Decision(ClientEvent event, String rule, String description, Verdict verdict, Map<String, Message> addressed) {
    }

    private final List<Decision> decisions = new ArrayList<>();

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode step, Processor target, Processor next) {
        if (!(step instanceof SetVariableDefinition variable) || !"verdict".equals(variable.getName())) {
            return target;
        }
        return AsyncProcessorConverterHelper.convert(exchange -> {
            target.process(exchange);
            NamedNode rule = rule(variable);
            decisions.add(new Decision(exchange.getVariable("event", ClientEvent.class), rule.getId(), rule.getDescriptionText(),
                    Verdict.of(exchange.getVariable("verdict", String.class)), new LinkedHashMap<>()));
        });
    }

    /** The branch of the choice that the step is in. */
    private static NamedNode rule(ProcessorDefinition<?> step) {
        return step.getParent() instanceof ChoiceDefinition choice
                ? choice.getWhenClauses().stream().filter(when -> when.getOutputs().contains(step)).findFirst().<NamedNode>map(when -> when).orElse(choice.getOtherwise())
                : step.getParent();
    }

    void addressed(String outbox, Message message) {
        decisions.get(decisions.size() - 1).addressed().put(outbox, message);
    }

    /** What was decided since the last time this was asked. */
    List<Decision> taken() {
        List<Decision> taken = List.copyOf(decisions);
        decisions.clear();
        return taken;
    }
}
