package io.disconnectalerts.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.apache.camel.component.paho.mqtt5.PahoMqtt5Component;
import org.apache.camel.main.Main;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A project that holds the jar, and does not read the bundle's application.properties, is left alone. */
class CompositionTest {

    @ParameterizedTest
    @ValueSource(strings = {"telemetry", "payload", "parking", "gone", "journal", "caller", "source-loader",
        "http-entrance"})
    void nothingOfOursIsBound(String bean) throws Exception {
        Main main = new Main();
        main.start();
        try {
            assertNull(main.getCamelContext().getRegistry().lookupByName(bean));
            assertEquals(PahoMqtt5Component.class, main.getCamelContext().getComponent("paho-mqtt5").getClass());
        } finally {
            main.stop();
        }
    }
}
