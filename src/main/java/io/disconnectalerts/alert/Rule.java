package io.disconnectalerts.alert;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.model.language.ExpressionDefinition;

/**
 * A rule of {@code triage}, or of the route that judges a family of events: one branch of its choice.
 *
 * @param branch what Camel knows of it
 * @param when   what it asks, null for {@code otherwise} and where an operator forgot it
 * @param steps  what it does
 */
public record Rule(NamedNode branch, ExpressionDefinition when, List<ProcessorDefinition<?>> steps) {
    /** The route that sends each event to the rules of its family. */
    public static final String TRIAGE = "triage";
    /** What the ids of the routes with the rules begin with; the family stands behind it. */
    public static final String OF_FAMILY = TRIAGE + "-";

    /** Whether a route judges events. */
    public static boolean judges(String route) {
        return TRIAGE.equals(route) || route != null && route.startsWith(OF_FAMILY);
    }

    /** In the order in which they are asked. */
    public static List<Rule> of(RouteDefinition route) {
        List<Rule> rules = new ArrayList<>();
        route.getOutputs().forEach(step -> {
            if (step instanceof ChoiceDefinition choice) {
                rules.addAll(of(choice));
            }
        });
        return rules;
    }

    public static List<Rule> of(ChoiceDefinition choice) {
        List<Rule> rules = new ArrayList<>();
        choice.getWhenClauses().forEach(when -> rules.add(new Rule(when, asked(when), when.getOutputs())));
        if (choice.getOtherwise() != null) {
            rules.add(new Rule(choice.getOtherwise(), null, choice.getOtherwise().getOutputs()));
        }
        return rules;
    }

    private static ExpressionDefinition asked(WhenDefinition when) {
        ExpressionDefinition question = when.getExpression();
        return question == null || question.getExpression() == null ? null : question;
    }

    /** The branch's own; Camel gives it to the last step if it stands behind the steps. */
    public String id() {
        return branch.getId() == null && !steps.isEmpty() ? steps.get(steps.size() - 1).getId() : branch.getId();
    }

    /** The steps that decide; one whose verdict only an event completes ({@code ${...}}) is left out. */
    public List<SetVariableDefinition> deciding() {
        return ProcessorDefinitionHelper.filterTypeInOutputs(steps, SetVariableDefinition.class).stream()
                .filter(variable -> "verdict".equals(variable.getName()) && variable.getExpression() != null)
                .filter(variable -> {
                    ExpressionDefinition words = variable.getExpression();
                    return words.getExpression() != null && !("simple".equals(words.getLanguage())
                            && words.getExpression().contains("${"));
                }).toList();
    }

    /** What it may decide, as it writes it. */
    public List<String> verdicts() {
        return deciding().stream().map(step -> step.getExpression().getExpression()).toList();
    }

    /** Whether the rule decides on this event; an exception if it cannot. */
    public boolean asks(Exchange event) {
        if (when == null) {
            return true;
        }
        when.initPredicate(event.getContext());
        return when.getPredicate().matches(event);
    }
}
