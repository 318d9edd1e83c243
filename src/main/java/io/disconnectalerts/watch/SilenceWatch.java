package io.disconnectalerts.watch;

import io.disconnectalerts.alert.SilenceEnds;
import io.disconnectalerts.silence.Silences;
import java.time.Duration;
import org.apache.camel.CamelContext;

/** Looks once a second which silences others have begun or ended, and tells the end of those that are over. */
public final class SilenceWatch {
    private static final Duration EACH = Duration.ofSeconds(1);
    private static final Duration FORGET = Duration.ofHours(1);

    private SilenceWatch() {
    }

    /** @param retention how long it stays known who had silenced what */
    public static void install(CamelContext context, Silences silences, SilenceEnds ends, Duration retention) {
        Chore.add(context, "silences", EACH, ends::tell);
        Chore.add(context, "silences-forgotten", FORGET, () -> silences.forget(retention));
    }
}
