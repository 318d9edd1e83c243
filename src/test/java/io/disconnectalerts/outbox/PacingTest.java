package io.disconnectalerts.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.disconnectalerts.outbox.Pacing.Storm;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacingTest {

    @ParameterizedTest(name = "{0} a minute, storm since {1} ms, {2} sends, the last at {3} ms: next at {4} ms")
    @CsvSource({
        "20,     0, 4,      400,       0",
        "20,     0, 5,      400,    3400",
        "20,     0, 9,    12000,   15000",
        "20,     0, 20,   60000,   75000",
        "20,     0, 30,  200000,  230000",
        "100,    0, 5,      400,    1000",
        "0,      0, 500,    400,       0"})
    void afterABurstTheLargerOfEvenSpacingAndAFifthOfTheStormsAge(int perMinute, long began, int sends, long last, long next) {
        assertEquals(next, new Pacing(perMinute, 0, Duration.ofMinutes(1)).next(new Storm(began, sends, last)));
    }
}
