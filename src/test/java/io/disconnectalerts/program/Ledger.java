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
import java.util.Map;
import java.util.TreeMap;

/**
 * What the store says.
 *
 * @param stored how many events it has
 */
record Ledger(int stored, Map<String, Robot> robots) {

    /**
     * @param batches how many batches were told
     * @param told    how often each client was told, which is once
     * @param open    events in the batch that is in flight, 0 if none is
     */
    record Robot(int batches, Map<String, Integer> told, int open) {
    }

    /** Of a program that is gone. */
    static Ledger of(Path database) throws IOException, SQLException {
        return left(database, Ledger::of);
    }

    /** What is asked of a store. */
    interface Question<T> {
        T answer(Connection connection) throws SQLException;
    }

    /** Asks a copy of a SQLite file, so that the next program finds it as the last one left it. */
    static <T> T left(Path database, Question<T> question) throws IOException, SQLException {
        Path copy = Files.createTempDirectory("ledger");
        for (String suffix : new String[] {"", "-wal"}) {
            Path part = database.resolveSibling(database.getFileName() + suffix);
            if (Files.exists(part)) {
                Files.copy(part, copy.resolve("alerts.db" + suffix), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy.resolve("alerts.db"))) {
            return question.answer(connection);
        } finally {
            for (String suffix : new String[] {"", "-wal", "-shm"}) {
                Files.deleteIfExists(copy.resolve("alerts.db" + suffix));
            }
            Files.delete(copy);
        }
    }

    static Ledger of(Connection connection) throws SQLException {
        Map<String, Robot> robots = new TreeMap<>();
        for (String robot : counts(connection, "SELECT name, 1 FROM outbox").keySet()) {
            robots.put(robot, new Robot(
                    count(connection, "SELECT count(*) FROM batch WHERE outcome = 'told' AND outbox = '" + robot + "'"),
                    counts(connection, "SELECT clientid, count(*) FROM told WHERE robot = '" + robot
                            + "' GROUP BY clientid"),
                    count(connection, "SELECT coalesce(sum(size), 0) FROM batch WHERE settled_at IS NULL AND outbox = '"
                            + robot + "'")));
        }
        return new Ledger(stored(connection), robots);
    }

    /** Whether the store of a running program has so many events, and all of them were told. */
    static boolean allTold(int events, Path database) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database + "?open_mode=1")) {
            return allTold(events, connection);
        }
    }

    static boolean allTold(int events, Connection connection) throws SQLException {
        return stored(connection) == events && count(connection, "SELECT (SELECT count(*) FROM delivery WHERE batch "
                + "IS NULL) "
                + "+ (SELECT count(*) FROM batch WHERE settled_at IS NULL)") == 0;
    }

    private static int stored(Connection connection) throws SQLException {
        return count(connection, "SELECT count(*) FROM message");
    }

    /** The one number that a query answers. */
    static int count(Connection connection, String query) throws SQLException {
        return counts(connection, query.replaceFirst("SELECT", "SELECT 1,")).get("1");
    }

    /** What a query answers, a name and a number each. */
    static Map<String, Integer> counts(Connection connection, String query) throws SQLException {
        Map<String, Integer> counts = new HashMap<>();
        try (ResultSet rows = connection.createStatement().executeQuery(query)) {
            while (rows.next()) {
                counts.put(rows.getString(1), rows.getInt(2));
            }
        }
        return counts;
    }
}
