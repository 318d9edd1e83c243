package io.disconnectalerts.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicFilterTest {

    @ParameterizedTest(name = "[{1}] is {0}")
    @CsvSource(delimiter = '|', nullValues = "another", quoteCharacter = '`', textBlock = """
            $SYS/brokers/{node}/clients/{clientid...}/+ | $SYS/brokers/n@h/clients/a/disconnected | \
            {clientid=a, node=n@h}
            $SYS/brokers/{node}/clients/{clientid...}/+ | $SYS/brokers/n@h/clients/a/b/disconnected | \
            {clientid=a/b, node=n@h}
            $SYS/brokers/{node}/clients/{clientid...}/connected | $SYS/brokers/n/clients/clients/connected/connected | \
            {clientid=clients/connected, node=n}
            $SYS/brokers/{node}/clients/{clientid...}/+ | $SYS/brokers/n/clients//disconnected/disconnected | \
            {clientid=/disconnected, node=n}
            $SYS/brokers/{node}/clients/{clientid...}/+ | $SYS/brokers/n/gateway/coap/clients/s/disconnected | another
            $SYS/brokers/{node}/clients/{clientid...}/+ | $SYS/brokers/n/clients/disconnected | another
            $SYS/brokers/{node}/clients/{clientid...}/connected | $SYS/brokers/n/clients/a/disconnected | another
            a/b         | a/b         | {}
            a/b         | a/B         | another
            a/b         | a           | another
            a/b         | a/b/        | another
            +/b         | a/b         | {}
            {x}/+       | a/b         | {x=a}
            {x}         | ``          | {x=}
            a/#         | a           | {}
            a/#         | a/b/c       | {}
            a/{x...}    | a/b/c       | {x=b/c}
            a/{x...}    | a           | another
            """)
    void itSays(String filter, String topic, String said) {
        Map<String, String> match = TopicFilter.of(filter).match(topic.split("/", -1));
        assertEquals(said, match == null ? null : new TreeMap<>(match).toString());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a/#/b           | has # before its end
            {x...}/{y...}   | has more than one level of several
            a/{x            | has the level {x: a level is a text, + or one name in braces, such as {clientid}
            a/b+            | has the level b+: a level is a text, + or one name in braces, such as {clientid}
            a/${clientid}   | has the level ${clientid}: a level is a text, + or one name in braces, such as {clientid}
            """)
    void whatIsNone(String filter, String why) {
        assertEquals(why, assertThrows(IllegalArgumentException.class, () -> TopicFilter.of(filter)).getMessage());
    }
}
