package io.disconnectalerts.check;

import io.disconnectalerts.alert.Rule;
import io.disconnectalerts.bundle.Bundle;
import io.disconnectalerts.bundle.RouteAddress;
import io.disconnectalerts.bundle.RouteFile;
import io.disconnectalerts.settings.Settings;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.BeanFactoryDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.PluginHelper;

/** Whether what the routes send to is there: another route, both halves of a robot, a kamelet, a component. */
final class WiringCheck {
    private static final String COMPONENTS = "META-INF/services/org/apache/camel/component/";
    /** What Kaoto writes for the name that stands behind {@code kamelet:}. */
    private static final String TEMPLATE = "templateId";
    private static final Set<String> NAMED = Set.of("direct", "outbox", "kamelet");
    private static final List<String> STAGES = Stream.concat(
            Stream.of("normalise", "triage", "follow", "silence", "notify"),
            SampleEvents.families().map(family -> Rule.OF_FAMILY + family)).toList();
    private static final Set<String> SCHEMES =
            Set.of("direct", "http", "https", "kamelet", "outbox", "paho-mqtt5", "platform-http", "velocity");
    /** Those whose parameters are numbers, and no times. */
    private static final Set<String> COUNTING = Set.of("outbox", "paho-mqtt5");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([\\w.-]+)}}");
    /** By which a broker keeps what is not committed, also while nobody listens; the first is what is shipped. */
    private static final Map<String, List<String>> LOSSLESS = new TreeMap<>(Map.of("cleanStart", List.of("false"),
            "manualAcksEnabled", List.of("true"), "qos", List.of("1", "2")));

    private final CamelContext context;
    private final Collection<RouteFile> files;
    private final Map<String, RouteFile> kamelets;
    private final Findings findings;
    private final Set<String> missing;
    private final Map<String, String> routes = new HashMap<>();
    /** What routes come from, and what they send to, such as {@code outbox:wecom}. */
    private final Set<String> sources = new HashSet<>();
    private final Set<String> targets = new HashSet<>();
    private static final Pattern TOKEN =
            Pattern.compile("\\s*token: ['\"]?((?:#?property:)?[\\w-]+\\.token)['\"]?\\s*");
    private boolean broken;

    WiringCheck(CamelContext context, Collection<RouteFile> files, Map<String, RouteFile> kamelets,
            Findings findings) {
        this.context = context;
        this.files = files;
        this.kamelets = kamelets;
        this.findings = findings;
        this.missing = Bundle.missing("routes", context);
    }

    void check() {
        each((file, route) -> {
            RouteAddress from = RouteAddress.from(route);
            if (!sources.add(from.toString()) && from.scheme().equals("outbox")) {
                wrong(file, route, file.line(from.name(), from.line()), "another route comes from " + from
                        + " too: a second group has a name of its own, such as " + from.name() + "2");
            }
            RouteAddress.allOf(route).map(RouteAddress::toString).forEach(targets::add);
            String other = routes.putIfAbsent(route.getRouteId(), file.name());
            if (other != null) {
                wrong(file, route, file.line(route.getRouteId(), 1), other + " holds a route of that id too");
            }
        });
        each((file, route) -> {
            source(file, route, RouteAddress.from(route));
            RouteAddress.allOf(route).forEach(to -> target(file, route, to));
        });
        STAGES.stream().filter(stage -> !routes.containsKey(stage))
                .forEach(stage -> lacking(stage, new Finding("routes", 0, "", "no route has the id " + stage)));
        each((file, route) -> {
            String stage = RouteAddress.from(route).name();
            if (stage.startsWith(Rule.OF_FAMILY) && !targets.contains("direct:" + stage)) {
                lacking(Rule.TRIAGE, finding(file, route, route.getInput().getLineNumber(), "nothing sends to direct:"
                        + stage + ": routes/3-triage.camel.yaml has to, when ${body.family} == '"
                        + stage.substring(Rule.OF_FAMILY.length()) + "'"));
            }
            if (STAGES.contains(stage) && !route.getRouteId().equals(stage)) {
                wrong(file, route, file.line(route.getRouteId(), 1), "write id: " + stage
                        + ", as it comes from direct:" + stage);
            }
        });
        if (context.getCamelContextExtension().getErrorHandlerFactory() == null) {
            lacking("failures", new Finding("routes", 0, "", "no file holds errorHandler: noErrorHandler"));
        }
        String lacks = "the folder is used whole, and lacks " + String.join(", ", missing);
        if (broken) {
            findings.wrong().add(new Finding("routes", 0, "",
                    lacks + ": copy them from the jar (jar xf disconnect-alerts.jar disconnect-alerts/routes), "
                            + "or move the folder away"));
        } else if (!missing.isEmpty()) {
            findings.notes().add(new Finding("routes", 0, "", lacks));
        }
    }

    private void each(BiConsumer<RouteFile, RouteDefinition> check) {
        files.forEach(file -> file.definitions().forEach(route -> check.accept(file, route)));
    }

    private void source(RouteFile file, RouteDefinition route, RouteAddress from) {
        component(file, route, from);
        options(file, route, from);
        if (from.scheme().equals("outbox")) {
            ownToken(file, route, from.name());
        } else if (from.scheme().equals("paho-mqtt5")) {
            lossless(file, route, from);
        }
        String own = "direct:" + route.getRouteId();
        if (targets.contains(own) && !sources.contains(own)) {
            wrong(file, route, from.line(), "it comes from " + from + ": write " + own
                    + ", which other routes send to");
        }
        if (from.scheme().equals("outbox") && !targets.contains(from.toString()) && targets.stream()
                .noneMatch(to -> to.startsWith("outbox:${"))) {
            wrong(file, route, file.line(from.name(), from.line()), "nothing sends to " + from
                    + ": add it to routes/6-notify.camel.yaml, a block like those there");
        }
    }

    private void lossless(RouteFile file, RouteDefinition route, RouteAddress from) {
        LOSSLESS.forEach((option, right) -> {
            String written = from.options().getOrDefault(option, "");
            if (!right.contains(written) && !written.contains("{{")) {
                wrong(file, route, file.line(option, from.line()), "events are lost "
                        + (written.isEmpty() ? "without " + option : "with " + option + ": " + written)
                        + ": write " + option + ": " + right.get(0));
            }
        });
    }

    /** A robot's route is there when its own token is, and sends with that. */
    private void ownToken(RouteFile file, RouteDefinition route, String robot) {
        String there = "'{{" + Settings.turnsOn(robot) + "}}' != ''";
        String precondition = route.getPrecondition();
        if (precondition != null && precondition.matches(".*\\.(token|url)}}.*") && !precondition.equals(there)) {
            wrong(file, route, file.line("precondition", 1), "its precondition is not its own: write " + there);
        }
        String own = "#property:" + robot + ".token";
        file.text().lines().map(TOKEN::matcher).filter(Matcher::matches).map(line -> line.group(1))
                .filter(token -> !token.equals(own))
                .forEach(token -> wrong(file, route, file.line(token, 1),
                        token + " is not its own token: write " + own));
    }

    private void target(RouteFile file, RouteDefinition route, RouteAddress to) {
        String name = to.target();
        options(file, route, to);
        if (to.name().isEmpty() && NAMED.contains(to.scheme())) {
            // Which Kaoto leaves of outbox:wecom when that step is edited there: it does not know the component.
            wrong(file, route, file.line(to.scheme(), to.line()), Nameless.sentence(to.scheme(), "name"));
        } else if (to.scheme().equals("kamelet")) {
            kamelet(file, route, to, name);
        } else if (!to.scheme().equals("direct") && !to.scheme().equals("outbox")) {
            component(file, route, to);
        } else if (!sources.contains(to.toString()) && !to.name().contains("${")
                && !(to.scheme().equals("direct") && routes.containsKey(name))) {
            lacking(to.scheme().equals("outbox") ? "deliver-" + name : name,
                    finding(file, route, file.line(name, to.line()), "no route comes from " + to
                        + (isAnotherGroup(to) ? ": copy routes/7-deliver-" + Settings.platform(name)
                        + ".camel.yaml under the name of " + name + ", as README says"
                        : Nearest.question(to.toString(), sources))));
        }
    }

    private boolean isAnotherGroup(RouteAddress to) {
        String platform = Settings.platform(to.name());
        return to.scheme().equals("outbox") && !platform.equals(to.name()) && sources.contains("outbox:" + platform);
    }

    private void kamelet(RouteFile file, RouteDefinition route, RouteAddress to, String name) {
        RouteFile kamelet = kamelets.get(name);
        if (kamelet == null) {
            wrong(file, route, file.line(name, to.line()), "there is no kamelets/" + name + ".kamelet.yaml"
                    + (Bundle.edited("kamelets") ? ", and the folder kamelets is used whole" : ""));
            return;
        }
        if (kamelet.failure() != null) {
            findings.wrong().add(BundleCheck.failure(kamelet));
            return;
        }
        RouteTemplateDefinition template =
                kamelet.routes().getRouteTemplateCollection().getRouteTemplates().get(0);
        if (!template.getId().equals(name)) {
            within(kamelet, kamelet.line("name: " + template.getId(), 1), "its name is " + template.getId()
                    + ": write name: " + name + ", as the file is called");
        }
        List<RouteTemplateParameterDefinition> parameters = template.getTemplateParameters();
        Set<String> names = parameters.stream().map(RouteTemplateParameterDefinition::getName)
                .collect(Collectors.toSet());
        placeholders(kamelet, Stream.concat(names.stream(), template.getTemplateBeans().stream()
                .map(BeanFactoryDefinition::getName)).collect(Collectors.toSet()));
        to.options().keySet().stream().filter(option -> !names.contains(option) && !option.equals(TEMPLATE))
                .forEach(option ->
                wrong(file, route, file.line(option, to.line()), "the kamelet " + name + " has no parameter " + option
                        + Nearest.hint(option, names)));
        parameters.stream().filter(parameter -> parameter.isRequired() && parameter.getDefaultValue() == null
                && !to.options().containsKey(parameter.getName()))
                .forEach(parameter ->
                    wrong(file, route, to.line(), "the kamelet " + name + " lacks its parameter "
                        + parameter.getName()));
    }

    /** @param known its parameters and beans */
    private void placeholders(RouteFile kamelet, Set<String> known) {
        int line = 0;
        for (String text : kamelet.text().lines().toList()) {
            line++;
            int at = line;
            BundleCheck.spaced(text).forEach(fault -> within(kamelet, at, fault));
            BundleCheck.slips(text).forEach(fault -> within(kamelet, at, fault));
            for (MatchResult placeholder : PLACEHOLDER.matcher(text).results().toList()) {
                String name = placeholder.group(1);
                if (!known.contains(name) && context.getPropertiesComponent().resolveProperty(name).isEmpty()) {
                    within(kamelet, line, placeholder.group() + ": the kamelet has no parameter " + name
                            + Nearest.hint(name, known));
                }
            }
        }
    }

    private void within(RouteFile kamelet, int line, String sentence) {
        Finding finding = new Finding(kamelet.name(), line, "", sentence);
        if (!findings.wrong().contains(finding)) {
            findings.wrong().add(finding);
        }
    }

    private void component(RouteFile file, RouteDefinition route, RouteAddress address) {
        String scheme = address.scheme();
        if (scheme.isEmpty()) {
            wrong(file, route, address.line(), "a step sends to nothing: it lacks its uri");
        } else if (!scheme.contains("{") && context.getRegistry().lookupByName(scheme + "-component") == null
                && context.getCamelContextExtension().getFactoryFinder(COMPONENTS).findClass(scheme).isEmpty()) {
            wrong(file, route, file.line(scheme, address.line()), "there is no component " + scheme
                    + Nearest.hint(scheme, SCHEMES));
        }
    }

    private void options(RouteFile file, RouteDefinition route, RouteAddress address) {
        EndpointUriFactory component = context.getCamelContextExtension().getEndpointUriFactory(address.scheme());
        if (component != null && !component.isLenientProperties()) {
            address.options().keySet().stream().filter(option -> !component.propertyNames().contains(option))
                    .forEach(option -> wrong(file, route,
                    file.line(option, address.line()), address.scheme() + " has no parameter " + option
                    + Nearest.hint(option, component.propertyNames())));
            address.options().forEach((option, value) -> number(address.scheme(), option, value).ifPresent(fault ->
                    wrong(file, route, file.line(option, address.line()), fault)));
        }
    }

    /** What is wrong with a parameter that is a number: Camel takes any word for 0, and a unit for milliseconds. */
    private Optional<String> number(String scheme, String option, String written) {
        if (!COUNTING.contains(scheme) || !(PluginHelper.getConfigurerResolver(context).resolvePropertyConfigurer(scheme
                + "-endpoint-configurer", context) instanceof PropertyConfigurerGetter types)
                || !Set.of(int.class, long.class, Integer.class, Long.class)
                .contains(Objects.requireNonNullElse(types.getOptionType(option, true), Object.class))) {
            return Optional.empty();
        }
        return written.contains("{{") || written.matches("-?\\d{1,10}") ? Optional.empty()
                : Optional.of(option + ": " + written + " is no whole number");
    }

    /** Several things that a missing file explains are one finding. */
    private void lacking(String stage, Finding otherwise) {
        if (missing.stream().anyMatch(file -> file.endsWith("-" + stage + ".camel.yaml"))) {
            broken = true;
        } else {
            findings.wrong().add(otherwise);
        }
    }

    private void wrong(RouteFile file, RouteDefinition route, int line, String sentence) {
        findings.wrong().add(finding(file, route, line, sentence));
    }

    private static Finding finding(RouteFile file, RouteDefinition route, int line, String sentence) {
        return new Finding(file.name(), line, "route " + route.getRouteId(), sentence);
    }
}
