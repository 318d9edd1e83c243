package io.disconnectalerts.follow;

import com.fasterxml.jackson.annotation.JsonIdentityInfo;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.ObjectIdGenerators;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/** A past as it is stored: times and durations in ms, and a fact that comes again only by its key. */
final class PastJson {
    /** Another version may know more of a past. */
    private static final ObjectMapper JSON = new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL)
            .enable(SerializationFeature.USE_EQUALITY_FOR_OBJECT_ID)
            .addMixIn(Fact.class, ByKey.class)
            .registerModule(new SimpleModule()
                    .addSerializer(new ToMillis<>(Instant.class, Instant::toEpochMilli))
                    .addSerializer(new ToMillis<>(Duration.class, Duration::toMillis))
                    .addDeserializer(Instant.class, new OfMillis<>(Instant.class, Instant::ofEpochMilli))
                    .addDeserializer(Duration.class, new OfMillis<>(Duration.class, Duration::ofMillis)));

    private PastJson() {
    }

    @JsonIdentityInfo(generator = ObjectIdGenerators.PropertyGenerator.class, property = "key")
    private interface ByKey {
    }

    private static final class ToMillis<T> extends StdScalarSerializer<T> {
        private final transient ToLongFunction<T> millis;

        ToMillis(Class<T> type, ToLongFunction<T> millis) {
            super(type);
            this.millis = millis;
        }

        @Override
        public void serialize(T value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeNumber(millis.applyAsLong(value));
        }
    }

    private static final class OfMillis<T> extends StdScalarDeserializer<T> {
        private final transient LongFunction<T> value;

        OfMillis(Class<T> type, LongFunction<T> value) {
            super(type);
            this.value = value;
        }

        @Override
        public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return value.apply(json.getLongValue());
        }
    }

    static String write(Past past) {
        try {
            return JSON.writeValueAsString(past);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Empty if it is damaged, which is the trouble of one subject only. */
    static Optional<Past> read(String json) {
        try {
            return json.isEmpty() ? Optional.of(Past.NOTHING) : Optional.ofNullable(JSON.readValue(json, Past.class));
        } catch (JsonProcessingException damaged) {
            return Optional.empty();
        }
    }
}
