package io.disconnectalerts.follow;

import io.disconnectalerts.event.Event;
import io.disconnectalerts.event.Subject;
import io.disconnectalerts.store.Database;
import io.disconnectalerts.store.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** The clients that are gone and that a filter lets through, the latest first, a page at a time. */
final class GoneRows {
    private static final int PAGE = 500;

    private final Database database;
    private final GoneFilter filter;
    private final ZoneId zone;
    private final String rows;
    private final List<Object> parameters = new ArrayList<>();

    /** @param zone that times are shown in */
    GoneRows(Database database, GoneFilter filter, ZoneId zone) {
        this.database = database;
        this.filter = filter;
        this.zone = zone;
        rows = "FROM subject WHERE gone_at IS NOT NULL AND name LIKE '" + Subject.CLIENT + "%'"
                + condition(" AND node = ?", filter.node()) + condition(" AND reason = ?", filter.reason())
                + condition(" AND gone_at >= ?", filter.since() == null ? null : filter.since().toEpochMilli())
                + condition(" AND lower(name) LIKE lower(?) ESCAPE '!'", filter.search() == null ? null
                : Subject.CLIENT + "%" + filter.search().replaceAll("([!%_])", "!$1") + "%") + attributes();
    }

    private String attributes() {
        StringBuilder conditions = new StringBuilder();
        filter.attributes().forEach((name, value) -> {
            parameters.addAll(List.of(Event.NAMED_ATTRIBUTE + name, value));
            conditions.append(" AND EXISTS (SELECT 1 FROM ").append(database.dialect().each("facets"))
                    .append(" f WHERE f.key = ? AND f.value = ?)");
        });
        return conditions.toString();
    }

    private String condition(String condition, Object value) {
        if (value != null) {
            parameters.add(value);
        }
        return value == null ? "" : condition;
    }

    /** @param last where the next page begins; null if there is none */
    record Page(List<GoneClient> clients, Row last) {
    }

    /** Where the list begins. */
    Row start() {
        if (filter.after() == null) {
            return Row.FIRST;
        }
        int space = filter.after().indexOf(' ');
        return new Row(Subject.CLIENT + filter.after().substring(space + 1),
                Long.parseLong(filter.after().substring(0, space)), null);
    }

    /** @param client null if it is only a place in the list */
    record Row(String name, long goneAt, GoneClient client) {
        static final Row FIRST = new Row("", Long.MAX_VALUE, null);

        static Row of(ResultSet row, ZoneId zone) throws SQLException {
            String name = row.getString(1);
            long goneAt = row.getLong(2);
            return new Row(name, goneAt, GoneClient.of(name, goneAt, row.getString(3), row.getString(4),
                    PastJson.read(row.getString(5)).orElse(Past.NOTHING).told(), row.getString(6), zone));
        }
    }

    long count() throws SQLException {
        try (Session session = database.reading()) {
            return session.number(0, "SELECT count(*) " + rows, parameters.toArray());
        }
    }

    /** One row more is read than a page holds: it says whether another follows. */
    Page after(Row last, int most) throws SQLException {
        int size = Math.min(PAGE, most);
        List<Object> all = new ArrayList<>(parameters);
        all.addAll(List.of(last.goneAt(), last.name(), size + 1));
        try (Session session = database.reading()) {
            List<Row> read = session.all(row -> Row.of(row, zone), "SELECT name, gone_at, node, reason, past, facets "
                    + rows + " AND (gone_at, name) < (?, ?) ORDER BY gone_at DESC, name DESC LIMIT ?", all.toArray());
            return new Page(read.stream().limit(size).map(Row::client).toList(),
                    read.size() > size ? read.get(size - 1) : null);
        }
    }
}
