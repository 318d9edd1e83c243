package io.disconnectalerts;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.words.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link Platform} lets pass is within the vendor's limit with its envelope, its title and its signature. */
class LongestTextTest {
    @TempDir
    private Path folder;

    @Test
    void theLongestTextOfEveryPlatformIsAccepted() throws Exception {
        try (RunningBundle bundle = new RunningBundle(folder, Map.of())) {
            for (String robot : bundle.vendors().keySet()) {
                for (String character : List.of("a", "告", "🚗", "\"", "\n")) {
                    bundle.send(robot, longest(Platform.of(robot), character));
                }
                assertTrue(bundle.vendors().get(robot).messages().size() == 5, robot);
            }
        }
    }

    private static String longest(Platform platform, String character) {
        StringBuilder text = new StringBuilder("告警");
        while (platform.takes(text + character, 0)) {
            text.append(character.repeat(Math.max(1, platform.takes(text + character.repeat(100), 0) ? 100 : 1)));
        }
        return text.toString();
    }
}
