package io.disconnectalerts.log;

import io.disconnectalerts.settings.CamelKSettings;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.function.UnaryOperator;

/**
 * Tells the log how to write, and what to hide, from the first line on: before Camel reads the settings it logs
 * already.
 */
public final class Logging {
    private Logging() {
    }

    /**
     * @param stream {@code System.out} or {@code System.err}
     * @param camel  from which level on Camel's own words are shown
     * @param files  the settings of {@code application.properties}
     */
    public static void to(String stream, String camel, Properties files) {
        offer("log.stream", stream);
        offer("log.camel", camel);
        Properties settings = new Properties();
        settings.putAll(files);
        settings.putAll(CamelKSettings.read(System::getenv));
        for (String name : List.of("log.json", "log.level")) {
            String environment = environment(name);
            offer(name, (environment == null ? settings.getProperty(name, "") : environment).strip());
        }
        for (UnaryOperator<String> source : List.<UnaryOperator<String>>of(settings::getProperty, Logging::environment,
                System::getProperty)) {
            SecretMask.hide(settings.stringPropertyNames(), source);
        }
    }

    private static String environment(String setting) {
        return System.getenv(setting.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT));
    }

    private static void offer(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
