package io.disconnectalerts.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the files of the kustomize base and its overlay say of each other and of the program. */
class KubernetesTest {
    private static final String BASE = "deploy/kubernetes/base/";
    private static final String SHARED = "deploy/kubernetes/postgresql/";

    private final JsonNode pod = Yaml.document(BASE + "statefulset.yaml").at("/spec/template/spec");
    private final JsonNode container = pod.at("/containers/0");

    @ParameterizedTest
    @ValueSource(strings = {BASE, SHARED})
    void whatAKustomizationNamesIsThere(String folder) {
        JsonNode kustomization = Yaml.document(folder + "kustomization.yaml");
        assertEquals("Kustomization", kustomization.path("kind").asText());
        Stream.concat(Yaml.stream(kustomization.path("resources")),
                Yaml.stream(kustomization.at("/configMapGenerator/0/files")))
                .forEach(file -> assertTrue(Files.exists(Path.of(folder, file.asText())), file::asText));
        Yaml.stream(kustomization.path("images"))
                .forEach(image -> assertEquals(container.path("image"), image.path("name")));
    }

    @ParameterizedTest
    @ValueSource(strings = {BASE, SHARED})
    void everySettingIsDeclaredAndNoneIsASecret(String folder) {
        Set<String> unknown = Yaml.propertiesFile(folder + "settings.properties").stringPropertyNames().stream()
                .filter(name -> !Yaml.settings().containsKey(name) || name.matches(".*(token|secret|password)"))
                .collect(Collectors.toSet());
        assertEquals(Set.of(), unknown);
    }

    @Test
    void replicasOnOneStoreAreTheOnlyOnes() {
        assertEquals(1, Yaml.document(BASE + "statefulset.yaml").at("/spec/replicas").asInt());
        assertFalse(Yaml.propertiesFile(BASE + "settings.properties").containsKey("database.url"));
        assertEquals(2, Yaml.document(SHARED + "kustomization.yaml").at("/replicas/0/count").asInt());
        assertTrue(Yaml.propertiesFile(SHARED + "settings.properties").getProperty("database.url").startsWith(
                "jdbc:postgresql:"));
    }

    @Test
    void everyReplicaHasAClientIdOfItsOwn() {
        JsonNode id = environment("MQTT_CLIENT_ID");
        assertEquals("metadata.name", id.at("/valueFrom/fieldRef/fieldPath").asText());
    }

    private JsonNode environment(String name) {
        return Yaml.stream(container.path("env")).filter(variable -> variable.path("name").asText().equals(name))
                .findFirst().orElseThrow();
    }

    @Test
    void settingsAndSecretsAreMountedWhereTheProgramReadsThemAndTheSecretsWin() {
        String folder = environment("CAMEL_K_CONF_D").path("value").asText();
        assertTrue(mountPath("settings").startsWith(folder + "/"));
        assertTrue(mountPath("secrets").startsWith(folder + "/"));
        assertTrue(mountPath("settings").compareTo(mountPath("secrets")) < 0);
        assertEquals(Set.of("disconnect-alerts"), Yaml.stream(pod.path("volumes"))
                .map(volume -> volume.at("/configMap/name").asText() + volume.at("/secret/secretName").asText())
                .collect(Collectors.toSet()));
        assertEquals("disconnect-alerts",
                Yaml.document(BASE + "kustomization.yaml").at("/configMapGenerator/0/name").asText());
    }

    private String mountPath(String volume) {
        return Yaml.stream(container.path("volumeMounts")).filter(mount -> mount.path("name").asText().equals(volume))
                .findFirst().orElseThrow().path("mountPath").asText();
    }

    @Test
    void everythingThatIsMountedIsAVolumeOfThePod() {
        Set<String> volumes = Stream.concat(
                Yaml.stream(pod.path("volumes")).map(volume -> volume.path("name").asText()),
                Yaml.stream(Yaml.document(BASE + "statefulset.yaml").at("/spec/volumeClaimTemplates"))
                .map(claim -> claim.at("/metadata/name").asText()))
                .collect(Collectors.toSet());
        assertEquals(volumes, Yaml.stream(container.path("volumeMounts")).map(mount -> mount.path("name").asText())
                .collect(Collectors.toSet()));
    }

    @Test
    void theProgramMayWriteWhereItsStoreIsAndNowhereElse() {
        assertTrue(container.at("/securityContext/readOnlyRootFilesystem").asBoolean());
        Path store = Path.of("/app", Yaml.settings().getProperty("database.url").replaceFirst("^jdbc:sqlite:", ""))
                .getParent();
        assertEquals(store.toString(), mountPath("data"));
        Yaml.stream(container.path("volumeMounts")).filter(mount -> !mount.path("name").asText().equals("data"))
                .forEach(mount -> assertTrue(mount.path("readOnly").asBoolean(), mount::toString));
    }

    @ParameterizedTest
    @ValueSource(strings = {"startupProbe", "livenessProbe", "readinessProbe"})
    void aProbeAsksWhereTheProgramAnswers(String probe) {
        Properties settings = Yaml.settings();
        assertEquals(settings.getProperty("http.port"), container.at("/ports/0/containerPort").asText());
        assertEquals(container.at("/ports/0/name"), container.path(probe).at("/httpGet/port"));
        assertEquals(settings.getProperty("camel.management.health-path")
                + (probe.startsWith("readiness") ? "/ready" : "/live"),
                container.path(probe).at("/httpGet/path").asText());
        assertEquals(container.at("/ports/0/name"),
                Yaml.document(BASE + "service.yaml").at("/spec/ports/0/targetPort"));
    }

    @Test
    void itIsGivenTheTimeToEndInOrder() {
        assertTrue(pod.path("terminationGracePeriodSeconds").asInt() > Integer.parseInt(
                Yaml.settings().getProperty("camel.main.shutdown-timeout")));
    }
}
