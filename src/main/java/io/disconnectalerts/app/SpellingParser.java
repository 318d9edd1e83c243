package io.disconnectalerts.app;

import io.disconnectalerts.bundle.Bundle;
import io.disconnectalerts.robot.StandIn;
import io.disconnectalerts.settings.Pasted;
import io.disconnectalerts.settings.Settings;
import org.apache.camel.component.properties.DefaultPropertiesParser;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.component.properties.PropertiesLookup;

/** Gives everybody who uses a setting the value that is checked: as it was meant, and in one spelling. */
class SpellingParser extends DefaultPropertiesParser {
    private static final String KAMELETS_ADDRESS = "url";

    SpellingParser(PropertiesComponent properties) {
        super(properties);
    }

    @Override
    public String parseProperty(String name, String value, PropertiesLookup lookup) {
        return value == null ? null : switch (name) {
            case "alerts.language" -> Bundle.language(Pasted.clean(value));
            case KAMELETS_ADDRESS -> StandIn.in(Pasted.clean(value));
            default -> Settings.spelling(name, value);
        };
    }
}
