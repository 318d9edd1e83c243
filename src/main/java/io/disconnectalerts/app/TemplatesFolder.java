package io.disconnectalerts.app;

import io.disconnectalerts.bundle.Bundle;
import org.apache.camel.spi.PropertiesSource;

/** What the routes call {@code {{templates}}}: where the forms' folder is, in the working directory or in the jar. */
final class TemplatesFolder implements PropertiesSource {
    private static final String NAME = "templates";

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public String getProperty(String name) {
        return name.equals(NAME) ? Bundle.location(NAME + "/forms").replaceFirst("/forms$", "") : null;
    }
}
