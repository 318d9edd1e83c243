package io.disconnectalerts.silence;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.disconnectalerts.settings.FullWidth;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What somebody asks for as a silence, as JSON. */
final class Wish {
    private static final List<String> NAMES = List.of("match", "all", "from", "until", "by", "why");
    private static final int LONGEST = 200;
    /** What is quiet for longer is a rule. */
    private static final Duration LONGEST_TIME = Duration.ofDays(366);
    /** Nobody sees it at a text's beginning or end. */
    private static final Pattern UNSEEN = Pattern.compile("^[\\s\\p{Z}\\p{Cc}\\p{Cf}]+|[\\s\\p{Z}\\p{Cc}\\p{Cf}]+$");
    private static final Pattern FOR = Pattern.compile("(\\d{1,6})([mhd])");
    private static final ObjectMapper JSON = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final JsonNode wish;
    private final ZoneId zone;
    private final Instant now;

    private Wish(JsonNode wish, ZoneId zone, Instant now) {
        this.wish = wish;
        this.zone = zone;
        this.now = now;
    }

    /**
     * @param zone of times that name none
     * @throws IllegalArgumentException with a sentence that begins with the word that is missing or wrong
     */
    static Silence read(String id, byte[] json, ZoneId zone, Instant now) {
        try {
            JsonNode wish = JSON.readTree(json);
            if (wish == null || !wish.isObject()) {
                throw new IllegalArgumentException("a silence is a JSON object: {\"match\": "
                        + "{\"clientid\": \"pump-*\"}, \"until\": \"2h\", \"by\": \"...\", \"why\": \"...\"}");
            }
            return new Wish(wish, zone, now).silence(id);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("it is no JSON: " + why(json, malformed));
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("it is no JSON: " + unreadable.getMessage());
        }
    }

    /** Read as letters, too: between its words the parser reads bytes, and would name the first of a letter's. */
    private static String why(byte[] json, JsonProcessingException malformed) {
        String text = new String(json, StandardCharsets.UTF_8);
        try {
            JSON.readTree(text);
            return malformed.getOriginalMessage();
        } catch (JsonEOFException early) {
            return "it ends too early";
        } catch (MismatchedInputException longer) {
            return "more stands behind its end";
        } catch (JsonProcessingException named) {
            int at = (int) named.getLocation().getCharOffset();
            String letter = at < 0 || at >= text.length() ? "" : text.substring(at, at + 1);
            return FullWidth.named(named.getOriginalMessage(), letter, meant -> meant.length() <= 1);
        }
    }

    private Silence silence(String id) {
        wish.fieldNames().forEachRemaining(name -> {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException(FullWidth.named(name.substring(0, Math.min(32, name.length()))
                        + " is none of " + String.join(", ", NAMES), name, NAMES::contains));
            }
        });
        Matchers match = match();
        Instant from = Optional.ofNullable(time("from")).filter(now::isBefore).orElse(now);
        Instant until = time("until");
        if (until == null) {
            throw new IllegalArgumentException("until is missing: write 2h or 2026-01-31T08:00:00+08:00");
        } else if (!until.isAfter(now)) {
            throw new IllegalArgumentException("until is past: "
                    + until.atZone(zone).toOffsetDateTime().truncatedTo(ChronoUnit.SECONDS));
        } else if (!until.isAfter(from)) {
            throw new IllegalArgumentException("until is not after from");
        } else if (until.isAfter(now.plus(LONGEST_TIME))) {
            throw new IllegalArgumentException("until is more than a year ahead: a rule that is quiet lasts longer");
        }
        return new Silence(id, "", match, from, until, text("by"), text("why"));
    }

    private Matchers match() {
        boolean all = wish.path("all").asBoolean(false);
        JsonNode match = wish.path("match");
        if (!match.isMissingNode() && !match.isObject()) {
            throw new IllegalArgumentException("match is not an object such as {\"clientid\": \"pump-*\"}");
        } else if (wish.has("all") && !wish.path("all").isBoolean()) {
            throw new IllegalArgumentException("all is neither true nor false");
        } else if (all && !match.isEmpty()) {
            throw new IllegalArgumentException("all is true, and match says otherwise: take one of them out");
        } else if (!all && match.isEmpty()) {
            throw new IllegalArgumentException("match is missing: write {\"clientid\": \"pump-*\"}, or \"all\": true "
                    + "for everything");
        }
        Map<String, String> written = new LinkedHashMap<>();
        match.properties().forEach(one -> {
            if (!one.getValue().isTextual()) {
                throw new IllegalArgumentException("match." + one.getKey().substring(0, Math.min(32,
                        one.getKey().length())) + " is no text");
            }
            written.put(one.getKey(), one.getValue().asText());
        });
        Matchers wanted = Matchers.of(written, Matchers.Spelling.JSON);
        if (!all && wanted.everything()) {
            throw new IllegalArgumentException("match is everything: say so with \"all\": true instead");
        }
        return wanted;
    }

    private String text(String name) {
        JsonNode value = wish.path(name);
        if (!value.isMissingNode() && !value.isTextual()) {
            throw new IllegalArgumentException(name + " is no text");
        } else if (value.asText().length() > LONGEST) {
            throw new IllegalArgumentException(name + " is longer than " + LONGEST + " characters");
        }
        String text = UNSEEN.matcher(value.asText()).replaceAll("");
        if (text.isEmpty()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return text;
    }

    /** Null if it is not there. */
    private Instant time(String name) {
        JsonNode value = wish.path(name);
        if (value.isMissingNode()) {
            return null;
        }
        String text = value.isTextual() ? value.asText().strip() : "";
        Matcher length = FOR.matcher(text);
        try {
            return length.matches() ? now.plus(length(length)) : DateTimeFormatter.ISO_DATE_TIME.withZone(zone)
                    .parse(text.replaceFirst("^(\\S+) +(?=\\d)", "$1T"), Instant::from);
        } catch (DateTimeException none) {
            throw new IllegalArgumentException(FullWidth.named(name + " is no time: write 90m, 2h, 3d, "
                    + "2026-01-31T08:00 or 2026-01-31T08:00:00+08:00", text, meant -> FOR.matcher(meant).matches()));
        }
    }

    private static Duration length(Matcher length) {
        long amount = Long.parseLong(length.group(1));
        return switch (length.group(2)) {
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
