package io.disconnectalerts.watch;

import static org.apache.camel.health.HealthCheck.State.DOWN;
import static org.apache.camel.health.HealthCheck.State.UNKNOWN;
import static org.apache.camel.health.HealthCheck.State.UP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CheckTest {

    private static <T> Callable<T> broken() {
        return () -> {
            throw new SQLException("the store cannot be read");
        };
    }

    private static Stream<Arguments> checks() {
        return Stream.of(
                arguments(Check.ready("a", Optional::empty, () -> "well"), UP, "well"),
                arguments(Check.ready("a", () -> Optional.of("the disk is full"), () -> "well"), DOWN,
                        "the disk is full"),
                arguments(Check.ready("a", broken(), () -> "well"), UNKNOWN,
                        "cannot be checked: the store cannot be read"),
                arguments(Check.detail("a", () -> "well"), UP, "well"),
                arguments(Check.detail("a", broken()), UNKNOWN, "cannot be checked: the store cannot be read"));
    }

    @ParameterizedTest(name = "{1}: {2}")
    @MethodSource("checks")
    void whatCannotBeCheckedIsNotWell(Check check, HealthCheck.State state, String message) {
        check.setCamelContext(new DefaultCamelContext());
        HealthCheck.Result result = check.call();
        assertEquals(state, result.getState());
        assertEquals(message, result.getMessage().orElseThrow());
    }
}
