package io.disconnectalerts.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.Given;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static Reading read(String payload, String topic) {
        Payload reader = new Payload("+08:00", () -> NOW, Given.BROKERS);
        Reading reading = reader.read(payload.getBytes(UTF_8), topic, null, null, null);
        return reading instanceof Reading.Several several ? reader.parts(several, topic, null) : reading;
    }

    private static Event event(String payload, String topic) {
        return assertInstanceOf(Event.class, read(payload, topic));
    }

    private static String described(Reading reading) {
        if (reading instanceof Event event) {
            return event.name().replace("client.", "") + " " + event.subject().replace("client:", "");
        }
        return reading.kind() + (reading instanceof Reading.Ignored ignored ? " " + ignored.event()
                : reading instanceof Reading.Parts parts
                        ? " " + parts.chunks().stream().flatMap(List::stream).map(PayloadTest::described).toList()
                : reading instanceof Reading.Unreadable unreadable ? " " + unreadable.reason() : "");
    }

    @ParameterizedTest(name = "{0} on {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"clientid":"a","event":"client.disconnected"} | | disconnected a
            {"clientid":"a","reason":""} | alerts/clients/disconnected | disconnected a
            {"clientid":7,"reason":"kicked"} | | disconnected 7
            {"client_id":"a","reason":"kicked"} | | disconnected a
            {"clientId":"a","reason":"kicked"} | | disconnected a
            {"ClientID":"a","Reason":"kicked"} | | disconnected a
            {"clientid":null,"client-id":"a","reason":"x"} | | disconnected a
            {"clientid":"undefined","reason":"kicked"} | | disconnected undefined
            {"reason":"kicked"} | $SYS/brokers/n/clients/undefined/disconnected | disconnected undefined
            {} | $SYS/brokers/n/clients/a/disconnected | disconnected a
            {"clientid":"a","event":"client.connected"} | | connected a
            {} | $SYS/brokers/n/clients/a/connected | connected a
            {"name":"high_cpu_usage"} | $SYS/brokers/n/alarms/activate | alarm.activated alarm:n/high_cpu_usage
            {"name":"x","node":"n@h","event":"alarm.deactivated"} | | alarm.deactivated alarm:n@h/x
            {"event":"alarm.activated"} | | unreadable it has no name: add name, which says what the alarm is about
            {"clientid":"a","event":"client.connack","reason_code":"not_authorized"} | | connack a
            {"clientid":"a","event":"client.connack","reason_code":"success"} | | ignored client.connack
            {"clientid":"a","event":"client.connack"} | | ignored client.connack
            {"clientid":"a","connack":135} | $SYS/brokers/n/clients/a/connected | ignored client.connack
            {"clientid":"a","connack":0} | $SYS/brokers/n/clients/a/connected | connected a
            {"clientid":"a","event":"client.connack","reason_code":0} | | ignored client.connack
            {"clientId":"a/b","eventType":"connect_failed","connectFailureReason":"AUTHORIZATION_FAILED"} | \
            $aws/events/presence/connect_failed/a/b | connack a/b
            {"clientid":"a","node":1,"ipaddress":"h:1","time":"","action":"client_connack","conn_ack":"Connection \
            Accepted"} | | ignored client.connack
            {"action":"client_connack","clientid":"a","node":1,"ipaddress":"h:1","time":"","conn_ack":"NotAuthorized"} \
            | | connack a
            {"clientid":"a","event":"client.check_authn_complete","reason_code":"bad_username_or_password"} | | \
            check_authn_complete a
            {"clientid":"a","event":"client.check_authn_complete","reason_code":"success"} | | ignored \
            client.check_authn_complete
            {"clientid":"a","result":"deny"} | $events/auth/check_authz_complete | check_authz_complete a
            {"clientid":"a","result":"allow"} | $events/auth/check_authz_complete | ignored client.check_authz_complete
            {"clientid":"a"} | $events/session/subscribed | session.subscribed a
            {} | $SYS/brokers/n/clients/a/b/unsubscribed | session.unsubscribed a/b
            {"clientid":"a","event":"message.dropped"} | | message.dropped a
            {"clientid":"a","event":"delivery.dropped"} | | delivery.dropped a
            {"action":"message_dropped","from_clientid":"a","topic":"t","reason":"x"} | | message.dropped a
            {"clientid":"a","from_clientid":"b","event":"delivery.dropped"} | | delivery.dropped a
            {"clientid":"a"} | $events/message_transformation/failed | message.transformation_failed a
            {"clientid":"a"} | $events/schema_validation/failed | schema.validation_failed a
            {"clientid":"a","event":"client.ping"} | | ignored client.ping
            {"clientid":"a","event":"message.delivered"} | | ignored message.delivered
            {"clientid":"a"} | | unreadable it does not say what happened: add event, reason or disconnected_at
            {"clientid":"a","event":"undefined"} | | unreadable it does not say what happened: add event, reason or \
            disconnected_at
            {"clientid":"a","event":"pwned"} | | unreadable its event is none that is known: client.disconnected is \
            what is told
            {"clientid":"","reason":"kicked"} | | unreadable it has no clientid: add clientid
            {"clientid":null,"reason":"kicked"} | | unreadable it has no clientid: add clientid
            {"clientid":{"id":"a"},"reason":"kicked"} | | unreadable it has no clientid: add clientid
            {"username":"u","reason":"kicked"} | alerts/clients/a | unreadable it has no clientid: add clientid
            `"undefined"` | | unreadable it is JSON, but not an object; send the whole event: in EMQX the payload \
            ${.} of a republish action, or an empty body of an HTTP action
            [] | | unreadable it is JSON, but not an object; send the whole event: in EMQX the payload \
            ${.} of a republish action, or an empty body of an HTTP action
            undefined | | unreadable it is the word undefined; send the whole event: in EMQX the payload ${.} \
            of a republish action, or an empty body of an HTTP action
            nobody | | unreadable it is not JSON, which shows at character 1
            {"clientid":"a","clientid":"b"} | | unreadable it has a field twice in one object
            {"clientid":"a"} {"clientid":"b"} | | unreadable it is one JSON text after another: send an array, or one \
            event a line
            {"clientid":"a"}} | | unreadable it is not JSON, which shows at character 17
            {"clientid":"a" | | unreadable it is not JSON: it ends too early
            {"clientid":NaN} | | unreadable it is not JSON, which shows at character 16
            ` ` | | unreadable it is empty
            `` | | unreadable it is empty
            """)
    void itIsReadAs(String payload, String topic, String expected) {
        assertEquals(expected, described(read(payload, topic)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            [A,B] | [disconnected a, disconnected b]
            [A] | [disconnected a]
            [A,7,[B],{}] | [disconnected a, unreadable its element 2 of 4 cannot be read: it is JSON, but not an \
            object; send the whole event: in EMQX the payload ${.} of a republish action, or an empty body of an HTTP \
            action; nor can 2 more]
            [A,[B]] | [disconnected a, unreadable its element 2 of 2 cannot be read: it is an array, and arrays do not \
            nest]
            [{},{}] | [unreadable its element 1 of 2 cannot be read: it does not say what happened: add event, reason \
            or disconnected_at; nor can 1 more]
            A;B | [disconnected a, disconnected b]
            ;A;;B; | [disconnected a, disconnected b]
            A;oops;B | [disconnected a, disconnected b, unreadable its line 2 of 3 cannot be read: it is not JSON, \
            which shows at character 1]
            oops;A | [disconnected a, unreadable its line 1 of 2 cannot be read: it is not JSON, which shows at \
            character 1]
            A;A B | [disconnected a, unreadable its line 2 of 2 cannot be read: it is one JSON text after another: \
            send an array, or one event a line]
            A;[B] | [disconnected a, unreadable its line 2 of 2 cannot be read: it is an array, and arrays do not nest]
            """)
    void eachOfSeveralIsReadForItself(String pattern, String expected) {
        String payload = pattern.replace("A", event("a")).replace("B", event("b"));
        assertEquals("parts " + expected, described(read(payload.replace(";", "\n"), "")));
        assertEquals("parts " + expected, described(read(payload.replace(";", "\r\n"), "")));
    }

    private static String event(String clientid) {
        return "{\"clientid\":\"" + clientid + "\",\"reason\":\"x\"}";
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            [A;,B                    | it is not JSON: it ends too early
            {;"clientid": "a",;oops} | it is not JSON, which shows at line 3, character 1
            {;"a":1;};{;"b":2;}      | it is one JSON text after another: send an array, or one event a line
            """)
    void brokenLinesAreNoEvents(String pattern, String why) {
        String payload = pattern.replaceAll("[AB]", "{}").replace(";", "\n");
        assertEquals("unreadable " + why, described(read(payload, "")));
    }

    @Test
    void whatIsKeptOfSeveralIsWhatCouldNotBeRead() {
        assertEquals("[7,{\"username\":\"\uFFFD\"}]", kept("[" + event("a") + ", 7, {\"username\" : \"\uFFFD\"}]"));
        assertEquals("oops\n{\"a\" : 1}", kept(event("a") + "\n\noops\n{\"a\" : 1}\n"));
    }

    private static String kept(String payload) {
        List<Reading> last = assertInstanceOf(Reading.Parts.class, read(payload, "")).chunks().get(0);
        return new String(assertInstanceOf(Reading.Unreadable.class, last.get(last.size() - 1)).payload(), UTF_8);
    }

    @Test
    void tenThousandAreManyCommitsAndMoreAreTooMany() {
        String most = "[" + (event("a") + ",").repeat(9_999) + event("a");
        Reading.Parts parts = assertInstanceOf(Reading.Parts.class, read(most + "]", ""));
        assertEquals(10_000, parts.chunks().stream().mapToInt(List::size).sum());
        assertTrue(parts.chunks().stream().allMatch(chunk -> chunk.size() <= 500));
        assertEquals("unreadable it has more than 10000 elements", described(read(most + ",{}]", "")));
        assertEquals("unreadable it has more than 10000 lines",
                described(read((event("a") + "\n").repeat(10_001), "")));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', emptyValue = "", textBlock = """
            {"clientid":"a","username":"u","reason":"kicked","node":"n"} | | a | u | kicked | n | `` | ``
            {"clientid":"a","username":"undefined","reason":null,"event":"client.disconnected"} | | a | `` | `` | \
            `` | `` | ``
            {"clientid":"a","username":"(null)","reason":"x"} | | a | `` | x | `` | `` | ``
            {"clientid":"a","userName":"u","reason":141} | | a | u | 141 | `` | `` | ``
            {"clientid":"a","reason":{"shutdown":"tcp_closed"}} | | a | `` | tcp_closed | `` | `` | ``
            {"clientid":"a","reason":["a",1]} | | a | `` | ["a",1] | `` | `` | ``
            {"client_id":"a","reason_code":"8b"} | $SYS/brokers/disconnected | a | `` | 8b | `` | `` | ``
            {"clientid":"a","reason":"x","peername":"10.2.3.4:52911","sockname":"0.0.0.0:1883"} | | a | `` | x | \
            `` | 10.2.3.4 | 1883
            {"clientid":"a","reason":"x","peername":"fe80::1:52911"} | | a | `` | x | `` | fe80::1 | ``
            {"clientid":"a","reason":"x","ipAddress":"fe80::1","sockport":8883} | | a | `` | x | `` | fe80::1 | 8883
            {"clientid":"a"} | $SYS/brokers/n@h/clients/a/disconnected | a | `` | `` | n@h | `` | ``
            {} | $SYS/brokers/n@h/clients/a/b/c/disconnected | a/b/c | `` | `` | n@h | `` | ``
            {} | $SYS/brokers/n/gateway/coap/clients/s/disconnected | s | `` | `` | n | `` | ``
            {"clientid":"\\u0000","reason":"x"} | | \uFFFD | `` | x | `` | `` | ``
            {"clientid":"half \\ud83d","reason":"x"} | | half \uFFFD | `` | x | `` | `` | ``
            """)
    void itsFieldsAre(String payload, String topic, String clientid, String username, String reason, String node,
            String peerhost, String listener) {
        Event event = event(payload, topic);
        assertEquals(List.of(clientid, username, reason, node, peerhost, listener),
                List.of(event.clientid(), event.username(), event.reason(), event.node(), event.peerhost(),
                        event.listener()));
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource(delimiter = '|', textBlock = """
            true | {"clientid":"a","connected_at":1758012345120,"disconnected_at":1758015945678,"node":"n"} | \
            {"clientid":"a","connected_at":1758012345120,"disconnected_at":1758015945678}
            true | {"clientid":"a","disconnected_at":1758015945000,"timestamp":1758015945679} | \
            {"clientid":"a","disconnected_at":"2025-09-16 17:45:45"}
            true | {"clientid":"a","disconnected_at":1758015945678,"connected_at":-1} | \
            {"clientid":"a","disconnected_at":1758015945678}
            false | {"clientid":"a","connected_at":1758012345120,"disconnected_at":1758015945678} | \
            {"clientid":"a","connected_at":1758012345121,"disconnected_at":1758015945678}
            false | {"clientid":"a","disconnected_at":1758015945678,"reason":"kicked"} | \
            {"clientid":"a","disconnected_at":1758015945678,"reason":"closed"}
            false | {"clientid":"a","disconnected_at":1758015945678} | {"clientid":"b","disconnected_at":1758015945678}
            false | {"clientid":"a","reason":"b"} | {"clientid":"a","reason":"c"}
            true | {"clientid":"a","reason":"b"} | { "clientid" : "a", "reason" : "b" }
            false | {"clientid":"a","reason":"b","ts":3361588438} | {"clientid":"a","reason":"b","ts":3361588439}
            false | {"clientid":"a","disconnected_at":-1} | {"clientid":"b","disconnected_at":-1}
            """)
    void twoOfThemAreTheSameDisconnect(boolean same, String one, String other) {
        assertEquals(same, event(one, "").key().equals(event(other, "").key()));
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource(delimiter = '|', textBlock = """
            true  | {"event":"alarm.activated","name":"a","node":"n","activated_at":1758015945678901,"message":"1"} | \
            {"event":"alarm.activated","name":"a","node":"n","activated_at":1758015945678,"message":"2"}
            false | {"event":"alarm.activated","name":"a","node":"n","activated_at":1758015945678901} | \
            {"event":"alarm.activated","name":"a","node":"m","activated_at":1758015945678901}
            false | {"event":"alarm.activated","name":"a","activated_at":1758015945678901} | \
            {"event":"alarm.deactivated","name":"a","deactivated_at":1758015945678901}
            true  | {"event":"client.connected","clientid":"a","connected_at":1758015945678,"timestamp":1758015945679} \
            | {"event":"client.connected","clientid":"a","connected_at":1758015945678}
            false | {"event":"message.dropped","clientid":"a","topic":"t","timestamp":1758015945678} | \
            {"event":"message.dropped","clientid":"a","topic":"u","timestamp":1758015945678}
            false | {"event":"message.dropped","clientid":"a","reason":"t","timestamp":1758015945678} | \
            {"event":"message.dropped","clientid":"a","reason":"u","timestamp":1758015945678}
            false | {"event":"message.dropped","clientid":"a","topic":"t","payload":1,"timestamp":1758015945678} | \
            {"event":"message.dropped","clientid":"a","topic":"t","payload":2,"timestamp":1758015945678}
            true  | {"event":"message.dropped","id":"7","clientid":"a","metadata":{},"timestamp":1758015945678} | \
            {"event":"message.dropped","id":"7","clientid":"a","timestamp":1758015945678}
            false | {"event":"client.check_authz_complete","result":"deny","clientid":"a","topic":"t",\
            "action":"publish","timestamp":1758015945678} | {"event":"client.check_authz_complete","result":"deny",\
            "clientid":"a","topic":"t","action":"subscribe","timestamp":1758015945678}
            false | {"event":"client.connack","reason_code":"banned","clientid":"a","peername":"10.2.3.4:1",\
            "timestamp":1758015945678} | {"event":"client.connack","reason_code":"banned","clientid":"a",\
            "peername":"10.2.3.5:1","timestamp":1758015945678}
            false | {"eventType":"subscribed","clientId":"a","topics":["t"],"timestamp":1758015945678} | \
            {"eventType":"subscribed","clientId":"a","topics":["u"],"timestamp":1758015945678}
            false | {"eventType":"disconnected","clientId":"a","versionNumber":1,"timestamp":1758015945678} | \
            {"eventType":"disconnected","clientId":"a","versionNumber":2,"timestamp":1758015945678}
            true  | {"eventType":"disconnected","clientId":"a","versionNumber":1,"timestamp":1758015945678} | \
            {"versionNumber":1,"timestamp":1758015945678,"clientId":"a","eventType":"disconnected"}
            false | {"event":"client.connected","clientid":"a"} | {"event":"client.disconnected","clientid":"a"}
            false | {"reason":"x","gateway":"g","clientid":"a/b","ts":1758015945678} | \
            {"reason":"x","gateway":"g/a","clientid":"b","ts":1758015945678}
            false | {"reason":"x","gateway":"g","clientid":"a","ts":1758015945678} | \
            {"reason":"x","clientid":"g/a","ts":1758015945678}
            """)
    void twoOfThemAreTheSameEvent(boolean same, String one, String other) {
        twoOfThemAreTheSameDisconnect(same, one, other);
    }

    @ParameterizedTest(name = "{1} of {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', emptyValue = "", textBlock = """
            {"event":"message.dropped","clientid":"a","topic":"t","qos":1} | topic | t
            {"event":"message.dropped","clientid":"a","topic":"t","qos":1} | qos | 1
            {"event":"message.dropped","clientid":"a","payload":"{}"} | payload | ``
            {"event":"message.dropped","clientid":"a","payload":{"password":"p"}} | payload.password | ``
            {"event":"message.dropped","clientid":"a","Payload":"{}"} | Payload | ``
            {"clientid":"a","reason":"x","connected_at":9999999999999} | connected_at | ``
            {"clientid":"a","reason":"x","connected_at":1758015945} | connected_at | 1758015945000
            {"event":"message.dropped","clientid":"a","Site":"x"} | Site | x
            {"event":"alarm.activated","name":"a","details":{"usage":91.5,"of":{"cpu":{"a":1}}}} | details.usage | 91.5
            {"event":"alarm.activated","name":"a","details":{"usage":91.5,"of":{"cpu":1,"b":[2]}}} | details.of.cpu | 1
            {"event":"alarm.activated","name":"a","details":{"of":{"b":[2]}}} | details.of.b | ``
            {"clientId":"a","reason":"x"} | clientid | a
            {"clientId":"a","reason":"x"} | clientId | a
            {"clientid":"a","reason":"x","proto_name":"undefined"} | proto_name | ``
            {"clientid":"a","reason_code":"8b"} | reason | 8b
            """)
    void aFieldThatNoFamilyKnowsIsThere(String payload, String name, String value) {
        assertEquals(value, event(payload, "alerts/clients/disconnected").field(name));
    }

    @Test
    void aDeviceThatSendsAThousandFieldsFillsNoMemoryAndHidesNothing() {
        String many = IntStream.range(0, 1_000).mapToObj(n -> "\"x" + n + "\":\"" + "y".repeat(900) + "\"")
                .collect(Collectors.joining(","));
        Event event = event("{\"disconn_props\":{" + many + "},\"clientid\":\"a\",\"reason\":\"" + "r".repeat(2_000)
                + "\",\"client_attrs\":{\"line\":\"" + "7".repeat(2_000) + "\"}}", "");
        assertEquals(64, event.fields().size());
        assertEquals(2_000, event.reason().length());
        assertEquals("7".repeat(1_024), event.attributes().get("line"));
    }

    @Test
    void whatIsCutEndsInNoHalfCharacter() {
        String text = "7".repeat(1_023) + "\uD83D\uDE00";
        Event event = event("{\"clientid\":\"a\",\"reason\":\"kicked\",\"client_attrs\":{\"line\":\"" + text
                + "\"},\"" + text + "\":1}", "");
        assertEquals("7".repeat(1_023) + "\uFFFD", event.attributes().get("line"));
        assertEquals("1", event.field("7".repeat(1_023) + "\uFFFD"));
    }

    @Test
    void twoClientsOfWhichOnlyTheTopicTellsAreNotTheSame() {
        String key = event("{}", "$SYS/brokers/n/clients/a/disconnected").key();
        assertNotEquals(key, event("{}", "$SYS/brokers/n/clients/b/disconnected").key());
        assertNotEquals(key, event("{}", "$SYS/brokers/m/clients/a/disconnected").key());
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            SAID     | {"clientid":"a","reason":"x","disconnected_at":1758015945678}
            SAID     | {"clientid":"a","reason":"x","disconnected_at":"infinity","timestamp":1758015945678}
            UNSAID   | {"clientid":"a","reason":"x","disconnected_at":"undefined","ts":null}
            UNUSABLE | {"clientid":"a","reason":"x","ts":3361588438}
            UNUSABLE | {"clientid":"a","reason":"x","disconnected_at":"yesterday"}
            UNUSABLE | {"clientid":"a","reason":"x","timestamp":{}}
            """)
    void withoutATimeThatCanBeItIsNow(Event.Timing timing, String payload) {
        Event event = event(payload, "");
        assertEquals(timing, event.timing());
        Instant said = Instant.ofEpochMilli(1758015945678L);
        assertEquals(timing == Event.Timing.SAID ? said : NOW, event.at());
    }

    @Test
    void theSameWordsByTwoTopicsAreTwoEvents() {
        assertNotEquals(event("{\"clientid\":\"a\"}", "mine/disconnected").key(),
                event("{\"clientid\":\"a\"}", "mine/connected").key());
    }

    @Test
    void longClientIdsThatBeginAlikeAreNotTheSame() {
        String start = "a".repeat(1_000);
        assertNotEquals(event("{\"clientid\":\"" + start + "1\",\"disconnected_at\":1758015945678}", "").key(),
                event("{\"clientid\":\"" + start + "2\",\"disconnected_at\":1758015945678}", "").key());
    }

    @Test
    void eightAttributesAtMostAndOnlyPlainOnes() {
        Map<String, String> attributes = event("""
                {"clientid":"a","reason":"x","client_attrs":{"1":"a","2":2,"x":{},"y":[],"3":true,"4":"",\
                "5":"e","6":"f","7":"g","8":"h","9":"i"}}""", "").attributes();
        assertEquals(List.of("1", "2", "3", "4", "5", "6", "7", "8"), List.copyOf(attributes.keySet()));
    }

    /** Told alike, they are not the same device, nor is the second event the first once more. */
    @Test
    void idsThatDifferInWhatNobodyCanStoreStayApart() {
        List<Event> events = Stream.of("\\ud83d", "\\ude00", "\\u0000").map(id ->
                event("{\"clientid\":\"pump" + id + "\",\"reason\":\"kicked\"}", "")).toList();
        assertEquals(Set.of("pump\uFFFD"), events.stream().map(Event::clientid).collect(Collectors.toSet()));
        assertEquals(List.of("client:pump\\ud83d", "client:pump\\ude00", "client:pump\\u0000"),
                events.stream().map(Event::subject).toList());
        assertEquals(3, events.stream().map(Event::key).distinct().count());
    }

    @Test
    void aHalfCharacterInAnArraySpoilsNoOtherElement() {
        assertEquals("parts [disconnected a, disconnected \\ud83d]",
                described(read("[{\"clientid\":\"a\",\"reason\":\"x\"},{\"clientid\":\"\\ud83d\",\"reason\":\"x\"}]",
                        "")));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            array of too many elements | [    | 0,     | 10001   | 0]
            nested too deep            | [    | [      | 10000   | ]
            a number too long          | {"clientid":"a","ts": | 9 | 101 | }
            larger than 1 MiB          | {"clientid":" | aaaaaaaa | 131072 | ","reason":"x"}
            """)
    void absurdSizesAreRefused(String name, String start, String middle, int times, String end) {
        assertEquals("unreadable", read(start + middle.repeat(times) + end, "").kind());
    }
}
