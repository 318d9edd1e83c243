package io.disconnectalerts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What runs on the Camel this is built with is also what the next long-term release reads, in its canonical form. */
class YamlSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static JsonSchema ours;
    private static JsonSchema canonical;

    @BeforeAll
    static void read() throws IOException {
        ours = schema(YamlSchemaTest.class.getResourceAsStream("/schema/camelYamlDsl.json"));
        canonical = schema(Files.newInputStream(Path.of("target/camel-next/schema/camelYamlDsl-canonical.json")));
    }

    private static JsonSchema schema(InputStream file) throws IOException {
        try (file) {
            return JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(file);
        }
    }

    @ParameterizedTest
    @MethodSource("io.disconnectalerts.HouseStyleTest#routes")
    void routesAreValid(Path file) throws IOException {
        assertValid(HouseStyleTest.yaml(file));
    }

    /** A kamelet's template is a route and its beans. */
    @ParameterizedTest
    @MethodSource("io.disconnectalerts.HouseStyleTest#kamelets")
    void kameletsAreValid(Path file) throws IOException {
        JsonNode template = HouseStyleTest.yaml(file).at("/spec/template");
        ArrayNode asFile = JSON.createArrayNode();
        asFile.addObject().set("beans", template.path("beans"));
        asFile.addObject().putObject("route").set("from", template.path("from"));
        assertValid(asFile);
    }

    private static void assertValid(JsonNode yaml) {
        assertEquals(Set.of(), ours.validate(yaml));
        assertEquals(Set.of(), canonical.validate(yaml));
    }
}
