package io.disconnectalerts.follow;

import io.disconnectalerts.event.EventTime;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
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
    private static final String NAMES = "node|reason|since|search|most|after";
    private static final int MOST = 1_000;
    private static final String ATTRIBUTE = "attribute.";
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");
    /** What a form makes of an offset's plus. */
    private static final Pattern OFFSET = Pattern.compile(" (\\d\\d(:?\\d\\d)?)$");

    /**
     * @param query as it stands in the URL, or null
     * @throws IllegalArgumentException with a sentence that names the parameter that is wrong
     */
    static GoneFilter of(String query, EventTime times, Clock clock) {
        Map<String, String> asked = parameters(query);
        Map<String, String> attributes = new LinkedHashMap<>();
        asked.forEach((name, value) -> {
            if (name.startsWith(ATTRIBUTE) && name.length() > ATTRIBUTE.length()) {
                attributes.put(name.substring(ATTRIBUTE.length()), value);
            }
        });
        String since = asked.get("since");
        return new GoneFilter(asked.get("node"), asked.get("reason"),
                since == null ? null : since(since, times, clock.instant()), asked.get("search"), attributes,
                most(asked.get("most")), after(asked.get("after")));
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query == null || query.isEmpty() ? new String[0] : query.split("&")) {
            String[] parts = pair.split("=", 2);
            String name = decoded(parts[0], parts[0]);
            if (!name.matches(NAMES + "|attribute\\..+")) {
                throw wrong(name, "is no filter: " + NAMES.replace("|", ", ") + " and attribute.<name> are");
            }
            if (parts.length == 1 || parts[1].isEmpty()) {
                throw wrong(name, "is empty");
            }
            if (parameters.put(name, decoded(name, parts[1])) != null) {
                throw wrong(name, "is given twice");
            }
        }
        return parameters;
    }

    private static String decoded(String name, String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            throw wrong(name, "has a % that is not followed by two hexadecimal digits: write it as %25");
        }
    }

    private static Integer most(String text) {
        if (text != null && !(text.matches("\\d{1,4}") && Integer.parseInt(text) >= 1
                && Integer.parseInt(text) <= MOST)) {
            throw wrong("most", "is not a whole number from 1 to " + MOST);
        }
        return text == null ? null : Integer.valueOf(text);
    }

    private static String after(String text) {
        if (text != null && !text.matches("(?s)\\d{1,18} .*")) {
            throw wrong("after", "is not what an answer said as next");
        }
        return text;
    }

    private static Instant since(String text, EventTime times, Instant now) {
        Matcher ago = AGO.matcher(text);
        Instant time = ago.matches() ? now.minus(duration(Long.parseLong(ago.group(1)), ago.group(2)))
                : times.read(OFFSET.matcher(text).replaceFirst("+$1"), now);
        if (time == null) {
            throw wrong("since", "is no time: write 30m, 12h, 7d or 2026-01-31T08:00:00");
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

    private static IllegalArgumentException wrong(String name, String what) {
        return new IllegalArgumentException(name + " " + what);
    }
}
