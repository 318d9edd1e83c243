package io.disconnectalerts.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.disconnectalerts.alert.Alert;
import io.disconnectalerts.alert.Verdict;
import io.disconnectalerts.event.Event.Timing;
import io.disconnectalerts.event.Event;
import io.disconnectalerts.event.Reading;
import io.disconnectalerts.outbox.Batch;
import io.disconnectalerts.outbox.Message;
import io.disconnectalerts.outbox.Outcome;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class JournalTest {
    private final Logger log = (Logger) LoggerFactory.getLogger(Journal.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Journal journal = new Journal(new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    });

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void leave() {
        log.detachAppender(lines);
        log.setLevel(null);
    }

    private static Batch batch(int size) {
        Instant time = Instant.parse("2026-01-01T00:00:00Z");
        Message message = Alert.message(
                new Event("client", "client.disconnected", "client:door-7", time, Timing.SAID, time,
                        Map.of("clientid", "door-7", "reason", "kicked"), "k"),
                Verdict.of("removed warning"));
        return new Batch(12, "wecom", size, 0, false, time, time, time, false, false, List.of(message), Map.of());
    }

    private List<String> said() {
        return lines.list.stream().map(line -> line.getLevel() + " " + line.getFormattedMessage() + " "
                + line.getKeyValuePairs().stream().map(pair -> pair.key + "=" + pair.value)
                .collect(Collectors.joining(" "))).toList();
    }

    @Test
    void whatIsToldIsNoNewsUnlessAskedFor() {
        log.setLevel(Level.INFO);
        journal.sent(batch(1), Outcome.TOLD, "");
        journal.sent(batch(1), Outcome.BACK_OFF, "HTTP 502");
        assertEquals(List.of(), said());
        log.setLevel(Level.DEBUG);
        journal.sent(batch(1), Outcome.TOLD, "");
        journal.sent(batch(300), Outcome.TOLD, "");
        assertEquals(List.of("DEBUG told robot=wecom batch=12 events=1 clientid=door-7 class=removed reason=kicked",
                "DEBUG told robot=wecom batch=12 events=300"), said());
    }

    @Test
    void everyParkedMessageIsNamed() {
        journal.sent(batch(1), Outcome.PARKED, "40058 too long");
        journal.sent(batch(1), Outcome.PARKED, "40058 too long");
        assertEquals(2, said().size());
        assertEquals("WARN refused for good, and parked robot=wecom batch=12 events=1 clientid=door-7 class=removed "
                + "reason=kicked why=40058 too long", said().get(0));
    }

    @Test
    void aRuleThatCannotDecideIsMentionedOnceAMinuteAndEachForItself() {
        for (int i = 0; i < 1_000; i++) {
            journal.undecided("boiler", "no such method");
        }
        journal.undecided("lost", "no severity");
        now = now.plusSeconds(60);
        journal.undecided("boiler", "no such method");
        assertEquals(List.of("WARN a rule cannot decide, the event is told as unknown warning rule=boiler why=no such "
                + "method unmentioned=0",
                "WARN a rule cannot decide, the event is told as unknown warning rule=lost why=no severity "
                + "unmentioned=0",
                "WARN a rule cannot decide, the event is told as unknown warning rule=boiler why=no such method "
                + "unmentioned=999"), said());
    }

    @Test
    void unreadableInputIsMentionedOnceAMinuteAndCounted() {
        for (int i = 0; i < 1_000; i++) {
            journal.refused(new Reading.Unreadable(new byte[0], "it is empty"), "http", null);
        }
        now = now.plusSeconds(60);
        journal.refused(new Reading.Unreadable(new byte[0], "it is not JSON"), "mqtt", "a/b");
        assertEquals(List.of("WARN an input cannot be read, and is parked entrance=http topic= why=it is empty "
                + "unmentioned=0",
                "WARN an input cannot be read, and is parked entrance=mqtt topic=a/b why=it is not JSON "
                + "unmentioned=999"), said());
    }
}
