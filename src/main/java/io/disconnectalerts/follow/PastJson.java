package io.disconnectalerts.follow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Function;

/** A past as it is stored; times as in ISO 8601. */
final class PastJson {
    private static final ObjectMapper JSON = new ObjectMapper()
            .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL)
            .registerModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addSerializer(Duration.class, ToStringSerializer.instance)
                    .addDeserializer(Instant.class, new Text<>(Instant.class, Instant::parse))
                    .addDeserializer(Duration.class, new Text<>(Duration.class, Duration::parse)));

    private PastJson() {
    }

    private static final class Text<T> extends FromStringDeserializer<T> {
        private final transient Function<String, T> parse;

        Text(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        protected T _deserialize(String text, DeserializationContext context) {
            return parse.apply(text);
        }
    }

    static String write(Past past) {
        try {
            return JSON.writeValueAsString(past);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** An object whose names they are, as {@link io.disconnectalerts.store.Dialect#each} takes it. */
    static String names(Collection<String> names) {
        ObjectNode object = JSON.createObjectNode();
        names.forEach(name -> object.put(name, ""));
        return object.toString();
    }

    static Past read(String json) {
        try {
            return json.isEmpty() ? Past.NOTHING : JSON.readValue(json, Past.class);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("a stored past is not JSON", unreadable);
        }
    }
}
