package io.disconnectalerts.watch;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** One line of {@code /observe/health}. */
final class Check extends AbstractHealthCheck {
    private final Supplier<Optional<String>> trouble;
    private final Supplier<String> state;

    private Check(String id, Supplier<Optional<String>> trouble, Supplier<String> state) {
        super("alerts", id);
        this.trouble = trouble;
        this.state = state;
    }

    /** Down, and with it the program's readiness, while there is trouble. */
    static Check ready(String id, Supplier<Optional<String>> trouble) {
        return new Check(id, trouble, () -> "well");
    }

    /** Always up: its sentence tells people, and stops no traffic. */
    static Check detail(String id, Supplier<String> state) {
        return new Check(id, Optional::empty, state);
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        Optional<String> why = trouble.get();
        result.message(why.orElseGet(state)).state(why.isPresent() ? State.DOWN : State.UP);
    }
}
