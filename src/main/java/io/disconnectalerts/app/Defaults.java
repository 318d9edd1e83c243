package io.disconnectalerts.app;

import io.disconnectalerts.bundle.Bundle;
import java.util.Properties;
import org.apache.camel.spi.PropertiesSource;

/**
 * What a setting is where nobody says it: as in the jar, since the file that a main read may be older than it, or
 * exported, which leaves out whatever is empty. And where the forms of the templates are, which is no setting.
 */
final class Defaults implements PropertiesSource {
    private final Properties settings = Bundle.settings();

    @Override
    public String getName() {
        return "disconnect-alerts";
    }

    @Override
    public String getProperty(String name) {
        return name.equals("templates") ? Bundle.location("templates/forms").replaceFirst("/forms$", "")
                : settings.getProperty(name);
    }
}
