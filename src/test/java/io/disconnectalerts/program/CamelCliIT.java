package io.disconnectalerts.program;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The routes under {@code camel run} and {@code camel export}, with the program's jar as the one dependency. */
class CamelCliIT {
    private static final Path CLI = Path.of("src/test/camel-cli").toAbsolutePath();
    private static final Path LIBRARIES = Path.of("target/camel-cli/lib").toAbsolutePath();
    /** The newest that the build finds of those that the command would fetch. */
    private static final String KAMELETS = "--kamelets-version=4.15.0";

    @TempDir
    private Path folder;
    private Path project;
    private Maven maven;

    @BeforeEach
    void resolve() throws Exception {
        project = Files.createDirectory(folder.resolve("project"));
        maven = new Maven(folder.resolve("repository"));
        maven.run(CLI.resolve("pom.xml"), "dependency:copy-dependencies", "-DoutputDirectory=" + LIBRARIES);
    }

    @AfterEach
    void leaveWhatIsShared() throws IOException {
        maven.close();
    }

    /** {@code <command> routes/*.camel.yaml application.properties --dep=...} */
    private String[] arguments(String command, String... more) throws IOException {
        try (Stream<Path> routes = Files.list(project.resolve("routes"))) {
            return Stream.of(Stream.of(command), routes.map(route -> "routes/" + route.getFileName()).sorted(),
                    Stream.of("application.properties", "--dep=" + Maven.program(), KAMELETS,
                            "--maven-apache-snapshot-enabled=false"), Stream.of(more))
                    .flatMap(part -> part).toArray(String[]::new);
        }
    }

    private static void assertToldToAll(Program program, Groups groups) throws IOException {
        assertEquals(202, program.post("/events", "{\"clientid\":\"door-7\",\"reason\":\"kicked\"}").statusCode());
        await().until(() -> groups.robots().values().stream().allMatch(vendor -> vendor.messages().size() == 1));
        assertTrue(groups.wecom().messages().get(0).text().startsWith("设备离线告警"),
                groups.wecom().messages()::toString);
        assertEquals(403, program.send(program.request("/events").header("Origin", "null")
                .POST(BodyPublishers.noBody())).statusCode());
    }

    @Test
    void camelRunTellsAnEvent() throws Exception {
        try (Groups groups = Groups.open();
                Program program = new Program(project).unpack("routes", "application.properties")
                        .set(groups.settings()).option(maven.option())
                        .begin(CLI.resolve("Camel.java").toString(), LIBRARIES + "/*")) {
            program.launch(arguments("run")).awaitReady();
            assertToldToAll(program, groups);
        }
    }

    @Test
    void whatCamelExportsForTheRuntimeMainTellsAnEvent() throws Exception {
        Path exported = folder.resolve("exported");
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        new Program(project).unpack("routes", "application.properties");
        try (Groups groups = Groups.open()) {
            List<String> command = new ArrayList<>(List.of(Program.JAVA, "-XX:TieredStopAtLevel=1", maven.option(),
                    "-cp", LIBRARIES + "/*", CLI.resolve("Camel.java").toString()));
            command.addAll(List.of(arguments("export", "--runtime=main", "--gav=org.example:alerts:1",
                    "--java-version=17", "--dir=" + exported)));
            Maven.run(command, project);
            maven.run(exported.resolve("pom.xml"), "compile", "dependency:copy-dependencies",
                    "-DincludeScope=runtime");
            try (Program started = new Program(elsewhere).set(groups.settings())
                    .begin("org.example.alerts.CamelApplication", exported.resolve("target/classes")
                            + File.pathSeparator + exported.resolve("target/dependency") + "/*")) {
                assertToldToAll(started.start(), groups);
            }
        }
    }
}
