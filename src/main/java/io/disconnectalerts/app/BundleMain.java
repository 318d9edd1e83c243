package io.disconnectalerts.app;

import io.disconnectalerts.bundle.Bundle;
import io.disconnectalerts.settings.CamelKSettings;
import org.apache.camel.main.Main;

/** Camel's Main over the bundle's files, wherever each of them is. */
public final class BundleMain extends Main {

    /** @param composition stands for the one that {@code application.properties} names */
    public BundleMain(Composition composition) {
        // Otherwise Vert.x keeps a folder for what it would unpack, which a kill leaves in the temporary one.
        System.setProperty("vertx.disableFileCPResolving", "true");
        setDefaultPropertyPlaceholderLocation("");
        setOverrideProperties(CamelKSettings.read(System::getenv));
        addInitialProperty("camel.main.routes-include-pattern", "false");
        addInitialProperty("camel.component.kamelet.location", Bundle.location("kamelets"));
        Bundle.settings().forEach((name, value) -> addInitialProperty(name.toString(), value.toString()));
        addMainListener(composition);
        addOverrideProperty("camel.main.main-listener-classes", composition.getClass().getName());
    }
}
