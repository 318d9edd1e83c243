package io.disconnectalerts;

import io.disconnectalerts.cli.Commands;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Where Java begins: no class of a library is touched before it is clear that they are all there. */
public final class Main {

    public static void main(String[] arguments) throws IOException {
        Optional<String> missing = missing(System.getProperty("java.class.path"));
        missing.ifPresent(library -> System.err.println("disconnect-alerts does not start: " + library
                + " is missing, the folder lib belongs whole beside disconnect-alerts.jar"));
        System.exit(missing.isPresent() ? 1 : Commands.run(arguments));
    }

    /** The first library that is not beside the jar; of another class path than the jar alone nothing is known. */
    private static Optional<String> missing(String classPath) throws IOException {
        if (!classPath.endsWith(".jar") || classPath.contains(File.pathSeparator)) {
            return Optional.empty();
        }
        try (JarFile jar = new JarFile(classPath)) {
            return Stream.of(jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH).split(" "))
                    .map(library -> Path.of(classPath).toAbsolutePath().resolveSibling(library))
                    .filter(Files::notExists)
                    .map(Path::toString).findFirst();
        }
    }
}
