package io.disconnectalerts.app;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Expression;
import org.apache.camel.builder.ExpressionBuilder;
import org.apache.camel.language.bean.BeanLanguage;

/**
 * Camel's bean language for what a rule or a filter asks of a record by name or with one word, such as
 * {@code ${body.clientid}} or {@code ${body.atLeast('warning')}}: the method is looked for once, not for every event on
 * copies of the exchange. All else, and what fails, is Camel's.
 */
final class RecordLanguage extends BeanLanguage {
    private static final Pattern CALL = Pattern.compile("\\.(\\w+)(?:\\('([^'$]*)'\\))?");
    private final Map<Question, Optional<Answer>> answers = new ConcurrentHashMap<>();

    private record Question(Class<?> type, String text) {
    }

    private record Answer(Method method, Object[] words) {
    }

    /** @param properties the second is the bean, the third what is asked of it */
    @Override
    public Expression createExpression(String expression, Object[] properties) {
        if (properties != null && properties.length > 2 && properties[1] instanceof Record bean
                && properties[2] instanceof String text) {
            Optional<Answer> answer = answers.computeIfAbsent(new Question(bean.getClass(), text),
                    RecordLanguage::find);
            try {
                if (answer.isPresent()) {
                    return ExpressionBuilder.constantExpression(
                            answer.get().method().invoke(bean, answer.get().words()));
                }
            } catch (ReflectiveOperationException failed) {
                return super.createExpression(expression, properties);
            }
        }
        return super.createExpression(expression, properties);
    }

    private static Optional<Answer> find(Question question) {
        Matcher call = CALL.matcher(question.text());
        if (!call.matches()) {
            return Optional.empty();
        }
        Object[] words = call.group(2) == null ? new Object[0] : new Object[] {call.group(2)};
        List<Method> methods = Arrays.stream(question.type().getMethods())
                .filter(method -> method.getName().equals(call.group(1))).toList();
        return methods.size() == 1 && methods.get(0).trySetAccessible() && Arrays.equals(
                methods.get(0).getParameterTypes(), Arrays.stream(words).map(Object::getClass).toArray())
                ? Optional.of(new Answer(methods.get(0), words)) : Optional.empty();
    }
}
