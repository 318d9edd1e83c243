package io.disconnectalerts.watch;

import io.disconnectalerts.log.SecretMask;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** One line of {@code /observe/health}. What cannot be checked is unknown, and never well. */
public final class Check extends AbstractHealthCheck {
    private final boolean readiness;
    private final Callable<Optional<String>> trouble;
    private final Callable<String> state;

    private Check(String id, boolean readiness, Callable<Optional<String>> trouble, Callable<String> state) {
        super("alerts", id);
        this.readiness = readiness;
        this.trouble = trouble;
        this.state = state;
    }

    /** Down, and with it the program's readiness, while there is trouble. */
    static Check ready(String id, Callable<Optional<String>> trouble, Callable<String> state) {
        return new Check(id, true, trouble, state);
    }

    /** Always up: its sentence tells people, and stops no traffic. */
    public static Check detail(String id, Callable<String> state) {
        return new Check(id, false, Optional::empty, state);
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    public boolean isReadiness() {
        return readiness;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        try {
            Optional<String> why = trouble.call();
            result.message(SecretMask.mask(why.isPresent() ? why.get() : state.call()))
                    .state(why.isPresent() ? State.DOWN : State.UP);
        } catch (Exception broken) {
            result.message(SecretMask.mask("cannot be checked: " + broken.getMessage())).state(State.UNKNOWN);
        }
    }
}
