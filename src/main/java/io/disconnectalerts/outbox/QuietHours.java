package io.disconnectalerts.outbox;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The hours of each day in which only what is critical is told. A value without a clock or a store: whatever happens to
 * the process, the time alone says what waits. A time that a change of clocks leaves out is the one behind the gap; of
 * one that comes twice it is the first.
 *
 * @param jitter how much later than its time each end is, so that not everybody speaks on the hour; never more than
 *               half of what is not quiet
 */
public record QuietHours(LocalTime begin, LocalTime end, ZoneId zone, Duration jitter) {
    /** No hour is quiet. */
    public static final QuietHours NONE = new QuietHours(LocalTime.MIN, LocalTime.MIN, ZoneId.of("Z"), Duration.ZERO);
    /** The longest jitter. */
    static final Duration JITTER = Duration.ofSeconds(120);
    private static final Duration DAY = Duration.ofDays(1);

    public QuietHours {
        Duration told = Duration.between(end, begin);
        Duration half = (told.isNegative() ? told.plus(DAY) : told).dividedBy(2);
        jitter = jitter.compareTo(half) < 0 ? jitter : half;
    }

    /**
     * @param hours {@code 22:00-07:00}; empty for none
     * @throws IllegalArgumentException if it is neither
     */
    static QuietHours of(String hours, ZoneId zone, Duration jitter) {
        if (hours.isEmpty()) {
            return NONE;
        }
        String[] times = hours.split("-", 2);
        try {
            QuietHours quiet = new QuietHours(LocalTime.parse(times[0]), LocalTime.parse(times[times.length - 1]
                    .replace("24:00", "00:00")), zone, jitter);
            if (times.length == 2 && !quiet.none()) {
                return quiet;
            }
        } catch (DateTimeException wrong) {
            // The same sentence.
        }
        throw new IllegalArgumentException("quietHours: " + hours + " are no hours such as 22:00-07:00");
    }

    private boolean none() {
        return begin.equals(end);
    }

    /** One night. */
    private record Night(Instant from, Instant until) {
    }

    /** The latest first. */
    private Stream<Night> nights(Instant now) {
        LocalDate today = now.atZone(zone).toLocalDate();
        return none() ? Stream.empty() : IntStream.rangeClosed(0, 2).mapToObj(today::minusDays)
                .map(day -> new Night(day.atTime(begin).atZone(zone).toInstant(),
                        day.plusDays(end.isAfter(begin) ? 0 : 1).atTime(end).atZone(zone).toInstant().plus(jitter)));
    }

    /** When those end that go on; empty if it is not quiet. */
    public Optional<Instant> until(Instant now) {
        return nights(now).filter(night -> !now.isBefore(night.from()) && now.isBefore(night.until()))
                .map(Night::until).findFirst();
    }

    /** Since when something that came then could be told, by now: what waited for an end waits since that. */
    public Instant since(Instant came, Instant now) {
        return nights(now).map(Night::until).filter(end -> end.isAfter(came) && !end.isAfter(now))
                .findFirst().orElse(came);
    }
}
