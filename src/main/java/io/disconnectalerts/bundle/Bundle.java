package io.disconnectalerts.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.RouteWatcherReloadStrategy;

/**
 * The files an operator may edit: {@code application.properties} and the folders {@code routes}, {@code kamelets} and
 * {@code templates}. Each is taken whole from the working directory if it is there, else from the jar.
 */
public final class Bundle {
    /** Where the jar has them; a folder of its own, so that the jar disturbs no project that uses it. */
    private static final String IN_JAR = "disconnect-alerts/";

    private Bundle() {
    }

    private static boolean edited(String path) {
        return Files.exists(Path.of(path).getName(0));
    }

    /** Camel's address of a file or folder of the bundle. */
    static String location(String path) {
        return edited(path) ? "file:" + path : "classpath:" + IN_JAR + path;
    }

    /** The kamelets, which the jar keeps where every Camel project looks for them. */
    static String kamelets() {
        return edited("kamelets") ? "file:kamelets" : "classpath:kamelets";
    }

    static boolean has(String path) {
        return edited(path) ? Files.isReadable(Path.of(path)) : Bundle.class.getClassLoader().getResource(IN_JAR + path) != null;
    }

    public static String text(String path) throws IOException {
        return edited(path) ? Files.readString(Path.of(path)) : shipped(path);
    }

    /** The file as it came with the jar. */
    static String shipped(String path) throws IOException {
        try (InputStream file = Bundle.class.getClassLoader().getResourceAsStream(IN_JAR + path)) {
            if (file == null) {
                throw new IOException(path + " is missing");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The kamelets and routes as they are now, each by its address. */
    public static SortedMap<String, String> files(CamelContext context) {
        SortedMap<String, String> files = new TreeMap<>();
        try {
            for (String pattern : List.of(kamelets() + "/*.kamelet.yaml", location("routes") + "/*.camel.yaml")) {
                for (Resource file : PluginHelper.getPackageScanResourceResolver(context).findResources(pattern)) {
                    try (InputStream text = file.getInputStream()) {
                        files.put(file.getLocation(), new String(text.readAllBytes(), StandardCharsets.UTF_8));
                    }
                }
            }
            return files;
        } catch (Exception unreadable) {
            throw new SettingException(SettingException.sentence(unreadable));
        }
    }

    /** Calls when a route or kamelet of the working directory may have changed; templates are read for every message. */
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
