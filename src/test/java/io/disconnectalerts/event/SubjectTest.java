package io.disconnectalerts.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectTest {
    @ParameterizedTest(name = "{1} times {0}: as it is {2}")
    @CsvSource({"p, 1, true", "p, 400, true", "p, 401, false", "告, 400, true", "告, 65535, false", "😀, 32767, false",
        "p😀, 21845, false"})
    void aSubjectIsShortEnoughForEveryIndexAndEachDevicesOwn(String unit, int times, boolean plain) {
        String id = unit.repeat(times);
        String subject = Subject.client(id);
        assertEquals(plain, subject.equals("client:" + id));
        assertTrue(subject.getBytes(UTF_8).length < 2_000);
        assertEquals(subject, new String(subject.getBytes(UTF_8), UTF_8), "no half of a character");
        assertNotEquals(subject, Subject.client(id + "x"));
    }
}
