package io.disconnectalerts.bundle;

import io.disconnectalerts.settings.SettingException;
import io.disconnectalerts.settings.Utf8File;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.RouteWatcherReloadStrategy;

/**
 * The files an operator may edit: {@code application.properties} and the folders {@code routes}, {@code kamelets} and
 * {@code templates}. A folder is taken whole from the working directory if it is there, else from the jar.
 */
public final class Bundle {
    /** Where the jar has them; a folder of its own, so that the jar disturbs no project that uses it. */
    private static final String IN_JAR = "disconnect-alerts/";
    private static final String SETTINGS = "application.properties";
    private static final List<String> PARTS = List.of("routes", "kamelets", "templates", SETTINGS);
    private static final Pattern WORDS = Pattern.compile("templates/([^/]+)/words\\.properties$");

    private Bundle() {
    }

    public static boolean edited(String path) {
        return Files.exists(Path.of(path).getName(0));
    }

    /** The jar keeps the kamelets where every Camel project looks for them. */
    private static String inJar(String path) {
        return path.startsWith("kamelets") ? path : IN_JAR + path;
    }

    /** Camel's address of a file or folder of the bundle. */
    public static String location(String path) {
        return edited(path) ? "file:" + path : "classpath:" + inJar(path);
    }

    public static boolean has(String path) {
        return edited(path) ? Files.isReadable(Path.of(path)) : Bundle.class.getClassLoader().getResource(inJar(path))
                != null;
    }

    /** Where each part comes from, for people. */
    public static String sources() {
        return PARTS.stream().collect(Collectors.partitioningBy(Bundle::edited)).entrySet().stream()
                .filter(parts -> !parts.getValue().isEmpty())
                .sorted(Map.Entry.comparingByKey(Comparator.reverseOrder()))
                .map(parts -> String.join(", ", parts.getValue()) + " from "
                        + (parts.getKey() ? Path.of("").toAbsolutePath() : "the jar"))
                        .collect(Collectors.joining("; "));
    }

    /** The names of the files in a folder of the working directory; none if there is no such folder. */
    public static Set<String> names(String folder) {
        if (!edited(folder)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException unreadable) {
            throw new SettingException(folder + " cannot be read: " + unreadable);
        }
    }

    /** The names of the files that came with the jar, and that the folder of the working directory lacks. */
    public static Set<String> missing(String folder, CamelContext context) {
        if (!edited(folder)) {
            return Set.of();
        }
        try {
            Set<String> missing = PluginHelper.getPackageScanResourceResolver(context)
                    .findResources("classpath:" + inJar(folder) + "/*.yaml").stream()
                    .map(file -> file.getLocation().replaceFirst(".*[/\\\\]", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
            missing.removeAll(names(folder));
            return missing;
        } catch (Exception unreadable) {
            throw new SettingException("the jar cannot be read: " + unreadable);
        }
    }

    public static String text(String path) throws IOException {
        return file(path).text();
    }

    /**
     * What {@code application.properties} holds; what an edited one lacks, perhaps since an older version, is as in the
     * jar.
     */
    public static Properties settings() {
        Properties settings = shippedSettings();
        settings.putAll(settingsFile().settings());
        return settings;
    }

    /** The settings that stand more than once in {@code application.properties}. */
    public static Set<String> repeatedSettings() {
        return settingsFile().repeated();
    }

    private static Utf8File settingsFile() {
        try {
            return file(SETTINGS);
        } catch (IOException unreadable) {
            throw new SettingException(SETTINGS + " cannot be read: " + unreadable);
        }
    }

    private static Properties shippedSettings() {
        try {
            return shipped(SETTINGS).settings();
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    /**
     * The words of a language that are no template's; what an edited file lacks is as in the jar, if that speaks it.
     */
    public static Properties words(String language) {
        String path = "templates/" + language + "/words.properties";
        try {
            Properties words = Bundle.class.getClassLoader().getResource(inJar(path)) == null ? new Properties()
                    : shipped(path).settings();
            words.putAll(file(path).settings());
            return words;
        } catch (IOException unreadable) {
            throw new SettingException(path + " cannot be read: " + unreadable);
        }
    }

    /** Whether there are words in a language, which is a folder under {@code templates}. */
    public static boolean speaks(String language) {
        return has("templates/" + language + "/words.properties");
    }

    /** A language as its folder is spelt, whichever way it was written. */
    public static String language(String written) {
        return speaks(written) ? written
                : languages().stream().filter(written::equalsIgnoreCase).findFirst().orElse(written);
    }

    /** The languages there are words in. */
    public static Set<String> languages() {
        try {
            URL templates = edited("templates") ? Path.of("templates").toUri().toURL()
                    : Bundle.class.getClassLoader().getResource(IN_JAR + "templates");
            if (templates.openConnection() instanceof JarURLConnection jar) {
                return languages(jar.getJarFile().stream().map(ZipEntry::getName));
            }
            try (Stream<Path> files = Files.walk(Path.of(templates.toURI()))) {
                return languages(files.map(Path::toString));
            }
        } catch (IOException | URISyntaxException unreadable) {
            throw new SettingException("templates cannot be read: " + unreadable);
        }
    }

    private static Set<String> languages(Stream<String> files) {
        return files.map(WORDS::matcher).filter(Matcher::find).map(words -> words.group(1)).filter(Bundle::speaks)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Utf8File file(String path) throws IOException {
        return edited(path) ? new Utf8File(path, Files.readAllBytes(Path.of(path))) : shipped(path);
    }

    private static Utf8File shipped(String path) throws IOException {
        try (InputStream file = Bundle.class.getClassLoader().getResourceAsStream(inJar(path))) {
            if (file == null) {
                throw new IOException(path + " is missing");
            }
            return new Utf8File(path, file.readAllBytes());
        }
    }

    /** The kamelets and routes as they are now, each by its address. */
    public static SortedMap<String, String> files(CamelContext context) {
        SortedMap<String, String> files = new TreeMap<>();
        try {
            for (String pattern : List.of(location("kamelets") + "/*.kamelet.yaml",
                    location("routes") + "/*.camel.yaml")) {
                for (Resource file : PluginHelper.getPackageScanResourceResolver(context).findResources(pattern)) {
                    try (InputStream text = file.getInputStream()) {
                        files.put(file.getLocation(), new String(text.readAllBytes(), StandardCharsets.UTF_8));
                    }
                }
            }
            return files;
        } catch (Exception unreadable) {
            throw new SettingException(Failure.sentence(unreadable));
        }
    }

    /**
     * Calls when a route or kamelet of the working directory may have changed; templates are read for every message.
     */
    public static void watch(CamelContext context, Runnable changed) {
        for (String folder : List.of("routes", "kamelets")) {
            if (edited(folder)) {
                try {
                    RouteWatcherReloadStrategy watcher = new RouteWatcherReloadStrategy(folder);
                    watcher.setResourceReload((name, resource) -> changed.run());
                    context.addService(watcher);
                } catch (Exception unwatchable) {
                    throw new IllegalStateException(folder + " cannot be watched: " + unwatchable.getMessage(), null);
                }
            }
        }
    }
}
