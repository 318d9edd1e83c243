package io.disconnectalerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A package stands on those below it only, so that none stands in a circle. */
class PackagesTest {
    private static final Path JAVA = Path.of("src/main/java/io/disconnectalerts");
    private static final Pattern USE = Pattern.compile("\\bio\\.disconnectalerts\\.([a-z]+)\\.[A-Z]");

    /** From the ground up; each may use those of the lines before its own. */
    private static final List<Set<String>> LEVELS = List.of(
            Set.of("settings", "delivery", "store", "retry", "tls"),
            Set.of("event", "log", "http", "mqtt", "robot", "parking"),
            Set.of("outbox", "follow", "silence"),
            Set.of("alert"),
            Set.of("bundle"),
            Set.of("words"),
            Set.of("watch"),
            Set.of("check"),
            Set.of("app"),
            Set.of("cli"),
            Set.of(""));

    /** What others may take without the rest of the program, and so needs no more than this. */
    private static final Map<String, Set<String>> NO_MORE = Map.of(
            "parking", Set.of("store"),
            "outbox", Set.of("delivery", "parking", "retry", "store"),
            "robot", Set.of("delivery"));

    @Test
    void eachUsesThoseBelowItOnly() throws IOException {
        List<String> upward = new ArrayList<>();
        for (Path file : files()) {
            String from = packageOf(file);
            Set<String> below = below(from);
            for (String used : uses(file)) {
                if (!used.equals(from) && !NO_MORE.getOrDefault(from, below).contains(used)) {
                    upward.add(JAVA.relativize(file) + " uses " + used);
                }
            }
        }
        assertEquals(List.of(), upward);
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(JAVA)) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
    }

    private static String packageOf(Path file) {
        Path folder = JAVA.relativize(file).getParent();
        return folder == null ? "" : folder.toString();
    }

    private static Set<String> below(String name) {
        Set<String> below = new TreeSet<>();
        for (Set<String> level : LEVELS) {
            if (level.contains(name)) {
                return below;
            }
            below.addAll(level);
        }
        throw new AssertionError("on which level is the package " + name + "?");
    }

    private static Set<String> uses(Path file) throws IOException {
        Set<String> uses = new TreeSet<>();
        USE.matcher(Files.readString(file)).results().map((MatchResult use) -> use.group(1)).forEach(uses::add);
        return uses;
    }

    @Test
    void whatIsUsedIsSeen() throws IOException {
        assertTrue(uses(JAVA.resolve("outbox/Claims.java")).contains("store"));
    }
}
