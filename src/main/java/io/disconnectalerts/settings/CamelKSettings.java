package io.disconnectalerts.settings;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Settings that Camel K mounts as files, in UTF-8: a {@code .properties} file holds several, any other file is one
 * setting, named like the file. What is read later wins: {@code CAMEL_K_CONF}, the folders it names, then
 * {@code CAMEL_K_CONF_D} in the order of paths, that is {@code _configmaps}, {@code _secrets}, and last
 * {@code user.properties}, which holds {@code traits.camel.properties} (Camel K 2.11, traits camel, container, mount).
 */
public final class CamelKSettings {
    /** Taken out: Camel would let what it reads there replace all else that is mounted. */
    private static final String FOLDERS = "camel.main.cloud-properties-location";

    private final Properties settings = new Properties();

    private CamelKSettings() {
    }

    /** @param environment the value of an environment variable, or null */
    public static Properties read(UnaryOperator<String> environment) {
        CamelKSettings mounted = new CamelKSettings();
        mounted.read(environment.apply("CAMEL_K_CONF"));
        if (mounted.settings.remove(FOLDERS) instanceof String folders) {
            Stream.of(folders.split(",")).forEach(mounted::read);
        }
        mounted.read(environment.apply("CAMEL_K_CONF_D"));
        return mounted.settings;
    }

    private void read(String place) {
        if (place == null || !Files.exists(Path.of(place))) {
            return;
        }
        Path folder = Path.of(place);
        try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : files.filter(file -> named(folder.relativize(file)) && Files.isRegularFile(file)).sorted()
                    .toList()) {
                take(file);
            }
        } catch (IOException unreadable) {
            throw new SettingException(place + " cannot be read: " + unreadable.getMessage());
        }
    }

    /** Kubernetes keeps the versions of a volume in folders with two dots, and links the names to the current one. */
    private static boolean named(Path file) {
        return !("/" + file).contains("/..");
    }

    private void take(Path file) throws IOException {
        String name = file.getFileName().toString();
        Utf8File mounted = new Utf8File(file.toString(), Files.readAllBytes(file));
        if (name.endsWith(".properties")) {
            settings.putAll(mounted.settings());
        } else {
            settings.setProperty(name, Pasted.clean(name, mounted.text()));
        }
    }
}
