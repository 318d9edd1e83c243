package io.disconnectalerts.watch;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.disconnectalerts.parking.Parking.Parked;
import io.disconnectalerts.settings.Settings;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/**
 * What is parked, as {@code GET /parked} shows it.
 *
 * @param todo what an operator does about it, in one sentence
 */
public record Advice(@JsonUnwrapped Parked parked, String todo) {
    private static final Control AS_ASKED = Control.getNoFallbackControl(Control.FORMAT_PROPERTIES);
    private static final Set<String> ENTRANCES = Set.of("mqtt", "http");

    /**
     * @param language the folder under {@code templates/words} that a robot's words come from
     * @param asked    the languages somebody reads, as in {@code Accept-Language}, or null; English without one of ours
     */
    public static List<Advice> of(@Body List<Parked> parked, String language, @Variable("asked") String asked) {
        Locale reader = Locale.forLanguageTag(asked == null ? "" : asked.split("[,;]", 2)[0].strip());
        ResourceBundle words = ResourceBundle.getBundle("disconnect-alerts/advice", reader, AS_ASKED);
        return parked.stream().map(each -> new Advice(each, words.getString(what(each))
                .replace("{language}", language).replace("{platform}", Settings.platform(each.source()))
                .replace("{retry}", "POST /parked/" + each.id() + "/retry")
                .replace("{discard}", "DELETE /parked/" + each.id()))).toList();
    }

    private static String what(Parked parked) {
        return parked.refused() ? "refused" : parked.payload().strip().matches("(?s)[{\\[].*") ? "fields"
                : ENTRANCES.contains(parked.source()) ? parked.source() : "other";
    }
}
