package io.disconnectalerts.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
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

    /** From now on an edited route or kamelet of the working directory replaces the running one; a template needs no watching, it is read for every message. */
    public static void watch(CamelContext context) {
        for (String folder : List.of("routes", "kamelets")) {
            if (edited(folder)) {
                try {
                    context.addService(new RouteWatcherReloadStrategy(folder));
                } catch (Exception unwatchable) {
                    throw new IllegalStateException(folder + " cannot be watched: " + unwatchable.getMessage(), null);
                }
            }
        }
    }
}
