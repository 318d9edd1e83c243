package io.disconnectalerts.event;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time as brokers and a rule's SELECT write it: a number of seconds, milliseconds, microseconds or nanoseconds
 * since 1970, with or without a fraction; or {@code yyyy-MM-dd HH:mm:ss} with up to nine digits of a second, in a zone,
 * or with an offset as EMQX's {@code format_date} writes it ({@code Z}, {@code +08}, {@code +0800}, {@code +08:00}).
 */
public final class EventTime {
    /** No broker had an event of ours before; a counter of seconds since a start is no time. */
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    /** Clocks differ, and zones are mistaken. */
    private static final Duration AHEAD = Duration.ofDays(1);
    private static final int LONGEST = 40;
    private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?([eE]\\+?\\d{1,2})?");
    private static final Pattern FORMATTED = Pattern.compile(
            "(\\d{4})[-/](\\d\\d)[-/](\\d\\d)[ tT]+(\\d\\d):(\\d\\d):(\\d\\d)(?:[.,](\\d{1,9}))?"
                    + "\\s*([zZ]|UTC|GMT|[+-]\\d\\d(?::?\\d\\d){0,2})?");

    private final ZoneId zone;

    /**
     * What a broker's times are in.
     *
     * @param toNanos how many places a number's point moves to the right for nanoseconds; -1 if its digits tell
     * @param zone    of a formatted time; null for the zone of the messages
     */
    record Form(int toNanos, ZoneId zone) {
        static final Form ANY = new Form(-1, null);
    }

    /** @param zone of a time that names none */
    public EventTime(String zone) {
        this.zone = ZoneId.of(zone);
    }

    /** A time however it is written; null if it is none that can be. */
    public Instant read(String value, Instant now) {
        return read(value, now, Form.ANY);
    }

    /** The time, or null if it is none, or none that can be: the event matters more than its time. */
    Instant read(String value, Instant now, Form form) {
        String text = value.strip();
        if (text.isEmpty() || text.length() > LONGEST) {
            return null;
        }
        Instant time = NUMBER.matcher(text).matches() ? number(new BigDecimal(text), form.toNanos())
                : formatted(FORMATTED.matcher(text), form.zone() == null ? zone : form.zone());
        return time == null || time.isBefore(EARLIEST) || time.isAfter(now.plus(AHEAD)) ? null : time;
    }

    /** In nanoseconds, all times since 2000 have 18 or 19 digits: so many before the point tell the unit. */
    private static Instant number(BigDecimal number, int unit) {
        int digits = number.precision() - number.scale();
        int toNanos = unit >= 0 ? unit : digits <= 10 ? 9 : digits <= 13 ? 6 : digits <= 16 ? 3 : 0;
        return digits + Math.max(unit, 0) > 19 ? null
                : Instant.ofEpochSecond(0, number.movePointRight(toNanos).longValue());
    }

    private static Instant formatted(Matcher text, ZoneId zone) {
        if (!text.matches()) {
            return null;
        }
        try {
            int nanos = text.group(7) == null ? 0 : Integer.parseInt((text.group(7) + "00000000").substring(0, 9));
            return LocalDateTime.of(number(text, 1), number(text, 2), number(text, 3),
                    number(text, 4), number(text, 5), number(text, 6), nanos)
                    .atZone(text.group(8) == null ? zone : offset(text.group(8))).toInstant();
        } catch (DateTimeException none) {
            return null;
        }
    }

    private static ZoneOffset offset(String text) {
        return Character.isLetter(text.charAt(0)) ? ZoneOffset.UTC : ZoneOffset.of(text);
    }

    private static int number(Matcher text, int group) {
        return Integer.parseInt(text.group(group));
    }
}
