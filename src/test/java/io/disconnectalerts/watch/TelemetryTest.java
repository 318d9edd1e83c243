package io.disconnectalerts.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TelemetryTest {

    @Test
    void nothingIsYoungerThanNowIfTheClockWasSetBack() {
        assertEquals(Duration.ZERO, Telemetry.age(Instant.now().plusSeconds(60)));
        assertTrue(Telemetry.age(Instant.now().minusSeconds(60)).toSeconds() >= 60);
    }
}
