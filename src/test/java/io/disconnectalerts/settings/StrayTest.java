package io.disconnectalerts.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A setting nobody knows is found where it is likely meant for this program; whatever is somebody else's passes. */
class StrayTest {
    private final Set<String> settings = Settings.names(List.of("wecom", "dingtalk", "feishu"));

    private String inFiles(String name, String... used) {
        return new Stray(settings).inFiles(List.of(name, "wecom.token"), List.of(used)::contains).orElse("");
    }

    private String inEnvironment(String... variables) {
        return new Stray(settings).inEnvironment(List.of(variables)).orElse("");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            wecom.tokn            | wecom.tokn is no setting: did you mean wecom.token?
            WECOM_TOKEN           | WECOM_TOKEN is no setting: did you mean wecom.token?
            feishu.perMinute      | feishu.perMinute is no setting: did you mean feishu.per-minute?
            dingtalk.keywrod      | dingtalk.keywrod is no setting: did you mean dingtalk.keyword?
            mqtt.session-expiry   | mqtt.session-expiry is no setting: did you mean mqtt.session-expiry-s?
            alert.zone            | alert.zone is no setting: did you mean alerts.zone?
            databse.url           | databse.url is no setting: did you mean database.url?
            feishu.webhook        | feishu.webhook is no setting, and nobody reads it
            mqtt.qos              | mqtt.qos is no setting, and nobody reads it
            """)
    void aNameThatIsNoSettingIsFoundInAFile(String name, String sentence) {
        assertEquals(sentence, inFiles(name));
        assertEquals("", inFiles(name, name), "a route names it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wecom.token", "camel.main.name", "camel.component.http.connectTimeout", "wecom2.token",
        "dingtalk10.secret", "feishu2.per-second", "site.name", "plant.url", "slack.token", "quarkus.log.level",
        "logging.level.root", "x"})
    void whatIsASettingOrSomebodyElsesPassesInAFile(String name) {
        assertEquals("", inFiles(name));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            WECOM_TOKN            | WECOM_TOKN is no setting: did you mean WECOM_TOKEN?
            WECOM_TOEKN           | WECOM_TOEKN is no setting: did you mean WECOM_TOKEN?
            DINGTALK_SERCET       | DINGTALK_SERCET is no setting: did you mean DINGTALK_SECRET?
            MQTT_URI              | MQTT_URI is no setting: did you mean MQTT_URL?
            MQTT_CLIENTID         | MQTT_CLIENTID is no setting: did you mean MQTT_CLIENT_ID?
            MQTT_PASSWD           | MQTT_PASSWD is no setting: did you mean MQTT_PASSWORD?
            HISTORY_RETENTION     | HISTORY_RETENTION is no setting: did you mean HISTORY_RETENTION_D?
            LOG_LEVL              | LOG_LEVL is no setting: did you mean LOG_LEVEL?
            TRACING_ENABLE        | TRACING_ENABLE is no setting: did you mean TRACING_ENABLED?
            """)
    void aSlipIsFoundInTheEnvironment(String variable, String sentence) {
        assertEquals(sentence, inEnvironment("PATH", variable));
    }

    /** Kubernetes names variables after the services of a namespace, and many programs read the same environment. */
    @ParameterizedTest
    @ValueSource(strings = {"WECOM_TOKEN", "HTTP_PORT", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy",
        "HTTP_HOME", "HTTP_PROXY_HOST", "HTTP_SERVER", "MQTT_SERVICE_HOST", "MQTT_SERVICE_PORT",
        "MQTT_SERVICE_PORT_MQTT", "MQTT_PORT", "MQTT_PORT_1883_TCP", "MQTT_PORT_1883_TCP_PROTO",
        "MQTT_HOST", "MQTT_USER", "MQTT_BROKER", "WECOM_SERVICE_HOST", "WECOM_PORT",
        "DATABASE_SERVICE_HOST", "DATABASE_PORT", "DATABASE_HOST", "DATABASE_NAME", "DATABASE_USER",
        "DATABASE_PASSWORD_FILE", "LOG_DIR", "LOG_FILE", "LOG_FORMAT", "LOG_STREAM", "LOG_PATH",
        "ALERTS_SERVICE_HOST", "ALERTS_PORT", "PROXY_PORT", "PROXY_HOST", "HISTORY_FILE",
        "TRACING_SERVICE_PORT", "WECOM2_TOKEN", "wecom_tokn", "ALERT_ZONE", "CAMEL_MAIN_PROFILE", "LANG",
        "OTEL_EXPORTER_OTLP_ENDPOINT", "JAVA_OPTS", "HTTPD_PREFIX", "HISTCONTROL"})
    void whatIsASettingOrSomebodyElsesPassesInTheEnvironment(String variable) {
        assertEquals("", inEnvironment("PATH", variable));
    }

    @Test
    void aVariableBesideTheOneItLooksLikeIsSomebodyElses() {
        assertEquals("", inEnvironment("DATABASE_URI", "DATABASE_URL"));
    }
}
