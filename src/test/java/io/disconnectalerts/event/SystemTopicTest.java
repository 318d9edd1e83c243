package io.disconnectalerts.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a system topic tells besides its payload. */
class SystemTopicTest {

    @ParameterizedTest(name = "[{0}]")
    @CsvSource(delimiter = '|', emptyValue = "", quoteCharacter = '`', textBlock = """
            $SYS/brokers/n@h/clients/a/disconnected              | n@h | a     | client.disconnected
            $SYS/brokers/n@h/clients/a/b/disconnected            | n@h | a/b   | client.disconnected
            $SYS/brokers/n@h/clients/clients/connected/connected | n@h | clients/connected | client.connected
            $SYS/brokers/n@h/clients//disconnected/disconnected  | n@h | /disconnected | client.disconnected
            $SYS/brokers/n@h/gateway/coap/clients/s/disconnected | n@h | s     | client.disconnected
            $SYS/brokers/n@h/alarms/activate                     | n@h | ``    | alarm.activate
            $SYS/brokers/disconnected                            | ``  | ``    | ``
            alerts/clients/a/disconnected                        | ``  | ``    | ``
            ``                                                   | ``  | ``    | ``
            """)
    void aSystemTopicTells(String topic, String node, String clientid, String event) {
        assertEquals(new SystemTopic(node, clientid, event), SystemTopic.of(topic));
    }
}
