package io.disconnectalerts.bundle;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every wrong setting stops the start with a sentence that names it. */
class SettingsTest {
    private static final List<String> ROBOTS = List.of("wecom", "dingtalk", "feishu");

    private static Settings settings(Map<String, String> different) throws IOException {
        Properties all = new Properties();
        all.load(new StringReader(Bundle.shipped("application.properties")));
        all.putAll(Map.of("http.port", "0", "wecom.token", "t"));
        all.putAll(different);
        return new Settings(all::getProperty);
    }

    @Test
    void oneTokenIsAllItTakes() {
        assertDoesNotThrow(() -> settings(Map.of()).check(ROBOTS));
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(delimiter = '|', emptyValue = "", quoteCharacter = '`', textBlock = """
            wecom.token            | ``                | no robot is on: set wecom.token or dingtalk.token or feishu.token
            wecom.token            | https://x/?key=a  | wecom.token is not the token alone: take what stands last in the robot's webhook address
            wecom.url              | ftp://x           | wecom.url is not an http or https address without what follows a question mark
            dingtalk.url           | https://x/?a=b    | dingtalk.url is not an http or https address without what follows a question mark
            feishu.per-second      | -1                | feishu.per-second is not a whole number from 0 to 1000000
            wecom.per-minute       | many              | wecom.per-minute is not a whole number from 0 to 1000000
            dingtalk.keyword       | 火警               | dingtalk.keyword=火警 does not stand in the first line of templates/zh-CN/dingtalk/alert.vm, so the robot would drop the message
            mqtt.url               | localhost:1883    | mqtt.url is not tcp://host:port or ssl://host:port, several separated by commas
            mqtt.url               | tcp://a:1,http://b:1 | mqtt.url is not tcp://host:port or ssl://host:port, several separated by commas
            mqtt.topic             | ``                | mqtt.topic is empty
            mqtt.client-id         | ``                | mqtt.client-id is empty
            mqtt.session-expiry-s  | 4294967296        | mqtt.session-expiry-s is not a whole number from 0 to 4294967295
            mqtt.ca                | /nowhere.pem      | mqtt.ca is no file that can be read
            mqtt.cert              | pom.xml           | mqtt.key is missing: a certificate and its key belong together
            http.key               | pom.xml           | http.cert is missing: a certificate and its key belong together
            http.port              | 65536             | http.port is not a whole number from 0 to 65535
            http.host              | 0.0.0.0           | http.token is missing: http.host=0.0.0.0 can be reached from elsewhere
            http.token             | a b               | http.token holds white space
            http.host              | 192.0.2.1         | http.token is missing: http.host=192.0.2.1 can be reached from elsewhere
            proxy.url              | proxy:8080        | proxy.url is not http://host:port or http://user:password@host:port
            database.url           | jdbc:mysql://x    | database.url starts with neither jdbc:sqlite: nor jdbc:postgresql:
            database.synchronous   | off               | database.synchronous is neither normal nor full
            history.retention-d    | 0                 | history.retention-d is not a whole number from 1 to 3650
            parked.retention-d     | -1                | parked.retention-d is not a whole number from 1 to 3650
            parked.most-mib        | 15                | parked.most-mib is not a whole number from 16 to 1048576
            alerts.zone            | Mars/Olympus      | alerts.zone is no time zone such as +08:00 or Asia/Shanghai
            alerts.language        | fr                | alerts.language is no folder under templates with a words.properties
            log.json               | yes               | log.json is neither true nor false
            tracing.enabled        | 1                 | tracing.enabled is neither true nor false
            """)
    void aWrongSettingIsNamed(String name, String value, String sentence) {
        assertEquals(sentence, assertThrows(SettingException.class, () -> settings(Map.of(name, value)).check(ROBOTS)).getMessage());
    }

    @Test
    void aMissingSettingIsNamed() throws IOException {
        Settings shipped = settings(Map.of());
        assertEquals("mqtt.topic is missing: declare it in application.properties", assertThrows(SettingException.class,
                () -> new Settings(name -> name.equals("mqtt.topic") ? null : shipped.get(name)).check(ROBOTS)).getMessage());
    }
}
