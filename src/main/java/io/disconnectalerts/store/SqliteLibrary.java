package io.disconnectalerts.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite is a library of the system that comes in a jar. It is unpacked beside the database, or into the temporary
 * folder if nothing may be executed there, and removed as soon as it is loaded: SQLite's own way leaves a copy for
 * every kill.
 */
final class SqliteLibrary {
    private static final String FOLDER = "org.sqlite.lib.path";
    private static final String NAME = "org.sqlite.lib.name";
    private static final String TEMPORARY = "org.sqlite.tmpdir";
    private static boolean loaded;

    private SqliteLibrary() {
    }

    /**
     * Does nothing if it is loaded already, or if its folder is named by SQLite's own properties.
     *
     * @param database a file that no other process has open
     * @throws IllegalStateException with one sentence, if it can be loaded from neither folder
     */
    static synchronized void load(Path database) {
        if (loaded || System.getProperty(FOLDER) != null || System.getProperty(TEMPORARY) != null) {
            return;
        }
        List<String> refusals = new ArrayList<>();
        for (Path folder : List.of(database.toAbsolutePath().getParent(),
                Path.of(System.getProperty("java.io.tmpdir")))) {
            try {
                load(folder, database.getFileName() + ".native");
                loaded = true;
                return;
            } catch (IOException | UnsatisfiedLinkError refused) {
                refusals.add(folder + " (" + why(refused) + ")");
            }
        }
        throw new IllegalStateException("SQLite's library cannot be loaded from " + String.join(" or ", refusals)
                + ": name a folder from which programs may run, with -Djava.io.tmpdir=FOLDER", null);
    }

    private static String why(Throwable refused) {
        return refused instanceof FileSystemException ? refused.getClass().getSimpleName()
                : refused.getMessage().replaceFirst("(?s).*: ", "");
    }

    private static void load(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        String library = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
        try (InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream(library)) {
            if (packed == null) {
                throw new IOException("none for this system");
            }
            Files.copy(packed, file, StandardCopyOption.REPLACE_EXISTING);
            System.load(file.toString());
            System.setProperty(FOLDER, folder.toString());
            System.setProperty(NAME, name);
            System.setProperty(TEMPORARY, folder.toString());
            SQLiteJDBCLoader.initialize();
        } catch (Exception refused) {
            throw refused instanceof IOException io ? io : new IOException(refused);
        } finally {
            List.of(FOLDER, NAME, TEMPORARY).forEach(System::clearProperty);
            file.toFile().delete();
        }
    }
}
