package io.disconnectalerts.program;

import io.disconnectalerts.broker.FreePort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** A real PostgreSQL server that can be gone for a while; it comes back on the same port with what was committed. */
final class Postgres implements AutoCloseable {
    private final int port = FreePort.take();
    private final Path data;
    private EmbeddedPostgres server;

    /** @param folder where its data is kept */
    Postgres(Path folder) throws IOException {
        data = folder.resolve("postgres");
        start();
    }

    void start() throws IOException {
        server = EmbeddedPostgres.builder().setPort(port).setDataDirectory(data).setCleanDataDirectory(false).start();
    }

    void stop() throws IOException {
        server.close();
    }

    /** The settings that have a program use it. */
    Map<String, String> settings() {
        return Map.of("database.url", "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "database.username",
                "postgres");
    }

    Connection connect() throws SQLException {
        return server.getPostgresDatabase().getConnection();
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
