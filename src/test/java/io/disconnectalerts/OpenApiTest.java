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
import io.disconnectalerts.vendors.Fault;
import io.disconnectalerts.vendors.VendorServer;
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
    private static final String BROKER = "a-brokers-token";
    private static final String OPERATOR = "an-operators-token";
    private static final String SILENCE = """
            {"match":{"clientid":"x"},"until":"1h","by":"me","why":"test"}""";

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

    /** A schema of the file; what the others are called is known in it. */
    private static JsonSchema schema(JsonNode schema) throws IOException {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", HouseStyleTest.yaml(FILE).path("components"));
        return JsonSchemaFactory.getInstance(VersionFlag.V4, builder -> builder.metaSchema(OpenApi30.getInstance())
                .defaultMetaSchemaIri(OpenApi30.getInstance().getIri())).getSchema(whole);
    }

    /** What is written at a place, or at the place that is named there instead. */
    private static JsonNode written(String pointer) throws IOException {
        JsonNode api = HouseStyleTest.yaml(FILE);
        JsonNode there = api.at(pointer);
        return there.has("$ref") ? api.at(there.path("$ref").asText().substring(1)) : there;
    }

    private static String operation(String method, String path) {
        return "/paths/" + path.replace("/", "~1") + "/" + method.toLowerCase(Locale.ROOT);
    }

    /** What may be asked of a path. */
    private static List<String> queries(String path) throws IOException {
        List<String> names = new ArrayList<>();
        for (JsonNode parameter : written(operation("GET", path) + "/parameters")) {
            if (parameter.path("in").asText().equals("query")) {
                names.add(parameter.path("name").asText().replaceFirst("attribute\\..*", "attribute.<name>"));
            }
        }
        return names;
    }

    /** All that may be answered, such as {@code GET /gone 200}. */
    private static Set<String> answers() throws IOException {
        Set<String> answers = new TreeSet<>();
        HouseStyleTest.yaml(FILE).path("paths").properties().forEach(path -> path.getValue().properties()
                .forEach(method -> method.getValue().path("responses").fieldNames().forEachRemaining(status ->
                answers.add(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey() + " " + status))));
        return answers;
    }

    /** Asks a program, and holds what it is sent and what it answers against what is written. */
    private record Script(RunningBundle bundle, Set<String> given) {

        /**
         * @param path   as it is written, with what stands for a name in braces
         * @param actual as it is asked
         */
        JsonNode ask(String token, int status, String method, String path, String actual, String body)
                throws Exception {
            HttpResponse<String> answer = bundle.ask(method, actual, body, "Authorization", "Bearer " + token);
            String what = method + " " + actual + " answers " + answer.statusCode() + " " + answer.body();
            assertEquals(status, answer.statusCode(), what);
            given.add(method + " " + path + " " + status);
            JsonNode request = written(operation(method, path) + "/requestBody");
            assertTrue(body.isEmpty() || !request.isMissingNode(), what);
            if (!body.isEmpty()) {
                JsonSchema wish = schema(request.findValue("schema"));
                assertEquals(status == 400, !wish.validate(JSON.readTree(body)).isEmpty(), what);
            }
            JsonNode types = written(operation(method, path) + "/responses/" + status).path("content");
            if (types.isMissingNode()) {
                assertTrue(Set.of("", "committed\n").contains(answer.body()), what);
                return types;
            }
            String type = answer.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
            assertTrue(types.has(type), what + " of " + type);
            JsonNode read = type.equals("application/json") ? JSON.readTree(answer.body())
                    : JSON.valueToTree(answer.body());
            assertEquals(List.of(), new ArrayList<>(schema(types.path(type).path("schema")).validate(read)), what);
            return read;
        }

        JsonNode get(String path) throws Exception {
            return ask(OPERATOR, 200, "GET", path.replaceFirst("\\?.*", ""), path, "");
        }

        void operate(int status, String method, String path, String name) throws Exception {
            ask(OPERATOR, status, method, path, path.replaceFirst("\\{\\w+}", name), "");
        }

        void events(String... events) throws Exception {
            for (String event : events) {
                bundle.post(event.getBytes(UTF_8), "Authorization", "Bearer " + BROKER);
            }
        }

        /** Whatever may be answered so is. */
        void all(String token, int status, String... besides) throws Exception {
            for (String answer : answers()) {
                String[] parts = answer.split(" ");
                if (parts[2].equals(Integer.toString(status)) && !List.of(besides).contains(answer)) {
                    ask(token, status, parts[0], parts[1], parts[1].replaceFirst("\\{\\w+}", "1")
                            .replace("/told", "/told?clientid=1"),
                            answer.startsWith("POST /silences ") ? SILENCE : "");
                }
            }
        }
    }

    private static String event(String name, String clientid, long since, long until) {
        return "{\"event\":\"client." + name + "\",\"clientid\":\"" + clientid + "\",\"node\":\"emqx@a\","
                + "\"client_attrs\":{\"line\":\"3\"},\"connected_at\":" + since + (until == 0 ? "}"
                : ",\"reason\":\"keepalive_timeout\",\"disconnected_at\":" + until + "}");
    }

    /** The broker's token neither reads nor acts, and the operator's brings no events and shows no metrics. */
    @Test
    void whatIsAnsweredIsWhatIsWritten(@TempDir Path folder) throws Exception {
        try (RunningBundle bundle = new RunningBundle(folder, Map.of("http.token", BROKER, "http.operator-token",
                OPERATOR))) {
            Script script = new Script(bundle, new TreeSet<>());
            for (String path : List.of("/status", "/gone", "/told?clientid=pump", "/waiting", "/minutes", "/texts",
                    "/parked", "/silences")) {
                script.get(path);
            }
            for (String path : List.of("/events", "/observe/metrics")) {
                assertEquals(401, bundle.ask(path.equals("/events") ? "POST" : "GET", path, "{}", "Authorization",
                        "Bearer " + OPERATOR).statusCode(), path);
            }
            happens(script);
            script.all(BROKER, 401);
            script.all("", 401);
            lookAt(bundle, "DELETE /gone/{clientid}", "/gone/pump");
            lookAt(bundle, "DELETE /parked/{id}", "/parked/1");
            lookAt(bundle, "POST /parked/{id}/retry", "/parked/1/retry");
            look(script);
            act(script);
            mistake(script);
            bundle.breakStore();
            script.all(OPERATOR, 503, "GET /status 503");
            await().until(() -> script.get("/status").has("store"));
            bundle.closeEntrance();
            script.all(OPERATOR, 503);
            assertEquals(answers(), script.given());
        }
    }

    private static void happens(Script script) throws Exception {
        long now = System.currentTimeMillis();
        script.events(event("connected", "pump", now - 9_000, 0));
        for (String client : List.of("pump", "valve", "fan")) {
            script.events(event("disconnected", client, now - 9_000, now - 5_000));
        }
        script.bundle().tell();
        script.bundle().edit("routes/3-triage-client.camel.yaml", "lost critical", "lost critical after 30s");
        script.events(event("disconnected", "waits", now - 9_000, now - 5_000), "undefined");
        script.ask(OPERATOR, 201, "POST", "/silences", "/silences", SILENCE);
    }

    /** What acts does nothing for whoever only looks, as a link or a picture of another page does. */
    private static void lookAt(RunningBundle bundle, String action, String path) throws Exception {
        String how = action.split(" ")[0];
        HttpResponse<String> answer = bundle.ask("GET", path, "", "Authorization", "Bearer " + OPERATOR);
        assertEquals("405 " + how, answer.statusCode() + " " + answer.headers().firstValue("Allow").orElse(""), path);
        assertTrue(answers().stream().noneMatch(known -> known.startsWith("GET " + action.split(" ")[1])), path);
    }

    private static void look(Script script) throws Exception {
        RunningBundle bundle = script.bundle();
        assertEquals("me", script.get("/silences").at("/silences/0/by").asText());
        await().until(() -> script.get("/status").path("silences").equals(JSON.valueToTree(
                script.get("/silences").findValuesAsText("id"))));
        assertEquals("waits", script.get("/waiting").at("/0/clientid").asText());
        assertEquals("undefined", script.get("/parked").at("/0/payload").asText());
        assertEquals("pump", script.get("/gone?search=pump").at("/clients/0/clientid").asText());
        assertEquals(2, script.get("/gone?most=2").path("clients").size());
        JsonNode told = script.get("/told?clientid=pump&most=1");
        assertEquals("lost told", told.at("/events/0/what").asText() + " "
                + told.at("/events/0/robots/0/state").asText(), told::toString);
        assertEquals(bundle.vendors().get("wecom").messages().get(0).text(),
                script.get("/texts?robot=wecom").at("/0/text").asText());
        bundle.wait(Duration.ofSeconds(31));
        await().until(() -> script.get("/status").at("/gone/count").asInt() >= 3);
        JsonNode status = script.get("/status");
        assertEquals("well", status.at("/robots/0/state").asText());
        assertEquals("mqtt.url", status.at("/entrances/1/turnOn").asText());
        assertEquals("emqx@a", status.at("/gone/common/1/value").asText(), status::toString);
        await().until(() -> script.get("/minutes").findValues("lost").stream().mapToInt(JsonNode::asInt).sum() >= 3);
        assertEquals(2, script.get("/gone.csv?search=pump").asText().lines().count());
    }

    private static void act(Script script) throws Exception {
        RunningBundle bundle = script.bundle();
        script.operate(400, "POST", "/parked/{id}/retry", "1");
        script.operate(204, "DELETE", "/parked/{id}", "1");
        VendorServer wecom = bundle.vendors().get("wecom");
        wecom.fail(new Fault.Says(wecom.refusal(40058)));
        long now = System.currentTimeMillis();
        script.events(event("disconnected", "refused", now, now).replace("keepalive_timeout", "kicked"));
        await().until(() -> script.get("/parked").at("/0/refused").asBoolean());
        wecom.heal();
        script.operate(202, "POST", "/parked/{id}/retry", script.get("/parked").at("/0/id").asText());
        script.operate(204, "DELETE", "/gone/{clientid}", "fan");
        script.operate(204, "DELETE", "/silences/{id}", script.get("/silences").at("/silences/0/id").asText());
        for (String path : List.of("DELETE /gone/{clientid}", "DELETE /silences/{id}", "DELETE /parked/{id}",
                "POST /parked/{id}/retry")) {
            script.operate(404, path.split(" ")[0], path.split(" ")[1], "999");
        }
    }

    private static void mistake(Script script) throws Exception {
        for (String path : List.of("/gone.csv?most=x", "/told", "/texts?after=x", "/texts?robot=")) {
            script.ask(OPERATOR, 400, "GET", path.replaceFirst("\\?.*", ""), path, "");
        }
        for (String answer : answers()) {
            if (answer.matches("GET .* 200")) {
                String path = answer.split(" ")[1];
                String why = script.ask(OPERATOR, 400, "GET", path, path + "?nod=1", "").asText();
                assertTrue(why.startsWith("nod is no"), why);
                assertTrue(queries(path).stream().allMatch(why::contains), why + " does not name " + queries(path));
            }
        }
        for (String word : List.of("until", "by", "why")) {
            ObjectNode lacking = (ObjectNode) JSON.readTree(SILENCE);
            lacking.remove(word);
            assertTrue(script.ask(OPERATOR, 400, "POST", "/silences", "/silences", lacking.toString()).asText()
                    .contains(word), word);
        }
        assertEquals(0, script.get("/silences").path("silences").size());
    }
}
