package io.disconnectalerts.alert;

import io.disconnectalerts.event.Event.Timing;
import io.disconnectalerts.event.Event;
import io.disconnectalerts.outbox.Message;
import io.disconnectalerts.silence.Silences;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;

/** Asks of each event that is to be told whether somebody wants it quiet. */
public final class Silencing {
    /** Variable of an exchange: the silence it falls into; empty or not there if it falls into none. */
    static final String SILENCE = "silence";
    private final Silences silences;

    public Silencing(Silences silences) {
        this.silences = silences;
    }

    /**
     * The silence that what was told falls into by now.
     *
     * @return its id; empty if there is none
     */
    static String of(Message told, Silences silences) throws SQLException {
        Map<String, String> fields = Alert.of(told).fields();
        Event event = new Event(told.family(), told.kind(), told.subject(), told.time(), Timing.SAID,
                told.receivedAt(), fields, told.key());
        return silences.of(event, fields.getOrDefault("class", ""));
    }

    /** Which of those told of a storm nobody is to hear of now; null if there is no silence. */
    public static Predicate<Message> silent(Silences silences) throws SQLException {
        return silences.count() == 0 ? null : message -> {
            try {
                return !of(message, silences).isEmpty();
            } catch (SQLException unavailable) {
                throw new IllegalStateException(unavailable);
            }
        };
    }

    public void ask(@Body Event event, @Variable("verdict") Verdict verdict, Exchange exchange)
            throws SQLException {
        exchange.setVariable(SILENCE, verdict.quiet() ? "" : silences.of(event, verdict.rule()));
    }
}
