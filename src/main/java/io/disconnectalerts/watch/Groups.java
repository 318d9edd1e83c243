package io.disconnectalerts.watch;

import io.disconnectalerts.bundle.Wiring;
import io.disconnectalerts.settings.Settings;
import io.disconnectalerts.words.FirstLine;
import java.util.List;

/** The robots' groups, as far as the program speaks for itself there. */
final class Groups {
    private Groups() {
    }

    /** Those of the robots that are on. */
    static List<String> on(Settings settings, Wiring wiring) {
        return wiring.delivered().stream().filter(settings::on).sorted().toList();
    }

    /** Whether a robot would drop what is told in the words of a family, for want of its keyword. */
    static boolean deaf(String robot, Settings settings, String family) {
        String keyword = settings.find(robot + ".keyword").orElse("");
        return !FirstLine.without(keyword, Settings.platform(robot), settings.get("alerts.language"), family).isEmpty();
    }
}
