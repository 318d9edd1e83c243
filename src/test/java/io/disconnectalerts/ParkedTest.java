package io.disconnectalerts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator learns of an input that could not be read. */
class ParkedTest {

    @Test
    void eachSaysWhatToDoAboutIt(@TempDir Path folder) throws Exception {
        try (RunningBundle bundle = new RunningBundle(folder, Map.of())) {
            bundle.post("undefined".getBytes(UTF_8));
            JsonNode parked = new ObjectMapper().readTree(bundle.get("/parked"));
            assertEquals(1, parked.size(), parked::toString);
            assertEquals("nothing of an event is in it: leave the body of EMQX's HTTP action empty; then DELETE /parked/1", parked.at("/0/todo").asText());
        }
    }
}
