package io.disconnectalerts.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.flywaydb.core.api.FlywayException;

/**
 * The opened database, its schema brought up to date, with the one {@link Writer} of this process. On SQLite a second
 * process on the same file is refused.
 */
public final class Database implements AutoCloseable {
    /** How long the writer waits for a connection, or for a lock on a SQLite file. */
    private static final Duration PATIENCE = Duration.ofMillis(2_500);
    /** How long whoever reads does, for whom somebody may be waiting. */
    private static final Duration SOON = Duration.ofMillis(900);
    private static final int READERS = 9;
    /** Of PostgreSQL's, those that take every letter. */
    private static final Set<String> ENCODINGS = Set.of("UTF8", "SQL_ASCII");
    /** Counting a large batch takes longer than any write may. */
    private static final int LONGEST_QUERY_MS = 60_000;
    /** A checkpoint syncs the file, and the pages every commit writes again need it once: 32 MB of log between two. */
    private static final int CHECKPOINT_PAGES = 8_000;
    /** SQLSTATE insufficient_privilege: https://www.postgresql.org/docs/current/errcodes-appendix.html */
    private static final String LACKING = "42501";
    private static final Pattern CREDENTIALS = Pattern.compile("(?i)(password|user)=[^&;]*|//[^/@]*@");

    private final Dialect dialect;
    private final HikariDataSource reading;
    private final HikariDataSource writing;
    private final FileChannel lock;
    private final Writer writer;

    private Database(Dialect dialect, HikariDataSource reading, HikariDataSource writing, FileChannel lock) {
        this.dialect = dialect;
        this.reading = reading;
        this.writing = writing;
        this.lock = lock;
        writer = new Writer(this);
    }

    /**
     * @param synchronous SQLite's pragma: {@code normal} or {@code full}
     * @throws IllegalStateException with one sentence, without credentials, that says why it cannot be used
     */
    public static Database open(String url, String username, String password, String synchronous) {
        Dialect dialect = Dialect.of(url);
        Path file = dialect == Dialect.SQLITE ? Path.of(url.substring("jdbc:sqlite:".length()).split("\\?")[0]) : null;
        FileChannel lock = file == null ? null : lock(file);
        try {
            if (file != null) {
                SqliteLibrary.load(file);
            }
            HikariConfig many = pool(dialect, url, username, password, synchronous, SOON);
            many.setPoolName("store-reading");
            many.setMaximumPoolSize(READERS);
            many.setMinimumIdle(1);
            many.setInitializationFailTimeout(PATIENCE.toMillis());
            HikariConfig one = pool(dialect, url, username, password, synchronous, PATIENCE);
            one.setPoolName("store");
            one.setMaximumPoolSize(1);
            one.setInitializationFailTimeout(-1);
            HikariDataSource reading = new HikariDataSource(many);
            try {
                if (dialect == Dialect.SQLITE) {
                    refuseDamage(reading);
                } else {
                    refuseEncoding(reading);
                }
                Schema.bringUpToDate(reading, dialect);
                return new Database(dialect, reading, new HikariDataSource(one), lock);
            } catch (SQLException | RuntimeException failed) {
                reading.close();
                throw failed;
            }
        } catch (SQLException | RuntimeException failed) {
            close(lock);
            throw new IllegalStateException(setting(failed) + ": " + mask(url) + " cannot be used: " + sentence(failed),
                    null);
        }
    }

    private static HikariConfig pool(Dialect dialect, String url, String username, String password,
            String synchronous, Duration patience) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setConnectionTimeout(patience.toMillis());
        config.setValidationTimeout(patience.toMillis() / 2);
        if (dialect == Dialect.SQLITE) {
            config.addDataSourceProperty("journal_mode", "WAL");
            config.addDataSourceProperty("synchronous", synchronous.toUpperCase(Locale.ROOT));
            config.addDataSourceProperty("busy_timeout", String.valueOf(patience.toMillis()));
            config.addDataSourceProperty("journal_size_limit", "67108864");
            config.addDataSourceProperty("cache_size", "-4000");
            config.addDataSourceProperty("temp_store", "MEMORY");
            config.addDataSourceProperty("jdbc.get_generated_keys", "false"); // else asked for after each INSERT
            config.setConnectionInitSql("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
        } else {
            config.setUsername(username);
            config.setPassword(password);
            config.addDataSourceProperty("connectTimeout", "2");
            config.addDataSourceProperty("loginTimeout", "3");
            config.addDataSourceProperty("socketTimeout", "5");
            config.addDataSourceProperty("tcpKeepAlive", "true");
            config.addDataSourceProperty("logServerErrorDetail", "false");
            config.setConnectionInitSql("SET idle_in_transaction_session_timeout = 10000; SET lock_timeout = 4000");
        }
        return config;
    }

    /**
     * The writer's connection, which it does not give back. PostgreSQL without statistics would read and sort all that
     * is pending, to count or take a few of it, if it did not go along the index.
     */
    Session writing() throws SQLException {
        Connection connection = connection(writing);
        if (dialect == Dialect.POSTGRESQL) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET enable_bitmapscan = off");
            } catch (SQLException failed) {
                writing.evictConnection(connection);
                throw failed;
            }
        }
        return new Session(connection, dialect);
    }

    /** The writer's connection is not to be trusted any more. */
    void evict(Session session) {
        writing.evictConnection(session.connection);
    }

    /** For queries that may take their time, of a database that answers; to be closed. */
    public Session reading() throws SQLException {
        Connection connection = connection(reading);
        if (dialect == Dialect.POSTGRESQL) {
            if (!connection.isValid(1)) {
                reading.evictConnection(connection);
                throw new SQLTransientConnectionException("the database does not answer");
            }
            connection.setNetworkTimeout(Runnable::run, LONGEST_QUERY_MS);
        }
        return new Session(connection, dialect);
    }

    /** @throws SQLException that says why there is none, not how the pool stands */
    private static Connection connection(HikariDataSource source) throws SQLException {
        try {
            return source.getConnection();
        } catch (SQLTransientConnectionException none) {
            throw none.getCause() == null ? none : new SQLTransientConnectionException("no connection to the database: "
                    + sentence(none.getCause()), none.getSQLState(), none);
        }
    }

    private static void refuseDamage(HikariDataSource source) throws SQLException {
        try (Connection connection = source.getConnection(); Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA quick_check(1)")) {
            if (rows.next() && !"ok".equals(rows.getString(1))) {
                throw new SQLException("the file is damaged (" + rows.getString(1)
                        + "); move it away, or restore a copy");
            }
        }
    }

    /** What another encoding has no letter for could not be kept, nor told. */
    private static void refuseEncoding(HikariDataSource source) throws SQLException {
        try (Connection connection = source.getConnection(); Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW server_encoding")) {
            if (rows.next() && !ENCODINGS.contains(rows.getString(1))) {
                throw new SQLException("its encoding is " + rows.getString(1)
                        + "; make one with CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0");
            }
        }
    }

    public Dialect dialect() {
        return dialect;
    }

    /** Through which everything is written. */
    public Writer writer() {
        return writer;
    }

    /** Where Flyway finds what brings a database up to date. */
    public static String migrations(Dialect dialect) {
        return "classpath:disconnect-alerts/migration/" + dialect.name().toLowerCase(Locale.ROOT);
    }

    private static FileChannel lock(Path file) {
        FileChannel channel = null;
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            channel = FileChannel.open(Path.of(file + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException taken) {
            // The same sentence as for another process.
        } catch (IOException failed) {
            close(channel);
            throw new IllegalStateException("database.url: the folder of " + file + " cannot be written: " + failed,
                    null);
        }
        close(channel);
        throw new IllegalStateException("database.url: another process uses " + file + ", and a SQLite file serves "
                + "one only", null);
    }

    private static void close(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException gone) {
            // The lock goes with the process at the latest.
        }
    }

    /** What to mend. SQLSTATE: class 28 and 08004 are a login that is refused, 42501 is a right that is lacking. */
    private static String setting(Throwable failed) {
        String state = state(cause(failed));
        return state.equals(LACKING) ? "database.username" : state.startsWith("28") || state.equals("08004")
                ? "database.username and database.password" : "database.url";
    }

    private static String state(Throwable cause) {
        return cause instanceof SQLException refused ? String.valueOf(refused.getSQLState()) : "";
    }

    private static Throwable cause(Throwable failed) {
        Throwable cause = failed;
        while (cause.getCause() != null && (cause instanceof FlywayException || !(cause instanceof SQLException))) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String sentence(Throwable failed) {
        Throwable cause = cause(failed);
        String sentence = String.valueOf(cause.getMessage()).lines().findFirst()
                .orElse(cause.getClass().getSimpleName());
        return cause.getCause() instanceof UnknownHostException unknown ? "there is no host " + unknown.getMessage()
                : state(cause).equals(LACKING) && sentence.contains("schema")
                ? sentence + "; the role of database.username needs GRANT ALL ON SCHEMA public" : sentence;
    }

    private static String mask(String url) {
        return CREDENTIALS.matcher(url).replaceAll("***");
    }

    /** Finishes what waits for a commit first. */
    @Override
    public void close() {
        writer.close();
        writing.close();
        reading.close();
        close(lock);
    }
}
