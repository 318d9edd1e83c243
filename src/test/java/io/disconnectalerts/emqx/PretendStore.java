package io.disconnectalerts.emqx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Connectors, actions and rules as EMQX keeps them: nothing gets in that its schema does not know. */
final class PretendStore {
    private static final JsonMapper JSON = new JsonMapper();

    final Map<String, ObjectNode> stored = Collections.synchronizedMap(new TreeMap<>());
    final List<String> changes = Collections.synchronizedList(new ArrayList<>());
    String connectorStatus = "connected";
    boolean refusing;

    private final Map<String, JsonSchema> schemas;

    PretendStore() throws IOException {
        schemas = Map.of("connectors", schema("connector"), "actions", schema("action"), "rules", schema("rule"));
    }

    record Reply(int status, JsonNode body) {
        static Reply error(int status, String code, String message) {
            return new Reply(status, JSON.createObjectNode().put("code", code).put("message", message));
        }
    }

    private static JsonSchema schema(String name) throws IOException {
        try (var file = PretendStore.class.getResourceAsStream("/emqx-api/" + name + ".schema.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(file);
        }
    }

    boolean holds(String collection) {
        return schemas.containsKey(collection);
    }

    Reply get(String collection, String id) {
        var found = stored.get(collection + "/" + id);
        return found == null
                ? Reply.error(404, "NOT_FOUND", "'" + id + "' does not exist")
                : new Reply(200, shown(collection, id, found));
    }

    Reply post(String collection, String body) {
        try {
            if (!(JSON.readTree(body) instanceof ObjectNode configuration)) {
                return Reply.error(400, "BAD_REQUEST", "Invalid json message received");
            }
            var id = collection.equals("rules")
                    ? configuration.path("id").asText()
                    : configuration.path("type").asText() + ":" + configuration.path("name").asText();
            if (!id.matches(collection.equals("rules") ? "\\w+" : "http:[0-9a-zA-Z][-0-9a-zA-Z_]*")) {
                return Reply.error(400, "BAD_REQUEST", "Invalid name format");
            }
            if (stored.containsKey(collection + "/" + id)) {
                return collection.equals("rules")
                        ? Reply.error(400, "BAD_REQUEST", "rule id already exists")
                        : Reply.error(400, "ALREADY_EXISTS", collection + " already exists");
            }
            configuration.remove(collection.equals("rules") ? List.of("id") : List.of("type", "name"));
            return store("POST " + collection, 201, collection, id, configuration);
        } catch (JsonProcessingException e) {
            return Reply.error(400, "BAD_REQUEST", "Invalid json message received");
        }
    }

    Reply put(String collection, String id, String body) {
        try {
            if (!stored.containsKey(collection + "/" + id)) {
                return Reply.error(404, "NOT_FOUND", "'" + id + "' does not exist");
            }
            return JSON.readTree(body) instanceof ObjectNode configuration
                    ? store("PUT " + collection, 200, collection, id, configuration)
                    : Reply.error(400, "BAD_REQUEST", "Invalid json message received");
        } catch (JsonProcessingException e) {
            return Reply.error(400, "BAD_REQUEST", "Invalid json message received");
        }
    }

    private Reply store(String change, int status, String collection, String id, ObjectNode configuration) {
        if (refusing) {
            return Reply.error(400, "BAD_REQUEST", "refused: " + configuration);
        }
        var faults = schemas.get(collection).validate(configuration);
        if (!faults.isEmpty()) {
            return Reply.error(400, "BAD_REQUEST", faults.toString());
        }
        var connector = "connectors/http:" + configuration.path("connector").asText();
        if (collection.equals("actions") && !stored.containsKey(connector)) {
            return Reply.error(400, "BAD_REQUEST", "connector_not_found_or_wrong_type");
        }
        changes.add(change);
        stored.put(collection + "/" + id, configuration);
        return new Reply(status, shown(collection, id, configuration));
    }

    private ObjectNode shown(String collection, String id, ObjectNode configuration) {
        var shown = configuration.deepCopy();
        if (collection.equals("rules")) {
            return shown.put("id", id);
        }
        if (shown.get("headers") instanceof ObjectNode headers) {
            headers.put("authorization", "******");
        }
        return shown.put("type", "http").put("name", id.substring("http:".length())).put("status", connectorStatus);
    }
}
