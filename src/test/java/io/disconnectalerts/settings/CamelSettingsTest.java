package io.disconnectalerts.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CamelSettingsTest {

    @Test
    void aThreadPoolThatNoRouteNamesIsNone() {
        Properties shipped = new Properties();
        shipped.putAll(Map.of("camel.threadpool.config[several].pool-size", "1"));
        String name = "camel.threadpool.config[sevral].pool-size";
        assertEquals(List.of(name + " is no setting of Camel's: did you mean "
                + "camel.threadpool.config[several].pool-size?"), new CamelSettings(shipped)
                .wrong(List.of(name, "camel.threadpool.config[mine].pool-size"), any -> "1", any -> null, List.of())
                .toList());
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(delimiter = '|', textBlock = """
            CAMEL_SERVR_PORT           | 9    | CAMEL_SERVR_PORT is no setting of Camel's: did you mean \
            CAMEL_SERVER_PORT?
            CAMEL_MAIN_SHUTDOWN_TIMEOUT| x    | CAMEL_MAIN_SHUTDOWN_TIMEOUT is no whole number such as 30
            CAMEL_MAIN_SHUTDOWN_TIMEOUT| 45   |
            CAMEL_SERVER_ENABLED       | fasle| CAMEL_SERVER_ENABLED is neither true nor false
            CAMEL_SERVER_ENABLED       | TRUE |
            CAMEL_SERVER_PORT          | 9x   | CAMEL_SERVER_PORT is no port: choose 1 to 65535
            CAMEL_MANAGEMENT_PORT      | 65536| CAMEL_MANAGEMENT_PORT is no port: choose 1 to 65535
            CAMEL_MANAGEMENT_PORT      | 0    | CAMEL_MANAGEMENT_PORT is no port: choose 1 to 65535
            CAMEL_MANAGEMENT_PORT      | 65535|
            CAMEL_SERVER_PORT          | ''   | CAMEL_SERVER_PORT is empty: as it came it is 8080
            CAMEL_METRICS_PATH         | m    | CAMEL_METRICS_PATH is no path: it begins with /
            CAMEL_METRICS_PATH         | /m   |
            CAMEL_MANAGEMENT_HEALTH_PATH | h  | CAMEL_MANAGEMENT_HEALTH_PATH is no path: it begins with /
            CAMEL_SERVER_PATH          | x    | CAMEL_SERVER_PATH is no path: it begins with /
            CAMEL_SERVER_JWT_KEYSTORE_PATH | x |
            CAMEL_HEALTH_EXPOSURE_LEVEL| ful  | CAMEL_HEALTH_EXPOSURE_LEVEL is none of default, oneline, full
            CAMEL_HEALTH_EXPOSURE_LEVEL| FULL |
            CAMEL_COMPONENT_OUTBOX_SYNCHRONOUS | FUL | CAMEL_COMPONENT_OUTBOX_SYNCHRONOUS is none of normal, full
            CAMEL_MAIN_STARTUP_SUMMARY_LEVEL   | One | CAMEL_MAIN_STARTUP_SUMMARY_LEVEL is none of Default, \
            Verbose, Brief, Oneline, Off
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
