package io.disconnectalerts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Most people open Camel's YAML in Kaoto: what it loads and saves there comes back as it was, and in an order that
 * makes copying a block easy.
 */
class KaotoTest {
    /** Other keys stand where {@code parameters} does. */
    private static final List<String> KEYS = List.of("id", "description", "precondition", "startupOrder", "beans",
            "from", "uri", "name", "ref", "type", "beanType", "method", "aggregationStrategy", "executorService",
            "parallelProcessing", "doWhile", "exception", "parameters", "properties", "expression", "steps", "doCatch",
            "doFinally");
    private static final boolean WRITE = Boolean.getBoolean("kaoto.write");

    /** {@code -Dkaoto.write=true} writes the files. */
    @ParameterizedTest
    @MethodSource({"io.disconnectalerts.HouseStyleTest#routes", "io.disconnectalerts.HouseStyleTest#kamelets"})
    void aFileIsAsKaotoSavesIt(Path file) throws IOException {
        String text = Files.readString(file);
        Object content = read(text);
        String saved = KaotoForm.of(content instanceof Map<?, ?> kamelet ? kamelet(kamelet) : ordered(content));
        if (WRITE) {
            Files.writeString(file, saved);
        } else if (!saved.equals(text)) {
            List<String> is = text.lines().toList();
            List<String> write = saved.lines().toList();
            int line = IntStream.range(0, Math.min(is.size(), write.size()))
                    .filter(at -> !is.get(at).equals(write.get(at))).findFirst().orElse(write.size() - 1);
            assertEquals(String.join("\n", write.subList(line, Math.min(write.size(), line + 4))),
                    String.join("\n", is.subList(Math.min(is.size(), line), Math.min(is.size(), line + 4))),
                    () -> file + ":" + (line + 1) + " is not as Kaoto writes it, in the order of this house, which"
                    + " mvn test -Dtest=KaotoTest -Dkaoto.write=true does");
        }
    }

    /** Whatever strings there are: the file is what the library that Kaoto saves with made of them. */
    @Test
    void itsFormIsKaotos() throws IOException {
        String saved = Files.readString(Path.of("src/test/resources/kaoto/saved.yaml"));
        assertEquals(saved, KaotoForm.of(read(saved)));
    }

    private static Object read(String text) {
        return new Load(LoadSettings.builder().setSchema(new CoreSchema()).build()).loadFromString(text);
    }

    /** Of a kamelet only the template is a route. */
    private static Map<Object, Object> kamelet(Map<?, ?> kamelet) {
        Map<Object, Object> ordered = new LinkedHashMap<>(kamelet);
        Map<Object, Object> spec = new LinkedHashMap<>((Map<?, ?>) kamelet.get("spec"));
        spec.replace("template", ordered(spec.get("template")));
        ordered.replace("spec", spec);
        return ordered;
    }

    private static Object ordered(Object content) {
        if (content instanceof List<?> list) {
            return list.stream().map(KaotoTest::ordered).toList();
        }
        if (!(content instanceof Map<?, ?> map)) {
            return content;
        }
        Map<Object, Object> ordered = new LinkedHashMap<>();
        map.keySet().stream().sorted(Comparator.comparing(KaotoTest::rank)).forEach(key ->
                ordered.put(key, key.equals("parameters") ? map.get(key) : ordered(map.get(key))));
        return ordered;
    }

    private static int rank(Object key) {
        return KEYS.indexOf(KEYS.contains(key) ? key : "parameters");
    }
}
