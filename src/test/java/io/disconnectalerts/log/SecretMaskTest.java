package io.disconnectalerts.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.bundle.Settings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.KeyValuePair;

/** A log line is one line, and holds no secret, as text and as JSON. */
class SecretMaskTest {
    private final LoggerContext context = new LoggerContext();

    private String line(boolean json, String message, Object... fields) {
        SecretMask encoder = new SecretMask();
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
        assertTrue(text.endsWith("told clientid=\"" + clientid.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}]+", " ") + "\"\n"), text);
        assertEquals(1, line(true, "told", "clientid", clientid).chars().filter(point -> point == '\n').count());
    }

    @Test
    void aLineWithoutFieldsEndsWithItsMessage() {
        assertTrue(line(false, "started").endsWith("a.logger                       started\n"), line(false, "started"));
    }

    @Test
    void fieldsAreFlatAndNumbersStayNumbers() throws Exception {
        JsonNode json = new ObjectMapper().readTree(line(true, "told", "robot", "wecom", "batch", 7L, "clientid", "a\nb"));
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
            String line = line(json, "key=" + secret + " " + java.net.URLEncoder.encode(secret, StandardCharsets.UTF_8), "robot", secret);
            assertFalse(line.contains(secret) || line.contains("slash") || line.contains("space"), line);
            assertTrue(line.contains("***"), line);
        }
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
        SecretMask.hide(new Settings(settings::get), List.of("dingtalk"));
        assertEquals(masked, SecretMask.mask(line));
    }
}
