package io.disconnectalerts.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.broker.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A real Prometheus on the files of {@code deploy/monitoring}, which watches one program, every second instead of every
 * 15.
 */
final class Prometheus implements AutoCloseable {
    private static final Path FILES = Path.of("deploy", "monitoring");

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port = FreePort.take();
    private final Process process;

    /** @param token what the program's metrics ask for */
    Prometheus(Program program, String token, Path folder) throws IOException {
        Files.writeString(folder.resolve("prometheus.yml"), Files.readString(FILES.resolve("prometheus.yml"))
                .replace("127.0.0.1:8080", "127.0.0.1:" + program.port()).replace("15s", "1s"));
        Files.copy(FILES.resolve("alerts.yml"), folder.resolve("alerts.yml"));
        Files.writeString(folder.resolve("http-token"), token);
        Path log = folder.resolve("log");
        try {
            process = new ProcessBuilder("prometheus", "--config.file=prometheus.yml", "--storage.tsdb.path=data",
                    "--web.listen-address=127.0.0.1:" + port)
                    .directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        } catch (IOException missing) {
            assumeTrue(System.getProperty("require.all") != null, "prometheus is missing");
            throw missing;
        }
        await("prometheus").until(() -> {
            assertTrue(process.isAlive(), () -> read(log));
            return ready();
        });
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException unread) {
            return unread.toString();
        }
    }

    private boolean ready() throws InterruptedException {
        try {
            return client.send(request("/-/ready"), BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        JsonNode answer = new ObjectMapper().readTree(client.send(request(path), BodyHandlers.ofString()).body());
        assertTrue(answer.path("status").asText().equals("success"), () -> path + " " + answer);
        return answer.path("data");
    }

    /** What a query finds now: a label set and a value each. */
    JsonNode query(String promql) throws IOException, InterruptedException {
        return get("/api/v1/query?query=" + URLEncoder.encode(promql, UTF_8)).path("result");
    }

    /** The values of a label of a metric, as Grafana's {@code label_values} asks for them. */
    JsonNode labelValues(String metric, String label) throws IOException, InterruptedException {
        return get("/api/v1/label/" + label + "/values?match%5B%5D=" + metric);
    }

    /** The alert rules and how each stands. */
    JsonNode rules() throws IOException, InterruptedException {
        return get("/api/v1/rules?type=alert").at("/groups/0/rules");
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
