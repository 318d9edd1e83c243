package io.disconnectalerts;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * YAML as Kaoto saves it: what {@code stringify(content, {schema: 'yaml-1.1'})} of the library {@code yaml} (2.9)
 * writes for maps, lists and scalars. Strings are plain where they can be, and folded where a line gets wider than 80.
 * Left out is what no file needs: anchors, control characters, line breaks in keys, texts that end in a line of spaces.
 *
 * @see <a href="https://github.com/eemeli/yaml/tree/v2.9.1/src/stringify">github.com/eemeli/yaml, src/stringify</a>
 */
final class KaotoForm {
    private static final int WIDTH = 80;
    /** A line says at least as much, however deep it stands. */
    private static final int LEAST = 20;
    private static final Pattern NEVER_PLAIN = Pattern.compile(
            "^[\\n\\t ,\\[\\]{}#&*!|>'\"%@`]|^[?-]\\z|^[?-][ \\t]|[\\n:][ \\t]|[ \\t]\\n|[\\n\\t ]#|[\\n\\t :]\\z");
    /** What would be read as null, a boolean, a number or a time. */
    private static final Pattern NO_STRING = Pattern.compile("(?:~|[Nn]ull|NULL)?"
            + "|Y|y|[Yy]es|YES|[Tt]rue|TRUE|[Oo]n|ON|N|n|[Nn]o|NO|[Ff]alse|FALSE|[Oo]ff|OFF"
            + "|[-+]?0b[0-1_]+|[-+]?[0-9][0-9_]*|[-+]?0x[0-9a-fA-F_]+|[-+]?\\.(?:inf|Inf|INF)|\\.nan|\\.NaN|\\.NAN"
            + "|[-+]?(?:[0-9][0-9_]*)?(?:\\.[0-9_]*)?[eE][-+]?[0-9]+|[-+]?(?:[0-9][0-9_]*)?\\.[0-9_]*"
            + "|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?"
            + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:t|T|[ \\t]+)[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:\\.[0-9]+)?"
            + "(?:[ \\t]*(?:Z|[-+][012]?[0-9](?::[0-9]{2})?))?)?");

    private enum Mode { FLOW, BLOCK, QUOTED }

    private KaotoForm() {
    }

    /** @param content as read from YAML 1.2: maps, lists, strings, numbers, booleans and nulls */
    static String of(Object content) {
        return value(content, "", WIDTH) + "\n";
    }

    private static String value(Object value, String indent, int room) {
        return value instanceof Map<?, ?> map ? map(map, indent)
                : value instanceof List<?> list ? list(list, indent)
                : value instanceof String text ? string(text, indent, room)
                : value instanceof Double number && number == Math.rint(number) ? String.valueOf(number.longValue())
                : String.valueOf(value);
    }

    private static String list(List<?> list, String indent) {
        return list.isEmpty() ? "[]" : list.stream()
                .map(item -> "- " + value(item, indent + "  ", WIDTH - indent.length() - 2))
                .collect(joining("\n" + indent));
    }

    private static String map(Map<?, ?> map, String indent) {
        return map.isEmpty() ? "{}" : map.entrySet().stream()
                .map(entry -> pair(key(entry.getKey()) + ":", entry.getValue(), indent))
                .collect(joining("\n" + indent));
    }

    /** The first line of a folded value is measured from its key on, without what the key is indented. */
    private static String pair(String key, Object value, String indent) {
        boolean nested = value instanceof Map<?, ?> map && !map.isEmpty()
                || value instanceof List<?> list && !list.isEmpty();
        String inner = indent + "  ";
        String text = value(value, inner, WIDTH - key.length() - 1);
        return key + (nested ? "\n" + inner : text.startsWith("\n") ? "" : " ") + text;
    }

    private static String key(Object key) {
        return key instanceof String text && mustBeQuoted(text) ? quoted(text, "", Integer.MAX_VALUE)
                : String.valueOf(key);
    }

    private static boolean mustBeQuoted(String text) {
        return NEVER_PLAIN.matcher(text).find() || NO_STRING.matcher(text).matches();
    }

    private static String string(String text, String indent, int room) {
        return text.contains("\n") ? block(text, indent)
                : mustBeQuoted(text) ? quoted(text, indent, room) : folded(text, indent, Mode.FLOW, room).text();
    }

    /** @param room how wide the first line may be; {@link Integer#MAX_VALUE}: nothing is folded */
    private static String quoted(String text, String indent, int room) {
        return text.contains("\"") && !text.contains("'")
                ? folded("'" + text + "'", indent, Mode.FLOW, room).text()
                : folded("\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\t", "\\t") + "\"", indent,
                    Mode.QUOTED, room).text();
    }

    private static String block(String text, String indent) {
        String body = text.replaceAll("[\\n\\t ]+\\z", "");
        String end = text.substring(body.length());
        String chomp = !end.contains("\n") ? "-" : body.isEmpty() || end.indexOf('\n') != end.length() - 1 ? "+" : "";
        end = (end.endsWith("\n") ? end.substring(0, end.length() - 1) : end)
                .replaceAll("(^|(?<!\\n))\\n+(?!\\n|\\z)", "$0" + indent);
        String begin = body.replaceAll("(?s)[^\\n ].*", "");
        String header = (begin.contains(" ") ? "2" : "") + chomp + "\n" + indent;
        String before = begin.replaceAll(" +\\z", "").replaceAll("\\n+", "$0" + indent);
        body = body.substring(begin.lastIndexOf('\n') + 1);
        if (text.lines().anyMatch(line -> line.length() > WIDTH - indent.length())) {
            // A line that begins with a space is not folded, and needs no empty line behind it.
            String lines = Pattern.compile("(?:^|\\n)([\\t ].*)(?:([\\n\\t ]*)\\n(?![\\n\\t ]))?", Pattern.UNIX_LINES)
                    .matcher(body.replaceAll("\\n+", "\n$0")).replaceAll("$1$2").replaceAll("\\n+", "$0" + indent);
            Folded folded = folded(before + lines + end, indent, Mode.BLOCK, WIDTH - indent.length());
            if (!folded.overflows()) {
                return ">" + header + folded.text();
            }
        }
        return "|" + header + before + body.replaceAll("\\n+", "$0" + indent) + end;
    }

    /** @param overflows a line had no place to be folded at */
    private record Folded(String text, boolean overflows) {
    }

    /** At single spaces; between double quotes also within words. */
    private static Folded folded(String text, String indent, Mode mode, int room) {
        int step = Math.max(1 + LEAST, 1 + WIDTH - indent.length());
        if (room == Integer.MAX_VALUE || text.length() <= step) {
            return new Folded(text, false);
        }
        List<Integer> folds = new ArrayList<>();
        List<Integer> escaped = new ArrayList<>();
        boolean overflows = false;
        int end = room;
        if (room < LEAST) {
            folds.add(0);
            end = WIDTH - indent.length();
        }
        int split = 0;
        int escape = -1;
        int escapeEnd = -1;
        int i = mode == Mode.BLOCK ? behindIndented(text, -1, indent.length()) : -1;
        end = i == -1 ? end : i + step;
        char before = ' ';
        for (i++; i < text.length(); i++) {
            char each = text.charAt(i);
            if (mode == Mode.QUOTED && each == '\\') {
                escape = i;
                i++;
                escapeEnd = i;
            }
            if (each == '\n') {
                i = mode == Mode.BLOCK ? behindIndented(text, i, indent.length()) : i;
                end = i + indent.length() + step;
                split = 0;
            } else {
                if (each == ' ' && isWord(before) && i + 1 < text.length() && isWord(text.charAt(i + 1))) {
                    split = i;
                }
                if (i >= end && split > 0) {
                    folds.add(split);
                    end = split + step;
                    split = 0;
                } else if (i >= end && mode == Mode.QUOTED) {
                    for (; before == ' ' || before == '\t'; i++) {
                        before = each;
                        each = i + 1 < text.length() ? text.charAt(i + 1) : '\0';
                        overflows = true;
                    }
                    int within = i > escapeEnd + 1 ? i - 2 : escape - 1;
                    if (escaped.contains(within)) {
                        return new Folded(text, overflows);
                    }
                    folds.add(within);
                    escaped.add(within);
                    end = within + step;
                    split = 0;
                } else if (i >= end) {
                    overflows = true;
                }
            }
            before = each;
        }
        return new Folded(fold(text, indent, folds, escaped), overflows);
    }

    private static String fold(String text, String indent, List<Integer> folds, List<Integer> escaped) {
        StringBuilder lines = new StringBuilder(folds.isEmpty() ? text : text.substring(0, folds.get(0)));
        for (int i = 0; i < folds.size(); i++) {
            int at = folds.get(i);
            if (escaped.contains(at)) {
                lines.append(text.charAt(at)).append('\\');
            }
            lines.append('\n').append(indent)
                    .append(text, at == 0 ? 0 : at + 1, i + 1 < folds.size() ? folds.get(i + 1) : text.length());
        }
        return lines.toString();
    }

    private static boolean isWord(char each) {
        return " \n\t".indexOf(each) < 0;
    }

    /** The end of the lines behind a line break that are indented more than their block; they are not folded. */
    private static int behindIndented(String text, int lineBreak, int indent) {
        Matcher lines = Pattern.compile("(?:[ \\t]{" + Math.max(1, indent + 1) + "}[^\\n]*(?:\\n|\\z))+")
                .matcher(text).region(lineBreak + 1, text.length());
        return lines.lookingAt() ? lines.end() - 1 : lineBreak;
    }
}
