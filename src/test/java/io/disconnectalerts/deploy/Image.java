package io.disconnectalerts.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A container image in Docker's tar format.
 *
 * @param config  the image's configuration: user, entry point, environment, volumes
 * @param entries every file and folder of its layers, as {@code tar} lists it: mode, owner, size, date, time, name
 * @param files   the folder its layers are unpacked in
 */
record Image(JsonNode config, List<String> entries, Path files) {

    static Image read(Path tar, Path folder) throws IOException {
        run("tar", "-xf", tar.toString(), "-C", folder.toString());
        ObjectMapper json = new ObjectMapper();
        JsonNode manifest = json.readTree(folder.resolve("manifest.json").toFile()).get(0);
        Path files = Files.createDirectory(folder.resolve("files"));
        List<String> entries = new ArrayList<>();
        for (JsonNode layer : manifest.path("Layers")) {
            String archive = folder.resolve(layer.asText()).toString();
            run("tar", "--numeric-owner", "--warning=no-unknown-keyword", "-tvzf", archive).lines()
                    .forEach(entries::add);
            run("tar", "--warning=no-unknown-keyword", "-xzf", archive, "-C", files.toString());
        }
        return new Image(json.readTree(folder.resolve(manifest.path("Config").asText()).toFile()).path("config"),
                entries, files);
    }

    List<String> entrypoint() {
        return Yaml.stream(config.path("Entrypoint")).map(JsonNode::asText).toList();
    }

    private static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(said);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
        return said;
    }
}
