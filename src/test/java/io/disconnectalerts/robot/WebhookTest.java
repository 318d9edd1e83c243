package io.disconnectalerts.robot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.delivery.DeliveryFailure;
import io.disconnectalerts.delivery.DeliveryFailure.BackOff;
import io.disconnectalerts.delivery.DeliveryFailure.Blocked;
import io.disconnectalerts.delivery.DeliveryFailure.RetryAfter;
import io.disconnectalerts.delivery.DeliveryFailure.Unacceptable;
import io.disconnectalerts.vendors.Answer;
import io.disconnectalerts.vendors.Fault;
import io.disconnectalerts.vendors.Received;
import io.disconnectalerts.vendors.WebhookServer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.component.http.HttpEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the kamelet of a webhook puts on the wire, and what it makes of the answers. */
class WebhookTest {
    /** Of the tests of Standard Webhooks' own libraries, as are the moment, the id, the body and the signature. */
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1614265330), ZoneOffset.UTC);
    private static final String BODY = "{\"test\": 2432232314}";
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private WebhookServer receiver;
    private KameletContext camel;

    @BeforeEach
    void start() throws Exception {
        receiver = new WebhookServer(CLOCK, false);
        receiver.secret(SECRET);
        camel = new KameletContext(CLOCK);
    }

    @AfterEach
    void stop() {
        camel.close();
        receiver.close();
    }

    private void with(String... more) throws Exception {
        Map<String, String> parameters = new HashMap<>(Map.of("url", receiver.url(), "token", receiver.token(),
                "secret", SECRET));
        for (int i = 0; i < more.length; i += 2) {
            parameters.put(more[i], more[i + 1]);
        }
        camel.with("webhook", parameters);
    }

    @Test
    void itIsSignedAsStandardWebhooksHasIt() throws Exception {
        with("messageId", "msg_p5jXN8AQM9LWM0D4loKWxJek");
        assertNull(camel.send("webhook", BODY));
        Received sent = receiver.received().get(0);
        assertTrue(sent.accepted(), sent::toString);
        assertEquals("POST /hook?integration_key=webhook-key-0123456789", sent.method() + " " + sent.target());
        assertEquals(BODY, sent.body(), "byte for byte, as the signature is of the bytes");
        assertEquals(List.of("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", SIGNATURE, "application/json"),
                Stream.of("webhook-id", "webhook-timestamp", "webhook-signature", "Content-Type").map(sent::header)
                .toList());
    }

    @Test
    void withoutASecretNothingIsSignedAndWithoutATokenTheAddressIsTheWholeOfIt() throws Exception {
        with("secret", "", "token", "");
        camel.send("webhook", BODY);
        Received sent = receiver.received().get(0);
        assertNull(sent.header("webhook-signature"));
        assertEquals("/hook", sent.target());
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({"/services/T0/B0, /hook/services/T0/B0", "/a?key=b%2Bc&d=e+f, /hook/a?key=b%2Bc&d=e+f",
            "?key=b%2Bc, /hook?key=b%2Bc"})
    void theRestOfTheAddressStandsBehindItAsItIs(String token, String target) throws Exception {
        camel.with(Map.of("webhook.token", token), """
                - route:
                    errorHandler:
                      noErrorHandler: {}
                    from:
                      uri: direct:webhook
                      steps:
                        - to:
                            uri: kamelet:webhook-robot-sink
                            parameters:
                              url: %s
                              token: "#property:webhook.token"
                """.formatted(receiver.url()));
        camel.send("webhook", BODY);
        assertEquals(target, receiver.received().get(0).target());
    }

    @Test
    void nothingOfTheCallersGoesAlongAndEachMessageHasAnIdOfItsOwnUnlessSomebodyNamesOne() throws Exception {
        with();
        assertNull(camel.send("webhook", BODY));
        assertNull(camel.send("webhook", new ByteArrayInputStream(BODY.getBytes(StandardCharsets.UTF_8))));
        assertNull(camel.send("webhook", new ObjectMapper().readTree(BODY)));
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        receiver.received().forEach(sent -> sent.headers().forEach(header -> names.add(header.getKey())));
        assertEquals("[Accept-Encoding, Connection, Content-Length, Content-Type, Host, User-Agent, webhook-id, "
                + "webhook-signature, webhook-timestamp]", names.toString());
        assertEquals(3, receiver.received().stream().map(sent -> sent.header("webhook-id")).distinct().count());
        assertTrue(receiver.received().stream().allMatch(Received::accepted));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "text", "{\"a\":1", "{} {}", "{\"a\":1,\"a\":2}"})
    void whatIsNoJsonIsNotSent(String body) throws Exception {
        with();
        assertEquals("the body is not JSON", assertInstanceOf(Unacceptable.class, camel.send("webhook", body))
                .getMessage());
        assertEquals(List.of(), receiver.received());
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of(Answer.html(200, ""), null, null),
                Arguments.of(Answer.html(204, ""), null, null),
                Arguments.of(Answer.html(202, "<p>whatever"), null, null),
                Arguments.of(Answer.redirect(301, "http://127.0.0.1:1/"), Blocked.class, "url"),
                Arguments.of(Answer.html(400, "no"), Unacceptable.class, "kamelet"),
                Arguments.of(Answer.html(401, "no"), Blocked.class, "secret"),
                Arguments.of(Answer.html(403, "no"), Blocked.class, "secret"),
                Arguments.of(Answer.html(404, "no"), Blocked.class, "url"),
                Arguments.of(Answer.html(405, "no"), Blocked.class, "url"),
                Arguments.of(Answer.html(408, "no"), BackOff.class, null),
                Arguments.of(Answer.html(410, "no"), Blocked.class, "url"),
                Arguments.of(Answer.html(413, "no"), Unacceptable.class, null),
                Arguments.of(Answer.html(422, "no"), Unacceptable.class, "kamelet"),
                Arguments.of(Answer.html(429, "no"), RetryAfter.class, "PT1M"),
                Arguments.of(Answer.html(429, "no").with("Retry-After", "7"), RetryAfter.class, "PT7S"),
                Arguments.of(Answer.html(429, "no").with("Retry-After", "Thu, 25 Feb 2021 15:03:10 GMT"),
                        RetryAfter.class, "PT1M"),
                Arguments.of(Answer.html(429, "no").with("Retry-After", "Thu, 25 Feb 2021 15:22:10 GMT"),
                        RetryAfter.class, "PT20M"),
                Arguments.of(Answer.html(429, "no").with("Retry-After", "86400"), RetryAfter.class, "PT1H"),
                Arguments.of(Answer.html(500, "no"), BackOff.class, null),
                Arguments.of(Answer.html(502, "no"), BackOff.class, null),
                Arguments.of(Answer.html(503, "no").with("Retry-After", "30"), RetryAfter.class, "PT30S"),
                Arguments.of(Answer.html(503, "no"), BackOff.class, null));
    }

    /** @param what the setting to mend, or how long it wants to be left alone */
    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void whatAStatusMeans(Answer answer, Class<? extends DeliveryFailure> failure, String what) throws Exception {
        with();
        receiver.fail(new Fault.Says(answer));
        Throwable thrown = camel.send("webhook", BODY);
        assertEquals(failure, thrown == null ? null : thrown.getClass());
        assertEquals(what, thrown instanceof Blocked blocked ? blocked.setting()
                : thrown instanceof Unacceptable unacceptable ? unacceptable.setting()
                : thrown instanceof RetryAfter later ? later.pause().toString() : null);
        assertEquals(1, receiver.received().size(), "once, and no redirect is followed");
    }

    @Test
    void aClockThatIsOffAndAWrongSecretAreRefusedAndSayWhatToLookAt() throws Exception {
        try (WebhookServer later = new WebhookServer(Clock.offset(CLOCK, Duration.ofMinutes(6)), false)) {
            later.secret(SECRET);
            camel.with("webhook", Map.of("url", later.url(), "token", later.token(), "secret", SECRET));
            assertEquals("HTTP 401 {\"error\":\"unauthorized\"}: it does not take the signature, and the clock of this "
                    + "machine is 6 min behind the platform's", camel.send("webhook", BODY).getMessage());
        }
    }

    @Test
    void whatTheReceiverEchoesAndEveryEndpointShowNoSecret() throws Exception {
        with();
        receiver.fail(new Fault.Says(Answer.html(400, "what is webhook-key-0123456789 or "
                + "?integration_key=webhook-key-0123456789 or " + SECRET)));
        assertEquals("HTTP 400 what is *** or *** or ***", camel.send("webhook", BODY).getMessage());
        assertTrue(camel.camel().getEndpoints().stream().anyMatch(HttpEndpoint.class::isInstance));
        for (Endpoint endpoint : camel.camel().getEndpoints()) {
            String shown = endpoint.toString() + (endpoint.getEndpointUri().startsWith("kamelet:") ? ""
                    : endpoint.getEndpointUri());
            assertFalse(shown.contains("webhook-key") || shown.contains(SECRET), shown);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ?integration_key=abcdefghijkl | abcdefghijkl is none
            ?k=a1b2c3d                    | a1b2c3d is none
            /t/AbCdEfGhIj?x=1             | {"url":"\\/t\\/AbCdEfGhIj"}
            ?k=ab%2Bcd12345               | ab+cd12345 is none
            """)
    void aKeyIsHiddenHoweverItIsEchoed(String token, String echo) {
        Webhook webhook = new Webhook();
        webhook.setToken(token);
        webhook.setSecret(SECRET);
        String said = webhook.mask(echo + " " + SECRET.substring("whsec_".length()));
        assertTrue(said.contains("***") && said.endsWith(" ***"), said);
        assertFalse(said.matches("(?s).*(abcdefghijkl|a1b2c3d|AbCdEfGhIj|cd12345).*"), said);
    }
}
