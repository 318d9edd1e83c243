package io.disconnectalerts.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lays out the files of a pod as Camel K 2.11 does for a ready image: {@code traits.camel.properties} in
 * {@code /etc/camel/conf.d/user.properties}, {@code traits.mount.configs} in {@code conf.d/_configmaps} and
 * {@code conf.d/_secrets} and named in {@code /etc/camel/application.properties}, {@code traits.mount.resources} where
 * they say, {@code /app} being the image's working directory.
 */
public final class Operator {
    private static final Pattern MOUNT = Pattern.compile("(configmap|secret):([^/@]+)(?:@(.+))?");

    private final Path root;
    private final Map<String, Map<String, String>> cluster = new HashMap<>();
    private final Map<String, Volume> volumes = new HashMap<>();

    public Operator(Path root) {
        this.root = root;
    }

    /** The Integrations of {@code integration.yaml}. */
    public static List<JsonNode> integrations() {
        return Yaml.documents("integration.yaml").stream()
                .filter(document -> document.path("kind").asText().equals("Integration")).toList();
    }

    /** The settings in the ConfigMap of {@code integration.yaml}. */
    public static String settings() {
        return Yaml.documents("integration.yaml").stream()
                .filter(document -> document.path("kind").asText().equals("ConfigMap"))
                .findFirst().orElseThrow().at("/data/settings.properties").asText();
    }

    /** @param name like {@code configmap:name} or {@code secret:name} */
    public Operator has(String name, Map<String, String> data) {
        cluster.put(name, data);
        return this;
    }

    /** The folder that is {@code /app} in the pod. */
    public Path app() {
        return root.resolve("app");
    }

    /** Mounts what the Integration asks for and returns the environment of its container. */
    public Map<String, String> mount(JsonNode integration) throws IOException {
        Path camel = Files.createDirectories(root.resolve("etc/camel"));
        Path conf = Files.createDirectories(camel.resolve("conf.d"));
        Files.createDirectories(app());
        JsonNode traits = integration.at("/spec/traits");
        List<String> properties = Yaml.stream(traits.at("/camel/properties")).map(JsonNode::asText).toList();
        Files.write(conf.resolve("user.properties"), properties);
        List<String> folders = new ArrayList<>();
        for (JsonNode config : traits.at("/mount/configs")) {
            folders.add(mount(config.asText()).toString());
        }
        for (JsonNode resource : traits.at("/mount/resources")) {
            mount(resource.asText());
        }
        Files.writeString(camel.resolve("application.properties"), "camel.main.cloud-properties-location = "
                + String.join(",", folders) + "\n");
        return Map.of("CAMEL_K_CONF", camel.resolve("application.properties").toString(), "CAMEL_K_CONF_D",
                conf.toString(),
                "CAMEL_K_INTEGRATION", integration.at("/metadata/name").asText(), "CAMEL_K_VERSION", "2.11.0");
    }

    private Path mount(String what) throws IOException {
        Matcher mount = MOUNT.matcher(what);
        if (!mount.matches()) {
            throw new IllegalArgumentException(what);
        }
        String name = mount.group(1) + ":" + mount.group(2);
        Path folder = mount.group(3) == null
                ? root.resolve("etc/camel/conf.d/_" + mount.group(1) + "s/" + mount.group(2))
                : root.resolve(mount.group(3).substring(1));
        volumes.put(name, Volume.at(folder, cluster.get(name)));
        return folder;
    }

    /** Somebody edits a ConfigMap or Secret that is mounted. */
    public void edit(String name, Map<String, String> data) throws IOException {
        volumes.get(name).update(data);
    }
}
