package io.disconnectalerts.follow;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.disconnectalerts.store.Database;
import io.disconnectalerts.store.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
        rows = "FROM subject WHERE gone_at IS NOT NULL AND name LIKE '" + GoneClient.SUBJECT + "%'"
                + condition(" AND node = ?", filter.node()) + condition(" AND reason = ?", filter.reason())
                + condition(" AND gone_at >= ?", filter.since() == null ? null : filter.since().toEpochMilli())
                + condition(" AND lower(name) LIKE lower(?) ESCAPE '!'", filter.search() == null ? null
                : GoneClient.SUBJECT + "%" + filter.search().replaceAll("([!%_])", "!$1") + "%");
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
        return new Row(GoneClient.SUBJECT + filter.after().substring(space + 1),
                Long.parseLong(filter.after().substring(0, space)), "", "", Told.NOTHING, null);
    }

    /** @param loss what robots were told of it last; if none was, the one that it is gone by */
    record Row(String name, long goneAt, String node, String reason, Told told, Fact loss) {
        static final Row FIRST = new Row("", Long.MAX_VALUE, "", "", Told.NOTHING, null);

        static Row of(ResultSet row) throws SQLException {
            Past past = PastJson.read(row.getString(5));
            return new Row(row.getString(1), row.getLong(2), row.getString(3), row.getString(4), past.told(),
                    past.told().nothing() ? past.loss().orElseThrow() : past.told().last());
        }

        /** What was told of it, the latest first. */
        List<String> messages() {
            return List.of(Facts.stillGone(loss), Facts.event(loss));
        }
    }

    /** Attributes are with what was told, so that they have to be looked at one by one. */
    long count() throws SQLException {
        if (filter.attributes().isEmpty()) {
            try (Session session = database.reading()) {
                return session.number(0, "SELECT count(*) " + rows, parameters.toArray());
            }
        }
        long count = 0;
        for (Row last = Row.FIRST; last != null;) {
            Page page = after(last);
            count += page.clients().size();
            last = page.last();
        }
        return count;
    }

    Page after(Row last) throws SQLException {
        List<Object> all = new ArrayList<>(parameters);
        int most = filter.most() == null || !filter.attributes().isEmpty() ? PAGE : Math.min(PAGE, filter.most() + 1);
        all.addAll(List.of(last.goneAt(), last.name(), most));
        try (Session session = database.reading()) {
            List<Row> page = session.all(Row::of, "SELECT name, gone_at, node, reason, past " + rows
                    + " AND (gone_at, name) < (?, ?) ORDER BY gone_at DESC, name DESC LIMIT ?", all.toArray());
            Map<String, String> told = told(session, page);
            return new Page(page.stream().map(row -> GoneClient.of(row.name(), row.goneAt(), row.node(), row.reason(),
                    row.told().robots(), row.messages().stream().map(told::get)
                            .filter(body -> body != null).findFirst().orElse(null), zone))
                    .filter(client -> client.has(filter.attributes())).toList(),
                    page.size() < most ? null : page.get(most - 1));
        }
    }

    private Map<String, String> told(Session session, List<Row> page) throws SQLException {
        ObjectNode keys = JsonNodeFactory.instance.objectNode();
        page.forEach(row -> row.messages().forEach(key -> keys.put(key, "")));
        Map<String, String> bodies = new HashMap<>();
        session.all(row -> bodies.put(row.getString(1), row.getString(2)), "SELECT key, body FROM message WHERE key "
                + database.dialect().among("SELECT key FROM " + database.dialect().each(database.dialect().json)),
                keys.toString());
        return bodies;
    }
}
