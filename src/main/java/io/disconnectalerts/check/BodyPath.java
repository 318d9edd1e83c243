package io.disconnectalerts.check;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Follows {@code clientid.length} and the like from a type: which word in it is nothing that the type has. */
final class BodyPath {
    /** A name, perhaps with arguments, perhaps with a key, perhaps null-safe. */
    private static final Pattern STEP =
            Pattern.compile("\\??\\.?(\\w+)(\\(.*?\\))?(\\[[^]]*])*\\??(?=\\.|$)|(\\[[^]]*])");

    /** What any record answers, and no rule asks. */
    private static final Set<String> EVERY_RECORD = Set.of("toString", "hashCode");

    private BodyPath() {
    }

    /** What is wrong with the path, if anything is. */
    static Optional<String> fault(Class<?> type, String path) {
        Matcher step = STEP.matcher(path);
        Class<?> at = type;
        while (step.find() && known(at)) {
            String name = step.group(1);
            if (name == null) {
                return Optional.empty();
            }
            Optional<Class<?>> next = types(at).flatMap(each -> Stream.of(each.getMethods()))
                    .filter(method -> is(method, name))
                    .<Class<?>>map(Method::getReturnType).findFirst();
            if (next.isEmpty()) {
                return Optional.of("there is no " + name + hint(name, at));
            }
            at = step.group(3) == null ? next.get() : Object.class;
        }
        return Optional.empty();
    }

    /** Of a map's value or an object nobody can say what it has. */
    private static boolean known(Class<?> type) {
        return type != Object.class && !Map.class.isAssignableFrom(type) && !type.isPrimitive();
    }

    private static boolean is(Method method, String name) {
        return method.getName().equals(name) || method.getName().equalsIgnoreCase("get" + name)
                || method.getName().equalsIgnoreCase("is" + name);
    }

    /** What is asked something more, such as {@code atLeast}, is no name. */
    private static String hint(String name, Class<?> type) {
        return types(type).flatMap(each -> Stream.of(each.getMethods())).map(Method::getName)
                .filter(name::equalsIgnoreCase).findFirst().map(near -> ": did you mean " + near + "?")
                .orElseGet(() -> Nearest.hint(name, names(type)));
    }

    /** A sealed type is whatever it permits. */
    private static Stream<Class<?>> types(Class<?> type) {
        return type.isSealed()
                ? Stream.concat(Stream.of(type), Stream.of(type.getPermittedSubclasses()).flatMap(BodyPath::types))
                : Stream.of(type);
    }

    private static Set<String> names(Class<?> type) {
        return types(type).flatMap(BodyPath::ownNames).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> ownNames(Class<?> type) {
        return Stream.of(type.getMethods()).filter(method -> method.getParameterCount() == 0
                        && method.getDeclaringClass() != Object.class && method.getReturnType() != void.class
                        && !Modifier.isStatic(method.getModifiers())).map(Method::getName)
                .filter(name -> !type.isRecord() || !EVERY_RECORD.contains(name));
    }
}
