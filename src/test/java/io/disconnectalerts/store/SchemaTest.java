package io.disconnectalerts.store;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a database went through is compared with what it should have, file by file. */
class SchemaTest {
    @TempDir
    private Path folder;

    private static boolean isUpToDate(Dialect dialect, String url) {
        try (HikariDataSource source = new HikariDataSource()) {
            source.setJdbcUrl(url);
            source.setUsername("postgres");
            source.setMaximumPoolSize(1);
            return Schema.isUpToDate(source, dialect);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aDatabaseThatWasBroughtUpToDateIs(Dialect dialect) throws Exception {
        String url = Databases.fresh(dialect, folder);
        assertFalse(isUpToDate(dialect, url));
        Databases.open(url).close();
        assertTrue(isUpToDate(dialect, url));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "SQLITE     | UPDATE schema_history SET checksum = 1 WHERE version = '3'",
        "POSTGRESQL | UPDATE schema_history SET checksum = 1 WHERE version = '3'",
        "SQLITE     | UPDATE schema_history SET success = 0 WHERE version = '3'",
        "POSTGRESQL | UPDATE schema_history SET success = false WHERE version = '3'"
    })
    void oneThatWentThroughSomethingElseIsRefused(Dialect dialect, String change) throws Exception {
        String url = Databases.fresh(dialect, folder);
        Databases.open(url).close();
        Databases.update(url, change);
        assertFalse(isUpToDate(dialect, url));
        String refusal = assertThrows(IllegalStateException.class, () -> Databases.open(url)).getMessage();
        assertTrue(refusal.matches("database.url: .* cannot be used: .*"), refusal);
    }

    @ParameterizedTest
    @CsvSource({"LATIN1", "EUC_CN"})
    void anEncodingThatLacksLettersIsRefused(String encoding) throws Exception {
        String url = Databases.encoded(encoding);
        String refusal = assertThrows(IllegalStateException.class, () -> Databases.open(url)).getMessage();
        assertTrue(refusal.startsWith("database.url: ") && refusal.endsWith("cannot be used: its encoding is "
                + encoding + "; make one with CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0"), refusal);
    }
}
