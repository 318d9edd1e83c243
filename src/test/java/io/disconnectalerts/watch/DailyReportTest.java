package io.disconnectalerts.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DailyReportTest {
    /** In Berlin clocks go from 02:00 to 03:00 on March 29, and from 03:00 back to 02:00 on October 25. */
    @ParameterizedTest(name = "{0} at {2} in {1}: {3}")
    @CsvSource(textBlock = """
            09:00, +08:00, 2026-11-27T01:00:00Z, 2026-11-27T01:00:00Z
            09:00, +08:00, 2026-11-27T00:59:59Z, 2026-11-26T01:00:00Z
            23:59, +08:00, 2026-11-27T16:10:00Z, 2026-11-27T15:59:00Z
            09:00, Europe/Berlin, 2026-03-29T12:00:00Z, 2026-03-29T07:00:00Z
            09:00, Europe/Berlin, 2026-10-25T12:00:00Z, 2026-10-25T08:00:00Z
            02:30, Europe/Berlin, 2026-03-29T12:00:00Z, 2026-03-29T01:30:00Z
            02:30, Europe/Berlin, 2026-10-25T00:45:00Z, 2026-10-25T00:30:00Z
            02:30, Europe/Berlin, 2026-10-25T01:45:00Z, 2026-10-25T00:30:00Z
            """)
    void itIsDueByAClockOnTheWall(LocalTime at, String zone, Instant now, Instant due) {
        assertEquals(due, DailyReport.due(at, ZoneId.of(zone), now));
    }
}
