package io.disconnectalerts.bundle;

import io.disconnectalerts.settings.SettingException;
import io.disconnectalerts.settings.Settings;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToCreateRouteFromTemplateException;
import org.apache.camel.PropertyBindingException;

/** Puts what went wrong with the bundle into a sentence for the operator. */
public final class Failure {
    private static final int LONGEST = 400;
    private static final Pattern NO_SETTING =
            Pattern.compile("Error binding property \\((camel\\.[^=]+)=.*", Pattern.DOTALL);

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
            if (cause instanceof PropertyBindingException && cause.getCause() == null) {
                Matcher unknown = NO_SETTING.matcher(cause.getMessage());
                if (unknown.matches()) {
                    return noSetting(unknown.group(1));
                }
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
        String variable = Settings.variable(name);
        int line = Bundle.line(name);
        return (line > 0 ? Bundle.SETTINGS + ":" + line + ": " : "") + name + " is no setting of Camel's"
                + (System.getenv(variable) == null ? "" : " (" + variable + " in the environment)");
    }

    /** The file of the working directory whose name ends so, and a comma for what follows; empty if there is none. */
    private static String file(String folder, String ending) {
        return Bundle.names(folder).stream().filter(name -> name.endsWith(ending)).findFirst()
                .map(name -> folder + "/" + name + ", ").orElse("");
    }
}
