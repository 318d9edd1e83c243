package io.disconnectalerts.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.disconnectalerts.bundle.Bundle;
import io.disconnectalerts.words.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Templates as 0.1.0 had them, {@code templates/<language>/<platform>/alert.vm} and
 * {@code templates/<language>/words.properties}, which nothing reads any more: those that were edited say where their
 * words stand now, and keep the program from a start in other words than the group knows; the others may go.
 */
final class FormerTemplates {
    private static final Path FOLDER = Path.of("templates");
    private static final String SHIPPED = "disconnect-alerts/templates-of-0.1.0";
    private static final Pattern FILE = Pattern.compile("templates/([^/]+)/(?:[^/]+/)?([^/]+)\\.(vm|properties)");
    private static final Pattern ROW = Pattern.compile("(?m)^(?: |- )?([^$:：\\n]+)[:：] ?\\$\\{body\\.(\\w+)}\\s*$");
    /** Where what a file said stands now. */
    private static final Map<String, String> NOW = Map.of(
            "alert", "heading, rows and label.* in templates/words/%1$s/client.properties",
            "digest", "item in templates/words/%1$s/client.properties, digest.* and more in "
                    + "templates/words/%1$s/shared.properties",
            "plain", "plain.* in templates/words/%1$s/client.properties",
            "test", "heading and text.note in templates/words/%1$s/test.properties",
            "unread", "heading, rows and label.* in templates/words/%1$s/unread.properties",
            "words", "reason.* in templates/words/%1$s/client.properties, the others in "
                    + "templates/words/%1$s/shared.properties");

    static final Set<String> TODAY = Set.of("forms", "words");

    private final Findings findings;

    FormerTemplates(Findings findings) {
        this.findings = findings;
    }

    void check() {
        if (!Files.isDirectory(FOLDER)) {
            return;
        }
        Set<String> unchanged = new TreeSet<>();
        try (Stream<Path> files = Files.walk(FOLDER); InputStream list =
                Bundle.class.getClassLoader().getResourceAsStream(SHIPPED)) {
            Set<String> shipped = new String(list.readAllBytes(), UTF_8).lines().collect(Collectors.toSet());
            for (String file : files.map(path -> path.toString().replace('\\', '/')).sorted().toList()) {
                for (MatchResult parts : FILE.matcher(file).results().filter(FormerTemplates::former).toList()) {
                    String text = Files.readString(Path.of(file)).replace("\r", "");
                    if (shipped.contains(hash(text) + " " + file)) {
                        unchanged.add("templates/" + parts.group(1));
                    } else {
                        findings.wrong().add(new Finding(file, 0, "", moved(parts.group(1), parts.group(2), text)));
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        unchanged.forEach(folder -> findings.notes().add(new Finding(folder, 0, "",
                "nothing reads what 0.1.0 shipped in it any more: delete it")));
    }

    private static boolean former(MatchResult parts) {
        return Nearest.of(parts.group(1), TODAY).isEmpty() && NOW.containsKey(parts.group(2))
                && parts.group(3).equals(parts.group(2).equals("words") ? "properties" : "vm");
    }

    private static String moved(String language, String name, String text) {
        List<String> lines = name.equals("alert") ? lines(language, text) : List.of();
        return "it was edited, and nothing reads it any more: what it says is "
                + NOW.get(name).formatted(language) + (lines.isEmpty() ? "" : "; write " + String.join(" and ", lines))
                + "; then delete it";
    }

    /** The lines that say the same, where they are other than in the jar. */
    private static List<String> lines(String language, String text) {
        Properties shipped = Bundle.shippedProperties(Vocabulary.file(language, "client"));
        List<MatchResult> rows = ROW.matcher(text).results().toList();
        String order = "rows=" + rows.stream().map(row -> row.group(2)).collect(Collectors.joining(", "));
        return Stream.concat(
                Stream.of(order).filter(line -> !line.equals("rows=" + shipped.getProperty("rows"))),
                rows.stream().filter(row -> !row.group(1).equals(shipped.getProperty("label." + row.group(2))))
                        .map(row -> "label." + row.group(2) + "=" + row.group(1))).toList();
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
