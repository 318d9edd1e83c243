package io.disconnectalerts.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/**
 * A time as a rule's SELECT may write it: milliseconds (also seconds or microseconds) since 1970, or formatted as
 * {@code yyyy-MM-dd HH:mm:ss} in a zone, or RFC 3339 with an offset.
 */
final class EventTime {
    private static final DateTimeFormatter FORMATTED = DateTimeFormatter.ofPattern("yyyy-MM-dd[ ]['T']HH:mm:ss[.SSSSSS][.SSS]");
    private static final Pattern NUMBER = Pattern.compile("\\d{9,17}");
    private static final Pattern OFFSET = Pattern.compile(".*(Z|[+-]\\d\\d:?\\d\\d)");
    private static final long LATEST = Instant.parse("2200-01-01T00:00:00Z").getEpochSecond();

    private final ZoneId zone;

    EventTime(String zone) {
        this.zone = ZoneId.of(zone);
    }

    /** The time, or null if there is none, or none that can be understood: the event matters more than its time. */
    Instant read(JsonNode value) {
        if (value == null || value.isContainerNode() || value.isNull()) {
            return null;
        }
        String text = value.asText().strip();
        if (NUMBER.matcher(text).matches()) {
            long number = Long.parseLong(text);
            long millis = number < 100_000_000_000L ? number * 1000 : number > 100_000_000_000_000L ? number / 1000 : number;
            return millis / 1000 < LATEST ? Instant.ofEpochMilli(millis) : null;
        }
        try {
            return text.length() < 19 || text.length() > 40 ? null
                    : OFFSET.matcher(text).matches() && text.length() > 19 ? OffsetDateTime.parse(text.replaceFirst(" ", "T")).toInstant()
                    : LocalDateTime.parse(text, FORMATTED).atZone(zone).toInstant();
        } catch (DateTimeException other) {
            return null;
        }
    }
}
