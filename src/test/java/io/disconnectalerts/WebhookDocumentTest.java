package io.disconnectalerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page on webhooks says, in both languages: its example, its fields, and the step for FlashDuty. */
class WebhookDocumentTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CASES = Path.of("src/test/resources/cases");

    private static String block(String page, String language) throws Exception {
        Matcher block = Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(Files.readString(Path.of(page)));
        assertTrue(block.find());
        return block.group(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/webhook.md", "docs/webhook.zh-CN.md"})
    void itsExampleIsAsTheSchemaHasItAndEveryFieldIsExplained(String page) throws Exception {
        String schema = Files.readString(Path.of("docs/webhook.schema.json"));
        assertEquals(Set.of(), JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema)
                .validate(JSON.readTree(block(page, "json"))));
        String text = Files.readString(Path.of(page));
        Set<String> fields = new TreeSet<>();
        JSON.readTree(schema).path("properties").fieldNames().forEachRemaining(fields::add);
        fields.removeIf(field -> text.contains("`" + field + "`"));
        assertEquals(Set.of(), fields);
    }

    /** As https://docs.flashcat.cloud/en/flashduty/custom-alert-integration-guide has it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a-webhook-gets-a-return-as-json | Critical pump-1; Ok pump-1
            a-webhook-gets-a-digest-as-json | Warning 2025-09-16T09:45:50Z
            """)
    void itsStepForFlashDutyMakesAStandardAlertEvent(String story, String made) throws Exception {
        assertEquals(block("docs/webhook.md", "yaml"), block("docs/webhook.zh-CN.md", "yaml"));
        String jq = block("docs/webhook.md", "yaml").replaceFirst("(?s).*expression: \\|-\n", "");
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.start();
            JsonNode told = JSON.readTree(CASES.resolve(story + "/webhook.json").toFile());
            StringBuilder all = new StringBuilder();
            for (JsonNode each : told.isArray() ? told : JSON.createArrayNode().add(told)) {
                Exchange exchange = new DefaultExchange(camel);
                exchange.getMessage().setBody(each);
                JsonNode event = camel.resolveLanguage("jq").createExpression(jq).evaluate(exchange, JsonNode.class);
                assertTrue(event.path("title_rule").asText().startsWith("设备"), event::toString);
                assertTrue(event.path("labels").properties().stream().allMatch(label -> label.getValue().isTextual()),
                        event::toString);
                all.append(all.isEmpty() ? "" : "; ").append(event.path("event_status").asText()).append(' ')
                        .append(event.path("alert_key").asText());
            }
            assertEquals(made, all.toString());
        }
    }
}
