package io.disconnectalerts.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.disconnectalerts.outbox.ClaimResult.Claimed;
import io.disconnectalerts.outbox.Texts.Text;
import io.disconnectalerts.store.Database;
import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Dialect;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is kept of what was told. */
class TextsTest {
    @TempDir
    private Path folder;

    private static void told(Database database, String outbox, String text, long at) throws Exception {
        Instant now = Instant.ofEpochMilli(at);
        Batch batch = new Batch(1, outbox, 7, 0, false, now, now, now, false, false,
                List.of(new Message("k", "client", "client.disconnected", "", 3, now, now, Map.of(), "{}")), Map.of());
        database.writer().execute(session -> {
            Texts.told(session, new Claimed(1, outbox, 1, 0, at, false, false, null, false), batch, text, at);
            return null;
        });
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void theLastHundredOfEachOutboxAreKeptInTheirOrder(Dialect dialect) throws Exception {
        try (Database database = Databases.open(Databases.fresh(dialect, folder))) {
            told(database, "feishu", "a NUL: \u0000", 0);
            for (int i = 1; i <= 103; i++) {
                told(database, "wecom", "text " + i, i);
            }
            Texts texts = new Texts(() -> database);
            List<Text> wecom = texts.list("wecom", null);
            assertEquals(IntStream.rangeClosed(4, 103).mapToObj(i -> "text " + i).toList(),
                    wecom.stream().map(Text::text).toList());
            Text last = wecom.get(99);
            assertEquals(new Text(last.id(), "wecom", "1970-01-01T00:00:00.103Z", "client.disconnected", 7, "text 103"),
                    last);
            assertEquals(List.of(last), texts.list("wecom", Long.toString(last.id() - 1)));
            assertEquals(101, texts.list(null, null).size());
            assertEquals("a NUL: \uFFFD", texts.list("feishu", "0").get(0).text());
            assertEquals(List.of(), texts.list("dingtalk", null));
            assertThrows(IllegalArgumentException.class, () -> texts.list(null, "x"));
        }
    }
}
