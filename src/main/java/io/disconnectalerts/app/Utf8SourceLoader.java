package io.disconnectalerts.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.camel.dsl.support.SourceLoader;
import org.apache.camel.spi.Resource;

/** Reads routes and kamelets as UTF-8 whatever the machine's locale is. */
final class Utf8SourceLoader implements SourceLoader {
    @Override
    public String loadResource(Resource resource) throws IOException {
        try (var file = resource.getInputStream()) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
