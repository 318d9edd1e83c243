package io.disconnectalerts.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the SQLite file of a program that is gone says; read from a copy, so that the program finds it as it left it. */
record Ledger(Set<String> stored, Map<String, Robot> robots) {

    /**
     * @param batches how many batches were told
     * @param told    how often each client was told, which is once
     * @param open    events in the batch that was in flight, 0 if none was
     */
    record Robot(int batches, Map<String, Integer> told, int open) {
    }

    static Ledger of(Path database) throws IOException, SQLException {
        Path copy = Files.createTempDirectory("ledger");
        for (String suffix : new String[] {"", "-wal"}) {
            Path part = database.resolveSibling(database.getFileName() + suffix);
            if (Files.exists(part)) {
                Files.copy(part, copy.resolve("alerts.db" + suffix), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy.resolve("alerts.db"))) {
            Set<String> stored = new HashSet<>(counts(connection, "SELECT json_extract(body, '$.clientid'), 1 FROM message").keySet());
            Map<String, Robot> robots = new TreeMap<>();
            for (String robot : counts(connection, "SELECT name, 1 FROM outbox").keySet()) {
                robots.put(robot, new Robot(
                        counts(connection, "SELECT 1, count(*) FROM batch WHERE outcome = 'told' AND outbox = '" + robot + "'").get("1"),
                        counts(connection, "SELECT clientid, count(*) FROM told WHERE robot = '" + robot + "' GROUP BY clientid"),
                        counts(connection, "SELECT 1, coalesce(sum(size), 0) FROM batch WHERE settled_at IS NULL AND outbox = '" + robot + "'").get("1")));
            }
            return new Ledger(stored, robots);
        } finally {
            for (String suffix : new String[] {"", "-wal", "-shm"}) {
                Files.deleteIfExists(copy.resolve("alerts.db" + suffix));
            }
            Files.delete(copy);
        }
    }

    /** How many events the store of a running program has. */
    static int stored(Path database) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database + "?open_mode=1")) {
            return counts(connection, "SELECT 1, count(*) FROM message").get("1");
        }
    }

    private static Map<String, Integer> counts(Connection connection, String query) throws SQLException {
        Map<String, Integer> counts = new HashMap<>();
        try (ResultSet rows = connection.createStatement().executeQuery(query)) {
            while (rows.next()) {
                counts.put(rows.getString(1), rows.getInt(2));
            }
        }
        return counts;
    }
}
