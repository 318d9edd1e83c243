package io.disconnectalerts.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.Given;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happened, going by the row's own name for it, then by the topic, then by the fields. */
class EventNameTest {

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            client.disconnected            | {"event":"client.disconnected"}
            client.disconnected            | {"event":"client_disconnected"}
            client.disconnected            | {"event":"client_disconnect"}
            client.disconnected            | {"action":"client_disconnected"}
            client.disconnected            | {"Event":"CLIENT_DISCONNECTED"}
            client.disconnected            | {"event":" client.disconnected\\n"}
            client.disconnected            | {"event":"client.\\u200bdisconnected"}
            client.disconnected            | {"event":"$events/client/disconnected"}
            client.disconnected            | {"event":"$event/client_disconnected"}
            ``                             | {"event":"client.offline","reason":"tcp_closed"}
            ``                             | {"event":"client.disconnected.v2","disconnected_at":1795720000000}
            ``                             | {"action":"client_gone","reason":"tcp_closed"}
            client.connected               | {"event":"client.connected","reason":"kicked"}
            client.connected               | {"event":"connected"}
            client.other                   | {"event":"client.invented_1"}
            client.check_authz_complete    | {"event":"client.check_authz_complete","action":"publish"}
            session.subscribed             | {"action":"session_subscribed"}
            delivery.dropped               | {"event":"delivery.dropped","reason":"queue_full"}
            message.transformation_failed  | {"event":"message_transformation_failed"}
            alarm.activated                | {"event":"alarm.activated"}
            ``                             | {"event":"pwned","reason":"kicked"}
            ``                             | {"event":"client","reason":"kicked"}
            """)
    void ofItself(String name, String row) throws Exception {
        assertEquals(name, name(row, ""));
    }

    @ParameterizedTest(name = "[{1}]")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            client.connected               | $event/client_connected
            client.disconnected            | $event/client_disconnected
            message.dropped                | $event/message_dropped
            session.subscribed             | $event/session_subscribed
            alarm.activated                | $event/alarm_activated
            client.disconnected            | $events/client/disconnected
            client.disconnected            | $events/client_disconnected
            client.disconnected            | $events/client_disconnect
            client.connack                 | $events/client/connack
            client.ping                    | $events/client/ping
            client.check_authn_complete    | $events/auth/check_authn_complete
            client.check_authz_complete    | $events/auth/check_authz_complete
            client.check_authn_complete    | $events/client_check_authn_complete
            client.check_authz_complete    | $events/client_check_authz_complete
            session.unsubscribed           | $events/session_unsubscribed
            delivery.dropped               | $events/delivery_dropped
            alarm.activated                | $events/sys/alarm_activated
            session.subscribed             | $SYS/brokers/n/clients/a/subscribed
            message.delivered              | $events/message/delivered
            delivery.dropped               | $events/message/delivery_dropped
            schema.validation_failed       | $events/schema_validation/failed
            message.transformation_failed  | $events/message_transformation/failed
            alarm.deactivated              | $events/sys/alarm_deactivated
            client.other                   | $events/client/invented
            client.disconnected            | $SYS/brokers/n/clients/session/disconnected
            client.disconnected            | $SYS/brokers/n/clients/alarms/disconnected
            client.connected               | $SYS/brokers/n/clients/a/b/connected
            client.other                   | $SYS/brokers/n/clients/a/invented
            client.disconnected            | $SYS/brokers/n/gateway/coap/clients/a/disconnected
            client.disconnected            | $SYS/brokers/disconnected
            alarm.activated                | $SYS/brokers/n/alarms/activate
            client.disconnected            | alerts/clients/disconnected
            client.connected               | alerts/clients/connected
            client.connected               | site/1/client_connected
            message.dropped                | site/1/message.dropped
            ``                             | $SYS/brokers/client_status/client_7
            ``                             | $aws/events/presence/disconnected/dev-7
            ``                             | alerts/clients/session_7
            ``                             | alerts/clients/dev-7
            ``                             | alerts/clients/
            ``                             | /
            ``                             | ``
            """)
    void ofTheTopic(String name, String topic) throws Exception {
        assertEquals(name, name("{}", topic));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            client.disconnected | {"reason":"kicked"}
            client.disconnected | {"reason":{}}
            client.disconnected | {"reason":0}
            client.disconnected | {"disconnected_at":1758015945678}
            client.disconnected | {"disconnectedAt":"-1"}
            client.disconnected | {"reason":"kicked","connected_at":1758015945678}
            client.disconnected | {"disconnected_at":1758015945678,"topic":"plant/a","keepalive":60}
            client.connected | {"connected_at":1758015945678}
            client.connected | {"keepalive":60}
            client.connected | {"clean_start":1,"reason_code":"success"}
            client.connected | {"connected_at":1758015945678,"reason":"undefined","disconnected_at":"undefined"}
            session.other | {"topic":"a/b","subopts":{"qos":1}}
            session.other | {"topic":"a/b","qos":1,"sub_props":{}}
            session.other | {"topic":"a/b","unsub_props":{}}
            message.other | {"topic":"a/c","payload":"{}","qos":1}
            message.other | {"topic":"a/c","payload":{},"qos":1,"reason":"no_subscribers"}
            `` | {"topic":"a/c","reason":"no_subscribers"}
            `` | {"topic":"a/c","action":"publish","result":"deny"}
            `` | {"reason":null,"disconnected_at":null}
            `` | {"reason":""}
            `` | {"status":"offline","reason_code":"8b"}
            `` | {"mountpoint":""}
            """)
    void ofTheFields(String name, String row) throws Exception {
        assertEquals(name, name(row, "alerts/clients/dev-7"));
    }

    @ParameterizedTest(name = "{1} on {2}")
    @CsvSource(delimiter = '|', textBlock = """
            client.connected | {"event":"client.connected"} | alerts/clients/disconnected
            client.disconnected | {"event":"client.disconnected"} | alerts/clients/connected
            client.disconnected | {"event":"gone"} | alerts/clients/disconnected
            message.dropped | {"reason":"no_subscribers","qos":1} | $event/message_dropped
            client.check_authz_complete | {"action":"publish","reason":"x"} | $event/client_check_authz_complete
            client.connected | {"keepalive":60,"connected_at":1} | $event/client_connected
            client.disconnected | {"keepalive":60,"connected_at":1} | $event/client_disconnected
            """)
    void theFirstThatTells(String name, String row, String topic) throws Exception {
        assertEquals(name, name(row, topic));
    }

    private static String name(String row, String topic) throws Exception {
        return EventName.of(Given.BROKERS.telling(new ObjectMapper().readTree(row), topic, Map.of()));
    }
}
