package io.disconnectalerts.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.KeyValuePair;

/** A log line is one line, and holds no secret, as text and as JSON. */
class SecretMaskTest {
    private final LoggerContext context = new LoggerContext();

    private String line(boolean json, String message, Object... fields) {
        LineEncoder encoder = new LineEncoder();
        encoder.setContext(context);
        encoder.setJson(json);
        encoder.start();
        LoggingEvent event = new LoggingEvent("", context.getLogger("a.logger"), Level.WARN, message, null, null);
        for (int i = 0; i < fields.length; i += 2) {
            event.addKeyValuePair(new KeyValuePair((String) fields[i], fields[i + 1]));
        }
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\r\nb", "a\u001b[31mb", "a\u2028b", "a\u202Eb", "a\u0085b", "a\u0000b"})
    void aClientIdEndsNoLineAndSteersNoTerminal(String clientid) {
        String text = line(false, "told", "clientid", clientid);
        assertTrue(text.endsWith("told clientid=\"" + clientid.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}]+", " ") + "\"\n"),
                text);
        assertEquals(1, line(true, "told", "clientid", clientid).chars().filter(point -> point == '\n').count());
    }

    @Test
    void aLineWithoutFieldsEndsWithItsMessage() {
        assertTrue(line(false, "started").endsWith("a.logger                       started\n"), line(false, "started"));
    }

    @Test
    void fieldsAreFlatAndNumbersStayNumbers() throws Exception {
        JsonNode json = new ObjectMapper()
                .readTree(line(true, "told", "robot", "wecom", "batch", 7L, "clientid", "a\nb"));
        assertEquals(List.of("time", "level", "logger", "message", "robot", "batch", "clientid"), fields(json));
        assertEquals(7, json.get("batch").asInt());
        assertTrue(json.get("batch").isNumber());
        assertEquals("a\nb", json.get("clientid").asText());
    }

    private static List<String> fields(JsonNode json) {
        return json.properties().stream().map(Map.Entry::getKey).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain-secret", "with space+plus", "quo\"te\\slash"})
    void noSecretIsShownInAnyForm(String secret) {
        SecretMask.hide(new Settings(Map.of("wecom.token", secret)::get), List.of("wecom"));
        for (boolean json : new boolean[] {true, false}) {
            String line = line(json, "key=" + secret + " " + java.net.URLEncoder.encode(secret, StandardCharsets.UTF_8),
                    "robot", secret);
            assertFalse(line.contains(secret) || line.contains("slash") || line.contains("space"), line);
            assertTrue(line.contains("***"), line);
        }
    }

    @ParameterizedTest(name = "[{0}]")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            POST /send?access_token=tok%2Ben-12 a       | POST /send?access_token=*** a
            the token is tok+en-12, not tok+en          | the token is ***, not tok+en
            secret SEC/xyz1 or SEC%2Fxyz1               | secret *** or ***
            xtok+en-12x                                 | x***x
            tok+en-12tok+en-12                          | ******
            tok+en-12SEC/xyz1 tok+en-1                  | ****** tok+en-1
            &timestamp=1&sign=abc%2Bdef&x=1             | &timestamp=1&sign=***&x=1
            {"sign": "abc=", "a":1}                     | {"sign": "***", "a":1}
            {\\"sign\\":\\"abc=\\",\\"a\\":1}                 | {\\"sign\\":\\"***\\",\\"a\\":1}
            is v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= | is v1,***
            nothing to hide, a signal                   | nothing to hide, a signal
            """)
    void noLogLineHoldsASecret(String line, String masked) {
        SecretMask.hide(new Settings(Map.of("dingtalk.token", "tok+en-12", "dingtalk.secret", "SEC/xyz1")::get),
                List.of("dingtalk"));
        assertEquals(masked, SecretMask.mask(line));
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(delimiter = '|', emptyValue = "", quoteCharacter = '`', textBlock = """
            mqtt.password | hunter22 | it is hunter22 | it is *** | ``
            mqtt.password | devices | no devices | no devices | mqtt.password
            wecom2.token | chat-22-token | chat-22-token | *** | ``
            wecom2.secret | devices | no devices | no devices | wecom2.secret
            webhook.token | ?integration_key=abc-45678&x=services | abc-45678 of services | *** of services | ``
            database.url | jdbc:postgresql://h/db?password=pg%2Fword7&x=1| pg/word7 pg%2Fword7 | *** *** | ``
            database.url | jdbc:postgresql://h/db?password=devices&x=1 | no devices | no devices | database.url
            proxy.url | http://me:pro%20xy-7@proxy:3128 | pro xy-7 bWU6cHJvIHh5LTc= | *** *** | ``
            proxy.url | http://me:devices@proxy:3128 | no devices bWU6ZGV2aWNlcw== | no devices *** | proxy.url
            """)
    void onlyAWholeSecretOfEightCharactersIsHiddenAndAShorterOneIsNamed(String name, String value, String said,
            String masked, String named) {
        assertEquals(named, SecretMask.hide(new Settings(Map.of(name, value)::get),
                List.of("wecom2", "webhook")).stream()
                .map(sentence -> sentence.replaceAll(" is too short to be hidden in the log.*", ""))
                .collect(Collectors.joining()));
        assertEquals(masked, SecretMask.mask(said));
    }
}
