package io.disconnectalerts.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static Reading read(String payload, String topic) {
        return Payload.read(payload.getBytes(UTF_8), topic == null ? "" : topic, new EventTime("+08:00"), NOW);
    }

    private static ClientEvent event(String payload, String topic) {
        return assertInstanceOf(ClientEvent.class, read(payload, topic));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"clientid":"a"}                                   |                                         | disconnected
            {"clientid":"a","event":"client.disconnected"}     |                                         | disconnected
            {"clientid":"a","event":"undefined"}               |                                         | disconnected
            {"clientid":"a","action":"client_disconnected"}    |                                         | disconnected
            {"clientid":7}                                     |                                         | disconnected
            {}                                                 | $SYS/brokers/n/clients/a/disconnected   | disconnected
            {"clientid":"a","event":"client.connected"}        |                                         | ignored client.connected
            {"clientid":"a","action":"session_subscribed"}     |                                         | ignored session.subscribed
            {"clientid":"a","event":"client.invented_1"}       |                                         | ignored client.other
            {}                                                 | $SYS/brokers/n/clients/a/connected      | ignored client.connected
            {"name":"high_cpu_usage"}                          | $SYS/brokers/n/alarms/activate          | ignored alarm.activate
            [{"clientid":"a"},{"clientid":"b"}]                |                                         | several 2
            {"clientid":"a","event":"pwned"}                   |                                         | unreadable its event is none that EMQX sends
            {"clientid":""}                                    |                                         | unreadable it has no clientid
            {"clientid":null}                                  |                                         | unreadable it has no clientid
            {"clientid":"undefined"}                           |                                         | unreadable it has no clientid
            {"clientid":{"id":"a"}}                            |                                         | unreadable it has no clientid
            {"username":"u"}                                   | alerts/clients/a                        | unreadable it has no clientid
            `"undefined"`                                      |                                         | unreadable it is JSON, but not an object; an EMQX republish action needs the payload ${.}
            []                                                 |                                         | unreadable it is JSON, but not an object; an EMQX republish action needs the payload ${.}
            {"clientid":"a","clientid":"b"}                    |                                         | unreadable it is not JSON: Duplicate field 'clientid' for `ObjectNode`: not allowed when `DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY` enabled
            """)
    void itIsReadAs(String payload, String topic, String expected) {
        Reading reading = read(payload, topic);
        String detail = reading instanceof Reading.Ignored ignored ? " " + ignored.event()
                : reading instanceof Reading.Several several ? " " + several.payloads().size()
                : reading instanceof Reading.Unreadable unreadable ? " " + unreadable.reason() : "";
        assertEquals(expected, reading.kind() + detail);
    }

    @ParameterizedTest(name = "{0} on {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', emptyValue = "", textBlock = """
            {"clientid":"a","username":"u","reason":"kicked","node":"n"}        |                                                | a     | u  | kicked | n | ``              | ``
            {"clientid":"a","username":"undefined","reason":null}               |                                                | a     | `` | ``     | `` | ``             | ``
            {"clientid":"a","peername":"10.2.3.4:52911","sockname":"0.0.0.0:1883"} |                                             | a     | `` | ``     | `` | 10.2.3.4       | 1883
            {"clientid":"a","peername":"fe80::1:52911"}                         |                                                | a     | `` | ``     | `` | fe80::1        | ``
            {"clientid":"a","ipaddress":"fe80::1","sockport":8883}              |                                                | a     | `` | ``     | `` | fe80::1        | 8883
            {"clientid":"a"}                                                    | $SYS/brokers/n@h/clients/a/disconnected        | a     | `` | ``     | n@h | ``            | ``
            {}                                                                  | $SYS/brokers/n@h/clients/a/b/c/disconnected    | a/b/c | `` | ``     | n@h | ``            | ``
            {}                                                                  | $SYS/brokers/n/gateway/coap/clients/s/disconnected | s | `` | ``     | n | ``              | ``
            {"clientid":"\\u0000"}                                              |                                                | \uFFFD | `` | ``    | `` | ``             | ``
            {"clientid":"half \\ud83d"}                                         |                                                | half ? | `` | ``    | `` | ``             | ``
            """)
    void itsFieldsAre(String payload, String topic, String clientid, String username, String reason, String node, String peerhost, String listener) {
        ClientEvent event = event(payload, topic);
        assertEquals(List.of(clientid, username, reason, node, peerhost, listener),
                List.of(event.clientid(), event.username(), event.reason(), event.node(), event.peerhost(), event.listener()));
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource(delimiter = '|', textBlock = """
            true  | {"clientid":"a","connected_at":1758012345120,"disconnected_at":1758015945678,"node":"n"} | {"clientid":"a","connected_at":1758012345120,"disconnected_at":1758015945678}
            true  | {"clientid":"a","disconnected_at":1758015945000,"timestamp":1758015945679}               | {"clientid":"a","disconnected_at":"2025-09-16 17:45:45"}
            false | {"clientid":"a","connected_at":1758012345120,"disconnected_at":1758015945678}            | {"clientid":"a","connected_at":1758012345121,"disconnected_at":1758015945678}
            false | {"clientid":"a","disconnected_at":1758015945678,"reason":"kicked"}                       | {"clientid":"a","disconnected_at":1758015945678,"reason":"closed"}
            false | {"clientid":"a","disconnected_at":1758015945678}                                         | {"clientid":"b","disconnected_at":1758015945678}
            false | {"clientid":"a","reason":"b"}                                                            | {"clientid":"a","reason":"c"}
            true  | {"clientid":"a","reason":"b"}                                                            | {"clientid":"a","reason":"b"}
            """)
    void twoOfThemAreTheSameDisconnect(boolean same, String one, String other) {
        assertEquals(same, event(one, "").key().equals(event(other, "").key()));
    }

    @Test
    void longClientIdsThatBeginAlikeAreNotTheSame() {
        String start = "a".repeat(1_000);
        assertNotEquals(event("{\"clientid\":\"" + start + "1\",\"disconnected_at\":1758015945678}", "").key(),
                event("{\"clientid\":\"" + start + "2\",\"disconnected_at\":1758015945678}", "").key());
    }

    @Test
    void withoutATimeItIsNow() {
        assertEquals(NOW, event("{\"clientid\":\"a\",\"disconnected_at\":\"yesterday\"}", "").disconnectedAt());
    }

    @Test
    void eightAttributesAtMostAndOnlyPlainOnes() {
        Map<String, String> attributes = event("""
                {"clientid":"a","client_attrs":{"1":"a","2":2,"x":{},"y":[],"3":true,"4":"","5":"e","6":"f","7":"g","8":"h","9":"i"}}""", "").attributes();
        assertEquals(List.of("1", "2", "3", "4", "5", "6", "7", "8"), List.copyOf(attributes.keySet()));
    }

    @Test
    void aHalfCharacterInAnArraySpoilsNoOtherElement() {
        assertEquals("several", read("[{\"clientid\":\"a\"},{\"clientid\":\"\\ud83d\"}]", "").kind());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            array of too many elements | [    | 0,     | 10001   | 0]
            nested too deep            | [    | [      | 10000   | ]
            a number too long          | {"clientid":"a","ts": | 9 | 101 | }
            larger than 1 MiB          | {"clientid":" | aaaaaaaa | 131072 | "}
            """)
    void absurdSizesAreRefused(String name, String start, String middle, int times, String end) {
        assertEquals("unreadable", read(start + middle.repeat(times) + end, "").kind());
    }
}
