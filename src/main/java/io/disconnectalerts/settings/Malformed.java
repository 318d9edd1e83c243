package io.disconnectalerts.settings;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * Why a YAML file cannot be read, for somebody who knows no YAML.
 *
 * @param line     from 1, where the slip is rather than where reading ended; 0 if that is not known
 * @param sentence what to look for there, and in parentheses what the parser says
 */
public record Malformed(int line, String sentence) {

    /** @param text of the file */
    public static Malformed of(MarkedYamlEngineException malformed, String text) {
        String problem = malformed.getProblem();
        List<String> lines = text.lines().toList();
        return Stream.of(malformed.getProblemMark(), malformed.getContextMark()).map(Malformed::line)
                .flatMap(line -> Stream.of(line, line - 1)).filter(line -> line > 0 && line <= lines.size())
                .flatMap(line -> FullWidth.inYaml(lines.get(line - 1)).stream()
                        .map(slip -> new Malformed(line, slip + " (" + problem + ")")))
                .findFirst().orElseGet(() -> parsers(malformed, problem));
    }

    /** What is wrong with the first line of a file of which nothing can be made. */
    public static Optional<Malformed> first(String problem, String text) {
        return text.lines().findFirst().flatMap(FullWidth::inYaml)
                .map(slip -> new Malformed(1, slip + " (" + problem + ")"));
    }

    private static Malformed parsers(MarkedYamlEngineException malformed, String problem) {
        if (problem.contains("(TAB)")) {
            return of("a tab stands there: write spaces", problem, malformed.getProblemMark());
        }
        if (problem.startsWith("mapping values are not allowed")) {
            return of("it is indented otherwise than its neighbours, or the line above lacks its colon, or a text "
                    + "that holds a colon needs quotes", problem, malformed.getProblemMark());
        }
        if (problem.startsWith("expected <block end>")) {
            return of("it is indented otherwise than its neighbours", problem, malformed.getProblemMark());
        }
        if (problem.startsWith("could not find expected ':'")) {
            return of("a name lacks the colon and the space behind it", problem, malformed.getContextMark());
        }
        if (problem.startsWith("expected ' ', but found")) {
            return of("a text that begins with ! needs quotes", problem, malformed.getProblemMark());
        }
        if (problem.startsWith("found unexpected end of stream")) {
            return of("a quote opens and does not close", problem, malformed.getContextMark());
        }
        if (problem.startsWith("expected ',' or")) {
            return of("a bracket opens and does not close", problem, malformed.getContextMark());
        }
        if (problem.startsWith("Node type")) {
            return of("what belongs to it has to stand below it, two spaces further in", problem,
                    malformed.getProblemMark());
        }
        return new Malformed(line(malformed.getProblemMark()), problem);
    }

    private static Malformed of(String meant, String problem, Optional<Mark> mark) {
        return new Malformed(line(mark), meant + " (" + problem + ")");
    }

    private static int line(Optional<Mark> mark) {
        return mark.map(Mark::getLine).orElse(-1) + 1;
    }
}
