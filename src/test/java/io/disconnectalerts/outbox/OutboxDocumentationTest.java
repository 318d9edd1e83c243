package io.disconnectalerts.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The documentation names every option of the outbox with its default, and none that is not there. */
class OutboxDocumentationTest {
    /** What Camel gives every component and endpoint. */
    private static final Set<String> OF_CAMEL = Set.of("autowiredEnabled", "bridgeErrorHandler", "exceptionHandler",
            "exchangePattern", "lazyStartProducer");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\w+)(?: \\(\\w+\\))? \\|.*\\|(.*)$");

    /** The options in a section's table, and their defaults. */
    private static Map<String, String> documented(String section) throws Exception {
        String text = Files.readString(Path.of("src/main/docs/outbox-component.adoc"))
                .split("\n== " + section)[1].split("\n== ")[0];
        Map<String, String> options = new TreeMap<>();
        ROW.matcher(text).results().filter(row -> !row.group(1).equals("Name"))
                .forEach(row -> options.put(row.group(1), row.group(2).strip()));
        return options;
    }

    /** What can be set on it, and is not Camel's own, with the value it has from the start. */
    private static Map<String, String> options(Object configured, Class<?> framework) throws Exception {
        Map<String, String> options = new TreeMap<>();
        for (PropertyDescriptor option : Introspector.getBeanInfo(configured.getClass()).getPropertyDescriptors()) {
            if (option.getWriteMethod() != null && Arrays.stream(framework.getMethods()).noneMatch(
                    option.getWriteMethod()::equals)) {
                options.put(option.getName(), Objects.toString(option.getReadMethod().invoke(configured)));
            }
        }
        return options;
    }

    @Test
    void theComponentsOptionsAreThoseDocumented() throws Exception {
        assertEquals(options(new OutboxComponent(), DefaultComponent.class), documented("Component options"));
    }

    @Test
    void theEndpointsOptionsAreThoseDocumented() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            OutboxComponent component = new OutboxComponent();
            component.setCamelContext(context);
            assertEquals(options(component.createEndpoint("outbox:any"), DefaultEndpoint.class),
                    documented("Endpoint options"));
        }
    }

    /** Camel's tools, and editors that ask its catalogue, know the outbox by it. */
    @ParameterizedTest
    @CsvSource({"componentProperties, Component options", "properties, Endpoint options"})
    void theMetadataIsWhatIsDocumented(String options, String section) throws Exception {
        JsonNode metadata = new ObjectMapper().readTree(
                Path.of("target/classes/META-INF/io/disconnectalerts/outbox/outbox.json").toFile());
        Map<String, String> defaults = new TreeMap<>();
        metadata.path(options).properties().stream()
                .filter(option -> !OF_CAMEL.contains(option.getKey()) && !option.getKey().equals("name"))
                .forEach(option -> defaults.put(option.getKey(), option.getValue().path("defaultValue").asText()));
        assertEquals(documented(section), defaults);
        assertEquals("outbox:name", metadata.at("/component/syntax").asText());
        assertTrue(metadata.at("/componentProperties/password/secret").asBoolean());
    }
}
