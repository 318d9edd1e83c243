package io.disconnectalerts.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.junit.jupiter.api.Test;

/** The documentation names every option of the outbox with its default, and none that is not there. */
class OutboxDocumentationTest {
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
}
