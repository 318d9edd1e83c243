package io.disconnectalerts.robot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/** The kamelets are shaped alike, so that a diff of two shows what differs between two platforms and nothing else. */
class KameletShapeTest {

    private static final Pattern PLACEHOLDER = Pattern.compile("\"\\{\\{(\\w+)}}\"");

    @ParameterizedTest
    @ValueSource(strings = {"wecom", "dingtalk", "feishu"})
    void everyKameletWrapsSignsPostsAndChecks(String platform) throws IOException {
        List<String> steps = read(platform).at("/spec/template/from/steps").findValuesAsText("id");
        assertEquals(List.of("wrap", "sign", "post", "check"), steps);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wecom", "dingtalk", "feishu"})
    void everyParameterIsDescribedAndEverySecretIsMasked(String platform) throws IOException {
        JsonNode definition = read(platform).at("/spec/definition");
        assertEquals("[\"token\"]", definition.path("required").toString());
        definition.path("properties").properties().forEach(entry -> {
            JsonNode property = entry.getValue();
            for (String field : List.of("title", "description", "type")) {
                assertFalse(property.path(field).asText().isEmpty(), entry.getKey() + " has no " + field);
            }
            boolean secret = !entry.getKey().equals("url");
            assertEquals(secret ? "password" : "", property.path("format").asText(), entry.getKey());
            assertEquals(secret ? "[\"urn:camel:group:credentials\"]" : "", property.path("x-descriptors").toString());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"wecom", "dingtalk", "feishu"})
    void whatIsUsedIsDeclaredAndWhatIsDeclaredIsUsed(String platform) throws IOException {
        JsonNode spec = read(platform).path("spec");
        Set<String> declared = new TreeSet<>(Set.of("robot"));
        spec.at("/definition/properties").fieldNames().forEachRemaining(declared::add);
        Set<String> used = new TreeSet<>();
        PLACEHOLDER.matcher(spec.path("template").toString()).results().forEach(found -> used.add(found.group(1)));
        assertEquals(declared, used);
    }

    private static JsonNode read(String platform) throws IOException {
        Path file = Path.of("kamelets", platform + "-robot-sink.kamelet.yaml");
        Object yaml = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
        JsonNode kamelet = new ObjectMapper().valueToTree(yaml);
        assertEquals(platform + "-robot-sink", kamelet.at("/metadata/name").asText());
        return kamelet;
    }
}
