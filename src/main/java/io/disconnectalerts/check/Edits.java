package io.disconnectalerts.check;

import io.disconnectalerts.alert.Unread;
import io.disconnectalerts.bundle.Bundle;
import io.disconnectalerts.settings.CamelKSettings;
import io.disconnectalerts.settings.CamelSettings;
import io.disconnectalerts.settings.FullWidth;
import io.disconnectalerts.settings.Settings;
import io.disconnectalerts.words.FirstLine;
import io.disconnectalerts.words.Vocabulary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/** What an operator may get wrong in the files where they meet the settings. */
public final class Edits {
    /** The words without which nothing that this program is there for arrives. */
    private static final Set<String> NEEDED = Set.of("client", "test");

    private final CamelContext context;
    private final Settings settings;
    private final Collection<String> robots;

    private Edits(CamelContext context, Settings settings, Collection<String> robots) {
        this.context = context;
        this.settings = settings;
        this.robots = robots;
    }

    /**
     * @param robots the robots the routes know
     * @param values   what is wrong with the values of the settings
     * @param findings takes what is wrong
     * @return what may be right, and is seldom meant
     */
    public static List<String> check(CamelContext context, Settings settings, Collection<String> robots,
            List<String> values, Findings findings) {
        Edits edits = new Edits(context, settings, robots);
        List<String> wrong = new ArrayList<>(edits.wrongNames());
        List<String> notes = new ArrayList<>();
        if (Bundle.speaks(settings.get("alerts.language"))) {
            robots.forEach(robot -> edits.keyword(robot, wrong, notes));
        } else {
            wrong.add(FullWidth.named("alerts.language is no folder under templates/words: choose "
                    + String.join(" or ", Bundle.languages()), settings.get("alerts.language"), Bundle::speaks));
        }
        wrong.addAll(values);
        wrong.stream().map(Edits::finding).forEach(findings.wrong()::add);
        notes.addAll(0, settings.notes(robots));
        edits.unreadNames().map(Edits::finding).map(Finding::toString).forEach(notes::add);
        Bundle.repeatedSettings().forEach(name ->
                notes.add("application.properties declares " + name + " more than once: the last one counts"));
        edits.groups().forEach(group -> notes.add(group + " has settings, and no route comes from outbox:" + group
                + ": nobody uses them"));
        return notes;
    }

    /** Other groups that settings are declared for, or a token is in the environment. */
    private Set<String> groups() {
        return Stream.concat(declared().stringPropertyNames().stream().map(name -> name.replaceFirst("\\..*", "")),
                System.getenv().keySet().stream().filter(name -> name.endsWith("_TOKEN"))
                .map(name -> name.replaceFirst("_TOKEN$", "").toLowerCase(Locale.ROOT)))
                .filter(group -> group.matches("[a-z]+\\d+") && !robots.contains(group)
                        && robots.contains(Settings.platform(group)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Properties declared() {
        Properties declared = Bundle.settings();
        declared.putAll(CamelKSettings.read(System::getenv));
        return declared;
    }

    private List<String> wrongNames() {
        Properties declared = declared();
        // What holds several lines is a file that is mounted beside the settings.
        declared.values().removeIf(value -> value.toString().contains("\n"));
        return Stream.concat(
                Settings.wrongNames(robots, declared.stringPropertyNames(), name -> isSaid(name, declared.values()))
                        .stream(),
                new CamelSettings(Bundle.shippedProperties(Bundle.SETTINGS)).wrong(declared.stringPropertyNames(),
                        declared::getProperty, System::getenv, System.getenv().keySet())).toList();
    }

    private Stream<String> unreadNames() {
        Properties settings = Bundle.settings();
        return Settings.unread(robots, settings.stringPropertyNames(), name -> isSaid(name, settings.values()))
                .stream();
    }

    /** Whether a route, a kamelet or a setting names something. */
    private boolean isSaid(String name, Collection<Object> values) {
        return Pattern.compile("(?<![\\w.-])" + Pattern.quote(name) + "(?![\\w.-])")
                .matcher(Bundle.files(context).values() + values.toString()).find();
    }

    /** Where the setting stands that a sentence begins with; the environment says more than a file. */
    private static Finding finding(String sentence) {
        String name = sentence.replaceFirst("(?s)[^\\w.\\[\\]\u0080-\uFFFF-].*", "");
        String variable = Settings.variable(name);
        boolean inEnvironment = System.getenv(variable) != null;
        int line = inEnvironment ? 0 : Bundle.line(name.replaceFirst("[\uFF1A\uFF1D].*", ""));
        return new Finding(line > 0 ? Bundle.SETTINGS : "", line, "",
                sentence + (inEnvironment && !name.equals(variable) ? " (" + variable + " in the environment)" : ""));
    }

    /**
     * The platform drops a message without the robot's keyword: that a client is gone, and a test, must hold it, unless
     * the robot is off and another is on; what else there is to tell is only left unsaid.
     */
    private void keyword(String robot, List<String> wrong, List<String> notes) {
        String language = settings.get("alerts.language");
        String keyword = settings.find(robot + ".keyword").map(any -> settings.get(robot + ".keyword")).orElse("");
        if (keyword.isEmpty()) {
            return;
        }
        boolean told = settings.on(robot) || robots.stream().noneMatch(settings::on);
        for (String family : Bundle.families(language)) {
            Set<String> without = Set.of(Vocabulary.SHARED, Unread.KIND).contains(family) ? Set.of()
                    : FirstLine.without(keyword, Settings.platform(robot), language, family);
            String sentence = robot + ".keyword=" + keyword + " does not stand in the heading of "
                    + Vocabulary.file(language, family) + ", so the robot would drop ";
            if (NEEDED.contains(family) && without.contains(family)) {
                (told ? wrong : notes).add(sentence + "the message" + (told ? "" : " if it were on"));
            } else if (!without.isEmpty()) {
                notes.add(sentence + String.join(", ", without));
            }
        }
    }
}
