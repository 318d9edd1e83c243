package io.disconnectalerts.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of an event is worth counting. */
class AlertTest {

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
            1.2.3.4.5.6           | ``
            12345678              | ``
            ::::                  | ``
            ``                    | ``
            """)
    void anAddressIsInANetwork(String address, String network) {
        assertEquals(network, Alert.network(address));
    }
}
