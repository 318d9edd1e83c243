package io.disconnectalerts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A folder under {@code src/test/resources/cases}, named as a sentence. Given are {@code event.json}, or several such
 * files in the order of their names, or {@code .ndjson} for an event a line; one that begins with a number and
 * {@code x} is an array of so many, {@code {n}} in it being 000001, 000002, ...; one with {@code after-59s} in its name
 * comes so much after the one before, and an empty one says that nothing more comes; one that ends in {@code .each} is
 * an event a line, each of which comes by itself, so much after the one before; one with {@code silence} in its name
 * goes to {@code /silences}; {@code topic.txt} if they come by MQTT, {@code content-type.txt} if HTTP says another than
 * usual, {@code header.txt} if it says something besides; {@code settings.properties} if settings differ (with
 * {@code daily.at} a story begins an hour before that, with quiet hours an hour after their beginning);
 * {@code edits.txt} if an operator has edited a route, a line each:
 * {@code routes/3-triage-client.camel.yaml: connected quiet -> connected notice}. Expected is what a group gets:
 * {@code wecom.json}, {@code dingtalk.json}, {@code feishu.json}, {@code webhook.json} (which is on where its secret is
 * set), no file meaning silence; {@code answer.txt} if HTTP
 * answers anything but 202, or 201 to a silence; {@code parked.json} if something is parked.
 */
record Story(Path folder) {
    static final Path CASES = Path.of("src/test/resources/cases");
    private static final Set<String> EXPECTED = Set.of("wecom.json", "dingtalk.json", "feishu.json", "webhook.json",
            "parked.json");
    private static final Pattern AFTER = Pattern.compile("after-(\\d+)s");
    private static final Pattern TIMES = Pattern.compile("(\\d+)x-.*");

    static List<Story> all() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.sorted().map(Story::new).toList();
        }
    }

    /** @param after what goes by before it comes */
    record Event(byte[] payload, Duration after, String path) {
    }

    List<Event> events() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.((nd)?json|each)"))
                    .filter(file -> !EXPECTED.contains(file.getFileName().toString())).sorted()
                    .flatMap(file -> payloads(file).map(payload -> new Event(payload, after(file),
                            file.getFileName().toString().contains("silence") ? "/silences" : "/events"))).toList();
        }
    }

    private static Stream<byte[]> payloads(Path file) {
        byte[] payload = payload(file);
        return file.toString().endsWith(".each") ? new String(payload, UTF_8).lines().map(line -> line.getBytes(UTF_8))
                : Stream.of(payload);
    }

    private static Duration after(Path file) {
        Matcher after = AFTER.matcher(file.getFileName().toString());
        return Duration.ofSeconds(after.find() ? Long.parseLong(after.group(1)) : 0);
    }

    private static byte[] payload(Path file) {
        try {
            Matcher times = TIMES.matcher(file.getFileName().toString());
            if (!times.matches()) {
                return Files.readAllBytes(file);
            }
            String event = Files.readString(file).strip();
            return IntStream.rangeClosed(1, Integer.parseInt(times.group(1)))
                    .mapToObj(n -> event.replace("{n}", "%06d".formatted(n)))
                    .collect(Collectors.joining(",\n", "[", "]")).getBytes(UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The MQTT topic, or null if the events come over HTTP. */
    String topic() throws IOException {
        return said("topic.txt");
    }

    /** What HTTP says the events are, or null. */
    String contentType() throws IOException {
        return said("content-type.txt");
    }

    /** What else HTTP says: a header's name and value, or null. */
    String header() throws IOException {
        return said("header.txt");
    }

    private String said(String name) throws IOException {
        return Files.exists(folder.resolve(name)) ? Files.readString(folder.resolve(name)).stripTrailing() : null;
    }

    Map<String, String> settings() throws IOException {
        Properties settings = new Properties();
        if (Files.exists(folder.resolve("settings.properties"))) {
            try (Reader file = Files.newBufferedReader(folder.resolve("settings.properties"))) {
                settings.load(file);
            }
        }
        return settings.stringPropertyNames().stream().collect(Collectors.toMap(name -> name, settings::getProperty));
    }

    /** What an operator has made of a line of a route. */
    record Edit(String file, String line, String edited) {
        static Edit of(String written) {
            String[] parts = written.split(": | -> ");
            return new Edit(parts[0], parts[1], parts[2]);
        }
    }

    List<Edit> edits() throws IOException {
        String edits = said("edits.txt");
        return edits == null ? List.of() : edits.lines().map(Edit::of).toList();
    }

    /** The expected text, empty if there is no such file. */
    String expected(String name) throws IOException {
        return Files.exists(folder.resolve(name)) ? Files.readString(folder.resolve(name)) : "";
    }

    void write(String name, String text) throws IOException {
        if (text.isEmpty()) {
            Files.deleteIfExists(folder.resolve(name));
        } else {
            Files.writeString(folder.resolve(name), text);
        }
    }

    @Override
    public String toString() {
        return folder.getFileName().toString().replace('-', ' ');
    }
}
