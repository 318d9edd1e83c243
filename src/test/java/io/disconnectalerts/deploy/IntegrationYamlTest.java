package io.disconnectalerts.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntegrationYamlTest {
    private static final String PORT = Yaml.settings().getProperty("http.port");

    static List<JsonNode> integrations() {
        return Operator.integrations();
    }

    @Test
    void twoReplicasDifferInTheirNamesOnly() {
        List<JsonNode> integrations = integrations();
        assertEquals(2, integrations.size());
        assertEquals(integrations.get(0).toString().replace("disconnect-alerts-0", "disconnect-alerts-1"),
                integrations.get(1).toString());
        assertEquals(2, integrations.stream().map(
                integration -> integration.at("/spec/traits/camel/properties/0").asText())
                .filter(property -> property.matches("mqtt\\.client-id=disconnect-alerts-\\d")).distinct().count());
    }

    @Test
    void theyShareASubscriptionAndADatabase() {
        assertTrue(Yaml.settings().getProperty("mqtt.topic").startsWith("$share/"));
        assertTrue(Yaml.properties(Operator.settings()).getProperty("database.url").startsWith("jdbc:postgresql:"));
    }

    @Test
    void everySettingIsDeclaredAndNoneIsASecret() {
        Set<String> settings = new HashSet<>(Yaml.properties(Operator.settings()).stringPropertyNames());
        integrations().forEach(integration -> Yaml.stream(integration.at("/spec/traits/camel/properties"))
                .forEach(property -> settings.addAll(Yaml.properties(property.asText()).stringPropertyNames())));
        settings.removeAll(Yaml.settings().stringPropertyNames());
        assertEquals(Set.of(), settings);
        assertTrue(Yaml.properties(Operator.settings()).stringPropertyNames().stream().noneMatch(
                name -> name.matches(".*(token|secret|password)")));
    }

    @ParameterizedTest
    @MethodSource("integrations")
    void oneReplicaEndsBeforeTheNextBeginsAndIsGivenTheTimeToEndInOrder(JsonNode integration) {
        assertEquals(1, integration.at("/spec/replicas").asInt());
        assertEquals("Recreate", integration.at("/spec/traits/deployment/strategy").asText());
        assertTrue(integration.at("/spec/template/spec/terminationGracePeriodSeconds").asInt()
                > Integer.parseInt(Yaml.settings().getProperty("camel.main.shutdown-timeout")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"startup", "liveness", "readiness"})
    void aProbeAsksWhereTheProgramAnswers(String probe) {
        String path = Yaml.settings().getProperty("camel.management.health-path")
                + (probe.equals("readiness") ? "/ready" : "/live");
        for (JsonNode integration : integrations()) {
            JsonNode health = integration.at("/spec/traits/health");
            assertTrue(health.path("enabled").asBoolean() && health.path(probe + "ProbeEnabled").asBoolean());
            assertEquals(path, health.path(probe + "Probe").asText());
            assertEquals("http;" + PORT, integration.at("/spec/traits/container/ports/0").asText(),
                    "the port that is probed");
            assertEquals("HTTP_PORT=" + PORT, integration.at("/spec/traits/environment/vars/0").asText());
        }
    }

    @Test
    void whatIsMountedIsInTheFileOrCreatedByTheCommandAtItsTop() throws IOException {
        String head = Files.readString(Path.of("integration.yaml"));
        Set<String> mounted = integrations().stream()
                .flatMap(integration -> Yaml.stream(integration.at("/spec/traits/mount/configs")))
                .map(JsonNode::asText).collect(Collectors.toSet());
        assertEquals(Set.of("configmap:disconnect-alerts", "secret:disconnect-alerts"), mounted);
        assertTrue(Yaml.documents("integration.yaml").stream().anyMatch(
                document -> document.path("kind").asText().equals("ConfigMap")
                && document.at("/metadata/name").asText().equals("disconnect-alerts")));
        assertTrue(head.contains("kubectl create secret generic disconnect-alerts "));
        Stream.of(head.split("\\s+")).filter(word -> word.startsWith("--from-literal="))
                .forEach(word -> assertTrue(Yaml.settings().containsKey(word.split("=")[1]), word));
    }

    @Test
    void theServiceFindsBothReplicas() {
        JsonNode service = Yaml.documents("integration.yaml").stream()
                .filter(document -> document.path("kind").asText().equals("Service")).findFirst().orElseThrow();
        service.at("/spec/selector").properties().forEach(label -> integrations().forEach(integration -> {
            assertEquals(label.getValue(), integration.at("/metadata/labels").path(label.getKey()));
            assertTrue(Yaml.stream(integration.at("/spec/traits/owner/targetLabels")).anyMatch(
                    target -> target.asText().equals(label.getKey())));
        }));
        assertEquals("http", service.at("/spec/ports/0/targetPort").asText());
    }

    @Test
    void theProgramMayWriteInItsDataFolderOnly() {
        integrations().forEach(integration -> {
            assertEquals("integration", integration.at("/spec/template/spec/containers/0/name").asText());
            assertTrue(integration.at("/spec/template/spec/containers/0/securityContext/readOnlyRootFilesystem")
                    .asBoolean());
            assertEquals("data:/app/data", integration.at("/spec/traits/mount/emptyDirs/0").asText().replaceFirst(
                    ":[^:]*$", ""));
        });
    }
}
