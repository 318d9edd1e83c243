package io.disconnectalerts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.oas.OpenApi30;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written for scripts is a valid OpenAPI, and what the program answers is what is written. */
class OpenApiTest {
    private static final Path FILE = Path.of("src/main/resources/disconnect-alerts/page/openapi.yaml");
    /** https://github.com/OAI/OpenAPI-Specification/blob/main/_archive_/schemas/v3.0/schema.yaml */
    private static final Path SCHEMA = Path.of("src/test/resources/openapi/3.0.yaml");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void theFileIsValid() throws IOException {
        assertEquals(Set.of(), JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(HouseStyleTest.yaml(SCHEMA))
                .validate(HouseStyleTest.yaml(FILE)));
    }

    /** Every route that is for operators, and no other. */
    @Test
    void everyPathIsWrittenDown() throws IOException {
        Set<String> routes = new TreeSet<>();
        for (Path file : HouseStyleTest.routes()) {
            if (file.getFileName().toString().startsWith("9-")) {
                JsonNode from = HouseStyleTest.yaml(file).findValue("from");
                routes.add(from.at("/parameters/httpMethodRestrict").asText().toLowerCase(Locale.ROOT) + " "
                        + from.path("uri").asText().replace("platform-http:", ""));
            }
        }
        Set<String> written = new TreeSet<>();
        HouseStyleTest.yaml(FILE).path("paths").properties().forEach(path -> path.getValue().fieldNames()
                .forEachRemaining(method -> written.add(method + " " + path.getKey())));
        assertEquals(routes, written);
    }

    private static JsonSchema schema(String path, int status) throws IOException {
        JsonNode api = HouseStyleTest.yaml(FILE);
        JsonNode answer = api.path("paths").path(path).path("get").path("responses").path(Integer.toString(status));
        JsonNode schema = answer.findValue("schema");
        assertTrue(schema != null, path + " answers " + status);
        ObjectNode whole = schema.deepCopy();
        whole.set("components", api.path("components"));
        return JsonSchemaFactory.getInstance(VersionFlag.V4, builder -> builder.metaSchema(OpenApi30.getInstance())
                .defaultMetaSchemaIri(OpenApi30.getInstance().getIri())).getSchema(whole);
    }

    private static JsonNode answered(RunningBundle bundle, String path) throws Exception {
        HttpResponse<String> answer = bundle.ask("GET", path);
        assertEquals(200, answer.statusCode(), path);
        assertEquals("application/json", answer.headers().firstValue("Content-Type").orElse(""), path);
        JsonNode body = JSON.readTree(answer.body());
        assertEquals(List.of(), new ArrayList<>(schema(path.replaceFirst("\\?.*", ""), 200).validate(body)), path);
        return body;
    }

    private static byte[] event(String name, String clientid, long since, long until) {
        return ("{\"event\":\"client." + name + "\",\"clientid\":\"" + clientid + "\",\"node\":\"emqx@a\","
                + "\"client_attrs\":{\"line\":\"3\"},\"connected_at\":" + since + (until == 0 ? "}"
                : ",\"reason\":\"keepalive_timeout\",\"disconnected_at\":" + until + "}")).getBytes(UTF_8);
    }

    @Test
    void whatIsAnsweredIsWhatIsWritten(@TempDir Path folder) throws Exception {
        try (RunningBundle bundle = new RunningBundle(folder, Map.of())) {
            for (String path : List.of("/status", "/gone", "/told?clientid=pump", "/waiting", "/minutes", "/texts",
                    "/parked", "/silences")) {
                answered(bundle, path);
            }
            long now = System.currentTimeMillis();
            bundle.post(event("connected", "pump", now - 9_000, 0));
            for (String client : List.of("pump", "valve", "fan")) {
                bundle.post(event("disconnected", client, now - 9_000, now - 5_000));
            }
            bundle.tell();
            bundle.edit("routes/3-triage-client.camel.yaml", "lost critical", "lost critical after 30s");
            bundle.post(event("disconnected", "waits", now - 9_000, now - 5_000));
            bundle.post("undefined".getBytes(UTF_8));
            assertEquals(201, bundle.ask("POST", "/silences", "{\"match\":{\"clientid\":\"x\"},\"until\":\"1h\","
                    + "\"by\":\"me\",\"why\":\"test\"}").statusCode());
            assertEquals("me", answered(bundle, "/silences").at("/silences/0/by").asText());
            assertEquals("waits", answered(bundle, "/waiting").at("/0/clientid").asText());
            assertEquals("undefined", answered(bundle, "/parked").at("/0/payload").asText());
            assertEquals(2, answered(bundle, "/gone?most=2").path("clients").size());
            JsonNode told = answered(bundle, "/told?clientid=pump&most=1");
            assertEquals("lost told", told.at("/events/0/what").asText() + " "
                    + told.at("/events/0/robots/0/state").asText(), told::toString);
            String text = answered(bundle, "/texts?robot=wecom").at("/0/text").asText();
            assertEquals(bundle.vendors().get("wecom").messages().get(0).text(), text);
            bundle.wait(Duration.ofSeconds(31));
            await().until(() -> answered(bundle, "/status").at("/gone/count").asInt() >= 3);
            JsonNode status = answered(bundle, "/status");
            assertEquals("well", status.at("/robots/0/state").asText());
            assertEquals("emqx@a", status.at("/gone/common/1/value").asText(), status::toString);
            await().until(() -> answered(bundle, "/minutes").findValues("lost").stream()
                    .mapToInt(JsonNode::asInt).sum() >= 3);
            HttpResponse<String> table = bundle.ask("GET", "/gone.csv?search=pump");
            assertEquals("text/csv; charset=utf-8", table.headers().firstValue("Content-Type").orElse(""));
            assertEquals(2, table.body().lines().count());
        }
    }
}
