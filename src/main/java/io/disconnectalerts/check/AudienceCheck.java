package io.disconnectalerts.check;

import io.disconnectalerts.alert.Alert;
import io.disconnectalerts.alert.Severity;
import io.disconnectalerts.alert.Verdict;
import io.disconnectalerts.bundle.Failure;
import io.disconnectalerts.bundle.RouteFile;
import io.disconnectalerts.event.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.DefaultExchange;

/** Whether the filters of the robots ask what an event can answer, and something that may be so. */
final class AudienceCheck {
    static final String NOTIFY = "notify";
    private static final List<String> SEVERITIES = Stream.of(Severity.values()).filter(any -> any != Severity.QUIET)
            .map(Severity::toString).toList();
    private static final Pattern ASKED = Pattern.compile("\\$\\{([^{}]*)}(?:\\s+(\\S+|not in)\\s+(['\"])(.*?)\\3)?");
    private static final Pattern FIELD = Pattern.compile(
            "body\\.(?:field\\(\\s*['\"]?([^'\")]*)['\"]?\\s*\\)|(attributes)\\[([^]]*)]|(\\w+))|variable\\.(reason)");
    private static final Pattern AT_LEAST = Pattern.compile("body\\.atLeast\\(\\s*['\"]?([^'\")]*)['\"]?\\s*\\)");
    private static final Pattern LEAST = Pattern.compile("\\{\\{[\\w.-]+\\.least-severity}}");
    private static final Pattern ALONE = Pattern.compile("\\s*\\$\\{(?!body\\.atLeast\\()[^{}]*}\\s*");
    private static final Set<String> OPERATORS = Set.of("==", "!=", "=~", "!=~", "in", "!in", "not in", "contains",
            "!contains", "~~", "!~~", "startsWith", "endsWith");
    private static final Set<String> FIELDS =
            Set.of("clientid", "username", "peername", "peerhost", "listener", "node", "topic", "broker", "reason");
    /** So many questions are asked at most to find one that is answered by yes. */
    private static final int MOST = 5_000;

    private final CamelContext context;
    private final ExpressionCheck expressions;
    private final RouteFile file;
    private final Findings findings;
    private final Set<String> classes;

    /** @param classes that events may have */
    AudienceCheck(CamelContext context, ExpressionCheck expressions, RouteFile file, Findings findings,
            Set<String> classes) {
        this.context = context;
        this.expressions = expressions;
        this.file = file;
        this.findings = findings;
        this.classes = classes;
    }

    void check(RouteDefinition route) {
        for (ExpressionNode filter
                : ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ExpressionNode.class)) {
            if (filter.getExpression() != null && "simple".equals(filter.getExpression().getLanguage())
                    && filter.getExpression().getExpression() != null) {
                String text = filter.getExpression().getExpression();
                int line = file.line(text, filter.getLineNumber());
                if (!asksWrongSetting(text) && findings.wrong().stream().noneMatch(finding ->
                        finding.file().equals(file.name()) && finding.line() == line)) {
                    expressions.resolved(text).ifPresent(asked -> faults(asked).forEach(fault ->
                            findings.wrong().add(new Finding(file.name(), line, "route " + NOTIFY, fault))));
                }
            }
        }
    }

    /** What is wrong with a setting is said of the setting. */
    private boolean asksWrongSetting(String text) {
        return LEAST.matcher(text).results().flatMap(least -> expressions.resolved(least.group()).stream())
                .anyMatch(severity -> !SEVERITIES.contains(severity));
    }

    private List<String> faults(String text) {
        List<String> faults = new ArrayList<>();
        if (ALONE.matcher(text).matches()) {
            faults.add(text.strip() + " alone is so of every event: write ${body.atLeast('warning')} or "
                    + "${body.node} == 'emqx@10.0.0.2'");
        }
        ASKED.matcher(text).results().forEach(asked -> fault(asked.group(1),
                asked.group(4) == null ? new String[0] : asked.group(4).split(",")).forEach(faults::add));
        return faults.isEmpty() ? undecided(text).map(List::of)
                .orElseGet(() -> neverSo(text) ? List.of(text + " is so of no event: this robot would hear of nothing")
                : List.of()) : faults;
    }

    private Stream<String> fault(String asked, String[] words) {
        Matcher least = AT_LEAST.matcher(asked);
        if (least.matches()) {
            return unknown("severity", SEVERITIES, least.group(1));
        }
        return switch (asked) {
            case "body.class" -> Stream.of("${body.class}: write ${body.rule}");
            case "body.severity" -> unknown("severity", SEVERITIES, words);
            case "body.rule" -> unknown("class", classes, words);
            case "body.name" -> unknown("name", names(), words);
            case "body.family" -> unknown("family", SampleEvents.families().toList(), words);
            default -> asked.matches("(headers?|exchangeProperty|env|sys)\\b.*") ? Stream.of("${" + asked
                    + "}: an event has neither headers nor properties: ask ${body...}") : field(asked);
        };
    }

    private static Stream<String> field(String asked) {
        Matcher field = FIELD.matcher(asked);
        Set<String> fields = SampleEvents.all().stream().flatMap(event -> event.fields().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        return field.matches() && field.group(1) != null && !fields.contains(field.group(1))
                && Nearest.of(field.group(1), fields).isPresent()
                ? Stream.of("${" + asked + "}: there is no " + field.group(1) + Nearest.hint(field.group(1), fields))
                : Stream.empty();
    }

    private static Stream<String> unknown(String what, Collection<String> known, String... words) {
        return Stream.of(words).filter(word -> !known.contains(word)).map(word -> word.equals("quiet")
                ? "what is quiet is told to nobody: ask for notice, warning or critical"
                : "no event here has the " + what + " " + word + Nearest.hint(word, known));
    }

    private static List<String> names() {
        return SampleEvents.families().flatMap(family -> Event.names(family).stream()).toList();
    }

    /** Why it cannot decide on some event, if so. */
    private Optional<String> undecided(String text) {
        Predicate question = context.resolveLanguage("simple").createPredicate(text);
        question.init(context);
        for (Event event : SampleEvents.all()) {
            for (Event each : List.of(event, SampleEvents.little(event))) {
                try {
                    question.matches(exchange(each, "lost", Severity.CRITICAL));
                } catch (RuntimeException why) {
                    return Optional.of(text + " cannot decide: " + Failure.sentence(why));
                }
            }
        }
        return Optional.empty();
    }

    /** Whether no event is like that, as far as can be said without asking too many. */
    private boolean neverSo(String text) {
        Map<String, Set<String>> words = new LinkedHashMap<>();
        for (MatchResult asked : ASKED.matcher(text).results().toList()) {
            Matcher field = FIELD.matcher(asked.group(1));
            String name = !field.matches() ? "" : field.group(2) != null ? Event.ATTRIBUTE + field.group(3)
                    : Stream.of(1, 4, 5).map(field::group).filter(part -> part != null).findFirst().orElse("");
            boolean varied = field.matches() && (field.group(4) == null || FIELDS.contains(name));
            boolean fixed = Set.of("severity", "rule", "name", "family").contains(name);
            boolean least = AT_LEAST.matcher(asked.group(1)).matches();
            if (!least && (!varied && !fixed || !OPERATORS.contains(String.valueOf(asked.group(2))))) {
                return false;
            }
            if (varied) {
                Set<String> values = words.computeIfAbsent(name, any -> new LinkedHashSet<>());
                List<String> before = List.copyOf(values);
                Stream.concat(Stream.of(asked.group(4)), Stream.of(asked.group(4).split(","))).forEach(word -> {
                    values.add(word);
                    before.forEach(other -> values.addAll(List.of(other + word, word + other)));
                });
            }
        }
        Predicate question = context.resolveLanguage("simple").createPredicate(text);
        question.init(context);
        List<Event> events = SampleEvents.all();
        for (Map.Entry<String, Set<String>> field : words.entrySet()) {
            if (events.size() * (field.getValue().size() + 1) * SEVERITIES.size() * classes.size() > MOST) {
                return false;
            }
            events = events.stream().flatMap(event -> Stream.concat(Stream.of(event),
                    field.getValue().stream().map(value -> with(event, field.getKey(), value)))).toList();
        }
        return events.stream().noneMatch(event -> SEVERITIES.stream().anyMatch(severity -> classes.stream()
                .anyMatch(rule -> question.matches(exchange(event, rule, Severity.of(severity))))));
    }

    private static Event with(Event event, String field, String value) {
        Map<String, String> fields = new LinkedHashMap<>(event.fields());
        fields.put(field, value);
        return new Event(event.family(), event.name(), event.subject(), event.at(), event.timing(),
                event.receivedAt(), fields, event.key());
    }

    private Exchange exchange(Event event, String rule, Severity severity) {
        Exchange exchange = new DefaultExchange(context);
        Verdict verdict = new Verdict(rule, severity, Duration.ZERO);
        exchange.getMessage().setBody(Alert.news(event, verdict));
        exchange.setVariable("verdict", verdict);
        exchange.setVariable("reason", event.cause());
        return exchange;
    }
}
