package io.disconnectalerts.robot;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/** The kamelets' Java is two packages that another project can take alone. */
class RobotPackageTest {

    @Test
    void robotNeedsNothingElseOfTheBundleThanDeliveryWhichNeedsNothing() {
        StringWriter found = new StringWriter();
        ToolProvider.findFirst("jdeps").orElseThrow().run(new PrintWriter(found), new PrintWriter(found),
                "-verbose:package", "-include", "io\\.disconnectalerts\\.(robot|delivery)\\..*",
                "-regex", "io\\.disconnectalerts\\..*", "target/classes");
        assertEquals(Set.of("io.disconnectalerts.robot -> io.disconnectalerts.delivery"),
                found.toString().lines().filter(line -> line.contains("disconnectalerts"))
                        .map(line -> line.strip().replaceAll("\\s+", " ").replaceFirst(" \\S+$", "")).collect(toSet()));
    }
}
