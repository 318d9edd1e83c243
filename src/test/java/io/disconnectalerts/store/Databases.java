package io.disconnectalerts.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/** Real databases, a fresh one a test; the PostgreSQL server is started once and ends with the tests. */
public final class Databases {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private Databases() {
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
    public static String fresh(Dialect dialect, Path folder) throws SQLException {
        String name = "outbox" + NUMBER.incrementAndGet();
        if (dialect == Dialect.SQLITE) {
            Path file = folder.resolve(name + ".db");
            // By the program before a test connects by itself: a process that has loaded the library twice crashes.
            SqliteLibrary.load(file);
            return "jdbc:sqlite:" + file;
        }
        try (Connection connection = Server.POSTGRES.getPostgresDatabase().getConnection(); Statement statement =
                connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return Server.POSTGRES.getJdbcUrl("postgres", name);
    }

    /** The URL of a new PostgreSQL database in another encoding. */
    static String encoded(String encoding) throws SQLException {
        String name = "outbox" + NUMBER.incrementAndGet();
        try (Connection connection = Server.POSTGRES.getPostgresDatabase().getConnection(); Statement statement =
                connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " ENCODING '" + encoding
                    + "' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
        }
        return Server.POSTGRES.getJdbcUrl("postgres", name);
    }

    /** As a process has it. */
    public static Database open(String url) {
        return Database.open(url, "postgres", "", "normal");
    }

    /** A connection of somebody who is not an outbox. */
    public static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url);
    }

    /** The same, as the store uses one. */
    public static Session session(String url) throws SQLException {
        return new Session(connect(url), Dialect.of(url));
    }

    /** A stranger's transaction that keeps everybody else from writing, until the connection is closed. */
    public static Connection lock(Dialect dialect, String url) throws SQLException {
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
    public static List<String> column(String url, String sql) throws SQLException {
        try (Session session = session(url)) {
            return session.all(row -> row.getString(1), sql);
        }
    }

    public static void update(String url, String sql) throws SQLException {
        try (Connection connection = connect(url); Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /** As 0.1.0 itself filled a new database, and was killed. */
    public static void released(Dialect dialect, String url) throws SQLException, IOException {
        if (dialect == Dialect.POSTGRESQL) {
            Flyway.configure().dataSource(url, "postgres", "").target("1").table("schema_history")
                    .locations(Database.migrations(dialect)).load().migrate();
            update(url, "DELETE FROM schema_history");
        }
        String file = "/released/0.1.0-" + dialect.name().toLowerCase(Locale.ROOT) + ".sql";
        try (InputStream statements = Databases.class.getResourceAsStream(file); Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            for (String each : new String(statements.readAllBytes(), UTF_8).split(";\n")) {
                statement.execute(each);
            }
        }
    }
}
