package io.disconnectalerts.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A ConfigMap or Secret as the kubelet mounts it: every key a link into {@code ..data}, itself a link to the current
 * version.
 */
public final class Volume {
    private final Path folder;
    private int version;

    private Volume(Path folder) {
        this.folder = folder;
    }

    /** @param data keys and what they hold */
    public static Volume at(Path folder, Map<String, String> data) throws IOException {
        Files.createDirectories(folder);
        Volume volume = new Volume(folder);
        volume.update(data);
        return volume;
    }

    /** Swaps {@code ..data} in one step, as an edit of the ConfigMap does; keys that are gone lose their link. */
    public void update(Map<String, String> data) throws IOException {
        Path current = Files.createDirectory(folder.resolve("..2026_11_22_08_00_00." + ++version));
        for (Map.Entry<String, String> key : data.entrySet()) {
            Files.writeString(current.resolve(key.getKey()), key.getValue());
            Path name = folder.resolve(key.getKey());
            if (!Files.isSymbolicLink(name)) {
                Files.createSymbolicLink(name, Path.of("..data", key.getKey()));
            }
        }
        Path next = Files.createSymbolicLink(folder.resolve("..data_tmp"), current.getFileName());
        Files.move(next, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        try (Stream<Path> names = Files.list(folder)) {
            for (Path gone : names.filter(name -> !Files.exists(name)).toList()) {
                Files.delete(gone);
            }
        }
    }
}
