package io.disconnectalerts.store;

import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;

/** Where the {@link Writer} adds many rows at once, together with those of other tables in one commit. */
public interface Table<R> {

    /** Several processes fill tables in the order of their names, so that no two wait for each other. */
    String name();

    /** And several rows of one in this order. */
    Comparator<R> order();

    /** Adds the rows; for each, how many it added: none if it was there already. */
    int[] insert(Session session, List<R> rows) throws SQLException;
}
