package io.disconnectalerts.check;

import io.disconnectalerts.bundle.Bundle;
import io.disconnectalerts.settings.FullWidth;
import io.disconnectalerts.words.Wording;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.velocity.Template;
import org.apache.velocity.exception.VelocityException;
import org.apache.velocity.runtime.RuntimeConstants;
import org.apache.velocity.runtime.RuntimeInstance;
import org.apache.velocity.runtime.parser.ParseException;
import org.apache.velocity.runtime.parser.TemplateParseException;
import org.slf4j.helpers.NOPLogger;

/** Whether the forms of a platform are all there, close what they open, and name only what a message has. */
final class FormCheck {
    private static final List<String> FORMS = List.of("alert", "digest", "plain", "test");
    /** What a loop goes over, and what each of it is. */
    private static final Map<String, Class<?>> LISTS = Map.of("rows", Wording.Row.class, "items", String.class);
    private static final String COPY =
            "copy it from the jar (jar xf disconnect-alerts.jar disconnect-alerts/templates)";
    private static final Set<String> DIRECTIVES =
            Set.of("if", "elseif", "else", "end", "foreach", "set", "break");
    /** What takes in something that is no form, or ends it half-way. */
    private static final Set<String> REFUSED = Set.of("parse", "include", "evaluate", "macro", "define", "stop");
    private static final Pattern COMMENT = Pattern.compile("##|#\\*");
    private static final Pattern FULL_WIDTH = Pattern.compile(
            "([\uFF04\uFFE5])\\{?[a-z]|(\uFF03)\\{?(?:if|elseif|else|end|foreach|set)\\b|\\$(\uFF5B)"
            + "|#(?:if|elseif|foreach|set)\\s*(\uFF08)|\\$!?[a-z]+([\uFF0E\u3002])[a-z]|#\\w*([\uFF41-\uFF5A])"
            + "|\\$!?\\{[\\w.]*([^\\w.(})|\\[\"'])"
            + "|#(?:if|elseif|foreach|set)\\s*\\([^)\"']*?([\uFF01-\uFF5E\u3000\u00A0\u200B\uFEFF])");
    private static final Pattern SHOWS = Pattern.compile("\\$!?\\{?body\\.");
    private static final Set<String> LOOP = Set.of("count", "index", "first", "last", "hasNext", "parent");
    private static final Pattern DIRECTIVE = Pattern.compile("#\\{?(\\w+)}?(\\s*\\()?");
    private static final Pattern LOOP_OVER = Pattern.compile("#foreach\\s*\\(\\s*(\\S+)\\s+(\\w+)");
    private static final Pattern LOCAL =
            Pattern.compile("#(?:foreach|set)\\s*\\(\\s*\\$!?\\{?(\\w+)}?\\s*(?:in\\s+\\$!?\\{?body\\.(\\w+))?");
    private static final Pattern REFERENCE = Pattern.compile(
            "(?<!\\\\)\\$!?(\\{?)([A-Za-z]\\w*)((?:\\.\\w+(?:\\([^)]*\\))?)*)(.?)"
            + "|(?<!\\$|!)\\{((?:body|row|foreach)\\.\\w+|item)}");

    private final RuntimeInstance velocity = new RuntimeInstance();
    private final Findings findings;

    FormCheck(Findings findings) {
        this.findings = findings;
        velocity.setProperty(RuntimeConstants.RUNTIME_LOG_INSTANCE, NOPLogger.NOP_LOGGER);
    }

    void check(String platform) {
        for (String form : FORMS) {
            String file = "templates/forms/" + platform + "/" + form + ".vm";
            try {
                check(file, Bundle.text(file));
            } catch (IOException missing) {
                wrong(file, 0, "it is missing, and templates/forms is used whole: " + COPY);
            }
        }
    }

    private void check(String file, String text) {
        int before = findings.wrong().size();
        List<String> written = text.replaceAll("#\\[\\[.*?]]#", "").lines().toList();
        List<String> lines = text.replaceAll("(?m)##.*$|#\\[\\[.*?]]#", "").lines().toList();
        Map<String, Class<?>> roots = new HashMap<>(
                Map.of("body", Wording.class, "foreach", Object.class, "headers", Object.class));
        Deque<Integer> open = new ArrayDeque<>();
        for (int line = 1; line <= lines.size(); line++) {
            if (COMMENT.matcher(written.get(line - 1)).find()) {
                wrong(file, line, (written.get(line - 1).contains("##") ? "##" : "#*")
                        + " begins a comment, which nobody reads: for a heading write #[[###]]#");
            }
            LOCAL.matcher(lines.get(line - 1)).results()
                    .forEach(local -> roots.put(local.group(1),
                    LISTS.getOrDefault(String.valueOf(local.group(2)), Object.class)));
            int at = line;
            FULL_WIDTH.matcher(lines.get(line - 1)).results().map(FormCheck::written)
                    .forEach(sign -> FullWidth.instead(sign).ifPresent(slip -> wrong(file, at, slip)));
            LOOP_OVER.matcher(lines.get(line - 1)).results().filter(loop -> !loop.group(2).equals("in"))
                    .forEach(loop -> wrong(file, at, loop.group(2) + " is not in: write #foreach(" + loop.group(1)
                            + " in ...)"));
            for (MatchResult directive : DIRECTIVE.matcher(lines.get(line - 1)).results().toList()) {
                directive(file, line, directive, open);
            }
            for (MatchResult reference : REFERENCE.matcher(lines.get(line - 1)).results().toList()) {
                reference(file, line, reference, roots);
            }
        }
        open.forEach(line -> wrong(file, line, lines.get(line - 1).strip() + " has no #end"));
        if (text.isBlank()) {
            wrong(file, 0, "it is empty");
        } else if (findings.wrong().size() == before && !SHOWS.matcher(String.join("\n", lines)).find()) {
            wrong(file, 0, "it shows nothing of what happened: write ${body.heading}");
        } else if (findings.wrong().size() == before) {
            parse(file, text);
        }
    }

    private void directive(String file, int line, MatchResult directive, Deque<Integer> open) {
        String name = directive.group(1);
        if (Set.of("if", "foreach", "macro", "define").contains(name)) {
            open.push(line);
        }
        if (REFUSED.contains(name)) {
            wrong(file, line, "#" + name + " has no place in a form: write what it should say here");
        } else if (name.equals("end") && open.pollFirst() == null) {
            wrong(file, line, "#end closes nothing: no #if or #foreach is open");
        } else if (!DIRECTIVES.contains(name)
                && (directive.group(2) != null || Nearest.of(name, DIRECTIVES).isPresent())) {
            wrong(file, line, "#" + name + " is no directive" + Nearest.hint(name, DIRECTIVES));
        }
    }

    private void reference(String file, int line, MatchResult reference, Map<String, Class<?>> roots) {
        String root = reference.group(2);
        if (root == null) {
            wrong(file, line, "{" + reference.group(5) + "} lacks its $: write ${" + reference.group(5) + "}");
            return;
        }
        String path = reference.group(3).replaceFirst("^\\.", "");
        String name = "${" + root + reference.group(3) + "}";
        if (reference.group(1).equals("{") && !Set.of("}", "|", "[").contains(reference.group(4))) {
            wrong(file, line, name.substring(0, name.length() - 1) + " lacks its }: write " + name);
        } else if (!roots.containsKey(root)) {
            wrong(file, line, name + ": there is no " + root + Nearest.hint(root, roots.keySet()));
        } else if (root.equals("foreach") && !LOOP.contains(path.replaceFirst("\\..*", ""))) {
            wrong(file, line, name + ": there is no " + path + Nearest.hint(path, LOOP));
        } else {
            BodyPath.fault(roots.get(root), path).ifPresent(fault -> wrong(file, line, name + ": " + fault));
        }
    }

    /** The one of the signs that stands there. */
    private static String written(MatchResult sign) {
        return IntStream.rangeClosed(1, sign.groupCount()).mapToObj(sign::group).filter(Objects::nonNull).findFirst()
                .orElseThrow();
    }

    /** What is left for Velocity to find. */
    private void parse(String file, String text) {
        Template template = new Template();
        template.setName(file);
        try {
            velocity.parse(new StringReader(text), template);
        } catch (TemplateParseException malformed) {
            wrong(file, malformed.getLineNumber(), first(malformed));
        } catch (ParseException | VelocityException malformed) {
            wrong(file, 0, first(malformed));
        }
    }

    private static String first(Exception malformed) {
        return String.valueOf(malformed.getMessage()).lines().findFirst().orElse("it cannot be read")
                .replaceFirst("^Lexical error: \\S+ Lexical error ", "");
    }

    private void wrong(String file, int line, String sentence) {
        findings.wrong().add(new Finding(file, line, "", sentence));
    }
}
