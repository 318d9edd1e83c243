package io.disconnectalerts.bundle;

import io.disconnectalerts.settings.CamelSettings;
import io.disconnectalerts.settings.SettingException;
import io.disconnectalerts.settings.Settings;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToCreateRouteFromTemplateException;

/** Puts what went wrong with the bundle into a sentence for the operator. */
public final class Failure {
    private static final int LONGEST = 400;
    private static final Pattern SETTING =
            Pattern.compile("Error (?:binding|configuring) property:? \\(?(camel\\.[^= ]+)[= ]");

    private Failure() {
    }

    /**
     * The sentence that explains a failed start best: a setting's, else that of the innermost cause, and the route or
     * kamelet it is in.
     */
    public static String sentence(Throwable failed) {
        Throwable innermost = failed;
        String place = "";
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SettingException || cause instanceof IllegalStateException
                    && cause.getCause() == null) {
                return cause.getMessage();
            }
            Matcher setting = SETTING.matcher(String.valueOf(cause.getMessage()));
            if (setting.lookingAt() && cause.getCause() == null) {
                return noSetting(setting.group(1));
            } else if (setting.lookingAt()) {
                place = where(setting.group(1)) + setting.group(1) + inEnvironment(setting.group(1)) + ": ";
            }
            if (cause instanceof FailedToCreateRouteFromTemplateException kamelet) {
                place = file("kamelets", kamelet.getTemplateId() + ".kamelet.yaml") + kamelet.getTemplateId() + ": ";
            } else if (cause instanceof FailedToCreateRouteException route) {
                place = place.isEmpty() ? file("routes", "-" + route.getRouteId() + ".camel.yaml") + "route "
                        + route.getRouteId() + ": " : place;
            }
            innermost = cause;
        }
        String sentence = place + (innermost instanceof ClassNotFoundException ? "there is no class " : "")
                + String.valueOf(innermost.getMessage()).strip().replaceAll("\\s+", " ");
        return sentence.length() > LONGEST ? sentence.substring(0, LONGEST) + "..." : sentence;
    }

    private static String noSetting(String name) {
        return where(name) + name + " is no setting of Camel's" + inEnvironment(name)
                + new CamelSettings(Bundle.shippedProperties(Bundle.SETTINGS)).meant(name)
                .map(known -> ": did you mean " + known + "?").orElse("");
    }

    private static String where(String setting) {
        int line = System.getenv(Settings.variable(setting)) == null ? Bundle.line(setting) : 0;
        return line > 0 ? Bundle.SETTINGS + ":" + line + ": " : "";
    }

    private static String inEnvironment(String setting) {
        String variable = Settings.variable(setting);
        return System.getenv(variable) == null ? "" : " (" + variable + " in the environment)";
    }

    /** The file of the working directory whose name ends so, and a comma for what follows; empty if there is none. */
    private static String file(String folder, String ending) {
        return Bundle.names(folder).stream().filter(name -> name.endsWith(ending)).findFirst()
                .map(name -> folder + "/" + name + ", ").orElse("");
    }
}
