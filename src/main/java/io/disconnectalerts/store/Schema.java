package io.disconnectalerts.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;

/** A database's tables, brought to what this program knows. */
final class Schema {
    private static final String HISTORY = "schema_history";

    private Schema() {
    }

    /**
     * Flyway, a tenth of a start, is asked only where it would have something to do or to say.
     *
     * @throws SQLException if a newer version of this program has changed the database
     */
    static void bringUpToDate(DataSource source, Dialect dialect) throws SQLException {
        if (!isUpToDate(source, dialect)) {
            Flyway schema = Flyway.configure().dataSource(source).table(HISTORY).group(true)
                    .locations(Database.migrations(dialect)).load();
            refuseNewer(schema.info());
            schema.migrate();
        }
    }

    /** Whether the migrations that the database went through are those of this program, to the letter. */
    static boolean isUpToDate(DataSource source, Dialect dialect) {
        try {
            Map<String, Integer> shipped = shipped(Database.migrations(dialect).replace("classpath:", ""));
            return !shipped.isEmpty() && shipped.equals(applied(source));
        } catch (IOException | URISyntaxException | SQLException unknown) {
            return false;
        }
    }

    /** The checksum of each file; none if they stand in neither a jar nor a folder. */
    private static Map<String, Integer> shipped(String folder) throws IOException, URISyntaxException {
        Map<String, Integer> checksums = new HashMap<>();
        for (String file : files(folder)) {
            checksums.put(file, checksum(folder + "/" + file));
        }
        return checksums;
    }

    private static List<String> files(String folder) throws IOException, URISyntaxException {
        URL place = Schema.class.getClassLoader().getResource(folder);
        if (place != null && place.getProtocol().equals("file")) {
            try (Stream<Path> files = Files.list(Path.of(place.toURI()))) {
                return files.map(file -> file.getFileName().toString()).toList();
            }
        }
        return place != null && place.openConnection() instanceof JarURLConnection jar
                ? jar.getJarFile().stream().map(ZipEntry::getName).filter(name -> name.startsWith(folder + "/V"))
                .map(name -> name.substring(folder.length() + 1)).toList() : List.of();
    }

    /** As Flyway counts it: of the lines, whatever ends them. */
    private static int checksum(String file) throws IOException {
        CRC32 checksum = new CRC32();
        try (InputStream text = Schema.class.getClassLoader().getResourceAsStream(file)) {
            new String(text.readAllBytes(), UTF_8).lines().forEach(line -> checksum.update(line.getBytes(UTF_8)));
        }
        return (int) checksum.getValue();
    }

    /** The checksum of each file that was applied; null for one that failed. */
    private static Map<String, Integer> applied(DataSource source) throws SQLException {
        Map<String, Integer> checksums = new HashMap<>();
        try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
            String schema = connection.getSchema();
            try (ResultSet rows = statement.executeQuery("SELECT script, checksum, success FROM "
                    + (schema == null ? "" : '"' + schema + "\".") + HISTORY)) {
                while (rows.next()) {
                    checksums.put(rows.getString(1), rows.getBoolean(3) ? rows.getInt(2) : null);
                }
            }
        }
        return checksums;
    }

    /** Flyway by itself would let it pass. */
    private static void refuseNewer(MigrationInfoService schema) throws SQLException {
        for (MigrationInfo applied : schema.applied()) {
            if (applied.getState() == MigrationState.FUTURE_SUCCESS) {
                throw new SQLException("a newer version of this program has changed it (schema " + applied.getVersion()
                        + "): start that version, or restore a copy from before");
            }
        }
    }
}
