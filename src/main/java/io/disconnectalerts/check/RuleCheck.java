package io.disconnectalerts.check;

import io.disconnectalerts.alert.Rule;
import io.disconnectalerts.alert.Severity;
import io.disconnectalerts.alert.Verdict;
import io.disconnectalerts.bundle.Failure;
import io.disconnectalerts.bundle.RouteAddress;
import io.disconnectalerts.bundle.RouteFile;
import io.disconnectalerts.event.Event.Timing;
import io.disconnectalerts.event.Event;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.support.DefaultExchange;

/** Whether every rule of {@code triage} asks what any event can answer, and decides. */
final class RuleCheck {
    private static final String VERDICT = "verdict";
    private static final Pattern ELSEWHERE = Pattern.compile("\\$\\{(?:headers?|exchangeProperty|env|sys)\\b");
    private static final List<String> SEVERITIES = Stream.of(Severity.values()).map(Severity::toString).toList();
    /** An event of which everything is known, and one of which hardly anything is. */
    private static final Map<String, Map<String, String>> SAMPLES = Map.of(
            "", Map.of("clientid", "sample", "username", "user", "reason", "kicked", "peername", "10.0.0.1:50000",
                    "peerhost", "10.0.0.1", "listener", "1883", "node", "emqx@10.0.0.2"),
            " on an event that says nothing but a client id", Map.of("clientid", "sample"));

    private final CamelContext context;
    private final RouteFile file;
    private final Findings findings;
    private final Set<String> ids = new HashSet<>();

    RuleCheck(CamelContext context, RouteFile file, Findings findings) {
        this.context = context;
        this.file = file;
        this.findings = findings;
    }

    void check(RouteDefinition triage) {
        if (triage.getOutputs().stream().flatMap(RouteAddress::sentTo)
                .noneMatch(to -> to.scheme().equals("direct") && to.name().equals("notify"))) {
            wrong(triage.getInput().getLineNumber(), "route triage",
                    "nobody is told, because no step sends to direct:notify behind the rules");
        }
        List<ChoiceDefinition> choices =
                List.copyOf(ProcessorDefinitionHelper.filterTypeInOutputs(triage.getOutputs(), ChoiceDefinition.class));
        if (choices.isEmpty()) {
            wrong(triage.getInput().getLineNumber(), "route triage", "there is no choice, and so no rule");
        }
        choices.forEach(this::check);
    }

    private void check(ChoiceDefinition choice) {
        if (choice.getOtherwise() == null) {
            wrong(choice.getLineNumber(), "route triage",
                    "there is no otherwise: what no rule asks for has no verdict; add one that sets unknown warning");
        }
        Rule.of(choice).forEach(this::check);
    }

    private void check(Rule rule) {
        int line = rule.branch().getLineNumber() + 1;
        if (rule.branch().getId() == null) {
            wrong(line, rule, "it has no id, which names its class");
        } else if (!ids.add(rule.id())) {
            wrong(file.line(rule.id(), line), rule, "another rule is called " + rule.id() + " too");
        }
        if (rule.when() == null && rule.branch() instanceof WhenDefinition) {
            wrong(line, rule, "it asks nothing: add an expression");
        }
        if (rule.when() != null && ELSEWHERE.matcher(rule.when().getExpression()).find()) {
            wrong(file.line(rule.when().getExpression(), line), rule, rule.when().getExpression()
                    + ": an event has neither headers nor properties: ask ${variable.reason} or ${body...}");
        }
        if (isClear(rule)) {
            SAMPLES.forEach((which, sample) -> decide(rule, sample).ifPresent(why ->
                    wrong(file.line(rule.when().getExpression(), line), rule, rule.when().getExpression() + which
                            + ": " + why)));
        }
        List<String> variables =
                ProcessorDefinitionHelper.filterTypeInOutputs(rule.steps(), SetVariableDefinition.class).stream()
                .map(SetVariableDefinition::getName).filter(Objects::nonNull).toList();
        boolean elsewhere = rule.steps().stream()
                .anyMatch(step -> step instanceof ChoiceDefinition || RouteAddress.sentTo(step).findAny().isPresent());
        if (!variables.contains(VERDICT) && !elsewhere) {
            String near = variables.stream().filter(name -> Nearest.of(name, List.of(VERDICT)).isPresent()).findFirst()
                    .orElse("");
            wrong(near.isEmpty() ? line : file.line(near, line), rule, "it sets no verdict: "
                    + (near.isEmpty() ? "add a setVariable called verdict, with a class and a severity" : near
                        + ": did you mean verdict?"));
        }
        rule.verdicts().forEach(words -> fault(words)
                .ifPresentOrElse(fault -> wrong(file.line(words, line), rule, fault),
                    () -> compare(rule, words, line)));
    }

    /** Whether the question is understood, and asks nothing that is not there yet. */
    private boolean isClear(Rule rule) {
        return rule.when() != null && "simple".equals(rule.when().getLanguage()) && !rule.when().getExpression()
                .contains("${bean:")
                && findings.wrong().stream().noneMatch(finding -> finding.place().equals(place(rule)));
    }

    /** Why the rule cannot decide on an event, if it cannot. */
    private Optional<String> decide(Rule rule, Map<String, String> sample) {
        Instant now = Instant.now();
        Event event = new Event("client", "client.disconnected", "client:sample", now, Timing.SAID, now, sample, "");
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(event);
        exchange.setVariable("reason", event.cause());
        try {
            rule.asks(exchange);
            return Optional.empty();
        } catch (RuntimeException undecided) {
            return Optional.of(Failure.sentence(undecided));
        }
    }

    private static Optional<String> fault(String words) {
        try {
            Verdict.of(words);
            return Optional.empty();
        } catch (IllegalArgumentException none) {
            String[] word = words.strip().split("\\s+");
            return Optional.of(word.length == 4 && word[2].equals("after") ? "after is not understood yet: write "
                    + word[0] + " " + word[1]
                    : word.length != 2 ? "'" + words + "' is no verdict: write a class and a severity, such as "
                    + (word[0].isEmpty() ? "lost" : word[0]) + " critical"
                    : SEVERITIES.contains(word[0]) ? "the class stands first: write " + word[1] + " " + word[0]
                    : word[1] + " is no severity" + Nearest.hint(word[1], SEVERITIES));
        }
    }

    private void compare(Rule rule, String words, int line) {
        String given = Verdict.of(words).rule();
        if (!given.equals(rule.id())) {
            findings.notes().add(new Finding(file.name(), file.line(words, line), place(rule), "it gives the class "
                    + given + ", not one called like itself"));
        }
    }

    private static String place(Rule rule) {
        return "rule " + rule.id();
    }

    private void wrong(int line, Rule rule, String sentence) {
        wrong(line, place(rule), sentence);
    }

    private void wrong(int line, String place, String sentence) {
        findings.wrong().add(new Finding(file.name(), line, place, sentence));
    }
}
