package io.disconnectalerts.settings;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A setting nobody knows is found where it is likely meant for this program; whatever is somebody else's passes. */
class StrayTest {
    private final Set<String> settings = Settings.names(List.of("wecom", "dingtalk", "feishu"));

    private String inFiles(String name, String... used) {
        return new Stray(settings).inFiles(List.of(name, "wecom.token"), List.of(used)::contains)
                .collect(joining("; "));
    }

    private String inEnvironment(String... variables) {
        return new Stray(settings).inEnvironment(List.of(variables)).collect(joining("; "));
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
            weixin.token          | weixin.token is no setting: did you mean wecom.token?
            lark.url              | lark.url is no setting: did you mean feishu.url?
            dingding.secret       | dingding.secret is no setting: did you mean dingtalk.secret?
            lark.webhook          | lark.webhook is no setting, and nobody reads it
            webhook.mention.critical | webhook.mention.critical is no setting: a webhook calls nobody, what it gets \
            says how severe it is
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
            WEBHOOK2_MENTION_WARNING | WEBHOOK2_MENTION_WARNING is no setting: a webhook calls nobody, what it gets \
            says how severe it is
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

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            plant.url                | plant.url is no setting, and nobody reads it
            x                        | x is no setting, and nobody reads it
            mqtt.qos                 | -
            wecom.tokn               | -
            wecom2.token             | -
            camel.main.name          | -
            quarkus.log.level        | -
            logging.level.root       | -
            """)
    void whatMayBeAnybodysIsNotedInAFileUnlessItIsReadOrRefused(String name, String note) {
        Stray stray = new Stray(settings);
        assertEquals(Stream.ofNullable(note).toList(), stray.unread(List.of(name), any -> false).toList());
        assertEquals(List.of(), stray.unread(List.of(name), name::equals).toList());
    }

    @Test
    void everySlipIsFound() {
        Stray stray = new Stray(settings);
        assertEquals(List.of("feishu.webhook is no setting, and nobody reads it",
                "wecom.tokn is no setting: did you mean wecom.token?"),
                stray.inFiles(List.of("wecom.tokn", "feishu.webhook"), name -> false).toList());
        assertEquals(2, stray.inEnvironment(List.of("WECOM_TOKN", "LOG_LEVL")).count());
    }

    /** What a platform is called elsewhere is perhaps for another program. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            WEIXIN_TOKEN             | WEIXIN_TOKEN is no setting: if it is for this program, it is WECOM_TOKEN
            LARK_URL                 | LARK_URL is no setting: if it is for this program, it is FEISHU_URL
            LARK_URL FEISHU_URL      | -
            LARK_APP_ID              | -
            ALERT_ZONE               | ALERT_ZONE is no setting: if it is for this program, it is ALERTS_ZONE
            WECON_TOKEN              | WECON_TOKEN is no setting: if it is for this program, it is WECOM_TOKEN
            MQTT_USER                | MQTT_USER is no setting: if it is for this program, it is MQTT_USERNAME
            MQTT_USER MQTT_USERNAME  | -
            FEISHU_QUIET             | FEISHU_QUIET is no setting: if it is for this program, it is FEISHU_QUIET_HOURS
            WECOM_MENTION            | -
            MQTT_HOST                | -
            HTTPS_PORT               | -
            alert_zone               | -
            WEIXIN_APPID             | -
            FEISHU_TOKEN             | -
            """)
    void whatAPlatformIsCalledElsewhereIsPerhapsMeant(String variables, String note) {
        assertEquals(Stream.ofNullable(note).toList(),
                new Stray(settings).perhapsMeant(List.of(variables.split(" "))).toList());
    }

    @Test
    void aVariableBesideTheOneItLooksLikeIsSomebodyElses() {
        assertEquals("", inEnvironment("DATABASE_URI", "DATABASE_URL"));
    }
}
