package io.disconnectalerts.check;

import io.disconnectalerts.alert.Rule;
import io.disconnectalerts.alert.Severity;
import io.disconnectalerts.alert.Verdict;
import io.disconnectalerts.bundle.Failure;
import io.disconnectalerts.bundle.RouteAddress;
import io.disconnectalerts.bundle.RouteFile;
import io.disconnectalerts.event.Event;
import io.disconnectalerts.settings.FullWidth;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.support.DefaultExchange;

/** Whether every rule of a route that judges asks what any event of its family can answer, and decides. */
final class RuleCheck {
    private static final String VERDICT = "verdict";
    private static final Pattern ELSEWHERE = Pattern.compile("\\$\\{(?:headers?|exchangeProperty|env|sys)\\b");
    private static final List<String> SEVERITIES = Stream.of(Severity.values()).map(Severity::toString).toList();
    private static final Pattern CLASS = Pattern.compile("[\\p{L}\\p{N}_.-]+");
    /** What nobody writes around a verdict but by a slip. */
    private static final Pattern AROUND = Pattern.compile("^[\\s\"'\\[]+|[\\s\"'\\],.;:!]+$");
    private static final Pattern FIELD = Pattern.compile("\\$\\{body\\.field\\(\\s*['\"]?([^'\")]*)['\"]?\\s*\\)");
    private static final Pattern REASONS =
            Pattern.compile("\\$\\{variable\\.reason}\\s+(?:[!=]=|(?:!|not )?in)\\s+(['\"])(.*?)\\1");
    private static final Pattern NAMED =
            Pattern.compile("\\$\\{body\\.(name|family)}\\s+(?:[!=]=|(?:!|not )?in)\\s+(['\"])(.*?)\\2");

    /** Their events have an end. */
    private static final Set<String> FOLLOWED = Set.of("client", "alarm");

    private final CamelContext context;
    private final RouteFile file;
    private final Findings findings;
    private final Set<String> ids;
    private String route;
    private String family;
    /** Those of one choice. */
    private List<Rule> rules;

    /** @param ids those of the rules of other files; they are added to */
    RuleCheck(CamelContext context, RouteFile file, Findings findings, Set<String> ids) {
        this.context = context;
        this.file = file;
        this.findings = findings;
        this.ids = ids;
    }

    void check(RouteDefinition judging) {
        route = "route " + judging.getRouteId();
        family = judging.getRouteId().replaceFirst("^" + Rule.OF_FAMILY, "");
        int line = judging.getInput().getLineNumber();
        if (judging.getRouteId().equals(Rule.TRIAGE) && judging.getOutputs().stream().flatMap(RouteAddress::sentTo)
                .noneMatch(to -> to.scheme().equals("direct") && to.name().equals("follow"))) {
            wrong(line, route, "nobody is told, because no step sends to direct:follow behind the rules");
        }
        List<ChoiceDefinition> choices = List.copyOf(
                ProcessorDefinitionHelper.filterTypeInOutputs(judging.getOutputs(), ChoiceDefinition.class));
        if (choices.isEmpty()) {
            wrong(line, route, "there is no choice, and so no rule");
        }
        choices.forEach(this::check);
    }

    private void check(ChoiceDefinition choice) {
        if (choice.getOtherwise() == null) {
            wrong(choice.getLineNumber(), route,
                    "there is no otherwise: what no rule asks for has no verdict; add one that sets unknown warning");
        }
        Map<String, String> asked = new HashMap<>();
        rules = Rule.of(choice);
        rules.forEach(rule -> {
            check(rule);
            String question = rule.when() == null ? "" : rule.when().getExpression().replaceAll("\\s", "");
            String other = question.isEmpty() ? null : asked.putIfAbsent(question, rule.id());
            if (other != null) {
                wrong(file.line(rule.when().getExpression(), rule.branch().getLineNumber() + 1), rule,
                        "it asks what rule " + other + " asks above it, and so it decides nothing: ask something else");
            }
        });
    }

    private void check(Rule rule) {
        int line = rule.branch().getLineNumber() + 1;
        if (rule.branch().getId() == null || rule.id().isBlank()) {
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
        if (rule.when() != null) {
            String asked = rule.when().getExpression();
            REASONS.matcher(asked).results().flatMap(reasons -> Stream.of(reasons.group(2).split(",")))
                    .forEach(reason -> reason(rule, reason, line));
            FIELD.matcher(asked).results().forEach(field -> field(rule, field.group(1), line));
            NAMED.matcher(asked).results().forEach(named -> Stream.of(named.group(3).split(","))
                    .forEach(name -> named(rule, named.group(1), name, line)));
        }
        if (isClear(rule)) {
            SampleEvents.of(family).forEach(event -> decide(rule, event, "", line));
            Event first = SampleEvents.of(family).get(0);
            decide(rule, SampleEvents.little(first), " on an event that says nothing but a "
                    + SampleEvents.about(first).replace("clientid", "client id"), line);
        }
        List<String> variables =
                ProcessorDefinitionHelper.filterTypeInOutputs(rule.steps(), SetVariableDefinition.class).stream()
                .filter(variable -> !RouteAddress.isOff(variable)).map(SetVariableDefinition::getName)
                .filter(Objects::nonNull).toList();
        boolean elsewhere = rule.steps().stream()
                .anyMatch(step -> step instanceof ChoiceDefinition || RouteAddress.sentTo(step).findAny().isPresent());
        if (!variables.contains(VERDICT) && !elsewhere) {
            String near = variables.stream().filter(name -> Nearest.of(name, List.of(VERDICT)).isPresent()).findFirst()
                    .orElse("");
            wrong(near.isEmpty() ? line : file.line(near, line), rule, "it sets no verdict: "
                    + (near.isEmpty() ? "add a setVariable called verdict, with a class and a severity" : near
                        + ": did you mean verdict?"));
        }
        rule.deciding().forEach(step -> {
            String words = step.getExpression().getExpression();
            fault(words).ifPresentOrElse(fault -> wrong(file.line(words, line), rule, fault),
                    () -> compare(rule, step, Verdict.of(words), file.line(words, line)));
        });
    }

    /** Whether the question is understood, and asks nothing that is not there yet. */
    private boolean isClear(Rule rule) {
        return rule.when() != null && "simple".equals(rule.when().getLanguage()) && !rule.when().getExpression()
                .contains("${bean:")
                && findings.wrong().stream().noneMatch(finding -> finding.place().equals(place(rule)));
    }

    /** A reason that a broker may give, too; what is nearly one of EMQX's may be a slip. */
    private void reason(Rule rule, String reason, int line) {
        Reasons.near(reason).ifPresent(near -> findings.notes().add(new Finding(file.name(),
                file.line(rule.when().getExpression(), line), place(rule), "the reason " + reason
                + " is new: did you mean " + near + "?")));
    }

    /** A field that a broker may say, too; what is nearly one of EMQX's is none. */
    private void field(Rule rule, String name, int line) {
        Set<String> fields = SampleEvents.fields(family);
        if (!fields.contains(name) && Nearest.of(name, fields).isPresent()) {
            wrong(file.line(rule.when().getExpression(), line), rule, "${body.field('" + name + "')}: there is no "
                    + name + Nearest.hint(name, fields));
        }
    }

    /** The rules of a family hear of its events only. */
    private void named(Rule rule, String what, String name, int line) {
        Set<String> names = SampleEvents.of(family).stream()
                .map(what.equals("name") ? Event::name : Event::family).collect(Collectors.toCollection(TreeSet::new));
        if (!names.contains(name)) {
            wrong(file.line(rule.when().getExpression(), line), rule, "no event here has the " + what + " " + name
                    + Nearest.hint(name, names));
        }
    }

    /** Whether the rule can decide on an event: once is enough to say. */
    private void decide(Rule rule, Event event, String which, int line) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(event);
        exchange.setVariable("reason", event.cause());
        try {
            rule.asks(exchange);
        } catch (RuntimeException undecided) {
            Finding finding = new Finding(file.name(), file.line(rule.when().getExpression(), line), place(rule),
                    rule.when().getExpression() + which + ": " + Failure.sentence(undecided));
            if (!findings.wrong().contains(finding)) {
                findings.wrong().add(finding);
            }
        }
    }

    /** What is wrong with a verdict, if anything is. */
    private Optional<String> fault(String words) {
        return wrong(words).map(why -> FullWidth.named(why, words,
                AROUND.matcher(FullWidth.meant(words)).replaceAll("").replaceAll("[,;] *", " "),
                meant -> wrong(meant).isEmpty()));
    }

    private Optional<String> wrong(String words) {
        String[] word = words.strip().split("\\s+");
        try {
            Verdict verdict = Verdict.of(words);
            if (!CLASS.matcher(verdict.rule()).matches()) {
                return Optional.of(verdict.rule() + " is no class, which is one word: write "
                        + verdict.rule().replaceFirst(".*[^\\p{L}\\p{N}_.-]+(?=.)", "") + " " + verdict.severity());
            }
            return FullWidth.slip(verdict.rule()).map(why -> verdict.rule() + " " + why)
                    .or(() -> verdict.grace().isZero() ? Optional.empty() : wait(verdict));
        } catch (IllegalArgumentException none) {
            return Optional.of(instead(words, word));
        }
    }

    /** What is wrong with a verdict that is none, and what to write. */
    private static String instead(String words, String[] word) {
        boolean after = word.length > 2 && word[2].equals(Verdict.AFTER);
        if (word.length > 2 && !after && words.strip().matches(".* \\d+[smh]")) {
            return "'" + words + "' is no verdict: write " + word[0] + " " + word[1] + " after "
                    + word[word.length - 1];
        } else if (word.length != 2 && !after) {
            String rule = word[0].isEmpty() || SEVERITIES.contains(word[0]) ? "lost" : word[0].split("\\W")[0];
            return "'" + words + "' is no verdict: write a class and a severity, such as " + rule + " critical";
        } else if (SEVERITIES.contains(word[0])) {
            return "the class stands first: write " + word[1] + " " + word[0];
        } else if (!SEVERITIES.contains(word[1].toLowerCase(Locale.ROOT))) {
            return word[1] + " is no severity" + Nearest.hint(word[1], SEVERITIES);
        } else if (after && word.length == 4 && word[3].matches("[1-9]\\d*[smh]")) {
            return "after waits a week at most: write " + word[0] + " " + word[1] + " after 168h";
        }
        return "after takes a time: write " + word[0] + " " + word[1] + " after 30s, 5m or 1h";
    }

    /** Only what may be over soon can wait. */
    private Optional<String> wait(Verdict verdict) {
        String at = verdict.rule() + " " + verdict.severity();
        return verdict.quiet() ? Optional.of("what is quiet waits for nothing: write " + at)
                : FOLLOWED.contains(family) ? Optional.empty()
                : Optional.of("only a client's loss and an alarm wait, since only they have an end: write " + at);
    }

    private void compare(Rule rule, SetVariableDefinition step, Verdict given, int line) {
        if (isSlip(given.rule(), rule)) {
            wrong(line, rule, "the class " + given.rule() + " is no rule's: did you mean " + rule.id() + "?");
        } else if (!given.rule().equals(rule.id())) {
            note(line, rule, "it gives the class " + given.rule() + ", not one called like itself");
        }
        Stream.of(rule.branch(), step).map(NamedNode::getDescriptionText).filter(Objects::nonNull)
                .filter(label -> contradicts(label, given))
                .forEach(label -> note(line, rule, "it gives " + given + ", and its description is: " + label));
    }

    /** A class that is nearly the rule's own id, and that no other rule is called or gives. */
    private boolean isSlip(String given, Rule rule) {
        return rule.id() != null && !rule.id().isBlank() && !FullWidth.holds(rule.id())
                && Nearest.of(given, List.of(rule.id())).isPresent()
                && rules.stream().noneMatch(other -> given.equals(other.id()) || other != rule
                        && other.verdicts().stream().anyMatch(words -> words.strip().startsWith(given + " ")));
    }

    /** A description may be any words, and what a picture shows. */
    private static boolean contradicts(String label, Verdict given) {
        List<String> words = List.of(label.strip().split("\\W+"));
        return !words.contains(given.severity().toString()) && words.stream().anyMatch(SEVERITIES::contains);
    }

    private static String place(Rule rule) {
        return rule.id() == null || rule.id().isBlank() ? "a rule" : "rule " + rule.id();
    }

    private void note(int line, Rule rule, String sentence) {
        findings.notes().add(new Finding(file.name(), line, place(rule), sentence));
    }

    private void wrong(int line, Rule rule, String sentence) {
        wrong(line, place(rule), sentence);
    }

    private void wrong(int line, String place, String sentence) {
        findings.wrong().add(new Finding(file.name(), line, place, sentence));
    }
}
