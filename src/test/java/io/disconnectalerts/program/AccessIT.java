package io.disconnectalerts.program;

import static java.nio.charset.StandardCharsets.US_ASCII;
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
    private static final String NO_BODY = "Content-Length: 0";

    private static Groups groups;
    private static Program program;
    /** The same without a token. */
    private static Program open;
    /** Where nothing may ever be sent. */
    private static WeComServer trap;

    @BeforeAll
    static void start(@TempDir Path folder, @TempDir Path other) throws IOException {
        groups = Groups.open();
        groups.wecom().quota(false);
        trap = new WeComServer(InstantSource.system());
        program = new Program(folder).memory("96m").set("http.token", TOKEN).set("wecom.per-minute", "0")
                .set("wecom.token", groups.wecom().token()).set("wecom.url", groups.wecom().url()).launch();
        open = new Program(other).set("wecom.token", "x").set("wecom.url", "http://127.0.0.1:9/send").start();
        program.awaitReady();
    }

    @AfterAll
    static void stop() {
        program.close();
        open.close();
        groups.close();
        trap.close();
    }

    @ParameterizedTest(name = "{0} {1} with {2}: {3}")
    @CsvSource({
        "GET,  /observe/health,             nothing,         200",
        "GET,  /observe/health/live,        nothing,         200",
        "GET,  /observe/health/ready,       nothing,         200",
        "HEAD, /observe/health,             nothing,         200",
        "HEAD, /observe/health/ready,       nothing,         200",
        "GET,  //observe/health,            nothing,         200",
        "GET,  /observe/he%61lth,           nothing,         200",
        "GET,  /observe/health/,            nothing,         401",
        "GET,  /observe/health/live/,       nothing,         401",
        "GET,  /observe/health/ready/,      nothing,         401",
        "HEAD, /observe/health/,            nothing,         401",
        "GET,  /observe/health//,           nothing,         401",
        "GET,  /observe/health//live,       nothing,         200",
        "GET,  /observe/health/%2e/,        nothing,         401",
        "GET,  /observe/health%2f,          nothing,         401",
        "GET,  /observe/health;x,           nothing,         401",
        "GET,  /observe/health/;x,          nothing,         401",
        "GET,  /OBSERVE/health,             nothing,         401",
        "GET,  /observe/health/nothing,     nothing,         401",
        "POST, /observe/health,             nothing,         401",
        "OPTIONS, /observe/health,          nothing,         401",
        "GET,  /observe/health/,            Bearer let-me-in, 200",
        "GET,  /observe/metrics,            nothing,         401",
        "GET,  /observe/metrics,            Bearer wrong,    401",
        "GET,  /observe/metrics,            Basic let-me-in, 401",
        "GET,  /observe/metrics,            let-me-in,       401",
        "GET,  /observe/metrics,            Bearer let-me-in, 200",
        "GET,  /observe/healthy,            nothing,         401",
        "GET,  /observe/health/../metrics,  nothing,         401",
        "GET,  /observe/health/%2e%2e/metrics, nothing,      401",
        "GET,  /observe/health/..%2fmetrics, nothing,        401",
        "GET,  //observe/metrics,           nothing,         401",
        "GET,  /parked,                     nothing,         401",
        "GET,  /parked,                     Bearer let-me-in, 200",
        "POST, /parked/1/retry,             nothing,         401",
        "POST, /parked/999/retry,           Bearer let-me-in, 404",
        "POST, /parked/abc/retry,           Bearer let-me-in, 404",
        "POST, /parked/99999999999999999999/retry, Bearer let-me-in, 404",
        "DELETE, /parked/999,               nothing,         401",
        "DELETE, /parked/999,               Bearer let-me-in, 404",
        "DELETE, /parked/abc,               Bearer let-me-in, 404",
        "POST, /events,                     Bearer wrong,    401",
        "GET,  /parked,                     bearer  let-me-in, 200",
        "GET,  /,                           nothing,         200",
        "HEAD, /,                           nothing,         200",
        "GET,  /page/main.js,               nothing,         200",
        "GET,  /page/openapi.yaml,          nothing,         200",
        "GET,  /page/index.html,            nothing,         401",
        "GET,  /page/..%2fmain.js,          nothing,         401",
        "GET,  /page/../status,             nothing,         401",
        "POST, /,                           nothing,         401",
        "GET,  /status,                     nothing,         401",
        "GET,  /status,                     Bearer let-me-in, 200",
        "GET,  /texts,                      nothing,         401",
        "GET,  /minutes,                    nothing,         401",
        "GET,  /waiting,                    nothing,         401",
        "GET,  /gone,                       nothing,         401",
        "GET,  /gone.csv,                   nothing,         401",
        "GET,  /told?clientid=pump,         nothing,         401",
        "GET,  /events,                     Bearer let-me-in, 405",
        "GET,  /nowhere,                    Bearer let-me-in, 404"})
    void theTokenGuardsAllButHealth(String method, String path, String authorization, int status) throws IOException {
        try (Socket connection = connect(method + " " + path, authorization.equals("nothing") ? "X: x"
                : "Authorization: " + authorization, "Content-Length: 0")) {
            assertEquals(status, status(connection));
        }
    }

    /** RFC 9112, 3.2. */
    @Test
    void whoNamesTwoHostsIsRefused() throws IOException {
        try (Socket connection = connect("GET /observe/health", "Host: b")) {
            assertEquals(400, status(connection));
        }
    }

    private static Socket connect(String target, String... headers) throws IOException {
        return connect(program, target, "a", headers);
    }

    private static Socket connect(Program program, String target, String host, String... headers) throws IOException {
        Socket connection = new Socket("127.0.0.1", program.port());
        connection.setSoTimeout(60_000);
        String head = target + " HTTP/1.1\r\nHost: " + host + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
        connection.getOutputStream().write(head.getBytes(US_ASCII));
        return connection;
    }

    private static int status(Socket connection) throws IOException {
        String line = new BufferedReader(new InputStreamReader(connection.getInputStream(), US_ASCII)).readLine();
        return Integer.parseInt(line.split(" ")[1]);
    }

    /** Whom a browser is sent by: EMQX, curl and Prometheus send no Origin, and know the program by its real name. */
    @ParameterizedTest(name = "{0} to {1} from {2}: without a token {3}, with it {4}")
    @CsvSource({
        "GET /parked,         localhost,    none,             200, 200",
        "GET /parked,         127.0.0.1,    none,             200, 200",
        "GET /parked,         [::1],        none,             200, 200",
        "GET /parked,         evil.example, none,             403, 200",
        "GET /parked,         localhost,    http://localhost, 200, 200",
        "GET /parked,         evil.example, http://evil.example, 403, 200",
        "GET /parked,         localhost,    http://evil.example, 403, 403",
        "GET /parked,         localhost,    https://localhost, 403, 403",
        "GET /parked,         localhost,    null,             403, 403",
        "GET /page/main.js,   localhost,    https://localhost, 200, 200",
        "POST /events,        localhost,    null,             403, 403",
        "DELETE /parked/1,    localhost,    null,             403, 403",
        "POST /parked/1/retry, localhost,   null,             403, 403",
        "GET /observe/health, localhost,    null,             403, 403",
        "GET /observe/health, evil.example, none,             403, 200",
        "GET /observe/metrics, evil.example, none,            403, 200",
        "OPTIONS /events,     localhost,    null,             403, 403"})
    void aPageOfSomebodyElseIsRefused(String target, String host, String origin, int withoutToken, int withToken)
            throws IOException {
        for (Program asked : List.of(open, program)) {
            String port = ":" + asked.port();
            String from = origin.equals("none") ? "X: x" : "Origin: "
                    + (origin.endsWith(host) ? origin + port : origin);
            try (Socket connection = connect(asked, target, host + port, from, "Authorization: " + BEARER, NO_BODY)) {
                assertEquals(asked == open ? withoutToken : withToken, status(connection));
            }
        }
    }

    @Test
    void whoIsRefusedReadsWhatToDo() throws IOException {
        try (Socket rebound = connect(open, "GET /parked", "evil.example", "Connection: close");
                Socket page = connect("GET /parked", "Origin: null", "Connection: close")) {
            assertEquals("without a token only localhost, 127.0.0.1 and [::1] are answered: set http.token",
                    last(rebound));
            assertEquals("the page that asks is not of http://a: ask without Origin, as programs do", last(page));
        }
    }

    private static String last(Socket connection) throws IOException {
        return new String(connection.getInputStream().readAllBytes(), US_ASCII).lines().reduce((head, line) -> line)
                .orElse("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/observe/health", "/observe/health/ready", "/observe/health/live", "//observe/health",
        "/observe/he%61lth", "/observe/health?exposureLevel=full&stackTrace=true&data=true"})
    void whoShowsNoTokenReadsOfHealthTheStatusOnly(String path) throws IOException {
        assertEquals("{\"status\":\"UP\"}", program.get(path).body());
        assertTrue(program.send(program.request(path).header("Authorization", BEARER)).body().contains("\"checks\":["));
        assertTrue(open.get(path).body().contains("\"checks\":["));
    }

    @ParameterizedTest
    @CsvSource({"GET,/events,POST", "HEAD,/events,POST", "PUT,/events/,POST", "OPTIONS,/events,POST",
            "POST,/parked,GET",
        "GET,/parked/7,DELETE", "GET,/parked/7/retry,POST", "DELETE,/observe/health/ready,GET",
        "POST,/observe/metrics,GET"})
    void aMethodThatAPathDoesNotKnowIsAnsweredWithThoseItKnows(String method, String path, String allowed)
            throws IOException {
        HttpResponse<String> answer = program.send(program.request(path).header("Authorization", BEARER)
                .method(method, BodyPublishers.noBody()));
        assertEquals(405, answer.statusCode());
        assertEquals(List.of(allowed), answer.headers().allValues("Allow"));
    }

    @Test
    void aParkedInputThatIsDiscardedIsThereNoMore() throws IOException {
        open.post("/events", "garbage");
        String parked = open.get("/parked").body();
        String path = "/parked/" + parked.replaceFirst(".*?\"id\":(\\d+).*", "$1");
        HttpResponse<String> answer = open.send(open.request(path).DELETE());
        assertEquals(List.of(204, ""), List.of(answer.statusCode(), answer.body()), parked);
        assertEquals(404, open.send(open.request(path).DELETE()).statusCode());
        assertEquals("[]", open.get("/parked").body());
    }

    @Test
    void aWrongTokenIsRefusedBeforeTheBodyIsRead() throws IOException {
        try (Socket connection = connect("POST /events", "Authorization: Bearer wrong", "Content-Length: 1000000")) {
            assertEquals(401, status(connection));
        }
    }

    @Test
    void aBodyThatNeverEndsIsGivenUp() throws IOException {
        Instant begin = Instant.now();
        try (Socket events = connect("POST /events", "Authorization: " + BEARER, "Content-Length: 100");
                Socket retry = connect("POST /parked/1/retry", "Authorization: " + BEARER, "Content-Length: 100")) {
            events.getOutputStream().write("{".getBytes(US_ASCII));
            assertEquals(503, status(retry));
            assertTrue(Duration.between(begin, Instant.now()).toSeconds() >= 9);
            assertEquals(503, status(events));
        }
        assertTrue(Duration.between(begin, Instant.now()).toSeconds() >= 24);
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
                .POST(chunked ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))
                        : BodyPublishers.ofByteArray(body)));
        assertEquals(status, answer.statusCode());
        assertEquals(errors, errors(), program::out);
    }

    private static long errors() {
        return program.out().lines().filter(line -> line.contains(" ERROR ")).count();
    }

    @Test
    void whatIsLargerThanTheLimitOnceItIsUnpackedIsNotUnpackedWhole() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(bomb)) {
            for (int i = 0; i < 200; i++) {
                packed.write(new byte[1 << 20]);
            }
        }
        HttpResponse<String> answer = program.send(program.request("/events").header("Authorization", BEARER)
                .header("Content-Encoding", "gzip").POST(BodyPublishers.ofByteArray(bomb.toByteArray())));
        assertEquals(413, answer.statusCode(), answer.body());
        assertTrue(program.alive());
    }

    @ParameterizedTest
    @ValueSource(strings = {"CamelHttpUri", "CamelRestHttpUri", "CamelHttpPath", "CamelHttpQuery", "CamelHttpRawQuery",
            "CamelHttpMethod", "CamelHttpResponseCode",
        "CamelVelocityResourceUri", "CamelVelocityTemplate", "CamelVelocityContext", "CamelToEndpoint", "CamelFileName",
        "CamelBeanMethodName",
        "Content-Type", "id", "Posted-Content-Type", "Posted-Content-Encoding", "Posted-From"})
    void camelsControlHeadersDoNothing(String name) throws IOException {
        for (String value : List.of(trap.url() + "?key=" + trap.token(), "{{wecom.token}}", "${header.Authorization}",
                "299")) {
            String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
            String client = name + "-" + Integer.toHexString(value.hashCode());
            steer(name, value, "/events", EVENT.formatted(client), 202, client);
            steer("Fine", "fine", "/events?" + name + "=" + encoded, EVENT.formatted(client + "-query"), 202,
                    client + "-query");
            steer("Content-Type", "application/x-www-form-urlencoded", "/events", name + "=" + encoded, 400, null);
        }
        assertEquals(List.of(), trap.received());
    }

    /** Whatever comes with it, the event is told as the plain event it is, and the answer repeats nothing of it. */
    private static void steer(String header, String value, String path, String body, int status, String told)
            throws IOException {
        HttpResponse<String> answer = program.send(
                program.request(path).header("Authorization", BEARER).header(header, value)
                .POST(BodyPublishers.ofString(body)));
        assertEquals(status, answer.statusCode(), answer.body());
        assertFalse(answer.headers().map().toString().contains(value), answer.headers()::toString);
        assertTrue(answer.headers().map().keySet().stream().noneMatch(
                name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("camel")), answer.headers()::toString);
        if (told != null) {
            await().pollInterval(Duration.ofMillis(5))
                    .until(() -> groups.wecom().messages().stream().anyMatch(message -> message.text().contains(told)));
        }
        assertTrue(groups.wecom().received().stream().allMatch(sent -> sent.accepted() && sent.method().equals("POST")
                && sent.target().equals("/cgi-bin/webhook/send?key=" + groups.wecom().token())));
    }
}
