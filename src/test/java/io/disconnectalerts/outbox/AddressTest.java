package io.disconnectalerts.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Dialect;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Who holds a message that did not before, whoever else it is addressed to, in one commit or several. */
@ParameterizedClass
@EnumSource(Dialect.class)
class AddressTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:00Z");

    @Parameter
    Dialect dialect;
    @TempDir
    Path folder;
    private Store store;

    @BeforeEach
    void open() throws Exception {
        store = Stores.open(Databases.fresh(dialect, folder));
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** @param to a message and its outboxes, such as {@code loss:a+b} */
    private static Copies copies(String to) {
        String[] parts = to.split(":");
        return Copies.of(new Message(parts[0], "client", "client.disconnected", "client:pump", 3, NOW, NOW, Map.of(),
                "{}"), List.of(parts[1].split("\\+")));
    }

    private String newly(String commit) throws SQLException {
        List<Copies> copies = Stream.of(commit.split(" ")).map(AddressTest::copies).toList();
        List<Set<String>> newly = store.database.writer().execute(session -> store.address(session, copies));
        return newly.stream().map(outboxes -> outboxes.isEmpty() ? "-" : String.join("+", outboxes))
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest(name = "{0}, then {1}")
    @CsvSource(delimiter = '|', textBlock = """
            loss:a+b              | loss:a+b        | a+b    | -
            loss:a                | loss:a+b+c      | a      | b+c
            loss:b                | loss:a+b+c      | b      | a+c
            loss:a+b              | loss:a+b back:a | a+b    | - a
            loss:a+b loss:b+c     | loss:a+c        | a+b c  | -
            loss:a loss:a loss:b  | loss:c back:c+a | a - b  | c a+c
            loss:a+b back:a loss:c| back:b loss:c+d | a+b a c| b d
            """)
    void outboxesHoldAMessageOnce(String first, String second, String firstNewly, String secondNewly)
            throws Exception {
        assertEquals(firstNewly, newly(first));
        assertEquals(secondNewly, newly(second));
    }
}
