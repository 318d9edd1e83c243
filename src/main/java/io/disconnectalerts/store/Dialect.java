package io.disconnectalerts.store;

import java.sql.SQLException;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What the two databases say differently. */
public enum Dialect {
    SQLITE("CAST(round(unixepoch('subsec') * 1000) AS INTEGER)", "", "json_each(%s)", "?", "IN (%s)", "SELECT 1"),
    POSTGRESQL("(extract(epoch FROM clock_timestamp()) * 1000)::bigint", " FOR UPDATE", "jsonb_each_text(%s)",
            "?::jsonb", "= ANY (ARRAY(%s))",
            "SELECT CASE WHEN pg_try_advisory_xact_lock(1685021793) THEN 1 ELSE 0 END");

    /** SQLSTATE classes: data exception, integrity constraint violation, program limit exceeded. */
    private static final Set<String> REFUSED_DATA = Set.of("22", "23", "54");
    private static final Set<SQLiteErrorCode> REFUSED_ROW =
            Set.of(SQLiteErrorCode.SQLITE_CONSTRAINT, SQLiteErrorCode.SQLITE_TOOBIG,
            SQLiteErrorCode.SQLITE_MISMATCH);

    /** The database's clock, in ms since 1970: on PostgreSQL the one clock of all processes. */
    public final String now;
    /** Ends a query that locks the rows it finds until the transaction ends. */
    public final String forUpdate;
    /** A parameter that is JSON. */
    public final String json;
    private final String each;
    private final String among;
    /** Answers 1 to one process at a time, until its transaction ends. */
    final String alone;

    Dialect(String now, String forUpdate, String each, String json, String among, String alone) {
        this.now = now;
        this.forUpdate = forUpdate;
        this.each = each;
        this.json = json;
        this.among = among;
        this.alone = alone;
    }

    /**
     * A condition that a query is carried out for once: PostgreSQL without statistics would carry out {@code IN} for
     * every row.
     */
    public String among(String query) {
        return among.formatted(query);
    }

    /** The names and values of a JSON object, as rows with the columns {@code key} and {@code value}. */
    public String each(String json) {
        return each.formatted(json);
    }

    /** A query for the names that its one parameter, {@link Names#json}, holds. */
    public String names() {
        return "SELECT key FROM " + each(json);
    }

    /** Whether it is the URL of a database that can be used. */
    public static boolean known(String url) {
        return url.startsWith("jdbc:sqlite:") || url.startsWith("jdbc:postgresql:");
    }

    public static Dialect of(String url) {
        if (!known(url)) {
            throw new IllegalArgumentException("a database URL starts with jdbc:sqlite: or jdbc:postgresql:");
        }
        return url.startsWith("jdbc:sqlite:") ? SQLITE : POSTGRESQL;
    }

    /** Whether it was the data the database refused, and not the database that is out of order. */
    static boolean refused(SQLException failure) {
        if (failure instanceof SQLiteException sqlite) {
            return REFUSED_ROW.contains(sqlite.getResultCode())
                    || (sqlite.getResultCode().code & 0xff) == SQLiteErrorCode.SQLITE_CONSTRAINT.code;
        }
        String state = failure.getSQLState();
        return state != null && state.length() == 5 && REFUSED_DATA.contains(state.substring(0, 2));
    }
}
