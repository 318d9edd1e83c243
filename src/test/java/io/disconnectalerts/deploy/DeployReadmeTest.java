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
    private static final Pattern FILE = Pattern.compile("(?<![\\w/.-])(deploy/[\\w./-]+\\w|integration\\.yaml|kamelets/|routes/)");
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
        assertEquals(6, blocks.size());
        assertEquals(blocks, found(BLOCK, readme("README.zh-CN.md")).toList());
    }

    @Test
    void theFilesAndSettingsTheyNameAreThere() throws IOException {
        found(FILE, readme("README.md")).forEach(file -> assertTrue(Files.exists(Path.of(file)), file));
        found(SETTING, readme("README.md")).forEach(setting -> assertTrue(Yaml.settings().containsKey(setting), setting));
        assertTrue(readme("README.md").contains("eclipse-temurin:25-jre") && Files.readString(Path.of("pom.xml")).contains("<image.base>eclipse-temurin:25-jre<"));
    }
}
