package io.disconnectalerts.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CamelSettingsTest {

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(delimiter = '|', textBlock = """
            CAMEL_SERVR_PORT           | 9    | CAMEL_SERVR_PORT is no setting of Camel's: did you mean \
            CAMEL_SERVER_PORT?
            CAMEL_MAIN_SHUTDOWN_TIMEOUT| x    | CAMEL_MAIN_SHUTDOWN_TIMEOUT is no whole number such as 30
            CAMEL_MAIN_SHUTDOWN_TIMEOUT| 45   |
            CAMEL_SERVER_ENABLED       | fasle| CAMEL_SERVER_ENABLED is neither true nor false
            CAMEL_SERVER_ENABLED       | TRUE |
            CAMEL_SERVER_PORT          | 9x   | CAMEL_SERVER_PORT is no whole number such as 8080
            CAMEL_MAIN_PROFILE         | dev  |
            CAMEL_K_CONF               | /x   |
            CAMEL_VERSION              | 4.17 |
            CAMEL_HOME                 | /opt |
            CAMEL_REST_PORT            | 1    |
            CAMEL                      | x    |
            """)
    void whatTheEnvironmentSaysToCamelIsLookedThrough(String variable, String value, String sentence) {
        Properties shipped = new Properties();
        shipped.putAll(Map.of("camel.main.shutdown-timeout", "30", "camel.server.enabled", "true", "camel.server.port",
                "{{http.port}}", "http.port", "8080"));
        assertEquals(sentence == null ? List.of() : List.of(sentence), new CamelSettings(shipped)
                .wrong(shipped.stringPropertyNames(), shipped::getProperty, Map.of(variable, value)::get,
                List.of(variable)).toList());
    }
}
