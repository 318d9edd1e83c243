package io.disconnectalerts.watch;

import io.disconnectalerts.follow.Gone;
import io.disconnectalerts.follow.Minutes;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.CamelContext;

/** Writes down what became of the clients: every minute, and within seconds while some are lost or come back. */
public final class EachMinute {
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final Minutes minutes;
    private final Gone gone;
    private final Clock clock;
    private Instant written = Instant.EPOCH;

    private EachMinute(Minutes minutes, Gone gone, Clock clock) {
        this.minutes = minutes;
        this.gone = gone;
        this.clock = clock;
    }

    public static void install(CamelContext context, Minutes minutes, Gone gone, Clock clock) {
        Chore.add(context, "minutes", Duration.ofSeconds(2), new EachMinute(minutes, gone, clock)::write);
    }

    private void write() throws SQLException {
        Instant now = clock.instant();
        if (minutes.pending() || !now.isBefore(written.plus(QUIET))) {
            minutes.write(gone.count());
            written = now;
        }
    }
}
