package io.disconnectalerts.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.disconnectalerts.parking.ParkingSpace;
import io.disconnectalerts.store.Database;
import io.disconnectalerts.store.Dialect;
import io.disconnectalerts.store.Session;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Real databases, a fresh one a test; the PostgreSQL server is started once and ends with the tests. */
final class Stores {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** What no moment may see. */
    private static final String TORN = """
            SELECT 'a delivery of no message', message FROM delivery WHERE message NOT IN (SELECT id FROM message)
            UNION ALL SELECT 'a message for nobody', id FROM message WHERE id NOT IN (SELECT message FROM delivery)
            UNION ALL SELECT 'a delivery in no batch of its outbox', message FROM delivery d WHERE batch IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM batch b WHERE b.id = d.batch AND b.outbox = d.outbox)
            UNION ALL SELECT 'an open batch of another size', id FROM batch b WHERE settled_at IS NULL
                AND (size = 0 OR size <> (SELECT count(*) FROM delivery d WHERE d.batch = b.id))
            UNION ALL SELECT 'a settled batch of nothing, or more', id FROM batch b WHERE settled_at IS NOT NULL
                AND (SELECT count(*) FROM delivery d WHERE d.batch = b.id) NOT BETWEEN 1 AND size
            UNION ALL SELECT 'a parked batch of what is not', id FROM batch b WHERE outcome = 'parked' AND NOT EXISTS
                (SELECT 1 FROM delivery d JOIN parked p ON p.message = d.message AND p.source = d.outbox
                WHERE d.batch = b.id)
            UNION ALL SELECT 'a parked message in no parked batch', id FROM parked p WHERE message IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM delivery d JOIN batch b ON b.id = d.batch
                WHERE d.message = p.message AND d.outbox = p.source AND b.outcome = 'parked')""";

    private Stores() {
    }

    private static final class Server {
        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder().setServerConfig("max_connections", "200").start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    try {
                        server.close();
                    } catch (IOException gone) {
                        throw new IllegalStateException(gone);
                    }
                }));
                return server;
            } catch (IOException unavailable) {
                throw new IllegalStateException(unavailable);
            }
        }
    }

    /** The URL of a new, empty database. */
    static String fresh(Dialect dialect, Path folder) throws SQLException {
        String name = "outbox" + NUMBER.incrementAndGet();
        if (dialect == Dialect.SQLITE) {
            return "jdbc:sqlite:" + folder.resolve(name + ".db");
        }
        try (Connection connection = Server.POSTGRES.getPostgresDatabase().getConnection(); Statement statement =
                connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return Server.POSTGRES.getJdbcUrl("postgres", name);
    }

    /** A store as a process has it, without routes around it. */
    static Store open(String url) throws SQLException {
        return new Store(Database.open(url, "postgres", "", "normal"), Duration.ofSeconds(30),
                ParkingSpace.ofMib(256), dropped -> { });
    }

    /** A connection of somebody who is not an outbox. */
    static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url);
    }

    /** The same, as the store uses one. */
    static Session session(String url) throws SQLException {
        return new Session(connect(url), Dialect.of(url));
    }

    /** A stranger's transaction that keeps everybody else from writing, until the connection is closed. */
    static Connection lock(Dialect dialect, String url) throws SQLException {
        Connection connection = connect(url);
        Statement statement = connection.createStatement();
        if (dialect == Dialect.SQLITE) {
            statement.execute("BEGIN IMMEDIATE");
        } else {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE message, delivery, batch, permit, outbox, parked, probe IN EXCLUSIVE MODE");
        }
        return connection;
    }

    /** The first column of every row, as text. */
    static List<String> column(String url, String sql) throws SQLException {
        try (Session session = session(url)) {
            return session.all(row -> row.getString(1), sql);
        }
    }

    /** Nothing that belongs together was torn apart. */
    static void consistent(Session session) throws SQLException {
        assertEquals(List.of(), session.all(row -> row.getString(1) + ": " + row.getLong(2), TORN));
    }

    static void update(String url, String sql) throws SQLException {
        try (Connection connection = connect(url); Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
