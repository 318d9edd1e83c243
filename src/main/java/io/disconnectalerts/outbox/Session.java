package io.disconnectalerts.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One connection and its prepared statements, used by one thread at a time. */
final class Session {
    final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    Session(Connection connection) {
        this.connection = connection;
    }

    PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    int update(String sql, Object... parameters) throws SQLException {
        return prepare(sql, parameters).executeUpdate();
    }

    /** The first row as a value, or {@code none} if there is no row. */
    <T> T first(Row<T> row, T none, String sql, Object... parameters) throws SQLException {
        try (ResultSet rows = prepare(sql, parameters).executeQuery()) {
            return rows.next() ? row.read(rows) : none;
        }
    }

    <T> List<T> all(Row<T> row, String sql, Object... parameters) throws SQLException {
        List<T> values = new ArrayList<>();
        try (ResultSet rows = prepare(sql, parameters).executeQuery()) {
            while (rows.next()) {
                values.add(row.read(rows));
            }
        }
        return values;
    }

    long number(long none, String sql, Object... parameters) throws SQLException {
        return first(row -> row.getLong(1), none, sql, parameters);
    }

    <T> T transaction(Transaction<T> work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            T result = work.in(this);
            connection.commit();
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

    /** Reads a value from the row a result set stands on. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Work that is committed whole or not at all. */
    interface Transaction<T> {
        T in(Session session) throws SQLException;
    }
}
