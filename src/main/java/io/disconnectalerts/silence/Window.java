package io.disconnectalerts.silence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A silence that comes again every week: {@code Mon-Fri 22:00-06:00 clientid=pump-*}. A time that ends before it begins
 * ends the day after; where one ends as another begins they are one. Its times are a clock's on the wall: what a clock
 * that is put forward skips is not there, and what it shows twice is meant the first time.
 *
 * @param written as it stands in the settings
 * @param end     of the day; midnight is the end of the day
 */
public record Window(String written, Set<DayOfWeek> days, LocalTime begin, LocalTime end, Matchers match) {
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final Pattern SYNTAX = Pattern.compile("(\\S+) +(\\S+) +(.+)");
    private static final Pattern TIMES = Pattern.compile("([01]\\d|2[0-3]):([0-5]\\d)-([01]\\d|2[0-4]):([0-5]\\d)");
    private static final Pattern SEPARATOR = Pattern.compile(" *[;\uFF1B] *");
    private static final String EXAMPLE = "write Mon-Fri 22:00-06:00 clientid=pump-*";

    /** @throws IllegalArgumentException with the rest of a sentence that begins with the setting */
    public static List<Window> all(String setting) {
        return all(setting, match -> match);
    }

    /**
     * Those of a setting, if they are about what there may be.
     *
     * @param classes that the rules give
     * @throws IllegalArgumentException with the rest of a sentence that begins with the setting
     */
    public static List<Window> all(String setting, Set<String> classes) {
        return all(setting, match -> match.checked(classes));
    }

    private static List<Window> all(String setting, UnaryOperator<Matchers> check) {
        return Stream.of(SEPARATOR.split(setting.strip())).filter(text -> !text.isEmpty())
                .map(text -> of(text, check)).toList();
    }

    private static Window of(String text, UnaryOperator<Matchers> check) {
        Matcher parts = SYNTAX.matcher(text);
        if (!parts.matches()) {
            throw wrong(text, "is not days, times and what is quiet: " + EXAMPLE + ", several separated by ;");
        }
        Matcher times = TIMES.matcher(parts.group(2));
        if (!times.matches() || times.group(3).equals("24") && !times.group(4).equals("00")) {
            throw wrong(parts.group(2), "is no time such as 22:00-06:00, or 00:00-24:00 for a whole day");
        }
        LocalTime begin = LocalTime.of(Integer.parseInt(times.group(1)), Integer.parseInt(times.group(2)));
        LocalTime end = LocalTime.of(Integer.parseInt(times.group(3)) % 24, Integer.parseInt(times.group(4)));
        boolean whole = times.group(3).equals("24");
        if (begin.equals(end) && !whole) {
            throw wrong(parts.group(2), "begins as it ends: write 00:00-24:00 for a whole day");
        }
        Window window = new Window(text, days(parts.group(1)), begin, end, match(parts.group(3), check));
        if (window.days.size() == DAYS.size() && begin.equals(end)) {
            throw wrong(text, "never ends: make it a rule that is quiet");
        }
        return window;
    }

    private static Set<DayOfWeek> days(String text) {
        EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : text.toLowerCase(Locale.ROOT).split(",")) {
            String[] ends = part.equals("daily") ? new String[]{"mon", "sun"} : part.split("-", -1);
            int first = DAYS.indexOf(ends[0]);
            int last = DAYS.indexOf(ends[ends.length - 1]);
            if (ends.length > 2 || first < 0 || last < 0) {
                throw wrong(part, "is no day: write Mon, Sat-Sun, Mon,Wed or daily");
            }
            IntStream.rangeClosed(first, last < first ? last + DAYS.size() : last)
                    .forEach(day -> days.add(DayOfWeek.of(day % DAYS.size() + 1)));
        }
        return days;
    }

    private static Matchers match(String text, UnaryOperator<Matchers> check) {
        if (text.strip().equals("all")) {
            return Matchers.ALL;
        }
        Map<String, String> written = new LinkedHashMap<>();
        for (String word : text.strip().split(" +")) {
            String[] parts = word.split("=", 2);
            if (parts.length == 1) {
                throw wrong(word, "says nothing of what is quiet: write " + word + "=..., or all for everything");
            } else if (written.put(parts[0], parts[1]) != null) {
                throw wrong(word, "stands there twice");
            }
        }
        Matchers match;
        try {
            match = check.apply(Matchers.of(written, Matchers.Spelling.SETTING));
        } catch (IllegalArgumentException refused) {
            throw wrong(refused.getMessage());
        }
        if (match.everything()) {
            throw wrong(text, "is everything: write all");
        }
        return match;
    }

    private static IllegalArgumentException wrong(String word, String what) {
        return wrong(word + " " + what);
    }

    private static IllegalArgumentException wrong(String sentence) {
        return new IllegalArgumentException("holds what cannot be: " + sentence);
    }

    /** The time of it that goes on, or, if none does, the next that begins within a week; empty if there is none. */
    Optional<Silence> next(Instant now, ZoneId zone) {
        LocalDate today = now.atZone(zone).toLocalDate();
        return IntStream.rangeClosed(-8, 8).mapToObj(today::plusDays).map(day -> on(day, zone))
                .filter(Objects::nonNull).filter(time -> time.until().isAfter(now)).findFirst()
                .map(time -> whole(time, zone));
    }

    /** The time that begins on a day; null if none does. */
    private Silence on(LocalDate day, ZoneId zone) {
        if (!days.contains(day.getDayOfWeek())) {
            return null;
        }
        LocalDateTime over = day.atTime(end).plusDays(end.isAfter(begin) ? 0 : 1);
        Instant from = day.atTime(begin).atZone(zone).toInstant();
        Instant until = over.atZone(zone).toInstant();
        return until.isAfter(from) ? silence(from, until) : null;
    }

    /** With those that begin as it ends, and end as it begins. */
    private Silence whole(Silence time, ZoneId zone) {
        Instant from = time.from();
        Instant until = time.until();
        LocalDate day = from.atZone(zone).toLocalDate();
        for (Silence before = on(day.minusDays(1), zone); before != null && before.until().equals(from);
                before = on(day.minusDays(1), zone)) {
            from = before.from();
            day = day.minusDays(1);
        }
        day = time.from().atZone(zone).toLocalDate();
        for (Silence after = on(day.plusDays(1), zone); after != null && after.from().equals(until);
                after = on(day.plusDays(1), zone)) {
            until = after.until();
            day = day.plusDays(1);
        }
        return silence(from, until);
    }

    private Silence silence(Instant from, Instant until) {
        return new Silence(id(from), written, match, from, until, "", "");
    }

    /** The same in all processes. */
    private String id(Instant from) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest((written + "@" + from).getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, 5);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
