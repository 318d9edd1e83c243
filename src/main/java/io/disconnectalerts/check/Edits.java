package io.disconnectalerts.check;

import io.disconnectalerts.bundle.Bundle;
import io.disconnectalerts.settings.CamelKSettings;
import io.disconnectalerts.settings.SettingException;
import io.disconnectalerts.settings.Settings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;

/** What an operator may get wrong in the files where they meet the settings. */
public final class Edits {
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
     * @return what may be right, and is seldom meant
     * @throws SettingException for what is wrong
     */
    public static List<String> check(CamelContext context, Settings settings, Collection<String> robots) {
        Edits edits = new Edits(context, settings, robots);
        edits.checkNames();
        edits.checkLanguage();
        robots.forEach(edits::checkKeyword);
        List<String> notes = new ArrayList<>(settings.notes(robots));
        Bundle.repeatedSettings().forEach(name ->
                notes.add("application.properties declares " + name + " more than once: the last one counts"));
        return notes;
    }

    private void checkNames() {
        Properties declared = Bundle.settings();
        declared.putAll(CamelKSettings.read(System::getenv));
        // What holds several lines is a file that is mounted beside the settings.
        declared.values().removeIf(value -> value.toString().contains("\n"));
        settings.checkNames(robots, declared.stringPropertyNames(), name -> isSaid(name, declared.values()));
    }

    /** Whether a route, a kamelet or a setting names something. */
    private boolean isSaid(String name, Collection<Object> values) {
        return Pattern.compile("(?<![\\w.-])" + Pattern.quote(name) + "(?![\\w.-])")
                .matcher(Bundle.files(context).values() + values.toString()).find();
    }

    private void checkLanguage() {
        if (!Bundle.speaks(settings.get("alerts.language"))) {
            throw new SettingException("alerts.language is no folder under templates with a words.properties: choose "
                    + String.join(" or ", Bundle.languages()));
        }
    }

    /** The platform drops a message without the robot's keyword, so every first line must hold it. */
    private void checkKeyword(String robot) {
        String name = robot + ".keyword";
        String keyword = settings.find(name).isPresent() ? settings.get(name) : "";
        for (String template : List.of("alert", "digest", "plain", "test")) {
            String file = settings.template(robot, template);
            if (Bundle.has(file) && !firstLine(file).contains(keyword)) {
                throw new SettingException(name + "=" + keyword + " does not stand in the first line of " + file
                        + ", so the robot would drop the message");
            }
        }
    }

    private static String firstLine(String file) {
        try {
            return Bundle.text(file).lines().findFirst().orElse("");
        } catch (IOException unreadable) {
            throw new SettingException(file + " cannot be read: " + unreadable.getMessage());
        }
    }
}
