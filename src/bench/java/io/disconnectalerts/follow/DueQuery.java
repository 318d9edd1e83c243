package io.disconnectalerts.follow;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/** How long it takes to find what is due first. */
public final class DueQuery {
    private static final int TIMES = 200;

    private DueQuery() {
    }

    /** In ms. */
    public static double median(Connection store) throws SQLException {
        long first = number(store, "SELECT min(due_at) FROM subject WHERE due_at IS NOT NULL");
        double[] times = new double[TIMES];
        try (PreparedStatement due = store.prepareStatement(Subjects.DUE)) {
            for (int i = 0; i < TIMES; i++) {
                long began = System.nanoTime();
                due.setLong(1, first);
                due.setLong(2, 0);
                due.setString(3, "");
                try (ResultSet rows = due.executeQuery()) {
                    while (rows.next()) {
                        rows.getString(2);
                    }
                }
                times[i] = (System.nanoTime() - began) / 1e6;
            }
        }
        Arrays.sort(times);
        return times[TIMES / 2];
    }

    private static long number(Connection store, String sql) throws SQLException {
        try (PreparedStatement query = store.prepareStatement(sql); ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
