package io.disconnectalerts.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection and its prepared statements, used by one thread at a time. */
public final class Session implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    final Connection connection;
    private final Dialect dialect;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private final List<Runnable> afterCommit = new ArrayList<>();

    public Session(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    /** @param parameters texts as they are: what a database does not hold is asked for as it is stored */
    public PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i] instanceof String text ? Storable.text(text) : parameters[i]);
        }
        return statement;
    }

    public int update(String sql, Object... parameters) throws SQLException {
        return prepare(sql, parameters).executeUpdate();
    }

    /** The first row as a value, or {@code none} if there is no row. */
    public <T> T first(Row<T> row, T none, String sql, Object... parameters) throws SQLException {
        try (ResultSet rows = prepare(sql, parameters).executeQuery()) {
            return rows.next() ? row.read(rows) : none;
        }
    }

    public <T> List<T> all(Row<T> row, String sql, Object... parameters) throws SQLException {
        List<T> values = new ArrayList<>();
        try (ResultSet rows = prepare(sql, parameters).executeQuery()) {
            while (rows.next()) {
                values.add(row.read(rows));
            }
        }
        return values;
    }

    /** The first column of the first row, or {@code none} if there is no row. */
    public long number(long none, String sql, Object... parameters) throws SQLException {
        return first(row -> row.getLong(1), none, sql, parameters);
    }

    /** The database's clock, in ms since 1970. */
    public long now() throws SQLException {
        return number(0, "SELECT " + dialect.now);
    }

    /** Whether no other process asked this in a transaction that still goes on; until this one ends none may. */
    public boolean alone() throws SQLException {
        return number(0, dialect.alone) == 1;
    }

    /** To be done as soon as the transaction that goes on is committed, by the writer's thread: something quick. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    <T> T transaction(Transaction<T> work) throws SQLException {
        connection.setAutoCommit(false);
        afterCommit.clear();
        try {
            T result = work.in(this);
            connection.commit();
            afterCommit.forEach(Session::quietly);
            return result;
        } catch (SQLException | RuntimeException failed) {
            try {
                connection.rollback();
            } catch (SQLException unusable) {
                throw new SQLException(failed.getMessage(),
                        failed); // the connection's state is unknown: no refused row any more
            }
            throw failed;
        }
    }

    /** What is committed is so, whatever those make of it who hear of it. */
    private static void quietly(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException wrong) {
            LOG.error("something went wrong after a commit", wrong);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** Reads a value from the row a result set stands on. */
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Work that is committed whole or not at all. */
    public interface Transaction<T> {
        T in(Session session) throws SQLException;
    }
}
