package io.disconnectalerts.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @CsvSource(nullValues = "-", emptyValue = "", textBlock = """
            tcp://emqx_broker:1883,            tcp,   -,      emqx_broker,   1883, ''
            tcp://127.0.0.1,                   tcp,   -,      127.0.0.1,     -1,   ''
            ssl://[2001:db8::1]:8883,          ssl,   -,      2001:db8::1,   8883, ''
            https://open.feishu.cn/a/b,        https, -,      open.feishu.cn, -1,  /a/b
            http://me:p%20%40w@my_proxy:3128,  http,  me:p @w, my_proxy,     3128, ''
            """)
    void itsPartsAreRead(String text, String scheme, String user, String host, int port, String path) {
        assertEquals(Optional.of(new Address(scheme, user, host, port, path)), Address.of(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost:1883", "tcp://", "tcp://:1883", "tcp://a b:1", "tcp://a:x", "tcp://a:123456",
        "tcp://\u95e8:1", "http://a/?b", "http://a#b", "http://a/%zz", "tcp://[::1", "tcp://a,tcp://b", "http://@a"})
    void whatIsNoneIsNone(String text) {
        assertEquals(Optional.empty(), Address.of(text));
    }
}
