package io.disconnectalerts.watch;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.disconnectalerts.parking.Parking.Parked;
import io.disconnectalerts.settings.Settings;
import java.util.List;
import org.apache.camel.Body;

/**
 * What is parked, as {@code GET /parked} shows it.
 *
 * @param todo what an operator does about it, in one sentence
 */
public record Advice(@JsonUnwrapped Parked parked, String todo) {

    /** @param language the folder under {@code templates/words} that a robot's words come from */
    public static List<Advice> of(@Body List<Parked> parked, String language) {
        return parked.stream().map(each -> new Advice(each, todo(each, language))).toList();
    }

    private static String todo(Parked parked, String language) {
        String retry = "POST /parked/" + parked.id() + "/retry";
        String forget = "DELETE /parked/" + parked.id();
        if (parked.refused()) {
            String platform = Settings.platform(parked.source());
            return "look at templates/words/" + language + ", templates/forms/" + platform + " and kamelets/" + platform
                    + "-robot-sink.kamelet.yaml; then " + retry + " tells it, and " + forget + " forgets it";
        }
        if (parked.payload().strip().matches("(?s)[{\\[].*")) {
            return "let the rule SELECT *, or at least clientid, reason and disconnected_at, and its action send that "
                    + "as it is; then "
                    + retry + " if this one can be read by now, else " + forget;
        }
        return "nothing of an event is in it: " + switch (parked.source()) {
            case "mqtt" -> "choose the payload ${.} in EMQX's republish action";
            case "http" -> "leave the body of EMQX's HTTP action empty";
            default -> "mend what sends it";
        } + "; then " + forget;
    }
}
