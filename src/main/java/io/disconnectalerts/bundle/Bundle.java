package io.disconnectalerts.bundle;

import io.disconnectalerts.settings.SettingException;
import io.disconnectalerts.settings.Utf8File;
import java.io.File;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.RouteWatcherReloadStrategy;

/**
 * The files an operator may edit: {@code application.properties} and the folders {@code brokers}, {@code routes},
 * {@code kamelets}, {@code templates/forms} and {@code templates/words}. A folder is taken whole from the working
 * directory if it is there, else from the jar; what a file of settings or words lacks is as in the jar.
 */
public final class Bundle {
    /** Where the jar has them; a folder of its own, so that the jar disturbs no project that uses it. */
    private static final String IN_JAR = "disconnect-alerts/";
    public static final String SETTINGS = "application.properties";
    public static final String WORDS = "templates/words";
    private static final List<String> PARTS = List.of("brokers", "routes", "kamelets", "templates/forms", WORDS,
            SETTINGS);
    private static final Pattern WORDS_FILE = Pattern.compile(WORDS + "/([^/]+)/([^/]+)\\.properties$");
    private static final String BROKERS = "brokers";
    private static final Pattern BROKER_FILE = Pattern.compile(BROKERS + "/([^/]+\\.yaml)$");
    private static final Map<String, List<String>> SHIPPED = new ConcurrentHashMap<>();

    private Bundle() {
    }

    public static boolean edited(String path) {
        return Files.exists(Path.of(PARTS.stream().filter(part -> path.startsWith(part)).findFirst().orElse(path)));
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

    /** What {@code application.properties} holds. */
    public static Properties settings() {
        return properties(SETTINGS);
    }

    /** What a properties file holds; what an edited one lacks, perhaps since an older version, is as in the jar. */
    public static Properties properties(String path) {
        Properties properties = shippedProperties(path);
        try {
            if (Files.exists(Path.of(path))) {
                properties.putAll(file(path).settings());
            }
            return properties;
        } catch (IOException unreadable) {
            throw new SettingException(path + " cannot be read: " + unreadable);
        }
    }

    /** When a file of the working directory was last saved, in ms since 1970; 0 if it is not there. */
    public static long saved(String path) {
        return new File(path).lastModified();
    }

    /** What it held when it was shipped; nothing if it was not. */
    public static Properties shippedProperties(String path) {
        try {
            return Bundle.class.getClassLoader().getResource(inJar(path)) == null ? new Properties()
                    : shipped(path).settings();
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    /** The settings that stand more than once in {@code application.properties}. */
    public static Set<String> repeatedSettings() {
        return settingsFile().repeated();
    }

    /** The last line of an {@code application.properties} that was edited which declares a setting; 0 if none does. */
    public static int line(String setting) {
        return edited(SETTINGS) ? settingsFile().line(setting) : 0;
    }

    private static Utf8File settingsFile() {
        try {
            return file(SETTINGS);
        } catch (IOException unreadable) {
            throw new SettingException(SETTINGS + " cannot be read: " + unreadable);
        }
    }

    /** Whether there are words in a language, which is a folder under {@code templates/words}. */
    public static boolean speaks(String language) {
        return languages().contains(language);
    }

    /** A language as its folder is spelt, whichever way it was written. */
    public static String language(String written) {
        return speaks(written) ? written
                : languages().stream().filter(written::equalsIgnoreCase).findFirst().orElse(written);
    }

    /** The languages there are words in, in the working directory or in the jar. */
    public static Set<String> languages() {
        return words().map(file -> file.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What there are words for in a language, in the working directory or in the jar. */
    public static Set<String> families(String language) {
        return words().filter(file -> file.group(1).equals(language)).map(file -> file.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<MatchResult> words() {
        return Stream.concat(shippedFiles(WORDS), edited(WORDS) ? files(Path.of(WORDS)) : Stream.empty())
                .flatMap(file -> WORDS_FILE.matcher(file).results());
    }

    /** What the brokers' events look like: the text of each file by its name. */
    public static SortedMap<String, String> brokers() {
        SortedMap<String, String> brokers = new TreeMap<>();
        (edited(BROKERS) ? files(Path.of(BROKERS)) : shippedFiles(BROKERS))
                .flatMap(file -> BROKER_FILE.matcher(file).results()).forEach(file -> {
                    try {
                        brokers.put(file.group(1), text(file.group()));
                    } catch (IOException unreadable) {
                        throw new SettingException(file.group() + " cannot be read: " + unreadable.getMessage());
                    }
                });
        return brokers;
    }

    /** Of all files in a folder of the jar, which is looked through once. */
    private static Stream<String> shippedFiles(String folder) {
        return SHIPPED.computeIfAbsent(folder, Bundle::shippedNames).stream();
    }

    private static List<String> shippedNames(String folder) {
        try {
            URL place = Bundle.class.getClassLoader().getResource(IN_JAR + folder);
            return place.openConnection() instanceof JarURLConnection jar
                    ? jar.getJarFile().stream().map(ZipEntry::getName)
                    .filter(name -> name.startsWith(IN_JAR + folder)).toList()
                    : files(Path.of(place.toURI())).toList();
        } catch (IOException | URISyntaxException unreadable) {
            throw new SettingException(folder + " cannot be read: " + unreadable);
        }
    }

    private static Stream<String> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> file.toString().replace('\\', '/')).toList().stream();
        } catch (IOException unreadable) {
            throw new SettingException(folder + " cannot be read: " + unreadable);
        }
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
