package io.disconnectalerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.vendors.VendorServer;
import io.disconnectalerts.words.Platform;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
                    bundle.send(robot, longest(Platform.of(robot), character, ""));
                }
                assertTrue(bundle.vendors().get(robot).messages().size() == 5, robot);
            }
        }
    }

    /** As many as the settings may name, by the longest names there are. */
    @Test
    void soIsTheLongestTextThatCallsTwentyPeople() throws Exception {
        try (RunningBundle bundle = new RunningBundle(folder, Map.of())) {
            for (String robot : bundle.vendors().keySet()) {
                List<String> people = IntStream.range(0, 20).mapToObj(i -> robot.equals("feishu")
                        ? "ou_" + "%061d".formatted(i) : "u%063d".formatted(i)).toList();
                String mention = String.join(",", people);
                VendorServer vendor = bundle.vendors().get(robot);
                vendor.members(people.toArray(String[]::new));
                for (String character : List.of("a", "告", "🚗", "\"", "\n")) {
                    bundle.send(robot, longest(Platform.of(robot), character, mention), mention);
                }
                assertEquals(Collections.nCopies(5, people), vendor.called(), robot);
            }
        }
    }

    private static String longest(Platform platform, String character, String mention) {
        int reserved = platform.mentioning(mention);
        StringBuilder text = new StringBuilder("告警");
        while (platform.takes(text + character, reserved)) {
            text.append(character.repeat(platform.takes(text + character.repeat(100), reserved) ? 100 : 1));
        }
        return text.toString();
    }
}
