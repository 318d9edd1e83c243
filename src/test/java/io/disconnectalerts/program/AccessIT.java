package io.disconnectalerts.program;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.vendors.WeComServer;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP entrance lets in whom it should, and nothing that comes in steers the program. */
class AccessIT {
    private static final String TOKEN = "let-me-in";
    private static final String BEARER = "Bearer " + TOKEN;
    private static final String EVENT = "{\"clientid\":\"%s\",\"reason\":\"kicked\",\"disconnected_at\":1700000000000}";

    private static Groups groups;
    private static Program program;
    /** Where nothing may ever be sent. */
    private static WeComServer trap;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        groups = Groups.open();
        groups.wecom().quota(false);
        trap = new WeComServer(InstantSource.system());
        program = new Program(folder).option("-Xmx96m").set("http.token", TOKEN).set("wecom.per-minute", "0")
                .set("wecom.token", groups.wecom().token()).set("wecom.url", groups.wecom().url()).start();
    }

    @AfterAll
    static void stop() {
        program.close();
        groups.close();
        trap.close();
    }

    @ParameterizedTest(name = "{0} {1} with {2}: {3}")
    @CsvSource({
        "GET,  /observe/health,             nothing,         200",
        "GET,  /observe/health/live,        nothing,         200",
        "GET,  /observe/health/ready,       nothing,         200",
        "GET,  /observe/metrics,            nothing,         401",
        "GET,  /observe/metrics,            Bearer wrong,    401",
        "GET,  /observe/metrics,            Basic let-me-in, 401",
        "GET,  /observe/metrics,            let-me-in,       401",
        "GET,  /observe/metrics,            Bearer let-me-in, 200",
        "GET,  /observe/healthy,            nothing,         401",
        "GET,  /observe/health/../metrics,  nothing,         401",
        "GET,  /observe/health/%2e%2e/metrics, nothing,      401",
        "GET,  /observe/health/..%2fmetrics, nothing,        404",
        "GET,  //observe/metrics,           nothing,         401",
        "GET,  /parked,                     nothing,         401",
        "GET,  /parked,                     Bearer let-me-in, 200",
        "POST, /parked/1/retry,             nothing,         401",
        "POST, /parked/999/retry,           Bearer let-me-in, 404",
        "POST, /parked/abc/retry,           Bearer let-me-in, 404",
        "POST, /parked/99999999999999999999/retry, Bearer let-me-in, 404",
        "POST, /events,                     Bearer wrong,    401",
        "GET,  /events,                     Bearer let-me-in, 405",
        "GET,  /nowhere,                    Bearer let-me-in, 404"})
    void theTokenGuardsAllButHealth(String method, String path, String authorization, int status) throws IOException {
        try (Socket connection = connect(method + " " + path, authorization.equals("nothing") ? "X: x" : "Authorization: " + authorization, "Content-Length: 0")) {
            assertEquals(status, status(connection));
        }
    }

    private static Socket connect(String target, String... headers) throws IOException {
        Socket connection = new Socket("127.0.0.1", program.port());
        connection.setSoTimeout(15_000);
        connection.getOutputStream().write((target + " HTTP/1.1\r\nHost: a\r\n" + String.join("\r\n", headers) + "\r\n\r\n").getBytes(US_ASCII));
        return connection;
    }

    private static int status(Socket connection) throws IOException {
        String line = new BufferedReader(new InputStreamReader(connection.getInputStream(), US_ASCII)).readLine();
        return Integer.parseInt(line.split(" ")[1]);
    }

    @Test
    void aWrongTokenIsRefusedBeforeTheBodyIsRead() throws IOException {
        try (Socket connection = connect("POST /events", "Authorization: Bearer wrong", "Content-Length: 1000000")) {
            assertEquals(401, status(connection));
        }
    }

    @Test
    void aBodyThatNeverEndsIsGivenUpAfterTenSeconds() throws IOException {
        Instant begin = Instant.now();
        try (Socket events = connect("POST /events", "Authorization: " + BEARER, "Content-Length: 100");
                Socket retry = connect("POST /parked/1/retry", "Authorization: " + BEARER, "Content-Length: 100")) {
            events.getOutputStream().write("{".getBytes(US_ASCII));
            assertEquals(503, status(events));
            assertEquals(503, status(retry));
        }
        assertTrue(Duration.between(begin, Instant.now()).toSeconds() >= 9);
    }

    @ParameterizedTest(name = "{0} bytes, chunked {1}: {2}")
    @CsvSource({"1048576,false,202", "1048577,false,413", "1048576,true,202", "1048577,true,413", "5000000,false,413"})
    void aMebibyteIsTheLimitAndMoreIsNoErrorInTheLog(int bytes, boolean chunked, int status) throws IOException {
        long errors = errors();
        byte[] body = new byte[bytes];
        Arrays.fill(body, (byte) ' ');
        byte[] event = EVENT.formatted("large-" + chunked).getBytes(US_ASCII);
        System.arraycopy(event, 0, body, 0, event.length);
        HttpResponse<String> answer = program.send(program.request("/events").header("Authorization", BEARER)
                .POST(chunked ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)) : BodyPublishers.ofByteArray(body)));
        assertEquals(status, answer.statusCode());
        assertEquals(errors, errors(), program::out);
    }

    private static long errors() {
        return program.out().lines().filter(line -> line.contains(" ERROR ")).count();
    }

    @Test
    void whatIsPackedIsNotUnpacked() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(bomb)) {
            for (int i = 0; i < 200; i++) {
                packed.write(new byte[1 << 20]);
            }
        }
        HttpResponse<String> answer = program.send(program.request("/events").header("Authorization", BEARER)
                .header("Content-Encoding", "gzip").POST(BodyPublishers.ofByteArray(bomb.toByteArray())));
        assertEquals(400, answer.statusCode(), answer.body());
        assertTrue(program.alive());
    }

    @ParameterizedTest
    @ValueSource(strings = {"CamelHttpUri", "CamelRestHttpUri", "CamelHttpPath", "CamelHttpQuery", "CamelHttpRawQuery", "CamelHttpMethod", "CamelHttpResponseCode",
        "CamelVelocityResourceUri", "CamelVelocityTemplate", "CamelVelocityContext", "CamelToEndpoint", "CamelFileName", "CamelBeanMethodName", "Content-Type", "id"})
    void camelsControlHeadersDoNothing(String name) throws IOException {
        for (String value : List.of(trap.url() + "?key=" + trap.token(), "{{wecom.token}}", "${header.Authorization}", "299")) {
            String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
            String client = name + "-" + Integer.toHexString(value.hashCode());
            steer(name, value, "/events", EVENT.formatted(client), 202, client);
            steer("Fine", "fine", "/events?" + name + "=" + encoded, EVENT.formatted(client + "-query"), 202, client + "-query");
            steer("Content-Type", "application/x-www-form-urlencoded", "/events", name + "=" + encoded, 400, null);
        }
        assertEquals(List.of(), trap.received());
    }

    /** Whatever comes with it, the event is told as the plain event it is, and the answer repeats nothing of it. */
    private static void steer(String header, String value, String path, String body, int status, String told) throws IOException {
        HttpResponse<String> answer = program.send(program.request(path).header("Authorization", BEARER).header(header, value).POST(BodyPublishers.ofString(body)));
        assertEquals(status, answer.statusCode(), answer.body());
        assertFalse(answer.headers().map().toString().contains(value), answer.headers()::toString);
        assertTrue(answer.headers().map().keySet().stream().noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("camel")), answer.headers()::toString);
        if (told != null) {
            await().atMost(20, SECONDS).pollInterval(Duration.ofMillis(5)).until(() -> groups.wecom().messages().stream().anyMatch(message -> message.text().contains(told)));
        }
        assertTrue(groups.wecom().received().stream().allMatch(sent -> sent.accepted() && sent.method().equals("POST")
                && sent.target().equals("/cgi-bin/webhook/send?key=" + groups.wecom().token())));
    }
}
