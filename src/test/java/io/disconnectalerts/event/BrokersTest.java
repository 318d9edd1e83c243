package io.disconnectalerts.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.disconnectalerts.Given;
import io.disconnectalerts.bundle.Bundle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator may get wrong in a file of his own beside those that are shipped. */
class BrokersTest {
    private static final String RIGHT = """
            title: Mine
            source: https://example.org
            subscribe: mine/#
            match: [device]
            topics:
              mine/{id}/gone: client.disconnected
            event: [what]
            events:
              bye: client.disconnected
            fields:
              clientid: [id]
            at: [when]
            unit: seconds
            zone: "+08:00"
            """;

    @Test
    void aFileThatIsRightHasNoFault() {
        assertEquals("[]", faults(RIGHT));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            title: Mine         | titel: Mine           | :1: titel is nothing that is known there
            clientid: [id]      | client_id: [id]       | :11: client_id is nothing that is known there
            bye: client.disconnected | bye: client.gone | :9: client.gone is no event
            gone: client.disconnected | gone: client.disconected | :6: client.disconected is no event
            mine/{id}/gone      | mine/{id/gone         | :6: mine/{id/gone is no topic filter: it has the level {id: \
            a level is a text, + or one name in braces, such as {clientid}
            unit: seconds       | unit: hours           | :13: hours is no unit of time
            zone: "+08:00"      | zone: Beijing         | :14: Beijing is no zone: write +08:00 or Asia/Shanghai
            at: [when]          | at: {gone: [when]}    | :12: gone is nothing that is known there
            event: [what]       | title: again          | :7: title stands there twice
            match: [device]     | fallback: true        | :4: emqx.yaml is the fallback already
            match: [device]     | fallback: yes         | :4: fallback is true or false
            match: [device]     | match: {topics, x/y: }| :4: x/y is no name of a field: several names stand as \
            [ts, timestamp]
            match: [device]     | match: [device，time]   | :4: device，time is no name of a field: several names stand \
            as [ts, timestamp]
            match: [device]     | 'match: {state: [on，off]}' | :4: on，off is one value: several stand as \
            [online, offline]
            clientid: [id]      | clientid: id, name    | :11: id, name is no name of a field: several names stand as \
            [ts, timestamp]
            clientid: [id]      | clientid: []        | :11: clientid names no field: write where it is looked for, \
            or delete the line
            unit: seconds       | 'reasons: {go*ne: kicked}' | :13: go*ne has a * that is not its end: it stands for \
            how a reason goes on
            mine/{id}/gone      | 'mine/{usernmae}/gone'  | :6: nothing reads {usernmae}: did you mean {username}?
            match: [device]     | match: [action, client_id] | :4: it is the match of emqx-3.yaml too: add a \
            field, or the values of one, that only its own events have
            title: Mine         | title Mine            | :2: it is indented otherwise than its neighbours, or the \
            line above lacks its colon, or a text that holds a colon needs quotes (mapping values are not allowed here)
            event: [what]       | event [what]          | :7: a name lacks the colon and the space behind it (could \
            not find expected ':')
            clientid: [id]      | clientid: [id         | :11: a bracket opens and does not close (expected ',' or \
            ']', but got :)
            zone: "+08:00"      | 'zone: "+08:00'         | :14: a quote opens and does not close (found unexpected \
            end of stream)
            unit: seconds       | ' unit: seconds'        | :13: it is indented otherwise than its neighbours \
            (expected <block end>, but found '<block mapping start>')
            subscribe: mine/#   | subscribe: "#/mine"   | :3: #/mine is no topic filter: it has # before its end
            """)
    void whatIsWrongIsNamedWithItsLine(String right, String wrong, String fault) {
        assertEquals("brokers/mine.yaml" + fault, faults(RIGHT.replace(right, wrong)).replaceAll("^\\[|]$", "")
                .split(", brokers/")[0]);
    }

    @Test
    void aFileThatNothingLeadsToIsNamed() {
        assertEquals("[brokers/mine.yaml: nothing is known to be its own: it needs topics, or a match or a header by "
                + "which its events are known]",
                faults("title: Mine\nsource: https://example.org\nfields: {clientid: [id]}\n"));
    }

    @Test
    void aHeaderIsOneBrokers() {
        assertEquals("[brokers/vernemq.yaml:6: vernemq-hook is the header of mine.yaml too]",
                faults(RIGHT.replace("match: [device]", "header: VerneMQ-hook")));
    }

    @Test
    void aCopyIsNamedOnce() {
        String emqx = Bundle.brokers().get("emqx.yaml");
        assertEquals("[brokers/mine.yaml: emqx.yaml holds the same: delete one of the two]", faults(emqx));
        assertEquals("[brokers/mine.yaml:7: emqx.yaml is the fallback already, brokers/mine.yaml:9: "
                + "$SYS/brokers/{node}/clients/{clientid...}/connected is a topic of emqx.yaml too: one of them needs "
                + "a match, by which its events are known]", faults(emqx.replace("title: EMQX", "title: My EMQX")));
    }

    @Test
    void twoFilesThatClaimATopicNeedAMatch() {
        String claim = RIGHT.replace("mine/{id}/gone", "$SYS/brokers/{any}/alarms/activate");
        assertEquals("[]", faults(claim));
        assertEquals("[brokers/mine.yaml:5: $SYS/brokers/{any}/alarms/activate is a topic of emqx.yaml too: one of them"
                + " needs a match, by which its events are known]", faults(claim.replace("match: [device]\n", "")));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            rmqtt             | {"action":"client_disconnected","node":1,"ipaddress":"h:1","clientid":"a","time":"now"}
            emqx-4            | {"action":"client_disconnected","ipaddress":"h","clientid":"a","reason":"x"}
            emqx-3            | {"action":"client_disconnected","client_id":"a","reason":"x"}
            emqx              | {"event":"client.disconnected","clientid":"a","reason":"x"}
            aws-iot           | {"eventType":"disconnected","clientId":"a","deviceId":"b","opType":"deviceConnected"}
            azure-event-grid  | {"subject":"devices/a","data":{"deviceId":"a"},"action":"client_connect","clientid":"a"}
            """)
    void whoseEventItIsNoOrderOfItsFieldsTells(String broker, String event) throws Exception {
        ObjectNode forth = (ObjectNode) new ObjectMapper().readTree(event);
        ObjectNode back = new ObjectMapper().createObjectNode();
        List<String> names = new ArrayList<>();
        forth.fieldNames().forEachRemaining(name -> names.add(0, name));
        names.forEach(name -> back.set(name, forth.get(name)));
        for (ObjectNode each : List.of(forth, back)) {
            assertEquals(broker, Given.BROKERS.telling(each, "", Map.of()).broker().name());
        }
    }

    private static String faults(String mine) {
        Map<String, String> files = new TreeMap<>(Bundle.brokers());
        files.put("mine.yaml", mine);
        return List.copyOf(BrokerFiles.of(files).faults()).toString();
    }
}
