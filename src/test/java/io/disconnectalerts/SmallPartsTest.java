package io.disconnectalerts;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One table for each part that is smaller than its table would be as a file. */
class SmallPartsTest {

    @ParameterizedTest(name = "[{0}]")
    @CsvSource(delimiter = '|', emptyValue = "", quoteCharacter = '`', textBlock = """
            $SYS/brokers/n@h/clients/a/disconnected              | n@h | a     | client.disconnected
            $SYS/brokers/n@h/clients/a/b/disconnected            | n@h | a/b   | client.disconnected
            $SYS/brokers/n@h/clients/clients/connected/connected | n@h | clients/connected | client.connected
            $SYS/brokers/n@h/clients//disconnected/disconnected  | n@h | /disconnected | client.disconnected
            $SYS/brokers/n@h/gateway/coap/clients/s/disconnected | n@h | s     | client.disconnected
            $SYS/brokers/n@h/alarms/activate                     | ``  | ``    | alarm.activate
            alerts/clients/a/disconnected                        | ``  | ``    | ``
            ``                                                   | ``  | ``    | ``
            """)
    void aSystemTopicTells(String topic, String node, String clientid, String event) {
        assertEquals(new SystemTopic(node, clientid, event), SystemTopic.of(topic));
    }

    @ParameterizedTest(name = "[{0}]")
    @CsvSource(delimiter = '|', emptyValue = "", quoteCharacter = '`', textBlock = """
            10.20.30.40           | 10.20.30.0/24
            2001:db8:1:2:3:4:5:6  | 2001:db8:1:2::/64
            fe80::1               | fe80:0:0:0::/64
            ::ffff:10.20.30.40    | 10.20.30.0/24
            localhost             | ``
            evil.example          | ``
            1.2.3                 | ``
            999.1.1.1             | ``
            ::::                  | ``
            ``                    | ``
            """)
    void anAddressIsInANetwork(String address, String network) {
        assertEquals(network, Alert.network(address));
    }

    @ParameterizedTest(name = "[{0}]")
    @CsvSource({"lost critical, lost, CRITICAL", "' lost   CRITICAL ', lost, CRITICAL", "mine quiet, mine, QUIET"})
    void aVerdictIsAClassAndASeverity(String words, String rule, Severity severity) {
        assertEquals(new Verdict(rule, severity), Verdict.of(words));
    }

    @ParameterizedTest(name = "[{0}]")
    @CsvSource(quoteCharacter = '`', textBlock = """
            lost,            `a triage rule sets '<class> <severity>', not 'lost'`
            lost very much,  `a triage rule sets '<class> <severity>', not 'lost very much'`
            lost urgent,     `severity 'urgent' in the triage rules is none of quiet, notice, warning, critical`
            """)
    void aWrongVerdictSaysWhatItShouldBe(String words, String sentence) {
        assertEquals(sentence, assertThrows(IllegalArgumentException.class, () -> Verdict.of(words)).getMessage());
    }

    @Test
    void everyRobotHasBothHalves() {
        assertDoesNotThrow(() -> new Wiring(Set.of("wecom"), Set.of("wecom"), Set.of()).check());
        assertEquals("routes/4-notify.camel.yaml addresses outbox:slack, but no route delivers from it",
                assertThrows(SettingException.class, () -> new Wiring(Set.of("slack"), Set.of(), Set.of()).check()).getMessage());
        assertEquals("a route delivers from outbox:slack, but routes/4-notify.camel.yaml does not address it",
                assertThrows(SettingException.class, () -> new Wiring(Set.of(), Set.of("slack"), Set.of()).check()).getMessage());
    }

    @ParameterizedTest(name = "[{0}]")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            POST /send?access_token=tok%2Ben a          | POST /send?access_token=*** a
            the token is tok+en                         | the token is ***
            secret SEC/x or SEC%2Fx                     | secret *** or ***
            &timestamp=1&sign=abc%2Bdef&x=1             | &timestamp=1&sign=***&x=1
            {"sign": "abc=", "a":1}                     | {"sign": "***", "a":1}
            {\\"sign\\":\\"abc=\\",\\"a\\":1}                 | {\\"sign\\":\\"***\\",\\"a\\":1}
            nothing to hide, a signal                   | nothing to hide, a signal
            """)
    void noLogLineHoldsASecret(String line, String masked) {
        Map<String, String> settings = Map.of("dingtalk.token", "tok+en", "dingtalk.secret", "SEC/x", "http.token", "", "mqtt.password", "", "database.password", "");
        new Settings(settings::get).hide(List.of("dingtalk"));
        assertEquals(masked, SecretMask.mask(line));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(nullValues = "none", quoteCharacter = '`', textBlock = """
            ``,    none,            true
            ``,    Bearer x,        true
            s3cret, Bearer s3cret,  true
            s3cret, bearer s3cret,  false
            s3cret, s3cret,         false
            s3cret, Bearer s3cre,   false
            s3cret, `Bearer s3cret `, false
            s3cret, none,           false
            """)
    void whoShowsTheTokenIsLetIn(String token, String authorization, boolean admitted) {
        assertEquals(admitted, new AccessGuard(token).admits(authorization));
    }

    @ParameterizedTest(name = "[{0}]")
    @CsvSource(nullValues = "none", value = {"tt, none", "tr, none", "rt, none", "rr, no", "trt, none", "rrt, none"})
    void anArrayIsRefusedOnlyIfEveryElementWas(String elements, String refused) {
        assertEquals(refused, aggregate(elements).getVariable("refused"));
    }

    @ParameterizedTest(name = "[{0}]")
    @CsvSource({"tf, true", "ft, true", "rf, true", "tr, false"})
    void anArrayFailsIfAnyElementDid(String elements, boolean fails) {
        assertEquals(fails, aggregate(elements).getException() != null);
    }

    /** Elements that were taken, refused or failed. */
    private static Exchange aggregate(String elements) {
        Exchange sum = null;
        for (char element : elements.toCharArray()) {
            Exchange exchange = new DefaultExchange(new DefaultCamelContext());
            if (element == 'r') {
                exchange.setVariable("refused", "no");
            } else if (element == 'f') {
                exchange.setException(new IllegalStateException());
            }
            sum = new AnyTaken().aggregate(sum, exchange);
        }
        return sum;
    }
}
