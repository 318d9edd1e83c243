package io.disconnectalerts.follow;

import io.disconnectalerts.event.EventTime;
import io.disconnectalerts.http.Query;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which of the clients that are gone somebody asks for; what is null or empty is not asked.
 *
 * @param since      gone since then or later
 * @param search     what the client id contains, in capitals or not
 * @param attributes what each of them has to be
 * @param most       how many are listed
 * @param after      the last of those that were listed before, as {@link GoneClient#cursor}
 */
record GoneFilter(String node, String reason, Instant since, String search, Map<String, String> attributes,
        Integer most, String after) {
    /** Everybody. */
    static final GoneFilter NONE = new GoneFilter(null, null, null, null, Map.of(), null, null);
    private static final String ATTRIBUTE = "attribute.";
    private static final List<String> NAMES =
            List.of("node", "reason", "since", "search", "most", "after", ATTRIBUTE + "<name>");
    private static final int MOST = 1_000;
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");
    /** A time without seconds. */
    private static final Pattern MINUTES = Pattern.compile("^\\S{10}[ T]\\d\\d:\\d\\d(?!:)");
    /** What a form makes of an offset's plus. */
    private static final Pattern OFFSET = Pattern.compile(" (\\d\\d(:?\\d\\d)?)$");

    /**
     * @param query as it stands in the URL, or null
     * @throws IllegalArgumentException with a sentence that names the parameter that is wrong
     */
    static GoneFilter of(String query, EventTime times, Clock clock) {
        Map<String, String> asked = Query.of(query, NAMES, "no filter");
        Map<String, String> attributes = new LinkedHashMap<>();
        asked.forEach((name, value) -> {
            if (name.startsWith(ATTRIBUTE)) {
                attributes.put(name.substring(ATTRIBUTE.length()), value);
            }
        });
        String since = asked.get("since");
        return new GoneFilter(asked.get("node"), asked.get("reason"),
                since == null ? null : since(since, times, clock.instant()), asked.get("search"), attributes,
                Query.number("most", asked.get("most"), MOST, null), after(asked.get("after")));
    }

    private static String after(String text) {
        if (text != null && !text.matches("(?s)\\d{1,18} .*")) {
            throw Query.wrong("after", "is not what an answer said as next");
        }
        return text;
    }

    private static Instant since(String text, EventTime times, Instant now) {
        Matcher ago = AGO.matcher(text);
        Instant time = ago.matches() ? now.minus(duration(Long.parseLong(ago.group(1)), ago.group(2)))
                : times.read(MINUTES.matcher(OFFSET.matcher(text).replaceFirst("+$1")).replaceFirst("$0:00"), now);
        if (time == null) {
            throw Query.wrong("since", "is no time: write 30m, 12h, 7d or 2026-01-31T08:00:00");
        }
        return time;
    }

    private static Duration duration(long amount, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
