package io.disconnectalerts;

import io.disconnectalerts.mqtt.MqttComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the bundle: the routes, kamelets, templates and settings of the working directory, or those of the jar. */
public final class Main {
    private Main() {
    }

    public static void main(String[] arguments) throws Exception {
        org.apache.camel.main.Main camel = camel();
        try {
            camel.run();
            System.exit(camel.getExitCode());
        } catch (Exception failed) {
            System.err.println("disconnect-alerts does not start: " + SettingException.sentence(failed));
            System.exit(1);
        }
    }

    static org.apache.camel.main.Main camel() {
        org.apache.camel.main.Main camel = new org.apache.camel.main.Main();
        camel.setDefaultPropertyPlaceholderLocation(String.join(",", properties()));
        camel.addInitialProperty("camel.main.routes-include-pattern", Bundle.location("routes") + "/*.camel.yaml");
        camel.addInitialProperty("camel.component.kamelet.location", Bundle.kamelets());
        camel.addInitialProperty("templates", Bundle.location("templates"));
        camel.bind("source-loader", new Utf8SourceLoader());
        camel.bind("caller", new CallerRuns());
        camel.bind("paho-mqtt5-component", new MqttComponent());
        camel.addMainListener(new Startup());
        return camel;
    }

    /** The first that has a setting wins: what a Camel K operator mounted, then the bundle's own file. */
    private static List<String> properties() {
        List<String> locations = new ArrayList<>();
        for (String mounted : new String[] {System.getenv("CAMEL_K_CONF"), System.getenv("CAMEL_K_CONF_D")}) {
            if (mounted != null && Files.exists(Path.of(mounted))) {
                locations.addAll(Bundle.mounted(Path.of(mounted)));
            }
        }
        locations.add(Bundle.location("application.properties"));
        return locations;
    }
}
