package io.disconnectalerts.bundle;

import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToCreateRouteFromTemplateException;

/** A setting is wrong or missing; the message is one sentence that names it, for the operator. */
public class SettingException extends RuntimeException {
    private static final int LONGEST = 400;

    /** @param sentence names the setting, for the operator */
    public SettingException(String sentence) {
        super(sentence, null, false, false);
    }

    /** The sentence that explains a failed start best: a setting's, else that of the innermost cause, and the route or kamelet it is in. */
    public static String sentence(Throwable failed) {
        Throwable innermost = failed;
        String place = "";
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SettingException || cause instanceof IllegalStateException && cause.getCause() == null) {
                return cause.getMessage();
            }
            if (cause instanceof FailedToCreateRouteFromTemplateException kamelet) {
                place = file("kamelets", kamelet.getTemplateId() + ".kamelet.yaml") + kamelet.getTemplateId() + ": ";
            } else if (cause instanceof FailedToCreateRouteException route) {
                place = place.isEmpty() ? file("routes", "-" + route.getRouteId() + ".camel.yaml") + "route " + route.getRouteId() + ": " : place;
            }
            innermost = cause;
        }
        String sentence = place + (innermost instanceof ClassNotFoundException ? "there is no class " : "") + String.valueOf(innermost.getMessage()).strip().replaceAll("\\s+", " ");
        return sentence.length() > LONGEST ? sentence.substring(0, LONGEST) + "..." : sentence;
    }

    /** The file of the working directory whose name ends so, and a comma for what follows; empty if there is none. */
    private static String file(String folder, String ending) {
        return Bundle.names(folder).stream().filter(name -> name.endsWith(ending)).findFirst().map(name -> folder + "/" + name + ", ").orElse("");
    }
}
