package io.disconnectalerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is said in Chinese stands beside what the program really says, and takes no more of it than there is. */
class TranslationsTest {
    private static final Path SENTENCES = Path.of("src/main/resources/disconnect-alerts/page/sentences.json");
    private static final String SLOT = "\\{}";
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");

    /** What is said and what it means, in every language that knows it. */
    private static List<List<String>> entries() throws IOException {
        Map<String, List<List<String>>> languages = new ObjectMapper().readValue(SENTENCES.toFile(),
                new TypeReference<>() { });
        return languages.values().stream().flatMap(List::stream).toList();
    }

    /** All that stands between quotes in the program, each sentence in one piece. */
    private static String said() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(Files::isRegularFile).map(TranslationsTest::said).collect(Collectors.joining("\n"));
        }
    }

    private static String said(Path file) {
        try {
            return LITERAL.matcher(Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", "")).results()
                    .map(literal -> literal.group(1).replace("\\\"", "\"")).collect(Collectors.joining("\n"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void everySentenceIsSaid() throws IOException {
        String said = said();
        assertTrue(entries().size() > 80);
        assertEquals(List.of(), entries().stream().map(entry -> entry.get(0)).filter(sentence -> !Stream.of(
                sentence.split(SLOT)).map(part -> part.replaceAll("^[:;, ]+|[:;, ]+$", "")).allMatch(said::contains))
                .toList());
    }

    @Test
    void everySlotHasSomethingToFillIt() throws IOException {
        assertEquals(List.of(), entries().stream().filter(entry -> entry.get(0).split(SLOT, -1).length
                < entry.get(1).split(SLOT, -1).length).map(entry -> entry.get(0)).toList());
    }
}
