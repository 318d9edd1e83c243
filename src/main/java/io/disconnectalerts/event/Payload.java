package io.disconnectalerts.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.disconnectalerts.store.Storable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;

/** Reads an input: one event, an array of them, or one a line; what an event may look like, {@link Brokers} know. */
public final class Payload {
    /** Characters of an array, or of lines, that are read by whoever brings them. */
    private static final int MOST_AT_ONCE = 1 << 16;
    private static final int MOST_PARTS = 10_000;
    /** Parts under way at once: a commit or two, and nobody else waits long behind them. */
    private static final int CHUNK = 500;
    private static final String WHOLE = "send the whole event: in EMQX the payload ${.} of a republish action, or an "
            + "empty body of an HTTP action";
    private static final int DEEPEST = 64;
    private static final int LONGEST_NUMBER = 100;
    private static final StreamReadConstraints BOUNDS = StreamReadConstraints.builder().maxNestingDepth(DEEPEST)
            .maxNumberLength(LONGEST_NUMBER).maxStringLength(Input.MOST_BYTES).build();
    private static final ObjectMapper JSON = JsonMapper
            .builder(JsonFactory.builder().streamReadConstraints(BOUNDS).build())
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY).build();

    private final EventTime time;
    private final InstantSource clock;
    private final Brokers brokers;

    /** @param zone the zone a formatted time is in */
    public Payload(String zone, InstantSource clock, Brokers brokers) {
        this.time = new EventTime(zone);
        this.clock = clock;
        this.brokers = brokers;
    }

    /** Puts into the variable {@code said} what the headers say that a broker tells by; no other is of an event. */
    public void keepHeaders(Exchange request) {
        Map<String, String> said = new TreeMap<>();
        for (String name : brokers.headers()) {
            String value = request.getMessage().getHeader(name, String.class);
            if (value != null) {
                said.put(name, value);
            }
        }
        request.setVariable("said", said);
    }

    /** How an input came: the topic, or empty, and what its headers said. */
    private record Way(String topic, Map<String, String> said) {
        static Way of(String topic, Map<String, String> said) {
            return new Way(topic == null ? "" : topic, said == null ? Map.of() : said);
        }
    }

    /** One of several in an input. */
    private interface Part<T> {
        Reading read(T part) throws Refusal;
    }

    /**
     * @param topic       the MQTT topic it came by, null or empty if it came another way
     * @param encoding    the HTTP header Content-Encoding, null or empty if there is none
     * @param contentType the HTTP header Content-Type, null or empty if there is none
     * @param said        what {@link #keepHeaders} kept, null if it came another way
     */
    public Reading read(@Body byte[] payload, @Variable("topic") String topic, @Variable("encoding") String encoding,
            @Variable("contentType") String contentType, @Variable("said") Map<String, String> said) {
        if (payload == null) {
            return new Reading.Unreadable(new byte[0], "it is empty");
        }
        byte[] kept = payload;
        try {
            if (payload.length > Input.MOST_BYTES) {
                throw Input.tooLarge();
            }
            Input input = Input.of(payload, encoding, contentType);
            if (input == null) {
                return new Reading.TooLarge();
            }
            kept = input.kept();
            return read(input, Way.of(topic, said));
        } catch (Refusal why) {
            return new Reading.Unreadable(kept, why.getMessage(), 1, why.broker());
        }
    }

    /** Reads once more what was parked, which as UTF-8 may be larger than it came. */
    public Reading again(@Body byte[] parked, @Variable("topic") String topic) {
        try {
            return read(Input.parked(parked), Way.of(topic, null));
        } catch (Refusal why) {
            return new Reading.Unreadable(parked, why.getMessage(), 1, why.broker());
        }
    }

    private Reading read(Input input, Way way) throws Refusal {
        if (input.text().startsWith("[")) {
            return several(input, way);
        }
        if (input.text().equals("undefined")) {
            throw new Refusal("it is the word undefined; " + WHOLE);
        }
        JsonNode json;
        try {
            json = json(input.text());
        } catch (Refusal whole) {
            if (lines(input.text()).stream().noneMatch(Payload::isObject)) {
                throw whole;
            }
            return several(input, way);
        }
        return row(json, way);
    }

    private Reading several(Input input, Way way) {
        Reading.Several several = new Reading.Several(input);
        return input.text().length() > MOST_AT_ONCE ? several : parts(several, way);
    }

    /** Reads what an array holds, or every line. */
    public Reading parts(@Body Reading.Several several, @Variable("topic") String topic,
            @Variable("said") Map<String, String> said) {
        return parts(several, Way.of(topic, said));
    }

    private Reading parts(Reading.Several several, Way way) {
        String text = several.input().text();
        try {
            if (!text.startsWith("[")) {
                return parts("line", lines(text), line -> row(json(line), way), Collectors.joining("\n"));
            }
            List<JsonNode> elements = new ArrayList<>();
            json(text).forEach(elements::add);
            return elements.isEmpty() ? row(json(text), way)
                    : parts("element", elements, element -> row(element, way), Collectors.joining(",", "[", "]"));
        } catch (Refusal why) {
            return new Reading.Unreadable(several.input().kept(), why.getMessage(), 1, why.broker());
        }
    }

    private static List<String> lines(String text) {
        return text.lines().filter(line -> !line.isBlank()).limit(MOST_PARTS + 1).toList();
    }

    private static boolean isObject(String line) {
        try {
            return json(line).isObject();
        } catch (Refusal none) {
            return false;
        }
    }

    /** What cannot be read of several is one refusal, which holds nothing of what can. */
    private static <T> Reading parts(String kind, List<T> parts, Part<T> part,
            Collector<CharSequence, ?, String> together) throws Refusal {
        if (parts.size() > MOST_PARTS) {
            throw new Refusal("it has more than " + MOST_PARTS + " " + kind + "s");
        }
        List<Reading> readings = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        String first = "";
        String broker = "";
        for (int i = 0; i < parts.size(); i++) {
            try {
                readings.add(part.read(parts.get(i)));
            } catch (Refusal why) {
                if (refused.isEmpty()) {
                    first = "its " + kind + " " + (i + 1) + " of " + parts.size() + " cannot be read: "
                            + why.getMessage();
                    broker = why.broker();
                }
                refused.add(parts.get(i).toString());
            }
        }
        if (!refused.isEmpty()) {
            readings.add(new Reading.Unreadable(Storable.text(refused.stream().collect(together)).getBytes(UTF_8),
                    refused.size() == 1 ? first : first + "; nor can " + (refused.size() - 1) + " more",
                    refused.size(), broker));
        }
        List<List<Reading>> chunks = new ArrayList<>();
        for (int start = 0; start < readings.size(); start += CHUNK) {
            chunks.add(readings.subList(start, Math.min(start + CHUNK, readings.size())));
        }
        return new Reading.Parts(chunks);
    }

    private Reading row(JsonNode json, Way way) throws Refusal {
        if (json.isObject()) {
            return brokers.telling(json, way.topic(), way.said()).reading(time, clock.instant());
        }
        throw new Refusal(json.isArray() && !json.isEmpty() ? "it is an array, and arrays do not nest"
                : "it is JSON, but not an object; " + WHOLE);
    }

    private static JsonNode json(String text) throws Refusal {
        try (JsonParser parser = JSON.createParser(text)) {
            JsonNode json = JSON.readTree(parser);
            if (json == null) {
                throw new Refusal("it is empty");
            }
            if (parser.nextToken() != null) {
                throw new Refusal("it is one JSON text after another: send an array, or one event a line");
            }
            return json;
        } catch (StreamConstraintsException excess) {
            throw new Refusal("it is nested deeper than " + DEEPEST + " levels, or a name or number in it is too long");
        } catch (MismatchedInputException twice) {
            throw new Refusal("it has a field twice in one object");
        } catch (JsonEOFException early) {
            throw new Refusal("it is not JSON: it ends too early");
        } catch (JsonProcessingException malformed) {
            JsonLocation at = malformed.getLocation();
            String line = at.getLineNr() > 1 ? "line " + at.getLineNr() + ", " : "";
            throw new Refusal("it is not JSON, which shows at " + line + "character " + at.getColumnNr());
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
