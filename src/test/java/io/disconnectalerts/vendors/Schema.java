package io.disconnectalerts.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which fields (JSON pointers) a vendor insists on, by message type. */
record Schema(Map<String, List<String>> required) {

    boolean knows(String type) {
        return required.containsKey(type);
    }

    /** @return the first required field that is missing, empty or null */
    Optional<String> missing(String type, JsonNode json) {
        return required.get(type).stream().filter(pointer -> blank(json.at(pointer))).findFirst();
    }

    private static boolean blank(JsonNode value) {
        return value.isContainerNode() ? value.isEmpty() : value.asText("").isBlank();
    }
}
