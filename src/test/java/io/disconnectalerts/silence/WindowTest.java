package io.disconnectalerts.silence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 2026-11-27 is a Friday. */
class WindowTest {

    /** The time that goes on or comes next, by the clock on the wall. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Mon-Fri 22:00-06:00 all | +08:00 | 2026-11-27T23:00 | 2026-11-27T22:00 2026-11-28T06:00
            Mon-Fri 22:00-06:00 all | +08:00 | 2026-11-28T05:59 | 2026-11-27T22:00 2026-11-28T06:00
            Mon-Fri 22:00-06:00 all | +08:00 | 2026-11-28T06:00 | 2026-11-30T22:00 2026-12-01T06:00
            Mon-Fri 22:00-06:00 all | +08:00 | 2026-11-27T21:59 | 2026-11-27T22:00 2026-11-28T06:00
            Fri-Mon 08:00-09:00 all | +08:00 | 2026-11-29T08:30 | 2026-11-29T08:00 2026-11-29T09:00
            sun,WED 08:00-09:00 all | +08:00 | 2026-11-27T08:30 | 2026-11-29T08:00 2026-11-29T09:00
            daily 12:00-13:00 all | +08:00 | 2026-11-27T14:00 | 2026-11-28T12:00 2026-11-28T13:00
            Sun 00:00-24:00 all | +08:00 | 2026-11-29T12:00 | 2026-11-29T00:00 2026-11-30T00:00
            Sat-Sun 00:00-24:00 all | +08:00 | 2026-11-28T12:00 | 2026-11-28T00:00 2026-11-30T00:00
            Sat-Sun 00:00-24:00 all | +08:00 | 2026-11-29T12:00 | 2026-11-28T00:00 2026-11-30T00:00
            Tue-Sun 00:00-24:00 all | +08:00 | 2026-11-29T12:00 | 2026-11-24T00:00 2026-11-30T00:00
            Tue-Sun 00:00-24:00 all | +08:00 | 2026-11-30T12:00 | 2026-12-01T00:00 2026-12-07T00:00
            daily 22:00-06:00 all | Europe/Berlin | 2026-03-29T00:30 | 2026-03-28T22:00 2026-03-29T06:00
            daily 22:00-06:00 all | Europe/Berlin | 2026-10-25T05:30 | 2026-10-24T22:00 2026-10-25T06:00
            daily 02:00-03:00 all | Europe/Berlin | 2026-03-29T01:30 | 2026-03-30T02:00 2026-03-30T03:00
            daily 01:30-02:30 all | Europe/Berlin | 2026-03-29T01:45 | 2026-03-29T01:30 2026-03-29T03:30
            daily 02:15-02:45 all | Europe/Berlin | 2026-10-25T01:30 | 2026-10-25T02:15 2026-10-25T02:45
            """)
    void aTimeOfAWindow(String window, String zone, LocalDateTime now, String expected) {
        ZoneId at = ZoneId.of(zone);
        Silence time = Window.all(window).get(0).next(now.atZone(at).toInstant(), at).orElseThrow();
        assertEquals(expected, time.from().atZone(at).toLocalDateTime() + " "
                + time.until().atZone(at).toLocalDateTime());
    }

    /** What a clock shows twice is meant the first time: the window is as long as it says. */
    @Test
    void aClockThatIsPutBackMakesNoWindowTwice() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Instant first = Instant.parse("2026-10-25T00:15:00Z");
        Window window = Window.all("daily 02:15-02:45 all").get(0);
        assertEquals(first, window.next(first, berlin).orElseThrow().from());
        Silence next = window.next(first.plus(Duration.ofMinutes(60)), berlin).orElseThrow();
        assertEquals(Instant.parse("2026-10-26T01:15:00Z"), next.from());
    }

    /** Whenever one looks within it, it is the same time of it; in all zones, also as their clocks change. */
    @Test
    void allWhoLookWithinATimeSeeTheSame() {
        Random random = new Random(17);
        List<Window> windows = Window.all("Mon-Fri 22:00-06:00 all; Sat-Sun 00:00-24:00 all; daily 01:30-03:15 all; "
                + "Tue,Thu 23:30-23:29 all");
        for (String name : List.of("Europe/Berlin", "Asia/Shanghai", "America/Sao_Paulo", "Australia/Lord_Howe")) {
            ZoneId zone = ZoneId.of(name);
            for (int i = 0; i < 2_000; i++) {
                Instant now = Instant.parse("2017-01-01T00:00:00Z").plusSeconds(random.nextInt(600_000_000));
                for (Window window : windows) {
                    Silence time = window.next(now, zone).orElseThrow();
                    assertTrue(time.until().isAfter(now) && time.until().isAfter(time.from()), time::toString);
                    long length = Duration.between(time.from(), time.until()).toSeconds();
                    Instant within = time.from().plusSeconds(random.nextInt((int) length));
                    Silence same = window.next(within, zone).orElseThrow();
                    assertEquals(List.of(time.id(), time.from(), time.until()),
                            List.of(same.id(), same.from(), same.until()), within + " " + name);
                }
            }
        }
    }

    @Test
    void severalAreSeparatedBySemicolons() {
        assertEquals(List.of("Mon-Fri 22:00-06:00 clientid=pump-*", "Sun 00:00-24:00 node=emqx@b attribute.line=3"),
                Window.all("Mon-Fri 22:00-06:00 clientid=pump-*; Sun 00:00-24:00 node=emqx@b attribute.line=3;")
                .stream().map(Window::written).toList());
        assertEquals(List.of(), Window.all(" "));
    }

    @Test
    void aClassMayBeMeantByAPartOfItsName() {
        assertEquals(1, Window.all("Mon 22:00-06:00 class=l* family=client", Set.of("lost")).size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pump-* | pump-* is not days, times and what is quiet: write Mon-Fri 22:00-06:00 clientid=pump-*
            Mon-Fri 22:00-06:00 | Mon-Fri 22:00-06:00 is not days, times and what is quiet: write Mon-Fri
            Mo-Fr 22:00-06:00 all | mo-fr is no day: write Mon, Sat-Sun, Mon,Wed or daily
            Mon-Wed-Fri 22:00-06:00 all | mon-wed-fri is no day
            Mon 22-6 all | 22-6 is no time such as 22:00-06:00, or 00:00-24:00 for a whole day
            Mon 22:00-24:30 all | 22:00-24:30 is no time
            Mon 25:00-06:00 all | 25:00-06:00 is no time
            Mon 06:00-06:00 all | 06:00-06:00 begins as it ends: write 00:00-24:00 for a whole day
            daily 00:00-24:00 all | daily 00:00-24:00 all never ends: make it a rule that is quiet
            Mon 22:00-06:00 pump-* | pump-* says nothing of what is quiet: write pump-*=..., or all for everything
            Mon 22:00-06:00 client=pump-* | client is none of clientid, username, node, reason, class, family, \
            alarm and attribute.<name>
            Mon 22:00-06:00 clientid= | clientid is empty
            Mon 22:00-06:00 clientid=a clientid=b | clientid=b stands there twice
            Mon 22:00-06:00 clientid=* | clientid=* is everything: write all
            Mon 22:00-06:00 attribute.line= | attribute.line is empty
            Mon 22:00-06:00 attribute.line=3\u200B | attribute.line 3\u200B is not what it looks like
            Mon 22:00-06:00 match.node=a | match.node is none of clientid
            Mon 22:00-06:00 attribute.a=1 attribute.b=1 attribute.c=1 attribute.d=1 attribute.e=1 attribute.f=1 \
            attribute.g=1 attribute.h=1 attribute.i=1 attribute.j=1 attribute.k=1 attribute.l=1 attribute.m=1 \
            attribute.n=1 attribute.o=1 attribute.p=1 attribute.q=1 | a window holds more than 16 matchers
            Mon 22:00-06:00 family=clients | family clients is none of access, alarm, client, message, session
            Mon 22:00-06:00 clientid=a class=lots | class lots is none of lost, replaced
            """)
    void aSlipIsNamedWithWhatToWrite(String window, String expected) {
        String wrong = assertThrows(IllegalArgumentException.class, () ->
                Window.all(window, Set.of("replaced", "lost"))).getMessage();
        assertTrue(wrong.startsWith("holds what cannot be: " + expected), wrong);
    }
}
