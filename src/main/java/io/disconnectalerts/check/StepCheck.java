package io.disconnectalerts.check;

import io.disconnectalerts.alert.Follower;
import io.disconnectalerts.alert.Mentions;
import io.disconnectalerts.alert.Rule;
import io.disconnectalerts.alert.Silencing;
import io.disconnectalerts.bundle.RouteAddress;
import io.disconnectalerts.bundle.RouteFile;
import io.disconnectalerts.event.Event;
import io.disconnectalerts.event.Payload;
import io.disconnectalerts.event.Reading;
import io.disconnectalerts.follow.Gone;
import io.disconnectalerts.follow.Minutes;
import io.disconnectalerts.outbox.Batch;
import io.disconnectalerts.outbox.Letter;
import io.disconnectalerts.outbox.Texts;
import io.disconnectalerts.parking.Parking;
import io.disconnectalerts.silence.Silences;
import io.disconnectalerts.watch.Journal;
import io.disconnectalerts.watch.Telemetry;
import io.disconnectalerts.watch.WhoHeard;
import java.lang.reflect.Method;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.HasExpressionType;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.LoopDefinition;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RemoveHeadersDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.model.language.MethodCallExpression;

/**
 * Follows a route step by step, and with it what the body is: what do its expressions and bean calls name that is
 * nowhere?
 */
final class StepCheck {
    /** The beans the program gives to the routes. */
    private static final Map<String, Class<?>> BEANS = Map.ofEntries(Map.entry("telemetry", Telemetry.class),
            Map.entry("follow", Follower.class), Map.entry("journal", Journal.class),
            Map.entry("payload", Payload.class), Map.entry("parking", Parking.class), Map.entry("gone", Gone.class),
            Map.entry("minutes", Minutes.class), Map.entry("texts", Texts.class),
            Map.entry("told", WhoHeard.class),
            Map.entry("silence", Silencing.class), Map.entry("silences", Silences.class),
            Map.entry("mentions", Mentions.class));
    /** What the body is where a route begins. */
    private static final Map<String, Class<?>> BEGIN = Map.of("normalise", Reading.class, "follow", Event.class,
            "silence", Event.class, "notify", Event.class, "word", Batch.class, "park", Reading.Unreadable.class);
    /** What takes note of an event, who is told of it, and what commits both. */
    private static final List<String> FOLLOW = List.of("follow.hear", "direct:silence", "follow.commit");
    private static final Pattern SETTING = Pattern.compile("\\{\\{[^{}]*}}");
    private static final Set<Class<?>> KEEP_THE_BODY =
            Set.of(SetVariableDefinition.class, SetHeaderDefinition.class, RemoveHeadersDefinition.class,
            LogDefinition.class, FilterDefinition.class, LoopDefinition.class);

    private final CamelContext context;
    private final ExpressionCheck expressions;
    private final RouteFile file;
    private final Findings findings;
    private String place;

    StepCheck(CamelContext context, ExpressionCheck expressions, RouteFile file, Findings findings) {
        this.context = context;
        this.expressions = expressions;
        this.file = file;
        this.findings = findings;
    }

    void check(RouteDefinition route) {
        place = "route " + route.getRouteId();
        follow(route.getOutputs(), Rule.judges(route.getRouteId()) ? Event.class : BEGIN.get(route.getRouteId()));
        if (route.getRouteId().equals("follow") && !route.getOutputs().stream().flatMap(StepCheck::names)
                .filter(FOLLOW::contains).toList().equals(FOLLOW)) {
            report(route, "follow", List.of("what it hears would be told to nobody: it needs the steps "
                    + String.join(", ", FOLLOW) + ", in this order"));
        }
    }

    private static Stream<String> names(ProcessorDefinition<?> step) {
        return step instanceof BeanDefinition bean ? Stream.of(bean.getRef() + "." + bean.getMethod())
                : RouteAddress.sentTo(step).map(RouteAddress::toString);
    }

    /** Returns what the body is behind the steps; null if nobody can say. */
    private Class<?> follow(List<ProcessorDefinition<?>> steps, Class<?> begin) {
        Class<?> body = begin;
        for (ProcessorDefinition<?> step : steps) {
            body = follow(step, body);
        }
        return body;
    }

    private Class<?> follow(ProcessorDefinition<?> step, Class<?> body) {
        read(step, body);
        if (step instanceof ChoiceDefinition choice) {
            return branches(choice, body);
        } else if (step instanceof BeanDefinition bean) {
            return result(bean, body);
        } else if (step instanceof MulticastDefinition several) {
            several.getOutputs().forEach(branch -> follow(branch, body));
            return null;
        } else if (step instanceof TryDefinition attempt) {
            attempt.getCatchClauses().forEach(caught -> {
                caught.getExceptions().forEach(name -> type(caught, name));
                follow(caught.getOutputs(), null);
            });
        }
        Class<?> begin = KEEP_THE_BODY.contains(step.getClass()) ? body : null;
        return follow(step.getOutputs(), begin) == begin ? begin : null;
    }

    private Class<?> branches(ChoiceDefinition choice, Class<?> body) {
        String outside = place;
        boolean kept = true;
        for (Rule branch : Rule.of(choice)) {
            place = outside.startsWith("route " + Rule.TRIAGE) ? "rule " + branch.id() : outside;
            read(branch.branch(), body);
            kept &= follow(branch.steps(), body) == body;
        }
        place = outside;
        return kept ? body : null;
    }

    private void read(NamedNode step, Class<?> body) {
        if (step instanceof SetVariableDefinition variable && variable.getName() == null) {
            report(step, "setVariable", List.of("setVariable has no name"));
        }
        if (body != null && !Letter.class.isAssignableFrom(body)) {
            RouteAddress.sentTo(step).filter(to -> to.scheme().equals("outbox")).forEach(to -> report(step, to.name(),
                    List.of("what is addressed here is no message yet: the step bean, beanType: "
                            + "io.disconnectalerts.alert.Alert, method: news has to stand before it")));
        }
        if (step instanceof SendDefinition<?> to) {
            String address = URLDecoder.decode(to.getEndpointUri().replace("+", "%2B"), StandardCharsets.UTF_8);
            report(step, "variable", expressions.names(address, null));
        }
        if (step instanceof HasExpressionType asking) {
            expression(step, asking.getExpressionType(), body);
        } else if (step instanceof BeanDefinition bean && bean.getMethod() != null) {
            report(step, bean.getMethod(), expressions.expression(bean.getMethod(), body));
        } else if (step instanceof ToDynamicDefinition to) {
            report(step, to.getUri(), expressions.expression(to.getUri(), body));
        }
    }

    private void expression(NamedNode step, ExpressionDefinition expression, Class<?> body) {
        if (expression instanceof MethodCallExpression call) {
            String method = call.getMethod() == null ? "" : call.getMethod();
            method(step, call.getRef(), call.getBeanTypeName(), method);
            report(step, method, expressions.expression(method, body));
            return;
        }
        String text = expression == null ? null : expression.getExpression();
        if (text == null || text.isBlank()) {
            report(step, step.getShortName(), List.of(step.getShortName() + " has no expression"));
        } else if (expression.getLanguage().equals("simple")) {
            boolean question = step instanceof WhenDefinition || step instanceof FilterDefinition
                    || step instanceof LoopDefinition;
            List<String> faults = expressions.resolved(text).map(asked -> question ? expressions.predicate(asked, body)
                    : expressions.expression(asked, body)).orElse(List.of());
            report(step, text, question && faults.isEmpty() ? ExpressionCheck.words(text) : faults);
        }
    }

    /** What a bean call leaves as the body. */
    private Class<?> result(BeanDefinition bean, Class<?> body) {
        Method method = method(bean, bean.getRef(), bean.getBeanType(), bean.getMethod() == null ? ""
                : bean.getMethod());
        return method == null ? null : method.getReturnType() == void.class ? body : method.getReturnType();
    }

    /** What is called; null if there is none, or it is not known. */
    private Method method(NamedNode bean, String ref, String beanType, String call) {
        Class<?> type = ref == null ? type(bean, beanType) : bean(bean, ref);
        if (type == null) {
            return null;
        }
        String called = call.replaceFirst("\\(.*", "").strip();
        Map<String, Method> methods = new HashMap<>();
        Stream.of(type.getMethods()).filter(method -> method.getDeclaringClass() != Object.class)
                .forEach(method -> methods.put(method.getName(), method));
        Method method = methods.get(called);
        if (method == null) {
            String wrong = called.isEmpty() ? " is called without a method" : " has no method " + called;
            report(bean, called, List.of(type.getSimpleName() + wrong + Nearest.hint(called, methods.keySet())));
            return null;
        }
        expressions.read(method);
        for (Matcher setting = SETTING.matcher(call); setting.find();) {
            if (!isQuoted(call.substring(0, setting.start()))) {
                report(bean, setting.group(),
                        List.of("a setting is a text in a call: write '" + setting.group() + "'"));
            }
        }
        return method;
    }

    /** Whether what follows stands within quotes. */
    private static boolean isQuoted(String before) {
        return before.replaceAll("'[^']*'|\"[^\"]*\"", "").matches(".*['\"].*");
    }

    private Class<?> type(NamedNode step, String name) {
        Class<?> type = name == null ? null : context.getClassResolver().resolveClass(name);
        if (type == null) {
            report(step, String.valueOf(name), List.of(name == null
                    ? step.getShortName() + " has neither ref nor beanType" : "there is no class " + name));
        }
        return type;
    }

    private Class<?> bean(NamedNode step, String name) {
        Class<?> type = BEANS.get(name);
        if (type == null && context.getRegistry().lookupByName(name) == null) {
            report(step, name, List.of("there is no bean " + name + Nearest.hint(name, BEANS.keySet())));
        }
        return type;
    }

    private void report(NamedNode step, String text, List<String> faults) {
        faults.forEach(fault -> findings.wrong()
                .add(new Finding(file.name(), file.line(text, step.getLineNumber()), place, fault)));
    }
}
