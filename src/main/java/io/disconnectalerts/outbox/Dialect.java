package io.disconnectalerts.outbox;

/** What the two databases say differently. */
enum Dialect {
    SQLITE("CAST(round(unixepoch('subsec') * 1000) AS INTEGER)", "", "json_each(m.facets)", "?"),
    POSTGRESQL("(extract(epoch FROM clock_timestamp()) * 1000)::bigint", " FOR UPDATE", "jsonb_each_text(m.facets)", "?::jsonb");

    /** The database's clock, in ms since 1970: on PostgreSQL the one clock of all processes. */
    final String now;
    final String forUpdate;
    final String eachFacet;
    final String json;

    Dialect(String now, String forUpdate, String eachFacet, String json) {
        this.now = now;
        this.forUpdate = forUpdate;
        this.eachFacet = eachFacet;
        this.json = json;
    }

    static boolean known(String url) {
        return url.startsWith("jdbc:sqlite:") || url.startsWith("jdbc:postgresql:");
    }

    static Dialect of(String url) {
        if (!known(url)) {
            throw new IllegalArgumentException("a database URL starts with jdbc:sqlite: or jdbc:postgresql:");
        }
        return url.startsWith("jdbc:sqlite:") ? SQLITE : POSTGRESQL;
    }
}
