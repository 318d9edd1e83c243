package io.disconnectalerts.bundle;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** A robot is two halves, in two files. */
class WiringTest {

    @Test
    void everyRobotHasBothHalves() {
        assertDoesNotThrow(() -> new Wiring(Set.of("wecom"), Set.of("wecom"), Set.of()).check());
        assertEquals("routes/4-notify.camel.yaml addresses outbox:slack, but no route delivers from it",
                assertThrows(SettingException.class, () -> new Wiring(Set.of("slack"), Set.of(), Set.of()).check()).getMessage());
        assertEquals("a route delivers from outbox:slack, but routes/4-notify.camel.yaml does not address it",
                assertThrows(SettingException.class, () -> new Wiring(Set.of(), Set.of("slack"), Set.of()).check()).getMessage());
    }
}
