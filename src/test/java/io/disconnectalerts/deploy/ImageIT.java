package io.disconnectalerts.deploy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.disconnectalerts.broker.FreePort;
import io.disconnectalerts.vendors.WeComServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image that the build leaves, on an empty base: what it says, what is in it, and that it runs where only its data
 * folder can be written.
 */
class ImageIT {
    @TempDir
    private static Path folder;

    private static Image image;

    @BeforeAll
    static void unpack() throws IOException {
        image = Image.read(Path.of("target/image-on-nothing.tar"), folder);
    }

    @Test
    void itRunsAsNobodyInParticularAndNamesItsPortAndItsVolume() throws IOException {
        JsonNode config = image.config();
        assertEquals("10001:10001", config.path("User").asText());
        assertEquals("10001", Yaml.document("deploy/kubernetes/base/statefulset.yaml")
                .at("/spec/template/spec/securityContext/runAsUser").asText());
        assertEquals("10001", Operator.integrations().get(0).at("/spec/traits/container/runAsUser").asText());
        assertEquals("/app", config.path("WorkingDir").asText());
        assertEquals("{\"/app/data\":{}}", config.path("Volumes").toString());
        assertEquals("{\"" + Yaml.settings().getProperty("http.port") + "/tcp\":{}}",
                config.path("ExposedPorts").toString());
        assertEquals("[]", config.path("Env").toString());
        assertEquals("io.disconnectalerts.Main", image.entrypoint().get(image.entrypoint().size() - 1));
    }

    @Test
    void itHoldsTheProgramAndItsLibrariesAndNothingElse() throws IOException {
        TreeSet<String> expected = new TreeSet<>(
                List.of("app/classpath/disconnect-alerts.jar", "app/data/.keep", "app/jib-classpath-file",
                "app/jib-main-class-file"));
        try (Stream<Path> libraries = Files.list(Path.of("target/lib"))) {
            libraries.forEach(library -> expected.add("app/libs/" + library.getFileName()));
        }
        assertEquals(expected, names("-").collect(Collectors.toCollection(TreeSet::new)));
        assertEquals(-1, Files.mismatch(Path.of("target/disconnect-alerts.jar"),
                image.files().resolve("app/classpath/disconnect-alerts.jar")));
    }

    private static Stream<String> names(String type) {
        return image.entries().stream().filter(entry -> entry.startsWith(type))
                .map(entry -> entry.substring(entry.lastIndexOf(' ') + 1));
    }

    @Test
    void onlyTheDataFolderCanBeWritten() {
        assertEquals(List.of("app/data/"),
                image.entries().stream().filter(entry -> !entry.matches(".r[w-][x-]r-[x-]r-[x-] .*"))
                .map(entry -> entry.substring(entry.lastIndexOf(' ') + 1)).toList());
        assertTrue(image.entries().stream().allMatch(entry -> entry.split(" +")[1].equals("0/0")));
    }

    @Test
    void everythingOnItsClassPathIsInIt() throws IOException {
        String[] places = Files.readString(image.files().resolve("app/jib-classpath-file")).split(":");
        assertEquals(names("-").filter(name -> name.endsWith(".jar")).count(), places.length);
        Stream.of(places).forEach(place ->
                assertTrue(Files.exists(image.files().resolve(place.substring(1).replaceFirst("/\\*$", ""))), place));
    }

    /**
     * This machine's Java and C library are the base image, in a mount namespace where nothing but /app/data can be
     * written.
     */
    @Test
    void itRunsOnAReadOnlyRootAsItsUserAndTellsAnAlert() throws Exception {
        int port = FreePort.take();
        try (WeComServer wecom = new WeComServer(InstantSource.system())) {
            Process program = start("root", image.entrypoint(),
                    Map.of("HTTP_PORT", Integer.toString(port), "WECOM_TOKEN", wecom.token(), "WECOM_URL",
                    wecom.url()));
            try {
                await().until(() -> !program.isAlive() || post(port) == 202);
                assertTrue(program.isAlive(), () -> log());
                await().until(() -> wecom.messages().size() == 1);
                Path process = Path.of("/proc", Long.toString(program.pid()));
                assertTrue(Files.readString(process.resolve("status")).contains("Uid:\t10001\t10001\t10001\t10001"));
                List<String> writable = Files.readAllLines(process.resolve("mountinfo")).stream()
                        .map(line -> line.split(" "))
                        .filter(mount -> !mount[5].startsWith("ro")).map(mount -> mount[4])
                        .filter(place -> !place.matches("/(proc|dev)(/.*)?")).toList();
                assertEquals(List.of("/app/data"), writable);
            } finally {
                program.destroy();
            }
            assertEquals(143, program.waitFor(), ImageIT::log);
            assertFalse(log().contains("Exception"), ImageIT::log);
        }
    }

    @Test
    void theCheckOfTheReadmeRunsInIt() throws Exception {
        List<String> command = Files.readAllLines(Path.of("deploy/README.md")).stream()
                .filter(line -> line.startsWith("docker exec ")).toList();
        Process check = start("check", List.of(command.get(0).replaceFirst(".*(?=\\bjava )", "").split(" ")),
                Map.of("WECOM_TOKEN", "token"));
        assertEquals(0, check.waitFor(), ImageIT::log);
        assertTrue(log().contains("ok     robot wecom, alert"), ImageIT::log);
    }

    private static String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    /** @param name of a folder of its own, the root of its file system */
    private static Process start(String name, List<String> program, Map<String, String> environment)
            throws IOException, InterruptedException {
        boolean able = new ProcessBuilder("unshare", "--mount", "true").start().waitFor() == 0;
        assumeTrue(able || System.getProperty("require.all") != null, "no mount namespaces here");
        Path root = Files.createDirectory(folder.resolve(name));
        List<String> command = new ArrayList<>(List.of("unshare", "--mount", "sh", "-ec", """
                root=$1 app=$2 user=$3; shift 3
                mount -t tmpfs none "$root"
                mkdir -p "$root/app" "$root/proc" "$root/dev"
                for folder in /usr /bin /lib /lib64 /etc /opt; do
                  if [ -d "$folder" ]; then mkdir -p "$root$folder"; mount --bind "$folder" "$root$folder"; mount -o \
                remount,bind,ro "$root$folder"; fi
                done
                mount --rbind /proc "$root/proc"; mount --rbind /dev "$root/dev"
                mount --bind "$app" "$root/app"; mount -o remount,bind,ro "$root/app"
                mount -t tmpfs -o mode=777 none "$root/app/data"
                mount -o remount,ro "$root"
                exec chroot --userspec="$user" "$root" sh -c 'cd /app && exec "$@"' sh "$@"
                """, "sh", root.toString(), image.files().resolve("app").toString(),
                image.config().path("User").asText()));
        command.addAll(program);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().clear();
        builder.environment().put("PATH", System.getProperty("java.home") + "/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static int post(int port) throws InterruptedException {
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/events"))
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"clientid\":\"door-7\",\"reason\":\"kicked\",\"disconnected_at\":1700000000000}"))
                            .build(),
                    BodyHandlers.ofString()).statusCode();
        } catch (IOException notYet) {
            return 0;
        }
    }
}
