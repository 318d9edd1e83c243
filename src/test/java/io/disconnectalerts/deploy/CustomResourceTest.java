package io.disconnectalerts.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every custom resource is one the API server takes, and none holds a field that it would drop. */
class CustomResourceTest {
    private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

    /** Every file with every version of Camel K that can take it; a Pipe has traits since 2.9. */
    static List<Arguments> files() throws IOException {
        try (Stream<Path> kamelets = Files.list(Path.of("kamelets"));
                Stream<Path> pipes = Files.list(Path.of("deploy/camel-k"))) {
            return Stream.of(Stream.of(Path.of("integration.yaml")), pipes.sorted(), kamelets.sorted())
                    .flatMap(paths -> paths.map(Path::toString))
                    .flatMap(file -> Stream.of("2.8.1", "2.9.2", "2.10.1", "2.11")
                            .filter(version -> !file.endsWith("pipe.yaml") || !version.startsWith("2.8"))
                            .map(version -> Arguments.of(file, version))).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void isValidAgainstItsDefinition(String file, String version) {
        List<JsonNode> resources = Yaml.documents(file).stream().filter(CustomResourceTest::custom).toList();
        assertEquals(false, resources.isEmpty(), file);
        resources.forEach(resource ->
                assertEquals(Set.of(), schema(resource.path("kind").asText(), version).validate(resource), file));
    }

    @Test
    void aMisspelledFieldIsFound() {
        ObjectNode integration = Yaml.documents("integration.yaml").stream().filter(CustomResourceTest::custom)
                .findFirst().orElseThrow().deepCopy();
        integration.withObject("/spec/traits/mount").put("config", "secret:disconnect-alerts");
        assertEquals(1, schema("Integration", "2.10.1").validate(integration).size());
    }

    private static boolean custom(JsonNode resource) {
        return resource.path("apiVersion").asText().equals("camel.apache.org/v1");
    }

    private static JsonSchema schema(String kind, String version) {
        String file = version + "/" + kind.toLowerCase(Locale.ROOT) + "s.yaml";
        return SCHEMAS.computeIfAbsent(file, name -> {
            JsonNode schema = Yaml.document("src/test/resources/camel-k-crds/" + name)
                    .at("/spec/versions/0/schema/openAPIV3Schema");
            close(schema);
            ((ObjectNode) schema.at("/properties")).putObject("metadata");
            return JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(schema);
        });
    }

    /** The API server drops what a definition does not name; a strict one refuses it. */
    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.path("type").isTextual()
                && object.path("properties").isObject() && !object.has("additionalProperties")
                && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            object.put("additionalProperties", false);
        }
        if (schema instanceof ObjectNode object) {
            object.remove(object.properties().stream().map(Map.Entry::getKey).filter(
                    name -> name.startsWith("x-kubernetes-")).toList());
        }
        schema.forEach(CustomResourceTest::close);
    }
}
