package io.disconnectalerts.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When it is quiet, and until when. */
class QuietHoursTest {

    /** Times of the zone, or with the offset that says which of two they are. */
    private static Instant time(String text, String zone) {
        return text.matches(".*[+-]\\d\\d:\\d\\d$") ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).atZone(ZoneId.of(zone)).toInstant();
    }

    private static QuietHours hours(String hours, String zone, int jitter) {
        return QuietHours.of(hours, ZoneId.of(zone), Duration.ofSeconds(jitter));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            22:00-07:00 | +08:00        | 0   | 2026-01-10T21:59:59       | -
            22:00-07:00 | +08:00        | 0   | 2026-01-10T22:00          | 2026-01-11T07:00
            22:00-07:00 | +08:00        | 0   | 2026-01-11T00:00          | 2026-01-11T07:00
            22:00-07:00 | +08:00        | 0   | 2026-01-11T06:59:59.999   | 2026-01-11T07:00
            22:00-07:00 | +08:00        | 0   | 2026-01-11T07:00          | -
            22:00-07:00 | +08:00        | 90  | 2026-01-11T07:01:29       | 2026-01-11T07:01:30
            22:00-07:00 | +08:00        | 90  | 2026-01-11T07:01:30       | -
            22:00-07:00 | +08:00        | 90  | 2026-01-10T21:59:59       | -
            12:00-14:00 | +08:00        | 0   | 2026-01-10T13:00          | 2026-01-10T14:00
            12:00-14:00 | +08:00        | 0   | 2026-01-10T11:59          | -
            22:00-24:00 | +08:00        | 0   | 2026-01-10T23:00          | 2026-01-11T00:00
            22:00-24:00 | +08:00        | 60  | 2026-01-11T00:00:30       | 2026-01-11T00:01
            00:00-07:00 | +08:00        | 0   | 2026-01-11T00:00          | 2026-01-11T07:00
            07:01-07:00 | +08:00        | 120 | 2026-01-11T07:00:29       | 2026-01-11T07:00:30
            07:01-07:00 | +08:00        | 120 | 2026-01-11T07:00:30       | -
            07:01-07:00 | +08:00        | 120 | 2026-01-11T07:01          | 2026-01-12T07:00:30
            22:00-07:00 | Europe/Berlin | 0   | 2026-03-29T01:00          | 2026-03-29T07:00
            22:00-02:30 | Europe/Berlin | 0   | 2026-03-28T23:00          | 2026-03-29T03:30
            02:30-07:00 | Europe/Berlin | 0   | 2026-03-29T03:15          | -
            02:30-07:00 | Europe/Berlin | 0   | 2026-03-29T03:30          | 2026-03-29T07:00
            22:00-07:00 | Europe/Berlin | 0   | 2026-10-25T02:30+01:00    | 2026-10-25T07:00+01:00
            22:00-02:30 | Europe/Berlin | 0   | 2026-10-25T02:29+02:00    | 2026-10-25T02:30+02:00
            22:00-02:30 | Europe/Berlin | 0   | 2026-10-25T02:15+01:00    | -
            02:30-07:00 | Europe/Berlin | 0   | 2026-10-25T02:15+01:00    | 2026-10-25T07:00+01:00
            """)
    void itIsQuietUntilTheEnd(String hours, String zone, int jitter, String now, String until) {
        assertEquals(until == null ? null : time(until, zone),
                hours(hours, zone, jitter).until(time(now, zone)).orElse(null));
    }

    /** What waited is no older than the end for which it waited. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-01-10T23:00    | 2026-01-11T07:02 | 2026-01-11T07:01
            2026-01-08T23:00    | 2026-01-11T07:02 | 2026-01-11T07:01
            2026-01-11T07:01:30 | 2026-01-11T07:02 | 2026-01-11T07:01:30
            2026-01-10T21:00    | 2026-01-10T21:01 | 2026-01-10T21:00
            2026-01-10T23:00    | 2026-01-10T23:01 | 2026-01-10T23:00
            """)
    void whatWaitedForAnEndWaitsSinceThat(String came, String now, String since) {
        assertEquals(time(since, "+08:00"),
                hours("22:00-07:00", "+08:00", 60).since(time(came, "+08:00"), time(now, "+08:00")));
    }

    /** A whole year with both changes of the clocks, from each end to the next. */
    @ParameterizedTest
    @ValueSource(strings = {"22:00-07:00", "07:01-07:00", "02:30-02:29", "12:00-24:00"})
    void whateverTheHoursAreTheyEnd(String hours) {
        QuietHours quiet = hours(hours, "Europe/Berlin", 120);
        Instant told = Instant.parse("2026-01-01T00:00:00Z");
        for (Instant now = told; now.isBefore(Instant.parse("2027-01-01T00:00:00Z"));) {
            Instant end = quiet.until(now).orElse(null);
            assertTrue(Duration.between(told, now).compareTo(Duration.ofHours(25)) <= 0, told + " to " + now);
            assertTrue(end == null || end.isAfter(now), now + " to " + end);
            told = end == null ? now : told;
            now = end == null ? now.plusSeconds(300) : end;
        }
    }

    @Test
    void withoutHoursAllIsTold() {
        assertFalse(hours("", "+08:00", 120).until(Instant.now()).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"22-7", "25:00-07:00", "22:00-22:00", "22:00", "22:00-", "-07:00", "00:00-24:00", "night"})
    void whatAreNoHoursIsSaid(String hours) {
        assertEquals("quietHours: " + hours + " are no hours such as 22:00-07:00", assertThrows(
                IllegalArgumentException.class, () -> hours(hours, "+08:00", 0)).getMessage());
    }
}
