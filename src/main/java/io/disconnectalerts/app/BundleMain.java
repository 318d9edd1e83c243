package io.disconnectalerts.app;
import io.disconnectalerts.bundle.Bundle;
import io.disconnectalerts.mqtt.MqttComponent;
import io.disconnectalerts.settings.CamelKSettings;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListener;
import org.apache.camel.util.concurrent.SynchronousExecutorService;

/** Camel's Main over the bundle's files, with the few parts of our own that the files take for granted. */
public final class BundleMain extends Main {

    /** @param listener checks the settings, and gives the routes the beans they name */
    public BundleMain(MainListener listener) {
        // Otherwise Vert.x keeps a folder for what it would unpack, which a kill leaves in the temporary one.
        System.setProperty("vertx.disableFileCPResolving", "true");
        setDefaultPropertyPlaceholderLocation("");
        setOverrideProperties(CamelKSettings.read(System::getenv));
        addInitialProperty("camel.main.routes-include-pattern", "false");
        addInitialProperty("camel.component.kamelet.location", Bundle.location("kamelets"));
        addInitialProperty("templates", Bundle.location("templates"));
        Bundle.settings().forEach((name, value) -> addInitialProperty(name.toString(), value.toString()));
        bind("source-loader", new Utf8SourceLoader());
        bind("caller", new SynchronousExecutorService());
        bind("paho-mqtt5-component", new MqttComponent());
        addMainListener(listener);
    }

    @Override
    protected void configurePropertiesService(CamelContext context) throws Exception {
        PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
        properties.setPropertiesParser(new SpellingParser(properties));
        super.configurePropertiesService(context);
    }
}
