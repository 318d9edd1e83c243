package io.disconnectalerts.silence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.disconnectalerts.store.Database;
import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Dialect;
import io.disconnectalerts.store.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a silence has kept is looked through a part at a time. */
class SilenceTableTest {
    private static final String KEEP = "INSERT INTO silenced (silence, outbox, subject, losses) WITH RECURSIVE n(i) AS "
            + "(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT ?, o.name, 'client:' || i, 1 FROM n, "
            + "(SELECT 'dingtalk' AS name UNION ALL SELECT 'wecom') AS o";

    /** PostgreSQL takes a silence that it has no statistics of for a short one. */
    @ParameterizedTest
    @EnumSource(Dialect.class)
    void whatALargeSilenceHasKeptIsFoundSoon(Dialect dialect, @TempDir Path folder) throws Exception {
        try (Database database = Databases.open(Databases.fresh(dialect, folder));
                Session session = database.reading()) {
            session.prepare("ANALYZE").execute();
            session.update(KEEP, "large");
            SilenceTable table = new SilenceTable(dialect);
            List<String> found = assertTimeout(Duration.ofSeconds(5), () -> table.unsettled(session, "large", 2_000))
                    .stream().map(kept -> kept.outbox() + " " + kept.subject()).toList();
            assertEquals(List.of("dingtalk client:1", "wecom client:1", "dingtalk client:10", "wecom client:10"),
                    found.subList(0, 4));
            assertEquals(4_000, found.size());
        }
    }
}
