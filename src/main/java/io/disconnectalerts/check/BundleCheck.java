package io.disconnectalerts.check;

import io.disconnectalerts.alert.Rule;
import io.disconnectalerts.bundle.Bundle;
import io.disconnectalerts.bundle.Failure;
import io.disconnectalerts.bundle.RouteFile;
import io.disconnectalerts.bundle.Wiring;
import io.disconnectalerts.event.BrokerFiles;
import io.disconnectalerts.settings.FullWidth;
import io.disconnectalerts.settings.Malformed;
import io.disconnectalerts.settings.SettingException;
import io.disconnectalerts.settings.Settings;
import io.disconnectalerts.words.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.support.service.ServiceHelper;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * Looks through the files that an operator may edit, before anything starts: whatever can be found without an event.
 */
public final class BundleCheck {
    /** Set by the program itself. */
    private static final Set<String> GIVEN = Set.of("follow", "entrance", "topic", "refused", "tooLarge");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([\\w.-]+)}}|#property:([\\w.-]+)");
    private static final Pattern SPACED = Pattern.compile("\\{\\{(?![\\w.-]+}})\\s*([\\w.-]+)\\s*}}");
    private static final Pattern BRACED = Pattern.compile("[{\uFF5B]{2}[^{}\uFF5B\uFF5D]*[}\uFF5D]{2}");
    /** A key whose value is a name. */
    private static final Pattern NAMED = Pattern.compile("\\s*(?:- )?(?:id|name|ref|uri|method|beanType|language|type|"
            + "aggregationStrategy): (.*?)(?:\\s#.*)?");
    private static final Pattern NAME =
            Pattern.compile("(.+?)(\\.(?:properties|vm|ya?ml))(?:\\.txt)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern PREFIX = Pattern.compile("[\"']#(\\w+):");
    private static final Set<String> PREFIXES = Set.of("bean", "class", "property", "type", "valueAs");
    private static final List<String> PLATFORMS = Stream.of(Platform.values())
            .map(platform -> platform.name().toLowerCase(Locale.ROOT)).toList();
    private static final Pattern UNKNOWN = Pattern.compile(
            "(?:Unsupported field: |Unknown node id: |Unknown expression with id: |Field: )(\\S.*?)"
            + "(?: has already been configured as an expression)?");
    /** What stands before a colon in the files. */
    private static final Set<String> KEYS =
            Set.of("route", "id", "description", "precondition", "startupOrder", "from", "uri", "parameters", "steps",
            "expression", "simple", "constant", "choice", "when", "otherwise", "filter", "split", "loop", "doWhile",
            "multicast", "aggregationStrategy",
            "executorService", "parallelProcessing", "to", "toD", "bean", "ref", "beanType", "method", "setVariable",
            "setHeader", "setBody", "name",
            "removeHeaders", "pattern", "doTry", "doCatch", "exception", "marshal", "json", "library", "errorHandler",
            "noErrorHandler", "disabled");

    private final CamelContext context;
    private final Settings settings;
    private final Collection<RouteFile> files;
    private final Map<String, RouteFile> kamelets;
    private final Collection<String> robots;
    private final Findings findings = new Findings();
    /** Names that are others than they look; what else is wrong in their lines comes of it. */
    private final List<Finding> slips = new ArrayList<>();

    private BundleCheck(CamelContext context, Settings settings, Collection<RouteFile> files,
            Map<String, RouteFile> kamelets, Collection<String> robots) {
        this.context = context;
        this.settings = settings;
        this.files = files;
        this.kamelets = kamelets;
        this.robots = robots;
    }

    /**
     * @param kamelets those that the routes send to, by name
     * @param robots   the robots the routes know
     */
    public static Findings of(CamelContext context, Settings settings, Collection<RouteFile> files,
            Map<String, RouteFile> kamelets, BrokerFiles brokers, Collection<String> robots) {
        BundleCheck check = new BundleCheck(context, settings, files, kamelets, robots);
        BrokerCheck.check(brokers, Bundle.missing("brokers", context), check.findings);
        check.routes();
        check.findings.wrong().removeIf(finding -> check.slips.stream().anyMatch(finding::isAt));
        check.findings.wrong().addAll(0, check.slips);
        check.templates();
        check.unread();
        return check.findings;
    }

    private void routes() {
        files.stream().filter(file -> file.failure() != null).map(BundleCheck::failure).forEach(findings.wrong()::add);
        files.forEach(file -> file.definitions().stream().filter(route -> route.getRouteId() == null).forEach(route ->
                findings.wrong().add(new Finding(file.name(), route.getInput().getLineNumber(), "",
                        "its route has no id"))));
        if (findings.wrong().isEmpty()) {
            new WiringCheck(context, files, kamelets, findings).check();
        }
        Set<String> set = new HashSet<>(GIVEN);
        variables((file, variable) -> set.add(String.valueOf(variable.getName())));
        Set<String> rules = new HashSet<>();
        Set<String> classes = Wiring.of(files.stream().flatMap(file -> file.definitions().stream())).classes();
        ExpressionCheck expressions = new ExpressionCheck(context, set);
        // Before it has started, it looks into a bean's class anew for every expression on it.
        ServiceHelper.startService(context.getComponent("bean"));
        for (RouteFile file : files) {
            placeholders(file);
            file.definitions().stream().filter(route -> route.getRouteId() != null).forEach(route -> {
                new StepCheck(context, expressions, file, findings).check(route);
                if (Rule.judges(route.getRouteId())) {
                    new RuleCheck(context, file, findings, rules).check(route);
                } else if (route.getRouteId().equals(AudienceCheck.NOTIFY)) {
                    new AudienceCheck(context, expressions, file, findings, classes).check(route);
                }
            });
        }
        variables((file, variable) -> {
            String name = variable.getName();
            if (name != null && !expressions.read().contains(name) && !name.equals("verdict")
                    && Nearest.of(name, expressions.read()).isPresent()) {
                findings.wrong().add(new Finding(file.name(), file.line(name, variable.getLineNumber()), "",
                        "nothing reads the variable " + name + Nearest.question(name, expressions.read())));
            }
        });
    }

    private void variables(BiConsumer<RouteFile, SetVariableDefinition> look) {
        files.forEach(file -> file.definitions().forEach(route ->
                ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), SetVariableDefinition.class)
                        .forEach(variable -> look.accept(file, variable))));
    }

    private void placeholders(RouteFile file) {
        int line = 0;
        for (String text : file.text().lines().toList()) {
            line++;
            for (MatchResult prefix : PREFIX.matcher(text).results().filter(found -> !PREFIXES.contains(found.group(1)))
                    .toList()) {
                findings.wrong().add(new Finding(file.name(), line, "", "Camel knows no #" + prefix.group(1) + ":"
                        + Nearest.hint(prefix.group(1), PREFIXES)));
            }
            int at = line;
            spaced(text).forEach(fault -> findings.wrong().add(new Finding(file.name(), at, "", fault)));
            slips(text).forEach(fault -> slips.add(new Finding(file.name(), at, "", fault)));
            for (MatchResult placeholder : PLACEHOLDER.matcher(text).results().toList()) {
                String name = placeholder.group(1) == null ? placeholder.group(2) : placeholder.group(1);
                if (context.getPropertiesComponent().resolveProperty(name).isEmpty()) {
                    Set<String> known = Settings.names(robots);
                    findings.wrong().add(new Finding(file.name(), line, "",
                            placeholder.group() + ": no such setting is declared in application.properties"
                            + (known.contains(name) ? ": add " + name + "= there, or export " + Settings.variable(name)
                                    : Nearest.question(name, known))));
                }
            }
        }
    }

    /** The settings of a line that stand with a space in their braces, and so are none. */
    static Stream<String> spaced(String line) {
        return SPACED.matcher(line).results().map(placeholder -> placeholder.group() + ": write {{"
                + placeholder.group(1) + "}}, without a space");
    }

    /** What in a line only looks like a setting or a name. */
    static Stream<String> slips(String line) {
        if (!FullWidth.holds(line)) {
            return Stream.empty();
        }
        Matcher named = NAMED.matcher(line);
        List<String> settings = BRACED.matcher(line).results().map(MatchResult::group)
                .flatMap(setting -> slip(setting).stream()).toList();
        return settings.isEmpty() && named.matches() ? slip(named.group(1).strip()).stream() : settings.stream();
    }

    private static Optional<String> slip(String word) {
        return FullWidth.slip(word).map(why -> word + " " + why);
    }

    private void unread() {
        Bundle.names("routes").stream().filter(name -> name.matches(".*\\.ya?ml") && !name.endsWith(".camel.yaml"))
                .forEach(name -> unread("routes/" + name, "a file of routes ends in .camel.yaml"));
        misnamed("", Set.of("brokers", "routes", "kamelets", "templates"));
        misnamed("templates", FormerTemplates.TODAY);
        misnamed(Bundle.WORDS, settings.find("alerts.language").map(Set::of).orElse(Set.of()));
        misspelt("", "application\\.properties");
        misspelt("routes", ".*\\.(?:camel\\.yaml|ya?ml)");
        misspelt("kamelets", ".*\\.kamelet\\.yaml");
        Bundle.names(Bundle.WORDS).forEach(language -> misspelt(Bundle.WORDS + "/" + language, ".*\\.properties"));
        PLATFORMS.forEach(platform -> misspelt("templates/forms/" + platform, ".*\\.vm"));
    }

    /** A file that would be read under the name that was meant; an editor may add an ending that Windows hides. */
    private void misspelt(String folder, String read) {
        if (!Files.isDirectory(Path.of(folder))) {
            return;
        }
        Bundle.names(folder).stream().filter(name -> !name.matches(read)).forEach(name -> {
            Matcher parts = NAME.matcher(FullWidth.meant(name));
            String meant = !parts.matches() ? "" : (folder.isEmpty() ? parts.group(1).toLowerCase(Locale.ROOT)
                    : parts.group(1)) + parts.group(2).toLowerCase(Locale.ROOT).replace("yml", "yaml");
            if (meant.matches(read) && !Bundle.names(folder).contains(meant)) {
                unread(folder.isEmpty() ? name : folder + "/" + name, "call it " + meant);
            }
        });
    }

    /** It may be why something is missing. */
    private void unread(String file, String sentence) {
        (findings.wrong().isEmpty() ? findings.notes() : findings.wrong())
                .add(new Finding(file, 0, "", "it is not read: " + sentence));
    }

    /** A folder that is named almost like one that is read, and so is not. */
    private void misnamed(String parent, Set<String> known) {
        Bundle.names(parent).stream().filter(name -> !known.contains(name)).forEach(name ->
                Nearest.of(name, known).ifPresent(near -> findings.notes().add(new Finding(
                        parent.isEmpty() ? name : parent + "/" + name, 0, "", "nobody reads it: did you mean " + near
                        + "?"))));
    }

    /** The words of the language, and the forms of each platform that a robot's route names. */
    private void templates() {
        settings.find("alerts.language").filter(Bundle::speaks)
                .ifPresent(language -> new WordsCheck(language, findings).check());
        new FormerTemplates(findings).check();
        FormCheck forms = new FormCheck(findings);
        Set<String> seen = new HashSet<>();
        variables((file, variable) -> {
            String platform = "platform".equals(variable.getName())
                    ? String.valueOf(variable.getExpression().getExpression()) : null;
            if (platform != null && !PLATFORMS.contains(platform)) {
                findings.wrong().add(new Finding(file.name(), file.line(platform, variable.getLineNumber()), "",
                        "there is no platform " + platform + Nearest.hint(platform, PLATFORMS)));
            } else if (platform != null && seen.add(platform)) {
                forms.check(platform);
            }
        });
    }

    /** A file that Camel cannot load. */
    static Finding failure(RouteFile file) {
        for (Throwable cause = file.failure(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SettingException unreadable) {
                return new Finding(file.name(), 0, "", unreadable.getMessage().replace(file.name() + " ", "it "));
            }
            if (cause instanceof MarkedYamlEngineException malformed) {
                Malformed slip = Malformed.of(malformed, file.text());
                Matcher unknown = UNKNOWN.matcher(String.valueOf(malformed.getProblem()));
                if (unknown.matches()) {
                    String word = unknown.group(1);
                    return new Finding(file.name(), file.line(word + ":", slip.line() - 1), "",
                            FullWidth.named(word + " is nothing that Camel knows there"
                            + (KEYS.contains(word) ? "" : Nearest.question(word, KEYS)), word,
                            meant -> true));
                }
                return new Finding(file.name(), slip.line(), "", slip.sentence());
            }
        }
        String sentence = Failure.sentence(file.failure());
        return Nameless.of(file, sentence).orElseGet(() ->
                Malformed.first(sentence, file.text()).map(slip -> new Finding(file.name(), slip.line(), "",
                        slip.sentence())).orElseGet(() ->
                new Finding(file.name(), 0, "", file.text().isBlank() ? "it is empty" : sentence)));
    }
}
