package io.disconnectalerts.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** Texts by name, as JSON that every database takes. */
public final class JsonObject {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonObject() {
    }

    public static String of(Map<String, String> values) {
        StringWriter text = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<String, String> value : values.entrySet()) {
                json.writeStringField(Storable.text(value.getKey()), Storable.text(value.getValue()));
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }
}
