package io.disconnectalerts.check;

import static io.disconnectalerts.outbox.OutboxComponent.FRESH;

import io.disconnectalerts.settings.FullWidth;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Variable;
import org.apache.camel.spi.Language;

/** Reads what somebody wrote in Camel's simple language as closely as one can while there is no event. */
final class ExpressionCheck {
    private static final Pattern FUNCTION = Pattern.compile("\\$\\{([^{}]*)}");
    private static final Pattern VARIABLE = Pattern.compile("variables?[.:](?:exchange:)?([\\w-]+)");
    private static final Pattern MISSPELT = Pattern.compile("variable[^s.:]|variables?[.:]\\s");
    private static final Pattern PROPERTY = Pattern.compile("exchangeProperty[.:](\\w+)");
    private static final Pattern BODY = Pattern.compile("(?:in\\.)?body\\??\\.(.*)");
    private static final Pattern UNKNOWN = Pattern.compile("Unknown function: (\\w*)");
    /** In any letters. */
    private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"|(?<=attributes)\\[[^\\]]*]");
    private static final Pattern LIST = Pattern.compile("\\$\\{([^{}]*)}\\s+(?:!|not )?in\\s+(['\"])(.*?)\\2");
    private static final Pattern ALONE = Pattern.compile("\\s*\\$\\{variable\\.reason}\\s*");
    private static final Pattern EQUAL_LIST =
            Pattern.compile("\\$\\{variable\\.reason}\\s+([!=])=\\s+(['\"][^'\"]*,[^'\"]*['\"])");
    private static final Pattern CLASS = Pattern.compile("}\\s+(!?)is\\s+'");
    private static final Pattern BARE = Pattern.compile("\\s*\\$?((?:variable\\.|body\\.)?([A-Za-z]\\w*))(?=\\s|$)");
    private static final Pattern FIELDS = Pattern.compile("(?:in\\.)?body\\.fields\\.(\\w+)");
    private static final Pattern ATTRIBUTES = Pattern.compile("(?:in\\.)?body\\.attributes\\.(\\w+)");
    private static final Pattern WRITTEN = Pattern.compile("[$\uFF04\uFFE5][{\uFF5B][^{}\uFF5D]*[}\uFF5D]");
    private static final Pattern EMPTY =
            Pattern.compile("(?<=\\s)!?(?:startsWith|endsWith|contains|~~)\\s+(?:''|\"\")");
    private static final Pattern STAR = Pattern.compile("}\\s+(!?)"
            + "(==|=~|!=|!=~|(?:not )?in|contains|~~|startsWith|endsWith)\\s+(['\"])([^'\"]*\\*[^'\"]*)\\3");
    private static final Set<String> FUNCTIONS =
            Set.of("body", "header", "variable", "exchangeProperty", "bodyAs", "date");
    private static final Set<String> OPERATORS = Set.of("==", "=~", ">", ">=", "<", "<=", "!=", "!=~", "contains",
            "!contains", "~~", "!~~", "regex", "!regex", "in", "!in", "not in", "is", "!is", "range", "!range",
            "startsWith", "endsWith", "&&", "||");

    private final CamelContext context;
    private final Set<String> variables;
    private final Set<String> read = new HashSet<>();

    /** @param variables the names of those that the routes or the program set */
    ExpressionCheck(CamelContext context, Set<String> variables) {
        this.context = context;
        this.variables = variables;
    }

    /** With the settings that it names; empty if one of them is missing, which is found elsewhere. */
    Optional<String> resolved(String text) {
        try {
            return Optional.of(context.resolvePropertyPlaceholders(text));
        } catch (IllegalArgumentException missing) {
            return Optional.empty();
        }
    }

    /**
     * What is wrong with a question that every event answers by yes or no.
     *
     * @param body what the message's body is there; null if nobody can say
     */
    List<String> predicate(String text, Class<?> body) {
        List<String> faults = names(text, body);
        try {
            simple().createPredicate(text);
        } catch (RuntimeException malformed) {
            Optional.of(syntax(text, body, malformed)).filter(fault -> slips(text).findAny().isEmpty())
                    .ifPresent(faults::add);
        }
        if (ALONE.matcher(text).matches()) {
            faults.add(text.strip() + " alone is so of every event: write ${variable.reason} in 'kicked,takenover'");
        }
        EQUAL_LIST.matcher(text).results().forEach(list -> faults.add(list.group(2) + " is no one reason: write "
                + (list.group(1).equals("!") ? "!in " : "in ") + list.group(2)));
        CLASS.matcher(text).results().forEach(is -> faults.add(is.group(1) + "is asks for a class of Java: write "
                + (is.group(1).isEmpty() ? "==" : "!=")));
        EMPTY.matcher(text).results().forEach(empty -> faults.add(empty.group()
                + " asks nothing, since an empty text is in every other: write what to look for"));
        STAR.matcher(text).results().map(ExpressionCheck::star).forEach(faults::add);
        LIST.matcher(text).results().forEach(list -> list(list.group(1), list.group(3)).ifPresent(faults::add));
        if (faults.isEmpty()) {
            slip(text).ifPresent(faults::add);
        }
        return faults.stream().map(fault -> FullWidth.named(fault, bare(text), meant(text), meant ->
                predicate(meant, body).isEmpty())).toList();
    }

    /** What is wrong with the words that a text holds in quotes, as somebody wrote it. */
    static List<String> words(String text) {
        return QUOTED.matcher(text).results().map(MatchResult::group).flatMap(words -> Stream.of(words.split("[',\"]")))
                .flatMap(word -> FullWidth.slipInName(word).map(why -> "'" + word + "' " + why).stream()).toList();
    }

    /** The text without its words in quotes, which may be in any letters. */
    private static String bare(String text) {
        return QUOTED.matcher(text).replaceAll(" ");
    }

    /** The text as it was meant, but for its words in quotes. */
    private static String meant(String text) {
        StringBuilder meant = new StringBuilder();
        int from = 0;
        for (MatchResult words : QUOTED.matcher(text).results().toList()) {
            meant.append(FullWidth.meant(text.substring(from, words.start()))).append(words.group());
            from = words.end();
        }
        return meant.append(FullWidth.meant(text.substring(from))).toString();
    }

    private static Optional<String> slip(String text) {
        return Optional.of(FullWidth.named("", bare(text), meant(text), meant -> true)).filter(why -> !why.isEmpty())
                .map(why -> text + " is not what it looks like" + why);
    }

    /** What is wrong with a text that holds functions. */
    List<String> expression(String text, Class<?> body) {
        List<String> faults = names(text, body);
        try {
            simple().createExpression(text);
        } catch (RuntimeException malformed) {
            faults.add(syntax(text, body, malformed));
        }
        return faults;
    }

    /** A bean's method is called, and given the variables that it names. */
    void read(Method called) {
        Stream.of(called.getParameters()).map(parameter -> parameter.getAnnotation(Variable.class))
                .filter(Objects::nonNull)
                .forEach(variable -> read.add(variable.value()));
    }

    /** The variables that anything read so far. */
    Set<String> read() {
        return read;
    }

    private Language simple() {
        return context.resolveLanguage("simple");
    }

    /** The functions of a text that name what is nowhere. */
    List<String> names(String text, Class<?> body) {
        List<String> faults = new ArrayList<>();
        slips(text).forEach(faults::add);
        for (MatchResult function : FUNCTION.matcher(text).results()
                .filter(found -> slip(found.group()).isEmpty()).toList()) {
            Matcher variable = VARIABLE.matcher(function.group(1));
            Matcher property = PROPERTY.matcher(function.group(1));
            Matcher path = BODY.matcher(function.group(1));
            if (variable.lookingAt()) {
                read.add(variable.group(1));
            }
            if (!variable.lookingAt() && MISSPELT.matcher(function.group(1)).lookingAt()) {
                faults.add(function.group() + " is always empty: write ${variable.name}, with a dot and no space");
            } else if (variable.lookingAt() && variable.end() < function.group(1).length()
                    && " ，,。．-_".indexOf(function.group(1).charAt(variable.end())) >= 0) {
                faults.add(function.group() + " is always empty: nothing stands behind the variable's name");
            } else if (variable.lookingAt() && !variables.contains(variable.group(1))) {
                faults.add(function.group() + ": nothing sets the variable " + variable.group(1)
                        + Nearest.hint(variable.group(1), variables));
            } else if (property.matches() && !property.group(1).equals(FRESH)
                    && Nearest.of(property.group(1), List.of(FRESH)).isPresent()) {
                faults.add(function.group() + ": did you mean " + FRESH + "?");
            } else if (ATTRIBUTES.matcher(function.group(1)).matches()) {
                faults.add(function.group() + ": write "
                        + ATTRIBUTES.matcher(function.group(1)).replaceFirst("\\${body.attributes[$1]}"));
            } else if (FIELDS.matcher(function.group(1)).matches()) {
                faults.add(function.group() + ": write "
                        + FIELDS.matcher(function.group(1)).replaceFirst("\\${body.field('$1')}"));
            } else if (path.matches() && body != null) {
                BodyPath.fault(body, path.group(1)).ifPresent(fault -> faults.add(function.group() + ": " + fault));
            }
        }
        return faults;
    }

    /** What is wrong with functions in which letters only look like theirs. */
    private static Stream<String> slips(String text) {
        return WRITTEN.matcher(text).results().flatMap(function -> slip(function.group()).stream());
    }

    private String syntax(String text, Class<?> body, RuntimeException malformed) {
        String why = String.valueOf(malformed.getMessage()).lines().findFirst().orElse("")
                .replaceFirst(" at location \\d+$", "");
        Matcher function = UNKNOWN.matcher(why);
        if (function.lookingAt()) {
            String word = function.group(1);
            return "${" + word + "...}: " + (variables.contains(word) ? "did you mean ${variable." + word + "}?"
                    : body != null && BodyPath.fault(body, word).isEmpty() ? "did you mean ${body." + word + "}?"
                    : "simple has no " + word + Nearest.hint(word, FUNCTIONS));
        }
        if (why.contains("functionEnd") || why.startsWith("function has no")) {
            return text.substring(text.lastIndexOf("${")).replaceFirst("[\\s'].*", "") + " lacks its }";
        } else if (why.contains("Quote")) {
            return text + ": a quote opens and does not close";
        } else if (why.startsWith("Binary operator")) {
            return FullWidth.named(text + ": what stands behind " + why.split(" ")[2] + " has to be in quotes", text,
                    meant -> predicate(meant, body).isEmpty());
        }
        Matcher bare = BARE.matcher(text);
        if (bare.lookingAt()) {
            String name = variables.contains(bare.group(2)) ? "variable." + bare.group(2) : bare.group(1);
            return bare.group().strip() + " is not asked of the event: write ${" + (name.contains(".") ? name
                    : "variable.reason") + "} and what it should be, such as ${variable.reason} in 'kicked'";
        }
        String operators = FUNCTION.matcher(QUOTED.matcher(text).replaceAll(" ")).replaceAll(" ");
        return Arrays.stream(operators.strip().split("\\s+")).filter(word -> !word.isEmpty() && !isKnown(word))
                .findFirst()
                .map(word -> FullWidth.named(word + " is no operator" + instead(word), text, meant ->
                    predicate(meant, body).isEmpty())).orElse(text + ": " + why);
    }

    private static String instead(String word) {
        return word.matches("[(].*|.*[)]") ? ": simple has no parentheses, so write a rule for each case"
                : word.equals(",") ? ": several words stand in one pair of quotes, as in 'kicked,takenover'"
                : word.matches(".*[^ -~].*") ? "" : Nearest.hint(word, OPERATORS);
    }

    private static boolean isKnown(String word) {
        return OPERATORS.stream().flatMap(operator -> Arrays.stream(operator.split(" "))).anyMatch(word::equals)
                || word.matches("true|false|null|starts|ends|with|\\+\\+|--|-?[\\d.]+");
    }

    /** A star is a letter like any other, in all but a regular expression. */
    private static String star(MatchResult compared) {
        String words = compared.group(4);
        boolean not = compared.group(1).equals("!") || compared.group(2).matches("!.*|not .*");
        return "'" + words + "' is compared letter by letter, the * too: write "
                + (!not && words.matches("[^*,]+\\*") ? "startsWith '" + words.replace("*", "") + "'"
                : (not ? "!" : "") + "regex '" + words.replace(".", "[.]").replace("*", ".*").replace(",", "|") + "'");
    }

    /** In a list of words a space belongs to its word. */
    private static Optional<String> list(String asked, String words) {
        boolean reason = asked.equals("variable.reason") || asked.equals("body.reason");
        List<String> each = Arrays.asList(words.split(reason ? "[\\s\\p{Cf},;|，、；]+" : "\\s*[,，、]\\s*"));
        String meant = each.stream().map(String::strip).filter(word -> !word.isEmpty())
                .collect(Collectors.joining(","));
        return meant.equals(words) ? Optional.empty()
                : Optional.of("'" + words + "' holds what no event matches: write '" + meant + "'");
    }
}
