package io.disconnectalerts.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.mqtt.Cable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever wants to read from a PostgreSQL that is away hears of it soon, and reads again once it is back. */
class ReadingTest {
    private static final Duration SOON = Duration.ofMillis(1_300);

    @TempDir
    Path folder;
    private Cable cable;
    private Database database;

    @BeforeEach
    void open() throws Exception {
        URI server = URI.create(Databases.fresh(Dialect.POSTGRESQL, folder).substring("jdbc:".length()));
        cable = new Cable(server.getPort());
        database = Databases.open("jdbc:" + server.toString().replace(":" + server.getPort(),
                ":" + URI.create(cable.url()).getPort()).replace("localhost", "127.0.0.1"));
        assertEquals(0, read());
    }

    @AfterEach
    void close() throws IOException {
        cable.close();
        database.close();
    }

    private long read() throws SQLException {
        try (Session session = database.reading()) {
            return session.number(-1, "SELECT count(*) FROM message");
        }
    }

    private void readsNothing() {
        long begin = System.nanoTime();
        assertThrows(SQLException.class, this::read);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        assertTrue(took.compareTo(SOON) < 0, took.toString());
    }

    /** Also on a connection that somebody has just given back, which nobody takes for dead. */
    @Test
    void fromOneThatHasFallenSilent() throws SQLException {
        List<Session> several = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            several.add(database.reading());
        }
        for (Session session : several) {
            session.close();
        }
        cable.cut();
        for (int i = 0; i < 5; i++) {
            readsNothing();
        }
        cable.mend();
        assertEquals(0, readAgain());
    }

    @Test
    void fromOneThatIsGone() throws IOException {
        cable.close();
        for (int i = 0; i < 3; i++) {
            readsNothing();
        }
    }

    private long readAgain() throws SQLException {
        for (int i = 0; ; i++) {
            try {
                return read();
            } catch (SQLException silent) {
                assertTrue(i < 10, "it is not read again");
            }
        }
    }
}
