package io.disconnectalerts.app;

import io.disconnectalerts.bundle.Bundle;
import io.disconnectalerts.settings.Settings;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.spi.PropertiesSource;

/**
 * What a setting is where nobody says it: as in the jar, since the file that a main read may be older than it, or
 * exported, which leaves out whatever is empty; a second group's, such as {@code wecom2.url}, as the first group's,
 * unless it is a secret, or turns the robot on; whom its robot calls is nobody, as the first group's people are not in
 * it. And where the forms of the templates are, which is no setting.
 */
final class Defaults implements PropertiesSource {
    private static final Pattern ANOTHER_GROUPS = Pattern.compile("([a-z]+)\\d+(\\..+)");

    private static final String MENTION = ".mention.";

    private final Properties settings = Bundle.settings();
    private final PropertiesComponent all;

    /** @param all the settings as they are, with those that the environment says */
    Defaults(PropertiesComponent all) {
        this.all = all;
    }

    @Override
    public String getName() {
        return "disconnect-alerts";
    }

    private static boolean isOwn(String name) {
        return Settings.isSecret(name) || name.equals(Settings.turnsOn(name.replaceFirst("\\..*", "")));
    }

    @Override
    public String getProperty(String name) {
        Matcher another = ANOTHER_GROUPS.matcher(name);
        return name.equals("templates") ? Bundle.location("templates/forms").replaceFirst("/forms$", "")
                : settings.containsKey(name) || !another.matches() || isOwn(name)
                ? settings.getProperty(name)
                : another.group(2).startsWith(MENTION) ? ""
                : all.resolveProperty(another.group(1) + another.group(2)).orElse(null);
    }
}
