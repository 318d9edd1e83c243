package io.disconnectalerts;

import io.disconnectalerts.mqtt.MqttComponent;
import java.util.Locale;

/** Runs the bundle: the routes, kamelets, templates and settings of the working directory, or those of the jar. */
public final class Main {
    private static final String LOGGING = "logback.configurationFile";

    private Main() {
    }

    public static void main(String[] arguments) {
        // Camel looks for an environment variable in the locale's capitals, and in Turkish those of feishu are not FEISHU.
        Locale.setDefault(Locale.ROOT);
        if (System.getProperty(LOGGING) == null) {
            System.setProperty(LOGGING, "disconnect-alerts/logback.xml");
        }
        try {
            org.apache.camel.main.Main camel = camel();
            camel.run();
            System.exit(camel.getExitCode());
        } catch (Exception failed) {
            System.err.println("disconnect-alerts does not start: " + SettingException.sentence(failed));
            System.exit(1);
        }
    }

    static org.apache.camel.main.Main camel() {
        org.apache.camel.main.Main camel = new org.apache.camel.main.Main();
        camel.setDefaultPropertyPlaceholderLocation(Bundle.location("application.properties"));
        camel.setOverrideProperties(Mounted.settings(System::getenv));
        camel.addInitialProperty("camel.main.routes-include-pattern", Bundle.location("routes") + "/*.camel.yaml");
        camel.addInitialProperty("camel.component.kamelet.location", Bundle.kamelets());
        camel.addInitialProperty("templates", Bundle.location("templates"));
        camel.bind("source-loader", new Utf8SourceLoader());
        camel.bind("caller", new CallerRuns());
        camel.bind("paho-mqtt5-component", new MqttComponent());
        camel.addMainListener(new Startup());
        return camel;
    }
}
