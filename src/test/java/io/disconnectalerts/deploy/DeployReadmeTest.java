package io.disconnectalerts.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeployReadmeTest {
    private static final Pattern BLOCK = Pattern.compile("(?s)```\\w+\n(.*?)```");
    private static final Pattern FILE =
            Pattern.compile("(?<![\\w/.-])(deploy/[\\w./-]+\\w|integration\\.yaml|kamelets/|routes/)");
    private static final Pattern SETTING = Pattern.compile("--from-literal=([\\w.-]+)=");

    private static String readme(String name) throws IOException {
        return Files.readString(Path.of("deploy", name));
    }

    private static Stream<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult match) -> match.group(1));
    }

    @Test
    void bothLanguagesGiveTheSameCommands() throws IOException {
        List<String> blocks = found(BLOCK, readme("README.md")).toList();
        assertEquals(9, blocks.size());
        assertEquals(blocks, found(BLOCK, readme("README.zh-CN.md")).toList());
    }

    /** What runs in the image is tried there by {@link ImageIT}. */
    @Test
    void theServicesOwnFilesAreChecked() throws IOException {
        String command = readme("README.md").replace("\\\n", "").lines()
                .filter(line -> line.startsWith("sudo systemd-run ")).findFirst().orElseThrow();
        for (String shared : List.of("DynamicUser", "WorkingDirectory", "EnvironmentFile")) {
            assertTrue(command.contains(" -p " + shared + "=" + SystemdTest.unit().get(shared) + " "), shared);
        }
        String start = SystemdTest.unit().get("ExecStart");
        assertTrue(command.endsWith(start + " check"), start);
    }

    @Test
    void theContainerCanBeReachedAtThePortThatIsPublished() throws IOException {
        String command = readme("README.md").replace("\\\n", "").lines().filter(line -> line.startsWith("docker run "))
                .findFirst().orElseThrow();
        String port = Yaml.settings().getProperty("http.port");
        assertTrue(command.contains(" -p " + port + ":" + port + " ")
                && command.contains(" -e HTTP_HOST=0.0.0.0 -e HTTP_TOKEN="), command);
    }

    @Test
    void theFilesAndSettingsTheyNameAreThere() throws IOException {
        found(FILE, readme("README.md")).forEach(file -> assertTrue(Files.exists(Path.of(file)), file));
        found(SETTING, readme("README.md"))
                .forEach(setting -> assertTrue(Yaml.settings().containsKey(setting), setting));
        assertTrue(readme("README.md").contains("eclipse-temurin:25-jre")
                && Files.readString(Path.of("pom.xml")).contains("<image.base>eclipse-temurin:25-jre<"));
    }
}
